"""Functions applied to each element."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, selection
from ..kernels import promotion
from ..tensor import Tensor, wrap
from . import conversion
from ._make import binary, check_tensor, constant, deliver, deliver_exactly, method, unary

__all__ = [
    "abs", "absolute", "acos", "acosh", "add", "asin", "asinh", "atan", "atan2", "atanh", "ceil", "clamp", "clip",
    "cos", "cosh", "div", "exp", "exp2", "expm1", "floor", "floor_divide", "fmod", "frac", "hypot", "log", "log10",
    "log1p", "log2", "maximum", "minimum", "mul", "multiply", "neg", "pow", "reciprocal", "remainder", "round", "rsqrt",
    "sign", "sin", "sinh", "sqrt", "square", "sub", "tan", "tanh", "trunc", "where",
]  # fmt: skip

abs = absolute = unary(arithmetic.abs, "abs", "|x|, the modulus of a complex number", exact=True)
method(absolute, "absolute")
neg = unary(arithmetic.neg, "neg", "-x", exact=True)
sign = unary(arithmetic.sign, "sign", "-1, 0 or 1", exact=True)
exp = unary(arithmetic.exp, "exp", "e^x")
exp2 = unary(arithmetic.exp2, "exp2", "2^x")
expm1 = unary(arithmetic.expm1, "expm1", "e^x - 1, accurate near 0")
log = unary(arithmetic.log, "log", "The natural logarithm")
log2 = unary(arithmetic.log2, "log2", "The logarithm to base 2")
log10 = unary(arithmetic.log10, "log10", "The logarithm to base 10")
log1p = unary(arithmetic.log1p, "log1p", "log(1 + x), accurate near 0")
sqrt = unary(arithmetic.sqrt, "sqrt", "The square root")
rsqrt = unary(arithmetic.rsqrt, "rsqrt", "1 / sqrt(x)")
reciprocal = unary(arithmetic.reciprocal, "reciprocal", "1 / x")
square = unary(arithmetic.square, "square", "x^2")
sin = unary(arithmetic.sin, "sin", "The sine of an angle in radians")
cos = unary(arithmetic.cos, "cos", "The cosine of an angle in radians")
tan = unary(arithmetic.tan, "tan", "The tangent of an angle in radians")
asin = unary(arithmetic.asin, "asin", "The inverse sine, in radians")
acos = unary(arithmetic.acos, "acos", "The inverse cosine, in radians")
atan = unary(arithmetic.atan, "atan", "The inverse tangent, in radians")
sinh = unary(arithmetic.sinh, "sinh", "(e^x - e^-x) / 2")
cosh = unary(arithmetic.cosh, "cosh", "(e^x + e^-x) / 2")
tanh = unary(arithmetic.tanh, "tanh", "sinh(x) / cosh(x)")
asinh = unary(arithmetic.asinh, "asinh", "The inverse of sinh")
acosh = unary(arithmetic.acosh, "acosh", "The inverse of cosh")
atanh = unary(arithmetic.atanh, "atanh", "The inverse of tanh")
floor = unary(arithmetic.floor, "floor", "The largest integer not above x", exact=True)
ceil = unary(arithmetic.ceil, "ceil", "The smallest integer not below x", exact=True)
trunc = unary(arithmetic.trunc, "trunc", "The integer part", exact=True)
frac = unary(arithmetic.frac, "frac", "x - trunc(x)", exact=True)

mul = multiply = binary(arithmetic.mul, "mul", "input * other")


@method
def pow(input, exponent, *, out=None):
    """input to the power `exponent`, elementwise with broadcasting."""
    if not isinstance(input, Tensor) and not isinstance(exponent, Tensor):
        check_tensor("pow", "input", input)
    result = arithmetic.pow(input, exponent)
    return result if out is None else deliver(result, out)


atan2 = binary(arithmetic.atan2, "atan2", "The angle of the point (other, input), in radians", numbers=False)
fmod = binary(arithmetic.fmod, "fmod", "The remainder of input / other with the sign of input")
remainder = binary(arithmetic.remainder, "remainder", "The remainder of input / other with the sign of other")
maximum = binary(arithmetic.maximum, "maximum", "The larger of the two; nan if either is", numbers=False)
minimum = binary(arithmetic.minimum, "minimum", "The smaller of the two; nan if either is", numbers=False)
hypot = binary(arithmetic.hypot, "hypot", "sqrt(input^2 + other^2)", numbers=False)

floor_divide = binary(arithmetic.floor_divide, "floor_divide", "floor(input / other), without a derivative")


def _times(other, alpha, input):
    """alpha * other, in the dtype that the sum will have; among bools a bool."""
    operands = [o.array if isinstance(o, Tensor) else o for o in (input, other)]
    common = promotion.result_type(*operands)
    if common.kind in "biu" and isinstance(alpha, float):
        raise RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")
    if common.kind != "c" and isinstance(alpha, complex):
        raise RuntimeError("For non-complex input tensors, argument alpha must not be a complex number.")
    if not isinstance(other, Tensor):
        return other * alpha
    if common.kind == "b":
        return arithmetic.mul(other, bool(alpha))
    return arithmetic.mul(conversion.cast_to(other, common), alpha)


@method
def add(input, other, *, alpha=1, out=None) -> Tensor:
    """input + alpha * other, elementwise with broadcasting."""
    return deliver(arithmetic.add(input, other if alpha == 1 else _times(other, alpha, input)), out)


@method
def sub(input, other, *, alpha=1, out=None) -> Tensor:
    """input - alpha * other, elementwise with broadcasting."""
    return deliver(arithmetic.sub(input, other if alpha == 1 else _times(other, alpha, input)), out)


@method
def div(input, other, *, rounding_mode=None, out=None) -> Tensor:
    """input / other, elementwise with broadcasting; rounding_mode "trunc" or "floor" rounds the quotient."""
    if rounding_mode is None:
        return deliver(arithmetic.div(input, other), out)
    if rounding_mode == "floor":
        return deliver(arithmetic.div_floor(input, other), out)
    if rounding_mode == "trunc":
        return deliver(arithmetic.div_trunc(input, other), out)
    raise RuntimeError(f"div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '{rounding_mode}'")


@method
def round(input, *, decimals=0, out=None) -> Tensor:
    """The nearest integer, halves to even; with `decimals`, the nearest multiple of 10^-decimals."""
    if decimals and input.array.dtype.kind in "iu":
        raise NotImplementedError(f"\"round_cpu\" not implemented for '{input.dtype.name}'")
    return deliver_exactly(arithmetic.round(input, decimals), out)


def all_bool(*operands) -> bool:
    """Whether all are Tensors of bools."""
    return all([isinstance(o, Tensor) and o.array.dtype.kind == "b" for o in operands])


@method
def clamp(input, min=None, max=None, *, out=None) -> Tensor:
    """min(max(input, min), max), elementwise; bounds are numbers or tensors, None for no bound."""
    if min is None and max is None:
        raise RuntimeError("torch.clamp: At least one of 'min' or 'max' must not be None")
    if min is not None and max is not None and all_bool(input, min, max):
        raise NotImplementedError("\"clamp_cpu\" not implemented for 'bool'")
    return deliver(selection.clamp(input, min, max), out)


clip = clamp
method(clamp, "clip")


def where(condition, input=None, other=None, *, out=None):
    """`input` where the condition holds, else `other`; the condition alone gives its non-zero positions."""
    if input is None and other is None:
        return tuple(
            [wrap(np.ascontiguousarray(positions)) for positions in np.nonzero(np.atleast_1d(condition.array))]
        )
    if not isinstance(input, Tensor) and not isinstance(other, Tensor):
        input = constant(np.asarray(input, promotion.result_type(input, other)))
    return deliver(selection.where(condition, input, other), out)


def _where(self, condition, other) -> Tensor:
    """The tensor itself where the condition holds, else `other`."""
    return where(condition, self, other)


method(_where, "where")
method(mul, "multiply")
