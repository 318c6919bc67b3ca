"""The Box-Muller transform in float32, every rounding as in torch's AVX2 kernel.

log, sin and cos are the polynomials of S. Moshier's Cephes (`logf`, `sinf`) in the order, and with the fused
multiply-adds, in which the kernel evaluates them. A float32 is held here in a float64, where a product of two is
exact and a sum is rounded once more before it is rounded to float32: over all 2**24 uniform numbers that changes no
radius, sine or cosine.
"""

from __future__ import annotations

import math

import numpy as np


def _float32(*values):
    # An array without dimensions is what a ufunc takes up fastest.
    return [np.array(np.float32(value), np.float64) for value in values]


_LOG = _float32(
    7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1,
    -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
)  # fmt: skip
_COS = _float32(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)
_SIN = _float32(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
_QUARTER_PI = _float32(-0.78515625, -2.4187564849853515625e-4, -3.77489497744594108e-8)
_LN2_LOW, _LN2_HIGH = _float32(-2.12194440e-4, 0.693359375)
_HALF, _ONE, _MINUS_TWO = _float32(0.5, 1, -2)
_SQRT_HALF, _TWO_PI, _FOUR_BY_PI = _float32(math.sqrt(0.5), 2 * math.pi, 1.27323954473516)


def radius(u: np.ndarray) -> np.ndarray:
    """sqrt(-2 log u) for u in (0, 1], as a float32 array."""
    y = _log(u)
    y *= _MINUS_TWO
    return np.sqrt(y, out=y).astype(np.float32)


def _log(u):
    x, exponent = np.frexp(u)
    small = (x < _SQRT_HALF).astype(np.float64)
    exponent = exponent.astype(np.float64)
    exponent -= small
    x += x * small
    x -= _ONE
    z = _round(x * x)
    y = _polynomial(x, _LOG)
    y *= x
    _round(y)
    y *= z
    y += _round(exponent * _LN2_LOW)
    _round(y)
    z *= _HALF
    y -= z
    _round(y)
    y += x
    _round(y)
    y += exponent * _LN2_HIGH
    return _round(y)


def sine_cosine(u: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The sine and cosine of 2 pi u for u in [0, 1), as float32 arrays."""
    x, octant = _reduced(_round(u * _TWO_PI))
    z = _round(x * x)
    cosine = _polynomial(z, _COS)
    cosine *= z
    _round(cosine)
    cosine *= z
    cosine -= _HALF * z
    _round(cosine)
    cosine += _ONE
    sine = _polynomial(z, _SIN)
    sine *= z
    _round(sine)
    sine *= x
    sine += x
    return _by_octant(sine.astype(np.float32), cosine.astype(np.float32), octant)


def _reduced(angle):
    """angle = octant * pi / 4 + x with an even octant: (x, octant)."""
    octant = _round(angle * _FOUR_BY_PI).astype(np.int32)
    octant += 1
    octant &= -2
    multiple = octant.astype(np.float64)
    for part in _QUARTER_PI:
        angle += multiple * part
        _round(angle)
    return angle, octant


def _by_octant(sine, cosine, octant):
    """Swap sine and cosine where the octant is 2 or 6, and set the signs: bits are moved, so nothing branches."""
    sine_bits, cosine_bits = sine.view(np.int32), cosine.view(np.int32)
    swap = sine_bits ^ cosine_bits
    swap &= -(octant >> 1 & 1)
    sine_bits ^= swap
    cosine_bits ^= swap
    sine_bits ^= (octant & 4) << 29
    cosine_bits ^= (octant + 2 & 4) << 29
    return sine, cosine


def _polynomial(x, coefficients):
    y = x * coefficients[0]
    for coefficient in coefficients[1:-1]:
        y += coefficient
        _round(y)
        y *= x
    y += coefficients[-1]
    return _round(y)


def _round(x):
    """x rounded to float32, in place."""
    x[...] = x.astype(np.float32)
    return x
