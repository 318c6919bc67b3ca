"""Roundings as torch's kernels do them: the fused multiply-add, and a double made into a smaller type."""

from __future__ import annotations

import math

import numpy as np

_SPLITTER = 2.0**27 + 1
_LEAST = np.array(-(2**63))


def multiply_add(x: np.ndarray, w: float, a: float, out: np.ndarray | None = None) -> np.ndarray:
    """x * w + a rounded once to x's dtype (float32 or float64). w and a are representable in that dtype.

    |x| must be 0, or between 2**-80 and 2**100. `out`, which may be x, is memory that may be used for the result.
    """
    # -0 + 0 is +0.
    if a == 0 or _exact(w) or not math.isfinite(w) or not math.isfinite(a):
        return np.add(x if w == 1 else np.multiply(x, w, out), a, out)
    return _in_float32(x, w, a) if x.dtype == np.float32 else _in_float64(x, w, a)


def _exact(w):
    """Times a power of two nothing is rounded."""
    return math.frexp(w)[0] in (0.5, -0.5) and 2.0**-40 <= abs(w) <= 2.0**20


def _in_float32(x, w, a):
    # The product of two float32 is exact in float64. The sum is not, but only where it falls on the middle between two
    # float32 can the second rounding go astray; among subnormal numbers that may be anywhere.
    total = x.astype(np.float64, order="C")
    total *= w
    total += a
    result = total.astype(np.float32)
    if abs(a) < 2.0**-100:
        doubtful = (total.view(np.int64) & 0x1FFFFFFF) == 0x10000000
        doubtful |= np.abs(total) < 2.0**-126
        _round_again(result, np.flatnonzero(doubtful), x, w, a)
        return result
    # Of the 29 bits that are lost only the first is set in a middle: moved to the left, the least int64.
    lost = total.view(np.int64) << 35
    if lost.min(initial=0) == _LEAST:
        _round_again(result, np.flatnonzero(lost == _LEAST), x, w, a)
    return result


def _round_again(result, places, x, w, a):
    result.ravel()[places] = _odd_sum(x.ravel()[places].astype(np.float64) * w, a).astype(np.float32)


def _in_float64(x, w, a):
    """S. Boldo, G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to
    odd", IEEE Transactions on Computers 57(4), 2008."""
    scale = math.frexp(max(abs(w), abs(a)))[1]
    if abs(scale) < 800:
        scale = 0
    w, a = math.ldexp(w, -scale), math.ldexp(a, -scale)
    high, low = _exact_product(x, w)
    tail, tail_error = _exact_sum(low, a)
    head, head_error = _exact_sum(high, tail)
    result = head + _odd_sum(head_error, tail_error)
    return np.ldexp(result, scale) if scale else result


def _exact_product(x, y):
    """(p, e) with p = x * y rounded and p + e = x * y (T. J. Dekker, 1971)."""
    x_high, x_low = _halves(x)
    y_high, y_low = _halves(y)
    product = x * y
    error = x_high * y_high - product
    error += x_high * y_low
    error += x_low * y_high
    error += x_low * y_low
    return product, error


def _halves(x):
    """x as the sum of two numbers of 26 bits each."""
    high = x * _SPLITTER
    high = high - (high - x)
    return high, x - high


def _exact_sum(x, y):
    """(s, e) with s = x + y rounded and s + e = x + y (D. E. Knuth)."""
    total = x + y
    part = total - x
    return total, (x - (total - part)) + (y - part)


def _odd_sum(x, y):
    """x + y rounded to odd: where it is inexact, to that neighbour whose last bit is one."""
    total, error = _exact_sum(x, y)
    bits = total.view(np.int64)
    inexact_and_even = (error != 0) & (bits & 1 == 0)
    outward = (error > 0) == (total > 0)
    bits += (2 * outward.astype(np.int64) - 1) * inexact_and_even
    return total


def narrow(values: np.ndarray, dtype) -> np.ndarray:
    """float64 or int64 values in another type; float16 by way of float32, as torch's Half is made."""
    if dtype == np.float16:
        values = values.astype(np.float32)
    return values.astype(dtype, copy=False)
