"""The complementary error function and the normal distribution function, their logarithms and inverses."""

from __future__ import annotations

import math

import numpy as np

from .erf import erf
from .regions import by_region, in_double
from .special_tables import ERFCX, chebyshev

_SQRT2 = math.sqrt(2.0)
_HALF_SQRT_PI = math.sqrt(math.pi) / 2
_SQRT2_BY_PI = math.sqrt(2 / math.pi)


def erfc(x):
    """1 - erf(x), accurate relative to its value. Derivative: -2/√π exp(-x²)."""
    return in_double(_erfc, x)


def _erfc(x):
    return by_region([x], (x < 0.5, lambda x: 1 - erf(x)), otherwise=lambda x: _exp_minus_square(x) * _erfcx_right(x))


def _exp_minus_square(x):
    """exp(-x²), with x² in two parts so that its rounding does not show in the exponential."""
    x = np.clip(x, -30, 30)
    near = np.rint(x * 64) / 64
    return np.exp(-near * near) * np.exp((near - x) * (near + x))


def _erfcx_right(x):
    """exp(x²) erfc(x) for x >= 0."""
    u = np.where(np.isinf(x), 1.0, (x - 3.75) / (x + 3.75))
    return chebyshev(ERFCX, u) / 2 / (0.5 + x)


def erfcx(x):
    """exp(x²) erfc(x). Derivative: 2 x out - 2/√π."""
    return in_double(_erfcx, x)


def _erfcx(x):
    return by_region([x], (x < 0, lambda x: 2 * np.exp(x * x) - _erfcx_right(-x)), otherwise=_erfcx_right)


def ndtr(x):
    """The normal distribution function Φ(x) = erfc(-x/√2) / 2. Derivative: exp(-x²/2) / √(2π)."""
    return in_double(lambda x: _erfc(x / -_SQRT2) / 2, x)


def log_ndtr(x):
    """log Φ(x). f' is `log_ndtr_slope`."""
    return in_double(_log_ndtr, x)


def log_ndtr_slope(x):
    """√(2/π) / erfcx(-x/√2). f' = -out (x + out)."""
    return in_double(lambda x: _SQRT2_BY_PI / _erfcx(x / -_SQRT2), x)


def _log_ndtr(x):
    def left(x):
        return np.log(_erfcx_right(x / -_SQRT2) / 2) - x * x / 2

    return by_region([x], (x < -1, left), otherwise=lambda x: np.log1p(_erfc(x / _SQRT2) / -2))


def erfinv(x):
    """The y with erf(y) = x; ±inf at ±1, nan beyond. Derivative: √π/2 exp(out²)."""
    return in_double(_erfinv, x)


def _erfinv(x):
    far = np.abs(x) < 1
    middle = np.abs(x) <= 0.75
    regions = [(middle, _erfinv_middle), (far, lambda x: np.copysign(_erfcinv(1 - np.abs(x)), x))]
    return by_region([x], *regions, otherwise=lambda x: np.where(np.abs(x) == 1, x * np.inf, np.nan))


def _guess(x):
    """erfinv(x) to three digits: S. Winitzki 2008."""
    a = 0.147
    log = np.log1p(-x) + np.log1p(x)
    b = 2 / (math.pi * a) + log / 2
    # √(b² - log / a) - b, without the cancellation near 0.
    return np.copysign(np.sqrt((-log / a) / (np.sqrt(b * b - log / a) + b)), x)


def _erfinv_middle(x):
    y = _guess(x)
    for _ in range(3):
        # Halley's step: the curvature of erf is -2y times its slope.
        error = (erf(y) - x) * _HALF_SQRT_PI * np.exp(y * y)
        y = y - error / (1 + y * error)
    return y


def _erfcinv(w):
    """The y with erfc(y) = w for 0 < w <= 1/4, by Newton's steps on the logarithm, which is nearly a parabola."""
    log = np.log(w)
    y = np.where(w > 1e-4, _guess(1 - np.maximum(w, 1e-5)), np.sqrt(np.maximum(-log, 1)))
    for _ in range(6):
        scaled = _erfcx_right(y)
        y = y + (np.log(scaled) - y * y - log) * scaled * _HALF_SQRT_PI
    return y


def ndtri(x):
    """The y with Φ(y) = x; -inf at 0, inf at 1, nan beyond. Derivative: √(2π) exp(out²/2)."""
    return in_double(_ndtri, x)


def _ndtri(x):
    regions = [
        ((x >= 0.125) & (x <= 0.875), lambda x: _SQRT2 * _erfinv_middle(2 * (x - 0.5))),
        ((x > 0) & (x < 0.5), lambda x: -_SQRT2 * _erfcinv(2 * x)),
        ((x >= 0.5) & (x < 1), lambda x: _SQRT2 * _erfcinv(2 * (1 - x))),
    ]
    return by_region([x], *regions, otherwise=_outside)


def _outside(x):
    return np.where(x == 0, -np.inf, np.where(x == 1, np.inf, np.nan))
