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
        return engine.numbers(count, 53, _FLOAT64, double)
    return engine.numbers(count, 24, np.float32, _single)


def double(bits: np.ndarray) -> np.ndarray:
    """53 bits as a float64 in [0, 1)."""
    return bits * 2.0**-53


def _single(bits):
    values = bits.astype(np.float32)
    values *= _SCALE
    return values


def uniform(engine, count: int, low: float = 0.0, high: float = 1.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers uniform in [low, high), float16, float32, float64 or complex with two such parts.

    low + (high - low) * u with a single rounding; what is rounded up to `high` becomes `low`.
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        return uniform(engine, 2 * count, low, high, f"f{dtype.itemsize // 2}").view(dtype)
    if dtype.itemsize > 2 and low == 0 and high == 1:
        return unit(engine, count, dtype)
    if dtype.itemsize > 2 and low == -high and high > 2.0**-100:
        return _about_zero(engine, count, high, dtype)
    return _between(engine, count, low, high, dtype)


def _about_zero(engine, count, bound, dtype):
    """low + (high - low) * u is (2 * u - 1) * bound here, of which only the product needs rounding."""
    digits, middle = _DIGITS[dtype.itemsize]
    scale = np.array(bound * 2.0 ** (1 - digits), dtype)

    def make(bits):
        values = bits.astype(dtype)
        values -= middle
        values *= scale
        return values

    return engine.numbers(count, digits, dtype, make)


def _between(engine, count, low, high, dtype):
    """float16 is computed in float32."""
    wide = dtype.itemsize == 8
    work = np.float64 if wide else np.float32
    start, width = work(low), work(high) - work(low)
    low, high = dtype.type(low), dtype.type(high)

    def make(bits):
        values = multiply_add(double(bits) if wide else _single(bits), width, start).astype(dtype, copy=False)
        values[values == high] = low
        return values

    return engine.numbers(count, 53 if wide else 24, dtype, make)
