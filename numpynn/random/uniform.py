"""Uniform numbers: rand, uniform_."""

from __future__ import annotations

import numpy as np

from .rounding import multiply_add


def unit(engine, count: int, dtype=np.float32, length: float = 1.0) -> np.ndarray:
    """`count` numbers uniform in [0, length), a power of two.

    In float64 they have 53 bits, of two words; else they are float32 with 24 bits, of one word.
    """
    if dtype == np.float64:
        return engine.bits(count, 53) * (length * 2.0**-53)
    values = engine.bits(count, 24).astype(np.float32)
    values *= np.float32(length * 2.0**-24)
    return values


def uniform(engine, count: int, low: float = 0.0, high: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers uniform in [low, high), float16, float32, float64 or complex with two such parts.

    low + (high - low) * u with a single rounding; what is rounded up to `high` becomes `low`.
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        return uniform(engine, 2 * count, low, high, f"f{dtype.itemsize // 2}").view(dtype)
    if dtype.itemsize == 2:
        values = _between(engine, count, np.float32(low), np.float32(high)).astype(np.float16)
    elif low == 0 and high == 1:
        return unit(engine, count, dtype)
    else:
        values = _between(engine, count, dtype.type(low), dtype.type(high))
    values[values == dtype.type(high)] = dtype.type(low)
    return values


def _between(engine, count, low, high):
    if low == -high and high > 2.0**-100:
        # low + 2 * high * u is (2 * u - 1) * high, and 2 * u - 1 is exact.
        values = unit(engine, count, high.dtype, 2.0)
        values -= 1
        values *= high
        return values
    return multiply_add(unit(engine, count, high.dtype), high - low, low)
