"""Functions that answer yes or no, elementwise or for the whole tensor. None has a derivative."""

from __future__ import annotations

import numpy as np

from ..primitive import differentiable
from ..tensor import Tensor, wrap
from ._make import binary, constant, deliver, method, unary

__all__ = [
    "allclose", "bitwise_and", "bitwise_left_shift", "bitwise_not", "bitwise_or", "bitwise_right_shift", "bitwise_xor",
    "eq", "equal", "ge", "greater", "greater_equal", "gt", "is_tensor", "isclose", "isfinite", "isinf", "isnan", "le",
    "less", "less_equal", "logical_and", "logical_not", "logical_or", "logical_xor", "lt", "ne", "nonzero", "not_equal",
    "signbit",
]  # fmt: skip


def _comparison(ufunc, name, sign, lacks=""):
    return binary(differentiable(ufunc, unify="same", constants=("x", "y"), lacks=lacks), name, f"input {sign} other")


def _test(ufunc, name, question):
    return unary(differentiable(ufunc, constants=("x",)), name, question)


eq = _comparison(np.equal, "eq", "==")
ne = not_equal = _comparison(np.not_equal, "ne", "!=")
lt = less = _comparison(np.less, "lt", "<", lacks="c")
le = less_equal = _comparison(np.less_equal, "le", "<=", lacks="c")
gt = greater = _comparison(np.greater, "gt", ">", lacks="c")
ge = greater_equal = _comparison(np.greater_equal, "ge", ">=", lacks="c")
for _name in ("greater", "greater_equal", "less", "less_equal", "not_equal"):
    method(globals()[_name], _name)
logical_and = _comparison(np.logical_and, "logical_and", "and")
logical_or = _comparison(np.logical_or, "logical_or", "or")
logical_xor = _comparison(np.logical_xor, "logical_xor", "xor")
bitwise_and = _comparison(np.bitwise_and, "bitwise_and", "&")
bitwise_or = _comparison(np.bitwise_or, "bitwise_or", "|")
bitwise_xor = _comparison(np.bitwise_xor, "bitwise_xor", "^")
bitwise_left_shift = _comparison(np.left_shift, "bitwise_left_shift", "<<")
bitwise_right_shift = _comparison(np.right_shift, "bitwise_right_shift", ">>")

isnan = _test(np.isnan, "isnan", "Whether x is not a number")
isinf = _test(np.isinf, "isinf", "Whether x is infinite")
isfinite = _test(np.isfinite, "isfinite", "Whether x is neither infinite nor nan")
logical_not = _test(np.logical_not, "logical_not", "Whether x is zero")
bitwise_not = _test(np.invert, "bitwise_not", "Every bit of x flipped")
signbit = _test(np.signbit, "signbit", "Whether the sign bit of x is set")


@method
def equal(input, other) -> bool:
    """Whether both have the same shape and elements."""
    return input.array.shape == other.array.shape and bool(np.array_equal(input.array, other.array))


def _broadcast_together(a, b):
    return all([n == m or 1 in (n, m) for n, m in zip(a[::-1], b[::-1])])


@method
def isclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False) -> Tensor:
    """Whether |input - other| <= atol + rtol |other|, elementwise."""
    if input.array.dtype != other.array.dtype:
        raise RuntimeError(f"{input.dtype} did not match {other.dtype}")
    if not _broadcast_together(input.array.shape, other.array.shape):
        raise RuntimeError(f"isclose: shapes {list(input.shape)} and {list(other.shape)} cannot be broadcast together")
    return constant(np.isclose(input.array, other.array, rtol, atol, equal_nan))


@method
def allclose(input, other, rtol=1e-05, atol=1e-08, equal_nan=False) -> bool:
    """Whether |input - other| <= atol + rtol |other| everywhere."""
    return bool(isclose(input, other, rtol, atol, equal_nan).array.all())


def is_tensor(obj) -> bool:
    """Whether `obj` is a Tensor."""
    return isinstance(obj, Tensor)


@method
def nonzero(input, *, out=None, as_tuple=False):
    """The positions of the elements that are not zero: (count, ndim), or with `as_tuple` one tensor for each axis."""
    positions = np.nonzero(np.atleast_1d(input.array))
    if as_tuple:
        return tuple([wrap(np.ascontiguousarray(axis)) for axis in positions])
    return deliver(wrap(np.stack(positions)[: input.array.ndim].copy().T), out)
