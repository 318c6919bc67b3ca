"""The tensors that optimizers keep for each parameter."""

from __future__ import annotations

import numpy as np

from ..kernels import promotion
from ..tensor import Tensor, wrap


def counter_dtype(group: dict) -> np.dtype:
    """The dtype of counters: float32, but float64 where that is the default and the rule is not a fused one."""
    double = promotion.default_float() == np.float64 and not group.get("fused")
    return np.dtype(np.float64 if double else np.float32)


def counter(value: float, group: dict) -> Tensor:
    """A 0-dim Tensor that counts."""
    return wrap(np.array(value, counter_dtype(group)))


def count(counter: Tensor):
    """Add one to a counter; its new value as a NumPy scalar."""
    array = counter.array
    array.fill(array.item() + 1)
    return array[()]


def zeros_like(tensor: Tensor) -> Tensor:
    """Zeros in the memory layout of `tensor`, without its history."""
    return wrap(np.zeros_like(tensor.array))


def full_like(tensor: Tensor, value) -> Tensor:
    """`value` in the shape, dtype and layout of `tensor`; in both parts of complex numbers."""
    value = complex(value, value) if tensor.array.dtype.kind == "c" else value
    return wrap(np.full_like(tensor.array, value))
