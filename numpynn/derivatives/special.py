"""The derivatives of special functions and of further functions of one or two variables."""

from __future__ import annotations

import math

import numpy as np

from ..kernels import bessel, elementwise, gamma, incomplete_gamma, normal, running
from ..kernels import erf as erf_kernel
from ..kernels import special as kernel
from ..primitive import differentiable
from .arithmetic import sign
from .selection import where

_SLOPE = 2 / math.sqrt(math.pi)
_PEAK = 1 / math.sqrt(2 * math.pi)

erf = differentiable(erf_kernel.erf, unify="float", lacks="c", x=lambda g, x: g * (_SLOPE * np.exp(-(x * x))))
erfc = differentiable(normal.erfc, unify="float", lacks="c", x=lambda g, x: g * (-_SLOPE * np.exp(-(x * x))))
erfinv = differentiable(normal.erfinv, unify="float", lacks="c", x=lambda g, out: g * (np.exp(out * out) / _SLOPE))
lgamma = differentiable(gamma.lgamma, unify="float", lacks="c", x=lambda g, x: g * digamma(x))
digamma = differentiable(gamma.digamma, unify="float", lacks="c", x=lambda g, x: g * polygamma(1, x))
polygamma = differentiable(gamma.polygamma, unify="float", lacks="c", x=lambda g, n, x: g * polygamma(n + 1, x))
i0 = differentiable(bessel.i0, unify="float", lacks="c", x=lambda g, x: g * i1(x))
i1 = differentiable(bessel.i1, name="SpecialI1Backward0", unify="float", x=lambda g, x, out: g * _i1_slope(x, out))
i0e = differentiable(
    bessel.i0e, name="SpecialI0EBackward0", unify="float", x=lambda g, x, out: g * (i1e(x) - sign(x) * out)
)
i1e = differentiable(
    bessel.i1e,
    name="SpecialI1EBackward0",
    unify="float",
    x=lambda g, x, out: g * (i0e(x) - out * (sign(x) + 1 / _not_zero(x, 0.5))),
)
sinc = differentiable(kernel.sinc, unify="float", x=lambda g, x, out: g * ((np.cos(math.pi * x) - out) / _not_zero(x)))
logit = differentiable(kernel.logit, unify="float", lacks="c", x=lambda g, x, eps: _logit_slope(g, x, eps))
entr = differentiable(kernel.entr, name="SpecialEntrBackward0", unify="float", x=lambda g, x: g * (-np.log(x) - 1))
xlogy = differentiable(
    kernel.xlogy, unify="float", lacks="c",
    x=lambda g, x, y: where(np.equal(x, 0) & (y <= 0), 0, g * np.log(y)), y=lambda g, x, y: g * (x / y),
)  # fmt: skip
xlog1py = differentiable(
    kernel.xlog1py, name="SpecialXlog1PyBackward0", unify="float",
    x=lambda g, x, y: where(np.equal(x, 0) & (y <= -1), 0, g * np.log1p(y)), y=lambda g, x, y: g * (x / (y + 1)),
)  # fmt: skip
erfcx = differentiable(
    normal.erfcx, name="SpecialErfcxBackward0", unify="float", x=lambda g, x, out: g * (2 * x * out - _SLOPE)
)
ndtr = differentiable(normal.ndtr, unify="float", x=lambda g, x: g * (_PEAK * np.exp(x * x / -2)))
log_ndtr = differentiable(
    normal.log_ndtr, name="SpecialLogNdtrBackward0", unify="float", x=lambda g, x: g * log_ndtr_slope(x)
)
log_ndtr_slope = differentiable(normal.log_ndtr_slope, x=lambda g, x, out: -g * (out * (x + out)))
ndtri = differentiable(
    normal.ndtri, name="SpecialNdtriBackward0", unify="float", x=lambda g, out: g * (np.exp(out * out / 2) / _PEAK)
)
multigammaln = differentiable(
    gamma.multigammaln, name="MvlgammaBackward0", unify="float", x=lambda g, x, p: g * _sum_of_digammas(x, p)
)


def _sum_of_digammas(x, p):
    return sum(digamma(x - j / 2) for j in range(p))


def _without(function):
    """What torch raises where a gradient in the first argument is asked for."""

    def row(g):
        raise NotImplementedError(f"the derivative for '{function}' is not implemented.")

    return row


def _density(a, x):
    """That of the gamma distribution: x^(a-1) exp(-x) / Γ(a)."""
    return np.exp((a - 1) * np.log(x) - x - lgamma(a))


gammainc = differentiable(
    incomplete_gamma.gammainc, name="IgammaBackward0", unify="float",
    a=_without("igamma: input"), x=lambda g, a, x: g * _density(a, x),
)  # fmt: skip
gammaincc = differentiable(
    incomplete_gamma.gammaincc, name="IgammacBackward0", unify="float",
    a=_without("igammac: input"), x=lambda g, a, x: -g * _density(a, x),
)  # fmt: skip
zeta = differentiable(
    gamma.zeta, name="SpecialZetaBackward0", unify="float",
    x=_without("zeta"), q=lambda g, x, q: g * (-x * zeta(x + 1, q)),
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
    running.logaddexp, name="LogaddexpBackward0", unify="same", lacks="biu",
    x=lambda g, x, y: g / (1 + np.exp(y - x)), y=lambda g, x, y: g / (1 + np.exp(x - y)),
)  # fmt: skip
logaddexp2 = differentiable(
    np.logaddexp2, name="Logaddexp2Backward0", unify="same", lacks="biu",
    x=lambda g, x, y: g / (1 + np.exp2(y - x)), y=lambda g, x, y: g / (1 + np.exp2(x - y)),
)  # fmt: skip
fmax = differentiable(
    np.fmax, name="FmaxBackward0", unify="same", lacks="c", refusal=RuntimeError,
    x=lambda g, x, y: where((x >= y) | np.isnan(y), g, 0), y=lambda g, x, y: where((x >= y) | np.isnan(y), 0, g),
)  # fmt: skip
fmin = differentiable(
    np.fmin, name="FminBackward0", unify="same", lacks="c", refusal=RuntimeError,
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
mantissa = differentiable(
    elementwise.mantissa, name="FrexpBackward0", constants=("power",), x=lambda g, power: g / power
)
