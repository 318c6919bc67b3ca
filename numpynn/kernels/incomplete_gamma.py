"""The regularised incomplete gamma functions P(a, x) = 1/Γ(a) ∫₀ˣ t^(a-1) exp(-t) dt and Q = 1 - P."""

from __future__ import annotations

import functools
import math

import numpy as np

from .gamma import lgamma, stirling_rest
from .normal import erfc
from .regions import by_region, in_double

# Above this a, and where x / a is within 0.3 of 1, the uniform expansion in 1/a takes over from series that would need
# thousands of terms.
_UNIFORM = 200.0
_ORDERS, _POWERS = 7, 22


def gammainc(a, x):
    """P(a, x). Derivative in x: exp((a - 1) log(x) - x - lgamma(a)); in a it has none, as in torch."""
    return in_double(lambda a, x: _regularised(a, x, lower=True), a, x)


def gammaincc(a, x):
    """Q(a, x) = 1 - P(a, x), accurate where it is small. Derivative in x: that of P with the other sign."""
    return in_double(lambda a, x: _regularised(a, x, lower=False), a, x)


def _regularised(a, x, lower):
    def one(p, q):
        return p if lower else q

    def constant(p):
        return lambda a, x: np.full_like(x, one(p, 1 - p))

    nowhere = ~((a >= 0) & (x >= 0)) | ((a == 0) & (x == 0)) | (np.isinf(a) & np.isinf(x))
    uniform = (a > _UNIFORM) & (np.abs(x - a) < 0.3 * a)
    regions = [
        (nowhere, lambda a, x: np.full_like(x, np.nan)),
        ((a == 0) | np.isinf(x), constant(1.0)),
        ((x == 0) | np.isinf(a), constant(0.0)),
        (uniform, lambda a, x: _uniform(a, x, one(-1.0, 1.0))),
        ((x < a) | (x < 1.1) & lower, lambda a, x: one(_series(a, x), 1 - _series(a, x))),
        (x < 1.1, lambda a, x: _complement_near_0(a, x)),
    ]
    return by_region([a, x], *regions, otherwise=lambda a, x: one(1 - _fraction(a, x), _fraction(a, x)))


def _prefactor(a, x):
    """x^a exp(-x) / Γ(a + 1)."""

    def large(a, x):
        # a log(x) - x and log Γ are huge and nearly the same: their difference is written out.
        d = (x - a) / a
        return np.exp(a * (np.log1p(d) - d) - stirling_rest(a)) / np.sqrt(2 * math.pi * a)

    return by_region([a, x], (a > 10, large), otherwise=lambda a, x: np.exp(a * np.log(x) - x - lgamma(a + 1)))


def _series(a, x):
    """P by its power series: the terms x^k / ((a + 1) ... (a + k))."""
    term, total, n = np.ones_like(x), np.ones_like(x), a.copy()
    while (term > total * 1e-17).any():
        n += 1
        term = term * x / n
        total += term
    return total * _prefactor(a, x)


def _fraction(a, x):
    """Q by Legendre's continued fraction, evaluated forwards (Lentz's method)."""
    b = x + 1 - a
    c, d = np.full_like(x, 1e300), 1 / b
    h = d
    for n in range(1, 10_000):
        factor = n * (a - n)
        b = b + 2
        d = 1 / (factor * d + b)
        c = b + factor / c
        h = h * (d * c)
        if (np.abs(d * c - 1) < 1e-16).all():
            break
    return h * _prefactor(a, x) * a


def _complement_near_0(a, x):
    """Q for a <= x < 1.1: 1 - x^a / Γ(a + 1) + x^a / Γ(a) Σ (-1)^(k+1) x^k / (k! (a + k)), small differences kept."""
    log = a * np.log(x) - lgamma(1 + a)
    term, total = np.ones_like(x), np.zeros_like(x)
    for k in range(1, 40):
        term = term * -x / k
        total -= term / (a + k)
    return -np.expm1(log) + total * a * np.exp(log)


def _uniform(a, x, sign):
    """Q for sign 1, P for -1, by Temme's expansion: erfc(η √(a/2)) / 2 and a series in 1/a (DLMF 8.12)."""
    d = (x - a) / a
    half_square = d - np.log1p(d)
    # A power series where the difference would cancel: d²/2 - d³/3 + ...
    small = np.abs(d) < 0.03
    terms = sum((-1) ** k * d**k / k for k in range(2, 14))
    half_square = np.where(small, terms, half_square)
    eta = np.copysign(np.sqrt(2 * half_square), d)
    series = np.zeros_like(x)
    for row in _temme()[::-1]:
        series = series / a + np.polyval(row[::-1], eta)
    rest = np.exp(-a * half_square) / np.sqrt(2 * math.pi * a) * series
    return erfc(sign * eta * np.sqrt(a / 2)) / 2 + sign * rest


@functools.cache
def _temme():
    """d[k][n], the coefficients of a^-k η^n, from those of λ - 1 = η + η²/3 + ... where λ - 1 - log λ = η²/2."""
    count = _POWERS + 2 * _ORDERS + 4
    alpha = [0.0, 1.0]
    for m in range(3, count):
        inner = sum(alpha[i] * alpha[m - i] for i in range(2, m - 1))
        alpha.append((alpha[m - 2] * 2 / m - inner) / 2)
    first = [-1 / 3] + [(n + 2) * alpha[n + 2] for n in range(1, count - 3)]
    rows, stirling, odd = [first], 1.0, 1.0
    for k in range(1, _ORDERS):
        odd *= 2 * k + 1
        stirling = odd * alpha[2 * k + 1]
        before = rows[-1]
        rows.append([(-1) ** k * stirling * first[n] + (n + 2) * before[n + 2] for n in range(len(before) - 2)])
    return [row[:_POWERS] for row in rows]
