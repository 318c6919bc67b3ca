"""Airy's function: Chebyshev sums in the middle, and at both sides of what is left when its decay, or its waves, are taken out.

Source: Abramowitz & Stegun 1964, section 10.4.
"""

from __future__ import annotations

import math

import numpy as np

from . import special_tables as tables
from .regions import by_region, in_double
from .special_tables import chebyshev


def airy_ai(x):
    """Ai(x), the solution of y'' = x y that decays; nan at ±inf, as in torch."""
    return in_double(_airy_ai, x)


def _airy_ai(x):
    regions = [
        (~np.isfinite(x), lambda x: np.full_like(x, np.nan)),
        (x < -5, lambda x: _waves(-x)),
        (x > 2, _decay),
    ]
    return by_region([x], *regions, otherwise=lambda x: chebyshev(tables.AIRY_MIDDLE, (x + 1.5) / 3.5))


def _zeta(x):
    return 2 / 3 * x * np.sqrt(x)


def _decay(x):
    zeta = _zeta(x)
    return np.exp(-zeta) * chebyshev(tables.AIRY_RIGHT, 2 * _zeta(2.0) / zeta - 1) / (2 * np.sqrt(math.pi * np.sqrt(x)))


def _waves(x):
    """Ai(-x)."""
    zeta = _zeta(x)
    u = 2 * (_zeta(5.0) / zeta) ** 2 - 1
    p, q = chebyshev(tables.AIRY_P, u), chebyshev(tables.AIRY_Q, u) / zeta
    phase = zeta - math.pi / 4
    return (p * np.cos(phase) + q * np.sin(phase)) / np.sqrt(math.pi * np.sqrt(x))
