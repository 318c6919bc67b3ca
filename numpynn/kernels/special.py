"""Products with a logarithm, with their limits at 0, and other special functions that are one expression."""

from __future__ import annotations

import numpy as np


def xlogy(x, y):
    """x log(y), and 0 where x = 0 unless y is nan. Derivatives: in x, log(y), and 0 where x = 0 and y <= 0; in y, x / y."""
    return _unless_zero(x, y, np.log)


def xlog1py(x, y):
    """x log(1 + y), and 0 where x = 0 unless y is nan. Derivatives: in x, log1p(y), and 0 where x = 0 and y <= -1; in y,
    x / (y + 1).
    """
    return _unless_zero(x, y, np.log1p)


def _unless_zero(x, y, log):
    dtype = np.result_type(x, y)
    y = np.asarray(y, dtype)
    return np.where((x == 0) & ~np.isnan(y), np.zeros((), dtype), x * log(y))


def entr(x):
    """-x log(x), 0 at 0 and -inf below. Derivative: -log(x) - 1."""
    return np.where(x < 0, x.dtype.type(-np.inf), -_unless_zero(x, x, np.log))


def sinc(x):
    """sin(πx) / (πx), and 1 at 0. Derivative: (cos(πx) - out) / x, and 0 at 0."""
    z = x * np.pi
    return np.where(x == 0, x.dtype.type(1), np.sin(z) / z)


def logit(x, eps):
    """log(x / (1 - x)), x first brought to [eps, 1 - eps] unless eps is None. Derivative: 1 / (x (1 - x))."""
    if eps is not None:
        x = x.clip(eps, 1 - eps)
    return np.log(x / (1 - x))
