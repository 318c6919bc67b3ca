"""Softmax and its kin, with torch's guess of the dimension where none is given."""

from __future__ import annotations

import warnings

from ...functional import softmax as functions
from ...tensor import Tensor


def _guessed(name, dim, ndim, stacklevel):
    if dim is not None:
        return dim
    warnings.warn(
        f"Implicit dimension choice for {name} has been deprecated. Change the call to include dim=X as an argument.",
        stacklevel=stacklevel + 1,
    )
    return 0 if ndim in (0, 1, 3) else 1


def softmax(input, dim=None, _stacklevel=3, dtype=None) -> Tensor:
    """exp(x) / sum(exp(x)) along `dim`."""
    return functions.softmax(input, _guessed("softmax", dim, input.array.ndim, _stacklevel), dtype)


def log_softmax(input, dim=None, _stacklevel=3, dtype=None) -> Tensor:
    """x - log(sum(exp(x))) along `dim`."""
    return functions.log_softmax(input, _guessed("log_softmax", dim, input.array.ndim, _stacklevel), dtype)


def softmin(input, dim=None, _stacklevel=3, dtype=None) -> Tensor:
    """exp(-x) / sum(exp(-x)) along `dim`."""
    return functions.softmax(-input, _guessed("softmin", dim, input.array.ndim, _stacklevel), dtype)
