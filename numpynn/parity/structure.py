"""What a call returns, of either library, laid out flat, so that two results are compared leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator
from types import GeneratorType
from typing import Any

import numpy as np

PLAIN = (bool, int, float, complex, str, bytes, type(None), np.ndarray, np.generic)
LAZY = (GeneratorType, map, zip, enumerate, type({}.keys()), type({}.values()), type({}.items()))


def is_tensor(value) -> bool:
    """Whether this is a Tensor of either library."""
    return hasattr(value, "detach") and hasattr(value, "requires_grad")


def is_module(value) -> bool:
    """Whether this is a Module of either library."""
    return hasattr(value, "named_parameters") and hasattr(value, "state_dict")


def to_array(tensor) -> np.ndarray:
    """A Tensor of either library as an ndarray, without a copy where that is possible."""
    return tensor.numpy(force=True)


def leaves(value, path: str = "") -> Iterator[tuple[str, object]]:
    """Every leaf of a structure with its path; each container is a leaf too, in words: "tuple of 2".

    Tensors stay Tensors; a named tuple is known by its fields, a Module by its repr and state, an object
    that is none of these by its text.
    """
    if is_tensor(value) or isinstance(value, PLAIN):
        yield path, value
    elif is_module(value):
        yield path, repr(value)
        yield from leaves(value.state_dict(), f"{path}.state_dict()")
    elif isinstance(value, dict):
        yield path, f"dict with keys {list(value)}"
        for key, item in value.items():
            yield from leaves(item, f"{path}[{key!r}]")
    elif isinstance(value, (tuple, list, set, *LAZY)):
        yield from _sequence(value, path)
    else:
        yield path, value.__name__ if hasattr(value, "__name__") else str(value)


def _sequence(value, path):
    fields = getattr(value, "_fields", None) or getattr(type(value), "__match_args__", None)
    items = sorted(value, key=repr) if isinstance(value, set) else list(value)
    if fields:
        yield path, f"named tuple ({', '.join(fields)})"
        for field, item in zip(fields, items):
            yield from leaves(item, f"{path}.{field}")
    elif type(value).__name__ == "Size":
        yield path, f"Size{tuple(items)}"
    else:
        yield path, f"{type(value).__name__} of {len(items)}"
        for index, item in enumerate(items):
            yield from leaves(item, f"{path}[{index}]")


def tensors(value) -> list:
    """The Tensors of a structure, in order."""
    return [leaf for _, leaf in leaves(value) if is_tensor(leaf)]


def map_tensors(function, value) -> Any:
    """The same structure of tuples, lists and dicts, each Tensor and ndarray replaced by `function` of it."""
    if is_tensor(value) or isinstance(value, np.ndarray):
        return function(value)
    if isinstance(value, dict):
        return {key: map_tensors(function, item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        items = [map_tensors(function, item) for item in value]
        return type(value)(*items) if hasattr(value, "_fields") else type(value)(items)
    return value
