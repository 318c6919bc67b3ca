"""Tensors from what a file describes, and back: the border between this room's arrays and the rest of the library."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from .. import dtypes
from ..device import device
from ..tensor import Tensor, wrap
from .elements import ELEMENTS
from .errors import FormatError, UnpicklingError
from .naming import items
from .pickler import Call, Name
from .results import Records
from .vocabulary import set_attributes

_OF_THE_TENSOR = {"array", "vertex", "_grad", "_base", "_views", "_inference"}
STORED_DTYPES = "stored_dtypes"  # the key of the note in a state dict's _metadata


class Tensors(Records):
    """Tensors become Tensors, which share memory as torch's did, and Parameters become Parameters.

    `widened` has those whose dtype is wider than in the file, as (tensor, the file's element).
    """

    key_types = (dtypes.dtype, device)
    tensor_type = Tensor

    def __init__(self):
        self.widened = []

    def tensor(self, record):
        tensor = wrap(record.array())
        if record.requires_grad:
            tensor.requires_grad_()
        if record.element.widened:
            self.widened.append((tensor, record.element))
        return tensor

    def parameter(self, value, requires_grad):
        from ..nn.parameter import Parameter

        if requires_grad and value.array.dtype.kind not in "fc":
            raise FormatError(f"a Parameter of dtype {value.dtype} requires a gradient")
        made = Parameter(value.detach(), requires_grad)
        self.widened += [(made, element) for tensor, element in self.widened[-1:] if tensor is value]
        return made

    def attributes(self, value, attributes):
        return set_attributes(value, attributes)

    def size(self, sizes):
        return dtypes.Size(sizes)

    def dtype(self, name):
        return getattr(dtypes, name) if name in ELEMENTS and hasattr(dtypes, name) else name

    def device(self, name):
        try:
            return device(name)
        except RuntimeError as error:
            raise UnpicklingError(str(error)) from None


def note_widened(result: Tensors, value) -> None:
    """Enter, in the `_metadata` of each state dict within `value`, the file's dtypes of the tensors that were widened.

    They are at `_metadata[""]["stored_dtypes"]`, by the tensor's key.
    """
    if not result.widened:
        return
    elements = {id(tensor): element for tensor, element in result.widened}
    for state in _state_dicts(value):
        found = {key: elements[id(item)].name for key, item in state.items() if id(item) in elements}
        if found:
            metadata = vars(state).setdefault("_metadata", OrderedDict())
            if isinstance(metadata, dict) and isinstance(metadata.setdefault("", {}), dict):
                metadata[""][STORED_DTYPES] = found


def _state_dicts(value):
    pending, seen = [value], set()
    while pending:
        container = pending.pop()
        if id(container) in seen:
            continue
        seen.add(id(container))
        if type(container) is OrderedDict:
            yield container
        pending += [child for _, child in items(container) or () if isinstance(child, (dict, list, tuple))]


def reduce(value, storages):
    """The pickled form of the library's objects, for `torch_writer.write`; None for all others."""
    if isinstance(value, Tensor):
        return _reduced_tensor(value, storages)
    if isinstance(value, dtypes.Size):
        return Call(Name("torch", "Size"), (tuple(value),))
    if isinstance(value, dtypes.dtype):
        return Name("torch", value.name)
    if isinstance(value, device):
        arguments = (value.type,) if value.index is None else (value.type, value.index)
        return Call(Name("torch", "device"), arguments)
    return None


def _reduced_tensor(tensor, storages):
    call = storages.tensor(tensor.array, tensor.requires_grad)
    if type(call) is Name:
        return call
    extra = {name: value for name, value in vars(tensor).items() if name not in _OF_THE_TENSOR}
    if type(tensor) is not Tensor:
        return _reduced_parameter(tensor, call, extra)
    if not extra:
        return call
    kind = Name("torch", "Tensor")
    return Call(Name("torch._tensor", "_rebuild_from_type_v2"), (call.function, kind, call.arguments, extra))


def _reduced_parameter(tensor, call, extra):
    from ..nn.parameter import Parameter

    if type(tensor) is not Parameter:
        return None
    hooks = Call(Name("collections", "OrderedDict"), ())
    data = Call(call.function, (*call.arguments[:4], False, *call.arguments[5:]))
    arguments = (data, tensor.requires_grad, hooks)
    if extra:
        return Call(Name("torch._utils", "_rebuild_parameter_with_state"), (*arguments, extra))
    return Call(Name("torch._utils", "_rebuild_parameter"), arguments)


def arrays_by_name(value, function: str) -> dict[str, np.ndarray]:
    """The arrays of a dictionary of tensors, for formats that hold nothing else."""
    if not isinstance(value, dict) or not all(type(key) is str for key in value):
        raise TypeError(f"{function}: this format holds a dictionary of tensors by name, not a {type(value).__name__}")
    arrays = {}
    for key, item in value.items():
        array = item.array if isinstance(item, Tensor) else item
        if not isinstance(array, (np.ndarray, np.generic)):
            raise TypeError(f"{function}: {key!r} is a {type(item).__name__}; this format holds tensors alone")
        arrays[key] = np.asarray(array)
    return arrays
