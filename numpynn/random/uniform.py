"""Uniform numbers: rand, uniform_."""

from __future__ import annotations

import numpy as np

from .lookahead import Lookahead
from .rounding import multiply_add

_FLOAT64, _INT32, _INT64 = np.dtype(np.float64), np.dtype(np.int32), np.dtype(np.int64)
# An array without dimensions is what a ufunc takes up fastest.
_UNITS = {24: np.array(2.0**-24, np.float32), 53: np.array(2.0**-53)}
_MIDDLE = np.array(0.5, np.float32)
# Up to so many float32 numbers at once cost less when they were made ahead.
_FEW = 256
_MIDDLES = {24: np.array(2.0**23, np.float32), 53: np.array(2.0**52)}


def unit(engine, count: int, dtype=np.float32) -> np.ndarray:
    """`count` numbers uniform in [0, 1): with 53 bits of two words in float64, else float32 with 24 bits of one word."""
    if dtype == _FLOAT64:
        return engine.fill(np.empty(count), 53, _double)
    return engine.fill(np.empty(count, np.float32), 24, _single)


def double(bits: np.ndarray) -> np.ndarray:
    """53 bits as a float64 in [0, 1)."""
    return _signed(bits) * _UNITS[53]


def _double(bits, out):
    np.multiply(_signed(bits), _UNITS[53], out)


def _single(bits, out):
    np.multiply(_signed(bits).astype(np.float32), _UNITS[24], out)


def _signed(bits):
    """The same numbers as signed integers, which the processor converts in one instruction."""
    return bits.view(_INT32 if bits.itemsize == 4 else _INT64)


def uniform(engine, out: np.ndarray, low: float = 0.0, high: float = 1.0) -> np.ndarray:
    """`out`, float16, float32, float64 or complex with two such parts, filled with numbers uniform in [low, high).

    low + (high - low) * u with a single rounding; what is rounded up to `high` becomes `low`.
    """
    size, kind = out.itemsize, out.dtype.kind
    if kind == "c":
        return uniform(engine, out.view(f"f{size // 2}"), low, high).view(out.dtype)
    if size == 4 and out.size <= _FEW and _ahead(engine, out):
        return out if low == 0 and high == 1 else _scaled(out, low, high)
    if size == 2 or not _simple(low, high):
        return _between(engine, out, low, high)
    if low == 0:
        return engine.fill(out, 24, _single) if size == 4 else engine.fill(out, 53, _double)
    return _about_zero(engine, out, high, 24 if size == 4 else 53)


def _simple(low, high):
    """Whether numbers between these bounds are rounded once only by themselves: in [0, 1), and about zero."""
    return (low == 0 and high == 1) or (low == -high and high > 2.0**-100)


def _scaled(u, low, high):
    """low + (high - low) * u in place, for float32 numbers uniform in [0, 1)."""
    if not _simple(low, high):
        _moved(u, low, high, u)
    elif low != 0:
        u -= _MIDDLE
        u *= 2 * high
    return u


def _moved(u, low, high, out):
    start, width = u.dtype.type(low), u.dtype.type(high) - u.dtype.type(low)
    low, high = out.dtype.type(low), out.dtype.type(high)
    out[...] = multiply_add(u, width, start)
    out[out == high] = low


def _ahead(engine, out):
    """`out` copied from the numbers made ahead: if there are any."""
    with engine.lock:
        if engine.lookahead is None:
            engine.lookahead = Lookahead()
        return engine.lookahead.uniform(engine, out)


def _about_zero(engine, out, bound, digits):
    """low + (high - low) * u is (2 * u - 1) * bound here, of which only the product needs rounding."""
    middle, scale = _MIDDLES[digits], bound * 2.0 ** (1 - digits)

    def make(bits, out):
        np.subtract(_signed(bits).astype(out.dtype), middle, out)
        np.multiply(out, scale, out)

    return engine.fill(out, digits, make)


def _between(engine, out, low, high):
    """float16 is computed in float32."""
    digits, work, unit = (53, np.float64, _double) if out.itemsize == 8 else (24, np.float32, _single)

    def make(bits, out):
        u = np.empty(bits.size, work)
        unit(bits, u)
        _moved(u, low, high, out)

    return engine.fill(out, digits, make)
