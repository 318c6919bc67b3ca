"""The error function, as tanh of an odd rational function: one smooth expression for the whole line."""

from __future__ import annotations

import math

import numpy as np

from .blocks import by_blocks

# erf(z) = tanh(z + z P(z²)/Q(z²)): 1 + P/Q is the minimax approximation of atanh(erf z)/z on [0, 6],
# weighted so that it is the relative error of erf that is even: 3.3e-9 with three powers of z², 1.6e-16
# with eight. The 1 stands apart because the rounding errors of P/Q, which is 0.13 near 0, then count for an
# eighth. Highest power first.
_P32 = (1.853366305e-03, 1.895665010e-02, 1.229142630e-01, 1.283791671e-01)
_Q32 = (3.24926735e-04, 2.36900059e-02, 1.56892674e-01, 1.0)
_P64 = (
    2.55874821309312916e-09, 3.45982302518529659e-07, 9.14977440263071359e-06, 1.45393436949629618e-04,
    1.44105056207672125e-03, 1.04081514373299319e-02, 4.64777905301045832e-02, 1.46536767208296892e-01,
    1.28379167095512392e-01,
)  # fmt: skip
_Q64 = (
    1.4390475654633058358e-10, 8.8390508449090022351e-8, 5.419234896761703054e-6, 1.1113868796202844948e-4,
    1.5767026707826696969e-3, 1.3566603160710064898e-2, 9.0762702802737789042e-2, 3.4089770868956371428e-1,
    1.0,
)  # fmt: skip
_SATURATED = 36.0  # z² beyond which erf(z) is ±1 in float64
_SQRT2 = math.sqrt(2.0)


def erf(x):
    """erf(x) = 2/√π ∫₀ˣ exp(-t²) dt. Derivative: 2/√π exp(-x²)."""
    return by_blocks(_erf, x, scratch=2)


def _erf(x, out, s, r):
    np.multiply(x, x, out=out)
    tanh_argument(x, out, s, r)
    np.tanh(out, out=out)


def tanh_argument(x, out, s, r):
    """With z² in `out`, writes x/z times atanh(erf z) there; `s` and `r` are scratch."""
    p, q = (_P32, _Q32) if x.dtype == np.float32 else (_P64, _Q64)
    _ratio(out, p, q, _SATURATED, s, r)
    np.multiply(out, x, out=out)
    np.add(out, x, out=out)


def normal_logit(x, out, s, r):
    """Writes -log(Φ(x) / (1 - Φ(x))) = -2 atanh(erf(x/√2)) to `out`; `s` and `r` are scratch."""
    p, q = _OF_NORMAL32 if x.dtype == np.float32 else _OF_NORMAL64
    np.multiply(x, x, out=out)
    _ratio(out, p, q, 2 * _SATURATED, s, r)
    np.add(out, -_SQRT2, out=out)
    np.multiply(out, x, out=out)


def _ratio(square, p, q, top, s, r):
    """Writes P/Q of the square in its place."""
    square.clip(0.0, top, out=s)
    horner(p, s, square)
    horner(q, s, r)
    np.divide(square, r, out=square)


def _of_normal(p, q):
    """The coefficients for -√2 P/Q in x² = 2 z²."""
    halves = [0.5**power for power in range(len(p))][::-1]
    return [-_SQRT2 * c * half for c, half in zip(p, halves, strict=True)], [
        c * half for c, half in zip(q, halves, strict=True)
    ]


_OF_NORMAL32, _OF_NORMAL64 = _of_normal(_P32, _Q32), _of_normal(_P64, _Q64)


def horner(coefficients, x, out):
    """Writes the polynomial, given by its coefficients from the highest power down, to `out`."""
    np.multiply(x, coefficients[0], out=out)
    for c in coefficients[1:-1]:
        np.add(out, c, out=out)
        np.multiply(out, x, out=out)
    np.add(out, coefficients[-1], out=out)
