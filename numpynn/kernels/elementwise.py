"""Elementwise functions that NumPy has no ufunc for, or has one that answers otherwise than torch."""

from __future__ import annotations

import numpy as np

_BITS = {"e": np.dtype(np.int16), "f": np.dtype(np.int32), "d": np.dtype(np.int64)}


def where(condition, x, y):
    """x where the condition holds, else y."""
    if y.__class__ is int and y == 0:
        return kept(x, condition)
    if x.__class__ is int and x == 0:
        return kept(y, np.logical_not(condition))
    return np.where(condition, x, y)


def kept(x, condition):
    """x where the condition holds, else 0.

    The bits of a float times 0 or 1, as integers, are exact for infinity and NaN too. On a million elements at random it
    takes a fourteenth of the time of np.where, whose branch the processor cannot foresee.
    """
    arrays = x.__class__ is np.ndarray and condition.__class__ is np.ndarray and condition.dtype.char == "?"
    integer = _BITS.get(x.dtype.char) if arrays else None
    if integer is None:
        return np.where(condition, x, 0)
    if condition.shape != x.shape:
        return np.multiply(x.view(integer), condition).view(x.dtype)
    # One product of two dtypes would convert the condition piece by piece, and take twice as long.
    factors = condition.astype(integer)
    return np.multiply(factors, x.view(integer), factors).view(x.dtype)


def pow(x, y):
    """x to the power y; integers to a negative integer power give 0, 1 or -1 as integer division would."""
    if isinstance(y, (int, float)) and y == 2:
        return np.square(x)
    if np.ndim(y) == 0 and _dtype_kind(y) in "biu" and _dtype_kind(x) in "biu" and y < 0:
        raise RuntimeError("Integers to negative integer powers are not allowed.")
    if _dtype_kind(x) in "biu" and _dtype_kind(y) in "biu" and np.any(np.less(y, 0)):
        return _negative_integer_power(x, y)
    return np.power(x, y)


def _dtype_kind(x):
    return x.dtype.kind if hasattr(x, "dtype") else "i" if isinstance(x, int) else "f"


def _negative_integer_power(x, y):
    x, y = np.broadcast_arrays(x, y)
    positive = np.power(x, np.where(y < 0, 0, y).astype(y.dtype))
    sign = np.where((x == -1) & (y % 2 != 0), -1, np.where(np.abs(x) == 1, 1, 0))
    return np.where(y < 0, sign, positive).astype(np.result_type(x, y))


def times_tanh_slope(g, out):
    """g (1 - out²), the gradient of tanh, in one array: a third less time where that is large."""
    slope = out * out
    np.subtract(1, slope, out=slope)
    return np.multiply(g, slope, out=slope)


def square(x):
    """x^2; of a bool an integer."""
    return np.square(x) if x.dtype.kind != "b" else x.astype(np.int64)


def rsqrt(x):
    """1 / sqrt(x)."""
    return np.reciprocal(np.sqrt(x))


def reciprocal(x):
    """1 / x."""
    return np.reciprocal(x)


def sign(x):
    """-1, 0 or 1; 0 for nan. For complex numbers x / |x|."""
    if x.dtype.kind == "c":
        return np.sign(x)
    if x.dtype.kind == "b":
        return x.copy()
    return np.greater(x, 0).astype(x.dtype) - np.less(x, 0)


def abs(x):
    """The absolute value, or the modulus of a complex number."""
    return np.absolute(x)


def round(x, decimals=0):
    """The nearest integer, halves to even; with decimals, the nearest multiple of 10^-decimals."""
    if x.dtype.kind in "biu":
        return x.copy()
    if decimals == 0:
        return np.rint(x)
    scale = float(10 ** np.abs(decimals))
    return np.rint(x * scale) / scale if decimals > 0 else np.rint(x / scale) * scale


def floor(x):
    """The largest integer not above x."""
    return x.copy() if x.dtype.kind in "biu" else np.floor(x)


def ceil(x):
    """The smallest integer not below x."""
    return x.copy() if x.dtype.kind in "biu" else np.ceil(x)


def trunc(x):
    """The integer part."""
    return x.copy() if x.dtype.kind in "biu" else np.trunc(x)


def frac(x):
    """The fractional part, with the sign of x."""
    return x - np.trunc(x)


def fmod(x, y):
    """The remainder with the sign of x; integers by zero raise as in torch."""
    _check_divisor(x, y)
    return np.fmod(x, y)


def remainder(x, y):
    """The remainder with the sign of y, a zero with that of x; integers by zero raise as in torch."""
    _check_divisor(x, y)
    if _dtype_kind(x) in "biu" and _dtype_kind(y) in "biu":
        return np.remainder(x, y)
    rest = np.fmod(x, y)
    return np.where((rest != 0) & (np.less(y, 0) != np.less(rest, 0)), rest + y, rest)


def floor_divide(x, y):
    """The quotient rounded down; integers by zero raise as in torch."""
    _check_divisor(x, y)
    return np.floor_divide(x, y)


def _check_divisor(x, y):
    if _dtype_kind(x) in "biu" and _dtype_kind(y) in "biu" and not np.all(y) and np.size(x):
        raise RuntimeError("ZeroDivisionError")


def trunc_divide(x, y):
    """The quotient rounded toward zero."""
    if _dtype_kind(x) in "biu" and _dtype_kind(y) in "biu":
        quotient = floor_divide(x, y)
        return quotient + ((np.remainder(x, y) != 0) & (np.less(x, 0) != np.less(y, 0)))
    return np.trunc(np.true_divide(x, y))


def clamp(x, low, high):
    """min(max(x, low), high), a bound of None standing for no bound."""
    if low is not None:
        x = np.maximum(x, low)
    return x if high is None else np.minimum(x, high)


def lerp(x, y, weight):
    """x + weight (y - x), computed from the nearer end, and in double precision as torch rounds but once."""
    far = np.abs(weight) >= 0.5
    difference = np.subtract(y, x, dtype=np.result_type(x.dtype, np.float64))
    if np.ndim(weight):
        difference = difference * (weight - far)
        difference += np.where(far, y, x)
    else:
        difference *= weight - far
        difference += y if far else x
    return difference.astype(x.dtype, copy=False)


def conj(x):
    """The complex conjugate; x itself if it is real."""
    return np.conjugate(x) if x.dtype.kind == "c" else x


def real(x):
    """The real part, a view."""
    return x.real


def imag(x):
    """The imaginary part, a view."""
    return x.imag


def mantissa(x, power):
    """x / power where power is the power of two above |x|: in [0.5, 1)."""
    return np.frexp(x)[0]
