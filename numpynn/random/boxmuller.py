"""The Box-Muller transform in float32, every rounding as in torch's AVX2 kernel.

log, sin and cos are the polynomials of S. Moshier's Cephes (`logf`, `sinf`) in the order, and with the fused
multiply-adds, in which the kernel evaluates them. A fused one is computed in float64, where a product of two float32
is exact and a sum is rounded once more before it is rounded to float32; what rounds once anyway is computed in
float32. Over all 2**24 uniform numbers that changes no radius, sine or cosine.

Numbers come as the 24 bits they are made of. Each pass over them is a call, in memory that is kept: for some ten thousand
at a time the calls themselves cost little beside it.
"""

from __future__ import annotations

import math

import numpy as np

from ..kernels.threads import scratch

KEPT = "singles", "doubles", "integers"  # the purposes of the memory that is kept
_SINGLE, _DOUBLE, _INT = np.dtype(np.float32), np.dtype(np.float64), np.dtype(np.int32)


def _singles(*values):
    # An array without dimensions is what a ufunc takes up fastest.
    return [np.array(value, np.float32) for value in values]


def _doubles(*values):
    """Constants of the kernel, which are float32, for use in float64; a list makes a column."""
    return [np.array(np.array(value, np.float32).T, np.float64) for value in values]


# Of -2 log u = -2 x + x**2 - 2 x**3 p(x), in powers of w = -2 x: multiples by powers of two round nothing else.
_LOG = _doubles(
    *(
        coefficient / (-2) ** power / 4
        for power, coefficient in zip(
            range(8, -1, -1),
            (
                *(7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1),
                *(-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1),
            ),
        )
    )
)
_LN2_LOW, _LN2_HIGH = _singles(2 * 2.12194440e-4, -2 * 0.693359375)
_QUARTER, _TWO = _singles(0.25, 2)
# The bits of sqrt(1/2), and what makes of those of k = m 2**(24 + e), m in [sqrt(1/2), sqrt(2)), first e, then 2 m.
_ROOT = int(np.float32(math.sqrt(0.5)).view(np.int32))
_ALL, _MANTISSA, _EXPONENT, _SCALED, _TWICE = (
    np.array(value, np.int32) for value in (1 << 24, (1 << 23) - 1, 23, _ROOT + (24 << 23), _ROOT + (1 << 23))
)


def radius(words: np.ndarray, out: np.ndarray) -> np.ndarray:
    """sqrt(-2 log(1 - k / 2**24)) for each of `words` k, int32 numbers of 24 bits, in `out`, which is float32."""
    w, exponent, square = scratch("singles", (3, words.size), _SINGLE)
    _mantissa_and_exponent(words, w, exponent)
    np.multiply(w, w, square)
    wide, y = scratch("doubles", (2, words.size), _DOUBLE)
    wide[...] = w
    _polynomial(wide, y, out)
    out *= w
    y[...] = out
    wide[...] = square
    y *= wide
    np.multiply(exponent, _LN2_LOW, out)
    wide[...] = out
    y += wide
    out[...] = y
    square *= _QUARTER
    out += square
    out += w
    exponent *= _LN2_HIGH
    out += exponent
    return np.sqrt(out, out)


def _mantissa_and_exponent(words, w, exponent):
    """1 - k / 2**24 = m 2**e with m in [sqrt(1/2), sqrt(2)): w = -2 (m - 1), and e."""
    whole, bits = exponent.view(_INT), w.view(_INT)
    np.subtract(_ALL, words, whole)
    w[...] = whole
    bits -= _SCALED
    np.right_shift(bits, _EXPONENT, whole)
    exponent[...] = whole
    bits &= _MANTISSA
    bits += _TWICE
    np.subtract(_TWO, w, w)


def _polynomial(x, y, out):
    """The polynomial of the logarithm, in `out`, each step rounded to float32."""
    np.multiply(x, _LOG[0], y)
    y += _LOG[1]
    for coefficient in _LOG[2:]:
        out[...] = y
        y[...] = out
        y *= x
        y += coefficient
    out[...] = y


# A column each: of the cosine's polynomial, and of the sine's.
_FIRST, _SECOND, _THIRD, _LAST = _doubles(
    [[2.443315711809948e-5, -1.9515295891e-4]],
    [[-1.388731625493765e-3, 8.3321608736e-3]],
    [[4.166664568298827e-2, -1.6666654611e-1]],
    [[-0.5, 1]],
)
_STEP, _ONE = _singles(np.float32(2 * math.pi) * 2.0**-24, 1)
# Cephes takes pi / 2 off in three parts, of which two steps are exact: so is the sum of the parts in float64.
_HALF_PI = 2 * sum(_doubles(0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8))
_EIGHTH, _QUARTERS, _TO_SIGN_FROM_22, _TO_SIGN_FROM_23, _SIGN = (
    np.array(value, np.int32) for value in (1 << 21, 22, 9, 8, -(1 << 31))
)
_FILL = np.array(31, np.int32)


def cosine_sine(words: np.ndarray, out: np.ndarray) -> np.ndarray:
    """cos(2 pi k / 2**24) and the sine for each of `words` k, int32 numbers of 24 bits, in the two rows of `out`."""
    count = words.size
    x, square = scratch("singles", (2, count), _SINGLE)
    turned, other = scratch("integers", (2, count), _INT)
    np.add(words, _EIGHTH, turned)
    doubles = scratch("doubles", (4, count), _DOUBLE)
    _reduced(words, turned, x, other, doubles)
    np.multiply(x, x, square)
    y, factors = doubles[:2], doubles[2:]
    factors[0] = square
    factors[1] = x
    _polynomials(y, factors, square, out)
    _by_quarter(out.view(_INT), turned, other, x.view(_INT))
    return out


def _reduced(words, turned, x, quarter, doubles):
    """2 pi k / 2**24 = quarter * pi / 2 + x."""
    angle, multiple = doubles[:2]
    np.right_shift(turned, _QUARTERS, quarter)
    multiple[...] = quarter
    multiple *= _HALF_PI
    x[...] = words
    x *= _STEP
    angle[...] = x
    angle -= multiple
    x[...] = angle


def _polynomials(y, factors, square, out):
    """1 + z (z p(z) - 1/2) and x (1 + z q(z)) for the factors z = x**2 and x, in the rows of `out`."""
    np.multiply(factors[0], _FIRST, y)
    y += _SECOND
    out[...] = y
    y[...] = out
    y *= factors[0]
    y += _THIRD
    out[...] = y
    out *= square
    y[...] = out
    y += _LAST
    y *= factors
    out[...] = y
    out[0] += _ONE


def _by_quarter(bits, turned, odd, swap):
    """Swap cosine and sine in odd quarters, and set the signs: bits are moved, so nothing branches."""
    cosine, sine = bits
    np.left_shift(turned, _TO_SIGN_FROM_22, odd)
    odd >>= _FILL
    np.bitwise_xor(cosine, sine, swap)
    swap &= odd
    turned <<= _TO_SIGN_FROM_23
    turned &= _SIGN
    swap ^= turned
    sine ^= swap
    odd &= _SIGN
    swap ^= odd
    cosine ^= swap
