"""The derivatives of special functions and of further functions of one or two variables."""

from __future__ import annotations

import math

import numpy as np

from ..kernels import bessel, elementwise, gamma, normal
from ..kernels import erf as erf_kernel
from ..kernels import special as kernel
from ..primitive import differentiable
from .arithmetic import sign
from .selection import where

_SLOPE = 2 / math.sqrt(math.pi)

erf = differentiable(erf_kernel.erf, unify="float", x=lambda g, x: g * (_SLOPE * np.exp(-(x * x))))
erfc = differentiable(normal.erfc, unify="float", x=lambda g, x: g * (-_SLOPE * np.exp(-(x * x))))
erfinv = differentiable(normal.erfinv, unify="float", x=lambda g, out: g * (np.exp(out * out) / _SLOPE))
lgamma = differentiable(gamma.lgamma, unify="float", x=lambda g, x: g * digamma(x))
digamma = differentiable(gamma.digamma, unify="float", x=lambda g, x: g * polygamma(1, x))
polygamma = differentiable(gamma.polygamma, unify="float", x=lambda g, n, x: g * polygamma(n + 1, x))
i0 = differentiable(bessel.i0, unify="float", x=lambda g, x: g * i1(x))
i1 = differentiable(bessel.i1, unify="float", x=lambda g, x, out: g * _i1_slope(x, out))
i0e = differentiable(bessel.i0e, unify="float", x=lambda g, x, out: g * (i1e(x) - sign(x) * out))
i1e = differentiable(
    bessel.i1e, unify="float", x=lambda g, x, out: g * (i0e(x) - out * (sign(x) + 1 / _not_zero(x, 0.5)))
)
sinc = differentiable(kernel.sinc, unify="float", x=lambda g, x, out: g * ((np.cos(math.pi * x) - out) / _not_zero(x)))
logit = differentiable(kernel.logit, unify="float", x=lambda g, x, eps: _logit_slope(g, x, eps))
entr = differentiable(kernel.entr, unify="float", x=lambda g, x: g * (-np.log(x) - 1))
xlogy = differentiable(
    kernel.xlogy, unify="float",
    x=lambda g, x, y: where(np.equal(x, 0) & (y <= 0), 0, g * np.log(y)), y=lambda g, x, y: g * (x / y),
)  # fmt: skip


def _not_zero(x, instead=1.0):
    return where(np.equal(x, 0), instead, x)


def _i1_slope(x, out):
    """i0(x) - i1(x) / x, and 1/2 at 0."""
    return where(np.equal(x, 0), 0.5, i0(x) - out / _not_zero(x))


def _logit_slope(g, x, eps):
    low, high = (0, 1) if eps is None else (eps, 1 - eps)
    return where((x >= low) & (x <= high), g / (x * (1 - x)), float("nan") if eps is None else 0)


logaddexp = differentiable(
    np.logaddexp, name="LogaddexpBackward0", unify="float",
    x=lambda g, x, y: g / (1 + np.exp(y - x)), y=lambda g, x, y: g / (1 + np.exp(x - y)),
)  # fmt: skip
logaddexp2 = differentiable(
    np.logaddexp2, name="Logaddexp2Backward0", unify="float",
    x=lambda g, x, y: g / (1 + np.exp2(y - x)), y=lambda g, x, y: g / (1 + np.exp2(x - y)),
)  # fmt: skip
fmax = differentiable(
    np.fmax, name="FmaxBackward0", unify="same",
    x=lambda g, x, y: where((x >= y) | np.isnan(y), g, 0), y=lambda g, x, y: where((x >= y) | np.isnan(y), 0, g),
)  # fmt: skip
fmin = differentiable(
    np.fmin, name="FminBackward0", unify="same",
    x=lambda g, x, y: where((x <= y) | np.isnan(y), g, 0), y=lambda g, x, y: where((x <= y) | np.isnan(y), 0, g),
)  # fmt: skip
copysign = differentiable(
    np.copysign, name="CopysignBackward0", unify="float",
    x=lambda g, x, out: where(np.equal(x, 0), 0, g * (out / _not_zero(x))), y=lambda g: np.zeros_like(g),
)  # fmt: skip
lerp = differentiable(
    elementwise.lerp, unify="same",
    x=lambda g, weight: g * (1 - weight), y=lambda g, weight: g * weight, weight=lambda g, x, y: g * (y - x),
)  # fmt: skip
