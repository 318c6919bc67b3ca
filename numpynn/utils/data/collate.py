"""From a list of samples to a batch: the rules by type, and what a sample becomes where there are no batches."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, MutableMapping, MutableSequence, Sequence

import numpy as np

from ...dtypes import float64
from ...functional.creation import as_tensor, tensor
from ...functional.joining import stack
from ...tensor import Tensor

NO_NUMBERS = re.compile(r"[SaUO]")
UNKNOWN = "default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found {}"


def default_collate(batch):
    """A batch of a list of samples, each leaf with a new first dimension.

    Tensors and NumPy arrays are stacked; Python floats become a float64 tensor, integers and bools and NumPy's
    scalars a tensor of their dtype; strings and bytes stay a list; mappings, namedtuples and sequences (of one
    length: RuntimeError) are collated entry by entry and keep their type, but a tuple becomes a list. TypeError
    for anything else.

    >>> default_collate([(1, 0.5, "a"), (2, 1.5, "b")])
    [tensor([1, 2]), tensor([0.5000, 1.5000], dtype=torch.float64), ('a', 'b')]
    """
    return collate(batch, collate_fn_map=default_collate_fn_map)


def default_convert(data):
    """A sample with its NumPy arrays and numbers made tensors, containers kept, a tuple made a list.

    >>> import numpy as np
    >>> default_convert({"x": np.array([0, 1]), "y": 2})
    {'x': tensor([0, 1]), 'y': 2}
    """
    kind = type(data)
    if isinstance(data, Tensor):
        return data
    if kind.__module__ == "numpy" and kind.__name__ not in ("str_", "string_"):
        return data if kind is np.ndarray and NO_NUMBERS.search(data.dtype.str) else as_tensor(data)
    if isinstance(data, Mapping):
        return _like_mapping(data, {key: default_convert(data[key]) for key in data})
    if _is_namedtuple(data):
        return kind(*map(default_convert, data))
    if isinstance(data, Sequence) and not isinstance(data, str | bytes):
        return _like_sequence(data, [default_convert(entry) for entry in data])
    return data


def collate(batch, *, collate_fn_map=None):
    """A batch by a table from types to functions `f(batch, *, collate_fn_map)`, entry by entry in containers."""
    first = batch[0]
    function = _function_for(first, collate_fn_map or {})
    if function is not None:
        return function(batch, collate_fn_map=collate_fn_map)
    if isinstance(first, Mapping):
        columns = {key: [sample[key] for sample in batch] for key in first}
        return _like_mapping(first, {k: collate(c, collate_fn_map=collate_fn_map) for k, c in columns.items()})
    if _is_namedtuple(first):
        columns = zip(*batch, strict=False)
        return type(first)(*(collate(column, collate_fn_map=collate_fn_map) for column in columns))
    if isinstance(first, Sequence):
        columns = _columns(batch)
        return _like_sequence(first, [collate(column, collate_fn_map=collate_fn_map) for column in columns])
    raise TypeError(UNKNOWN.format(type(first)))


def _function_for(value, table):
    if type(value) in table:
        return table[type(value)]
    return next((function for kind, function in table.items() if isinstance(value, kind)), None)


def _columns(batch):
    sizes = list(map(len, batch))
    if len(set(sizes)) > 1:
        raise RuntimeError(f"default_collate: each element in list of batch should be of equal size, got sizes {sizes}")
    return zip(*batch, strict=True)


def _is_namedtuple(value):
    return isinstance(value, tuple) and hasattr(value, "_fields")


def _like_mapping(example, entries):
    """A mapping of the example's type; a copy of it where it can be changed, for it may hold more than entries."""
    try:
        if isinstance(example, MutableMapping):
            clone = copy.copy(example)
            clone.update(entries)
            return clone
        return type(example)(entries)
    except TypeError:
        return entries


def _like_sequence(example, entries):
    if isinstance(example, tuple):
        return entries
    try:
        if isinstance(example, MutableSequence):
            clone = copy.copy(example)
            for place, entry in enumerate(entries):
                clone[place] = entry
            return clone
        return type(example)(entries)
    except TypeError:
        return entries


def _stacked(batch, *, collate_fn_map=None):
    return stack(batch, 0)


def _arrays(batch, *, collate_fn_map=None):
    if NO_NUMBERS.search(batch[0].dtype.str):
        raise TypeError(UNKNOWN.format(batch[0].dtype))
    return collate([as_tensor(array) for array in batch], collate_fn_map=collate_fn_map)


def _numpy_scalars(batch, *, collate_fn_map=None):
    return as_tensor(batch)


def _floats(batch, *, collate_fn_map=None):
    return tensor(batch, dtype=float64)


def _integers(batch, *, collate_fn_map=None):
    return tensor(batch)


def _unchanged(batch, *, collate_fn_map=None):
    return batch


# In order: np.float64 is a float too. A program adds its own types here, as it does in torch's table.
default_collate_fn_map = {
    Tensor: _stacked,
    np.ndarray: _arrays,
    (np.bool_, np.number, np.object_): _numpy_scalars,
    float: _floats,
    int: _integers,
    str: _unchanged,
    bytes: _unchanged,
}
