"""Bessel functions of the orders 0 and 1: Chebyshev sums near 0, and in 1/x with the asymptotic factor taken out."""

from __future__ import annotations

import math

import numpy as np

from . import special_tables as tables
from .regions import by_region, in_double
from .special_tables import chebyshev


def i0(x):
    """The modified Bessel function I0. Derivative: i1(x)."""
    return in_double(lambda x: np.exp(np.abs(x)) * _i0e(x), x)


def i0e(x):
    """exp(-|x|) I0(x). Derivative: i1e(x) - sign(x) out."""
    return in_double(_i0e, x)


def i1(x):
    """The modified Bessel function I1. Derivative: i0(x) - out / x, and 1/2 at 0."""
    return in_double(lambda x: np.exp(np.abs(x)) * _i1e(x), x)


def i1e(x):
    """exp(-|x|) I1(x). Derivative: i0e(x) - out (sign(x) + 1 / x), and 1/2 at 0."""
    return in_double(_i1e, x)


def _i0e(x):
    def small(x):
        return chebyshev(tables.I0_SMALL, x / 4 - 1)

    def large(x):
        return chebyshev(tables.I0_LARGE, 16 / x - 1) / np.sqrt(x)

    x = np.abs(x)
    return by_region([x], (x <= 8, small), otherwise=large)


def _i1e(x):
    def small(x):
        return np.abs(x) * chebyshev(tables.I1_SMALL, np.abs(x) / 4 - 1)

    def large(x):
        return chebyshev(tables.I1_LARGE, 16 / np.abs(x) - 1) / np.sqrt(np.abs(x))

    return np.copysign(1, x) * by_region([x], (np.abs(x) <= 8, small), otherwise=large)


def k0(x):
    """The modified Bessel function K0; inf at 0, nan for x < 0. Derivative: -k1(x)."""
    return in_double(lambda x: _k0e(x, np.exp(-x)), x)


def k0e(x):
    """exp(x) K0(x). Derivative: out - k1e(x)."""
    return in_double(lambda x: _k0e(x, np.ones_like(x)), x)


def k1(x):
    """The modified Bessel function K1; inf at 0, nan for x < 0. Derivative: -k0(x) - out / x."""
    return in_double(lambda x: _k1e(x, np.exp(-x)), x)


def k1e(x):
    """exp(x) K1(x). Derivative: out (1 - 1 / x) - k0e(x)."""
    return in_double(lambda x: _k1e(x, np.ones_like(x)), x)


def _k0e(x, scale):
    """K0 with the factor exp(x) that it has, times `scale`."""

    def small(x, scale):
        value = chebyshev(tables.K0_SMALL, x * x / 2 - 1) - np.log(x / 2) * np.exp(x) * _i0e(x)
        return value * np.exp(x) * scale

    def large(x, scale):
        return chebyshev(tables.K0_LARGE, 4 / x - 1) / np.sqrt(x) * scale

    return _positive(x, scale, small, large)


def _k1e(x, scale):
    def small(x, scale):
        value = chebyshev(tables.K1_SMALL, x * x / 2 - 1) / x + np.log(x / 2) * np.exp(x) * _i1e(x)
        return value * np.exp(x) * scale

    def large(x, scale):
        return chebyshev(tables.K1_LARGE, 4 / x - 1) / np.sqrt(x) * scale

    return _positive(x, scale, small, large)


def _positive(x, scale, small, large):
    regions = [
        (x == 0, lambda x, scale: np.full_like(x, np.inf)),
        (~(x > 0), lambda x, scale: np.full_like(x, np.nan)),
        (x <= 2, small),
    ]
    return by_region([x, scale], *regions, otherwise=large)


def bessel_j0(x):
    """The Bessel function J0. Derivative: -bessel_j1(x)."""
    return in_double(_j0, x)


def bessel_j1(x):
    """The Bessel function J1. Derivative: bessel_j0(x) - out / x, and 1/2 at 0."""
    return in_double(_j1, x)


def bessel_y0(x):
    """The Bessel function Y0; -inf at 0, nan for x < 0. Derivative: -bessel_y1(x)."""
    return in_double(_y0, x)


def bessel_y1(x):
    """The Bessel function Y1; -inf at 0, nan for x < 0. Derivative: bessel_y0(x) - out / x."""
    return in_double(_y1, x)


def _j0(x):
    x = np.abs(x)
    return by_region([x], (x <= 8, _j0_small), otherwise=lambda x: _waves_0(x)[0])


def _j1(x):
    regions = [(np.abs(x) <= 8, _j1_small)]
    return by_region([x], *regions, otherwise=lambda x: np.copysign(1, x) * _waves_1(np.abs(x))[0])


def _y0(x):
    def small(x):
        return chebyshev(tables.Y0, x * x / 32 - 1) + 2 / math.pi * np.log(x) * _j0_small(x)

    return _right(x, small, lambda x: _waves_0(x)[1])


def _y1(x):
    def small(x):
        return x * chebyshev(tables.Y1, x * x / 32 - 1) + 2 / math.pi * (np.log(x) * _j1_small(x) - 1 / x)

    return _right(x, small, lambda x: _waves_1(x)[1])


def _right(x, small, large):
    regions = [
        (x == 0, lambda x: np.full_like(x, -np.inf)),
        (~(x > 0), lambda x: np.full_like(x, np.nan)),
        (x <= 8, small),
    ]
    return by_region([x], *regions, otherwise=large)


def _j0_small(x):
    return chebyshev(tables.J0, x * x / 32 - 1)


def _j1_small(x):
    return x * chebyshev(tables.J1, x * x / 32 - 1)


def _waves_0(x):
    """J0 and Y0 for x >= 8: √(2/πx) (P + i Q / x) exp(i (x - π/4))."""
    u = 128 / (x * x) - 1
    p, q = chebyshev(tables.P0, u), chebyshev(tables.Q0, u) / x
    # √2 times the cosine and the sine of x - π/4.
    cosine, sine = np.cos(x) + np.sin(x), np.sin(x) - np.cos(x)
    root = np.sqrt(math.pi * x)
    return (p * cosine - q * sine) / root, (p * sine + q * cosine) / root


def _waves_1(x):
    """J1 and Y1 for x >= 8, the same with x - 3π/4."""
    u = 128 / (x * x) - 1
    p, q = chebyshev(tables.P1, u), chebyshev(tables.Q1, u) / x
    cosine, sine = np.sin(x) - np.cos(x), -np.sin(x) - np.cos(x)
    root = np.sqrt(math.pi * x)
    return (p * cosine - q * sine) / root, (p * sine + q * cosine) / root


def spherical_bessel_j0(x):
    """sin(x) / x, 1 at 0 and 0 at ±inf. Derivative: (cos(x) - out) / x, and 0 at 0."""
    return in_double(_spherical_j0, x)


def _spherical_j0(x):
    regions = [(x == 0, np.ones_like), (np.isinf(x), np.zeros_like)]
    return by_region([x], *regions, otherwise=lambda x: np.sin(x) / x)
