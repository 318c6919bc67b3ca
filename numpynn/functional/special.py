"""Special functions, and what is less often used of the functions of each element."""

from __future__ import annotations

import math

import numpy as np

from ..derivatives import arithmetic, complex_numbers, selection
from ..derivatives import special as primitive
from ..kernels import promotion
from ..primitive import differentiable
from ..tensor import Tensor
from . import comparison, conversion, pointwise
from ._make import binary, check_tensor, constant, deliver, entitled, method, refuse_dtypes, unary
from .inplace import in_place

erf = unary(primitive.erf, "erf", "2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x")
erfc = unary(primitive.erfc, "erfc", "1 - erf(x), accurate for large x")
erfinv = unary(primitive.erfinv, "erfinv", "The inverse of erf")
lgamma = unary(primitive.lgamma, "lgamma", "log |gamma(x)|")
digamma = unary(primitive.digamma, "digamma", "The derivative of log gamma(x)")
i0 = unary(primitive.i0, "i0", "The modified Bessel function of the first kind, of order 0")
sinc = unary(primitive.sinc, "sinc", "sin(pi x) / (pi x), and 1 at 0")
logaddexp = binary(primitive.logaddexp, "logaddexp", "log(exp(input) + exp(other))", numbers=False)
logaddexp2 = binary(primitive.logaddexp2, "logaddexp2", "log2(2^input + 2^other)", numbers=False)
fmax = binary(primitive.fmax, "fmax", "The larger of the two; a number rather than nan", numbers=False)
fmin = binary(primitive.fmin, "fmin", "The smaller of the two; a number rather than nan", numbers=False)
copysign = binary(primitive.copysign, "copysign", "The magnitude of input with the sign of other")
sgn = unary(complex_numbers.sgn, "sgn", "-1, 0 or 1, and z / |z| for complex numbers", exact=True)


def _heaviside(x, y):
    return np.heaviside(x, y).astype(x.dtype, copy=False)


gcd = binary(
    differentiable(np.gcd, unify="same", constants=("x", "y")), "gcd", "The greatest common divisor", numbers=False
)
lcm = binary(
    differentiable(np.lcm, unify="same", constants=("x", "y")), "lcm", "The least common multiple", numbers=False
)
_step = differentiable(_heaviside, unify="same", constants=("x", "y"), refusal=RuntimeError)


@method
def heaviside(input, values, *, out=None) -> Tensor:
    """0 below 0, `values` at 0, 1 above, elementwise with broadcasting."""
    check_tensor("heaviside", "input", input)
    check_tensor("heaviside", "values", values)
    return deliver(_step(input, values), out)


nextafter = binary(
    differentiable(np.nextafter, unify="same", constants=("x", "y"), lacks="biu"),
    "nextafter",
    "The next number from input towards other",
    numbers=False,
)
_real = {"constants": ("x",), "lacks": "c", "refusal": RuntimeError}
isposinf = unary(differentiable(lambda x: x == np.inf, **_real), "isposinf", "Whether x is inf", exact=True)
isneginf = unary(differentiable(lambda x: x == -np.inf, **_real), "isneginf", "Whether x is -inf", exact=True)
isreal = unary(differentiable(lambda x: x.imag == 0, constants=("x",)), "isreal", "Whether x has no imaginary part")


def polygamma(n, input, *, out=None) -> Tensor:
    """The n-th derivative of digamma; in place, of the tensor that comes first."""
    if isinstance(n, Tensor):
        n, input = input, n
    if n < 0:
        raise RuntimeError(f"polygamma(n, x) does not support negative n, got {n}.")
    return deliver(primitive.polygamma(n, input), out)


method(lambda self, n: polygamma(n, self), "polygamma")


@method
def logit(input, eps=None, *, out=None) -> Tensor:
    """log(x / (1 - x)), x first brought to [eps, 1 - eps] if eps is given."""
    check_tensor("logit", "input", input)
    return deliver(primitive.logit(input, eps), out)


@method
def xlogy(input, other, *, out=None) -> Tensor:
    """input log(other), and 0 where input is 0."""
    tensor = input if isinstance(input, Tensor) else other
    check_tensor("xlogy", "input", tensor)
    common = promotion.result_type(*[t.array if isinstance(t, Tensor) else t for t in (input, other)])
    x, y = [t if isinstance(t, Tensor) else constant(np.asarray(t, common)) for t in (input, other)]
    return deliver(primitive.xlogy(x, y), out)


@method
def positive(input) -> Tensor:
    """The input itself. Raises RuntimeError for bools."""
    if input.array.dtype.kind == "b":
        raise RuntimeError("The `+` operator, on a bool tensor is not supported.")
    return input


@method
def deg2rad(input, *, out=None) -> Tensor:
    """Degrees as radians."""
    refuse_dtypes("deg2rad", input, "c", RuntimeError)
    return deliver(arithmetic.mul(input, math.pi / 180), out)


@method
def rad2deg(input, *, out=None) -> Tensor:
    """Radians as degrees."""
    refuse_dtypes("rad2deg", input, "c", RuntimeError)
    return deliver(arithmetic.mul(input, 180 / math.pi), out)


@method
def ldexp(input, other, *, out=None) -> Tensor:
    """input * 2^other."""
    return deliver(arithmetic.mul(input, arithmetic.pow(2.0, other)), out)


def _widest(operand):
    if isinstance(operand, Tensor):
        return conversion.cast_to(operand, np.dtype(np.complex128 if operand.array.dtype.kind == "c" else np.float64))
    return float(operand) if isinstance(operand, int) else operand


@method
def float_power(input, exponent, *, out=None) -> Tensor:
    """The power, computed in float64, or in complex128."""
    base, power = [_widest(t) for t in (input, exponent)]
    return deliver(arithmetic.pow(base, power), out)


@method
def lerp(input, end, weight, *, out=None) -> Tensor:
    """input + weight * (end - input)."""
    if input.array.dtype != end.array.dtype:
        raise RuntimeError(f"expected dtype {input.dtype.name} for `end` but got dtype {end.dtype.name}")
    if isinstance(weight, Tensor) and weight.array.dtype != input.array.dtype:
        raise RuntimeError(f"expected dtype {input.dtype.name} for `weight` but got dtype {weight.dtype.name}")
    refuse_dtypes("lerp_kernel_scalar", input, "biu")
    return deliver(primitive.lerp(input, end, weight), out)


@method
def addcmul(input, tensor1, tensor2, *, value=1, out=None) -> Tensor:
    """input + value * tensor1 * tensor2."""
    if all([t.array.dtype.kind == "b" for t in (input, tensor1, tensor2)]):
        refuse_dtypes("addcmul_cpu_out", input, "b")
    common = promotion.result_type(input.array, tensor1.array, tensor2.array)
    product = arithmetic.mul(conversion.cast_to(tensor1, common), conversion.cast_to(tensor2, common))
    total = arithmetic.add(input, product if value == 1 else arithmetic.mul(product, value))
    return deliver(entitled(total, "AddcmulBackward0"), out)


@method
def addcdiv(input, tensor1, tensor2, *, value=1, out=None) -> Tensor:
    """input + value * tensor1 / tensor2. Raises RuntimeError where both are integers."""
    if tensor1.array.dtype.kind in "biu" and tensor2.array.dtype.kind in "biu":
        raise RuntimeError("Integer division with addcdiv is no longer supported: make tensor1 or tensor2 floating.")
    quotient = arithmetic.div(tensor1, tensor2)
    total = arithmetic.add(input, quotient if value == 1 else arithmetic.mul(quotient, value))
    return deliver(entitled(total, "AddcdivBackward0"), out)


@method
def nan_to_num(input, nan=None, posinf=None, neginf=None, *, out=None) -> Tensor:
    """nan as 0 and infinities as the largest numbers of the dtype, or as what is given."""
    if input.array.dtype.kind != "f":
        return deliver(input.clone(), out)
    limits = np.finfo(input.array.dtype)
    result = selection.where(comparison.isnan(input), 0.0 if nan is None else float(nan), input)
    result = selection.where(isposinf(input), float(limits.max) if posinf is None else float(posinf), result)
    result = selection.where(isneginf(input), float(limits.min) if neginf is None else float(neginf), result)
    return deliver(entitled(result, "NanToNumBackward0"), out)


@method
def clamp_min(input, min, *, out=None) -> Tensor:
    """The larger of the input and a bound."""
    return pointwise.clamp(input, min=min, out=out)


@method
def clamp_max(input, max, *, out=None) -> Tensor:
    """The smaller of the input and a bound."""
    return pointwise.clamp(input, max=max, out=out)


for _function in (
    erf, erfc, erfinv, lgamma, digamma, i0, sinc, xlogy, copysign, sgn, gcd, lcm, heaviside, nextafter, logit, deg2rad,
    rad2deg, ldexp, float_power, lerp, addcmul, addcdiv, nan_to_num, clamp_min, clamp_max, polygamma,
):  # fmt: skip
    in_place(_function)


def _only_wide(name):
    """In place it stays in the dtype it is computed in, and no other: torch casts no result of it."""
    general = getattr(Tensor, name)

    def method(self, exponent):
        wide = (
            "complex128"
            if "c" in (self.array.dtype.kind, getattr(exponent, "array", np.asarray(0)).dtype.kind)
            else "float64"
        )
        if self.array.dtype != wide:
            raise RuntimeError(
                f"the base given to {name} has dtype {self.dtype.name} but the operation's result requires dtype {wide}"
            )
        return general(self, exponent)

    method.__name__ = method.__qualname__ = name
    method.__doc__ = general.__doc__
    setattr(Tensor, name, method)


_only_wide("float_power_")


def _aliases(names):
    """Other names of functions, of their methods and in-place forms."""
    for pair in names.split():
        alias, name = pair.split("=")
        globals()[alias] = getattr(pointwise, name)
        setattr(Tensor, alias, getattr(Tensor, name))
        if hasattr(Tensor, f"{name}_"):
            setattr(Tensor, f"{alias}_", getattr(Tensor, f"{name}_"))


_aliases(
    "arccos=acos arcsin=asin arctan=atan arccosh=acosh arcsinh=asinh arctanh=atanh arctan2=atan2 negative=neg subtract=sub "
    "divide=div true_divide=div fix=trunc"
)
