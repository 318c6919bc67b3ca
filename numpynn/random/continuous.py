"""Exponential and Cauchy numbers."""

from __future__ import annotations

import math

import numpy as np

from . import libm
from .rounding import multiply_add, narrow
from .uniform import unit

# Wider than the error of NumPy's log1p, and far narrower than a float32.
_DOUBT = 2.0**-48


def exponential(engine, count: int, rate: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers -log(1 - U) / rate."""
    argument, factor = -unit(engine, count, np.float64), -1 / rate
    if dtype == np.float64:
        return factor * libm.evaluate("log1p", argument)
    values = factor * np.log1p(argument)
    # The C library is asked only where its last bits could decide a rounding.
    open_ = (values * (1 - _DOUBT)).astype(np.float32) != (values * (1 + _DOUBT)).astype(np.float32)
    if open_.any():
        values[open_] = factor * libm.evaluate("log1p", argument[open_])
    return narrow(values, dtype)


def cauchy(engine, count: int, median: float = 0.0, sigma: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers median + sigma tan(pi (U - 1/2))."""
    tangent = libm.evaluate("tan", math.pi * (unit(engine, count, np.float64) - 0.5))
    return narrow(multiply_add(tangent, sigma, median), dtype)
