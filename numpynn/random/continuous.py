"""Exponential and Cauchy numbers."""

from __future__ import annotations

import math

import numpy as np

from . import libm
from .rounding import multiply_add, narrow
from .uniform import double

# Wider than the error of NumPy's log1p, and far narrower than a float32.
_DOUBT = 2.0**-48


def exponential(engine, out: np.ndarray, rate: float = 1.0) -> np.ndarray:
    """`out` filled with numbers -log(1 - U) / rate."""
    compute = _exponential_double if out.dtype == np.float64 else _exponential

    def make(bits, out):
        out[...] = compute(-double(bits), -1 / rate, out.dtype)

    return engine.fill(out, 53, make)


def _exponential_double(argument, factor, dtype):
    return factor * libm.evaluate("log1p", argument)


def _exponential(argument, factor, dtype):
    """The C library is asked only where its last bits could decide a rounding to float32."""
    values = factor * np.log1p(argument)
    doubtful = (values * (1 - _DOUBT)).astype(np.float32) != (values * (1 + _DOUBT)).astype(np.float32)
    if doubtful.any():
        values[doubtful] = factor * libm.evaluate("log1p", argument[doubtful])
    return narrow(values, dtype)


def cauchy(engine, out: np.ndarray, median: float = 0.0, sigma: float = 1.0) -> np.ndarray:
    """`out` filled with numbers median + sigma tan(pi (U - 1/2))."""

    def make(bits, out):
        tangent = libm.evaluate("tan", math.pi * (double(bits) - 0.5))
        out[...] = narrow(multiply_add(tangent, sigma, median), out.dtype)

    return engine.fill(out, 53, make)
