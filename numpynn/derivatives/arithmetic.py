"""The derivatives of arithmetic and of the elementary functions of one and two variables."""

from __future__ import annotations

import math

import numpy as np

from ..kernels import elementwise as kernel
from ..primitive import differentiable
from .selection import where

add = differentiable(np.add, name="AddBackward0", unify="same", x=lambda g: g, y=lambda g: g)
sub = differentiable(
    np.subtract, name="SubBackward0", unify="difference", refusal=RuntimeError, x=lambda g: g, y=lambda g: -g
)
mul = differentiable(np.multiply, name="MulBackward0", unify="same", x=lambda g, y: g * y, y=lambda g, x: g * x)
div = differentiable(
    np.true_divide, name="DivBackward0", unify="float", x=lambda g, y: g / y, y=lambda g, x, y: -g * ((x / y) / y)
)
neg = differentiable(np.negative, name="NegBackward0", refusal=RuntimeError, x=lambda g: -g)


def _power_title(x, y):
    return "PowBackward0" if not hasattr(y, "dtype") else "PowBackward1" if hasattr(x, "dtype") else "PowBackward2"


pow = differentiable(
    kernel.pow, name="PowBackward0", unify="same", lacks="b", title=_power_title,
    x=lambda g, x, y: g * _power_slope(x, y), y=lambda g, x, y, out: g * _exponent_slope(x, y, out),
)  # fmt: skip


def _power_slope(x, y):
    """y x^(y-1), and 0 where y is 0."""
    if isinstance(y, (int, float, complex)):
        return 0.0 * x if y == 0 else y * x ** (y - 1) if y != 2 else 2 * x
    return where(y == 0, 0.0, y * x ** (y - 1))


def _exponent_slope(x, y, out):
    """log(x) x^y, and 0 where x is 0 and y is not negative."""
    log = np.log(x) if not isinstance(x, (int, float)) else math.log(x) if x > 0 else float("-inf" if x == 0 else "nan")
    return where((x == 0) & (y.real >= 0), 0.0, out * log)


exp = differentiable(np.exp, unify="float", x=lambda g, out: g * out)
exp2 = differentiable(np.exp2, unify="float", x=lambda g, out: g * out * math.log(2))
expm1 = differentiable(np.expm1, unify="float", x=lambda g, out: g * (out + 1))
log = differentiable(np.log, unify="float", x=lambda g, x: g / x)
log2 = differentiable(np.log2, unify="float", x=lambda g, x: g / (x * math.log(2)))
log10 = differentiable(np.log10, unify="float", x=lambda g, x: g / (x * math.log(10)))
log1p = differentiable(np.log1p, unify="float", x=lambda g, x: g / (x + 1))
sqrt = differentiable(np.sqrt, unify="float", x=lambda g, out: g / (2 * out))
rsqrt = differentiable(kernel.rsqrt, unify="float", x=lambda g, out: -0.5 * g * out**3)
reciprocal = differentiable(kernel.reciprocal, unify="float", x=lambda g, out: -g * (out * out))
square = differentiable(kernel.square, name="PowBackward0", x=lambda g, x: g * (2 * x))

sin = differentiable(np.sin, unify="float", x=lambda g, x: g * np.cos(x))
cos = differentiable(np.cos, unify="float", x=lambda g, x: -g * np.sin(x))
tan = differentiable(np.tan, unify="float", x=lambda g, out: g * (1 + out * out))
asin = differentiable(np.arcsin, name="AsinBackward0", unify="float", x=lambda g, x: g / np.sqrt(1 - x * x))
acos = differentiable(np.arccos, name="AcosBackward0", unify="float", x=lambda g, x: -g / np.sqrt(1 - x * x))
atan = differentiable(np.arctan, name="AtanBackward0", unify="float", x=lambda g, x: g / (1 + x * x))


def _turn(x, y):
    """1 / (x^2 + y^2), and 0 at the origin."""
    square = x * x + y * y
    return where(np.equal(square, 0), 0, 1 / square)


atan2 = differentiable(
    np.arctan2, name="Atan2Backward0", unify="float",
    x=lambda g, x, y: g * (y * _turn(x, y)), y=lambda g, x, y: g * (-x * _turn(x, y)),
)  # fmt: skip
sinh = differentiable(np.sinh, unify="float", x=lambda g, x: g * np.cosh(x))
cosh = differentiable(np.cosh, unify="float", x=lambda g, x: g * np.sinh(x))
tanh = differentiable(np.tanh, unify="float", x=lambda g, out: _tanh(g, out))
asinh = differentiable(np.arcsinh, name="AsinhBackward0", unify="float", x=lambda g, x: g / np.sqrt(x * x + 1))
acosh = differentiable(np.arccosh, name="AcoshBackward0", unify="float", x=lambda g, x: g / _acosh_root(x))


def _tanh(g, out):
    if isinstance(out, np.ndarray) and out.size > 4096:
        return kernel.times_tanh_slope(g, out)
    return g * (1 - out * out)


def _acosh_root(x):
    """√(x² - 1); of complex numbers on the branch that acosh is on."""
    return np.sqrt(x + 1) * np.sqrt(x - 1) if getattr(x, "array", x).dtype.kind == "c" else np.sqrt(x * x - 1)


atanh = differentiable(np.arctanh, name="AtanhBackward0", unify="float", x=lambda g, x: g / (1 - x * x))
hypot = differentiable(
    np.hypot,
    name="HypotBackward0",
    unify="same",
    lacks="biu",
    x=lambda g, x, out: g * (x / out),
    y=lambda g, y, out: g * (y / out),
)

sign = differentiable(kernel.sign, name="SignBackward0", lacks="c", x=lambda g: np.zeros_like(g))
abs = differentiable(kernel.abs, name="AbsBackward0", lacks="b", x=lambda g, x: g * _direction(x))

_flat = {"x": lambda g: np.zeros_like(g)}
floor = differentiable(kernel.floor, name="FloorBackward0", lacks="b", **_flat)
ceil = differentiable(kernel.ceil, name="CeilBackward0", lacks="b", **_flat)
round = differentiable(kernel.round, name="RoundBackward0", lacks="bc", **_flat)
trunc = differentiable(kernel.trunc, name="TruncBackward0", lacks="b", **_flat)
frac = differentiable(kernel.frac, name="FracBackward0", lacks="biu", x=lambda g: g)
fmod = differentiable(
    kernel.fmod, name="FmodBackward0", unify="same", lacks="b", x=lambda g: g, y=lambda g, x, y: -g * np.trunc(x / y)
)
remainder = differentiable(
    kernel.remainder,
    name="RemainderBackward0",
    title=lambda y: f"RemainderBackward{int(hasattr(y, 'dtype'))}",
    unify="same",
    lacks="b",
    x=lambda g: g,
    y=lambda g, x, y: -g * np.floor(x / y),
)


def _direction(x):
    """The sign of a real number; of a complex one the conjugate of its direction, and 0 at the origin."""
    if getattr(x, "array", x).dtype.kind != "c":
        return sign(x)
    length = abs(x)
    return where(np.equal(length, 0), 0, conj(x) / length)


_quotient = {"x": lambda g: np.zeros_like(g), "y": lambda g: np.zeros_like(g)}
div_floor = differentiable(kernel.floor_divide, name="DivBackward0", unify="same", lacks="b", **_quotient)
div_trunc = differentiable(kernel.trunc_divide, name="DivBackward0", unify="same", lacks="bc", **_quotient)


def _no_derivative(g):
    raise RuntimeError("derivative for floor_divide is not implemented")


floor_divide = differentiable(
    kernel.floor_divide, name="NotImplemented", unify="same", lacks="b", x=_no_derivative, y=_no_derivative
)

# Ties share the gradient between both inputs, as in torch.
maximum = differentiable(
    np.maximum, name="MaximumBackward0", unify="same", lacks="c", refusal=RuntimeError,
    x=lambda g, x, y: _share(g, x >= y, x > y), y=lambda g, x, y: _share(g, y >= x, y > x),
)  # fmt: skip
minimum = differentiable(
    np.minimum, name="MinimumBackward0", unify="same", lacks="c", refusal=RuntimeError,
    x=lambda g, x, y: _share(g, x <= y, x < y), y=lambda g, x, y: _share(g, y <= x, y < x),
)  # fmt: skip


def _share(g, at_least, more):
    return where(more, g, where(at_least, 0.5 * g, 0.0))


# Gradients are carried conjugated: see ARCHITECTURE.md.
conj = differentiable(kernel.conj, x=lambda g: conj(g))
real = differentiable(kernel.real, x=lambda g: g)
imag = differentiable(kernel.imag, x=lambda g: g * -1j)
