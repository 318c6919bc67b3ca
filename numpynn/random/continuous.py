"""Exponential and Cauchy numbers."""

from __future__ import annotations

import math

import numpy as np

from . import libm
from .rounding import multiply_add, narrow
from .uniform import double

# Wider than the error of NumPy's log1p, and far narrower than a float32.
_DOUBT = 2.0**-48


def exponential(engine, count: int, rate: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers -log(1 - U) / rate."""
    make = _exponential_double if dtype == np.float64 else _exponential
    return engine.numbers(count, 53, dtype, lambda bits: make(-double(bits), -1 / rate, dtype))


def _exponential_double(argument, factor, dtype):
    return factor * libm.evaluate("log1p", argument)


def _exponential(argument, factor, dtype):
    """The C library is asked only where its last bits could decide a rounding to float32."""
    values = factor * np.log1p(argument)
    doubtful = (values * (1 - _DOUBT)).astype(np.float32) != (values * (1 + _DOUBT)).astype(np.float32)
    if doubtful.any():
        values[doubtful] = factor * libm.evaluate("log1p", argument[doubtful])
    return narrow(values, dtype)


def cauchy(engine, count: int, median: float = 0.0, sigma: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers median + sigma tan(pi (U - 1/2))."""

    def make(bits):
        tangent = libm.evaluate("tan", math.pi * (double(bits) - 0.5))
        return narrow(multiply_add(tangent, sigma, median), dtype)

    return engine.numbers(count, 53, dtype, make)
