"""Uniform numbers: rand, uniform_."""

from __future__ import annotations

import numpy as np

from .rounding import multiply_add

_FLOAT64 = np.dtype(np.float64)
# An array without dimensions is what a ufunc takes up fastest.
_SCALE = np.array(2.0**-24, np.float32)
_DIGITS = {4: (24, np.array(2.0**23, np.float32)), 8: (53, np.array(2.0**52))}


def unit(engine, count: int, dtype=np.float32) -> np.ndarray:
    """`count` numbers uniform in [0, 1): with 53 bits of two words in float64, else float32 with 24 bits of one word."""
    if dtype == _FLOAT64:
        return engine.bits(count, 53) * 2.0**-53
    values = engine.bits(count, 24).astype(np.float32)
    values *= _SCALE
    return values


def uniform(engine, count: int, low: float = 0.0, high: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers uniform in [low, high), float16, float32, float64 or complex with two such parts.

    low + (high - low) * u with a single rounding; what is rounded up to `high` becomes `low`.
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        return uniform(engine, 2 * count, low, high, f"f{dtype.itemsize // 2}").view(dtype)
    if dtype.itemsize == 2:
        values = _between(engine, count, np.float32(low), np.float32(high)).astype(dtype)
    elif low == 0 and high == 1:
        return unit(engine, count, dtype)
    elif low == -high and high > 2.0**-100:
        return _about_zero(engine, count, high, dtype)
    else:
        values = _between(engine, count, dtype.type(low), dtype.type(high))
    values[values == dtype.type(high)] = dtype.type(low)
    return values


def _between(engine, count, low, high):
    return multiply_add(unit(engine, count, high.dtype), high - low, low)


def _about_zero(engine, count, bound, dtype):
    """low + (high - low) * u is (2 * u - 1) * bound here, of which only the product needs rounding."""
    digits, middle = _DIGITS[dtype.itemsize]
    values = engine.bits(count, digits).astype(dtype)
    values -= middle
    values *= np.array(bound * 2.0 ** (1 - digits), dtype)
    return values
