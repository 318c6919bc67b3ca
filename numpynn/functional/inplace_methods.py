"""The in-place methods of Tensor."""

from __future__ import annotations

import numpy as np

from ..derivatives import shape
from ..modes import thread
from ..tensor import Tensor, wrap
from . import comparison, conversion, creation, indexing, linalg, pointwise, reduction
from . import shape as shapes
from ._make import element
from .inplace import in_place

for _function in (
    pointwise.abs, pointwise.acos, pointwise.acosh, pointwise.add, pointwise.asin, pointwise.asinh, pointwise.atan,
    pointwise.atan2, pointwise.atanh, pointwise.ceil, pointwise.clamp, pointwise.cos, pointwise.cosh, pointwise.div,
    pointwise.exp, pointwise.exp2, pointwise.expm1, pointwise.floor, pointwise.floor_divide, pointwise.fmod, pointwise.frac,
    pointwise.hypot, pointwise.log, pointwise.log10, pointwise.log1p, pointwise.log2, pointwise.mul, pointwise.neg, pointwise.pow,
    pointwise.reciprocal, pointwise.remainder, pointwise.round, pointwise.rsqrt, pointwise.sign, pointwise.sin, pointwise.sinh,
    pointwise.sqrt, pointwise.square, pointwise.sub, pointwise.tan, pointwise.tanh, pointwise.trunc,
    comparison.eq, comparison.ge, comparison.gt, comparison.le, comparison.lt, comparison.ne, comparison.logical_and,
    comparison.logical_not, comparison.logical_or, comparison.logical_xor, comparison.bitwise_and, comparison.bitwise_not,
    comparison.bitwise_or, comparison.bitwise_xor, comparison.bitwise_left_shift,
    comparison.bitwise_right_shift, linalg.addmm, reduction.cumsum, indexing.masked_fill, shapes.tril, shapes.triu,
):  # fmt: skip
    in_place(_function)
in_place(pointwise.clamp, "clip_")
in_place(pointwise.mul, "multiply_")
in_place(pointwise.abs, "absolute_")


def _real_alone(name):
    """A modulus cannot be written where complex numbers stand, as torch has it."""
    general = getattr(Tensor, name)

    def method(self):
        if self.array.dtype.kind == "c":
            raise RuntimeError("In-place abs is not supported for complex tensors.")
        return general(self)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = general.__doc__
    setattr(Tensor, name, method)


_real_alone("abs_")
_real_alone("absolute_")
in_place(comparison.gt, "greater_")
in_place(comparison.ge, "greater_equal_")
in_place(comparison.lt, "less_")
in_place(comparison.le, "less_equal_")
in_place(comparison.ne, "not_equal_")


def copy(self, src, non_blocking=False):
    """The elements of `src`, broadcast and cast."""
    source = conversion.cast_to(src, self.array.dtype)
    try:
        fits = np.broadcast_shapes(source.array.shape, self.array.shape) == self.array.shape
    except ValueError:
        fits = False
    if not fits:
        raise RuntimeError(
            f"output with shape {list(self.array.shape)} doesn't match the broadcast shape of {list(source.array.shape)}"
        )
    if source.array.shape != self.array.shape:
        source = shape.expand(source, self.array.shape)
    recorded = source.vertex is not None or (self.vertex is not None and thread.state.enabled)
    return shape.copy(source) if recorded else source


def fill(self, value):
    """One value everywhere."""
    if isinstance(value, Tensor):
        if value.array.ndim:
            raise RuntimeError(
                f"fill_ only supports 0-dimension value tensor but got tensor with {value.array.ndim} dimensions."
            )
        return copy(self, value)
    return wrap(np.full(self.array.shape, element(value, self.array.dtype)))


def zero(self):
    """Zeros."""
    return creation.zeros_like(self)


in_place(copy, replaces=True)
in_place(fill, replaces=True)
in_place(zero)


def detach_(self):
    """Forget the history."""
    if self._base is not None:
        raise RuntimeError("Can't detach views in-place. Use detach() instead.")
    self.vertex = None
    return self


Tensor.detach_ = detach_
