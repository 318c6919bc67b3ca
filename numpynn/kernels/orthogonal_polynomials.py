"""Orthogonal polynomials of degree n in x, by their three-term recurrences. The degree is cut to an integer; below 0 they are 0.

Source: Abramowitz & Stegun 1964, chapter 22.
"""

from __future__ import annotations

import numpy as np

from .regions import by_region, in_double

# Above this degree, and between -1 and 1, Chebyshev's polynomials are evaluated by the cosines that they are.
_LOW = 8


def chebyshev_t(x, n):
    """Of the first kind: cos(n θ), x = cos θ."""
    return in_double(lambda x, n: _chebyshev(x, n, x, lambda t, n: np.cos(n * t)), x, n)


def chebyshev_u(x, n):
    """Of the second kind: sin((n + 1) θ) / sin θ."""
    return in_double(lambda x, n: _chebyshev(x, n, 2 * x, lambda t, n: np.sin((n + 1) * t) / np.sin(t)), x, n)


def chebyshev_v(x, n):
    """Of the third kind: cos((n + 1/2) θ) / cos(θ / 2)."""
    return in_double(lambda x, n: _chebyshev(x, n, 2 * x - 1, lambda t, n: np.cos((n + 0.5) * t) / np.cos(t / 2)), x, n)


def chebyshev_w(x, n):
    """Of the fourth kind: sin((n + 1/2) θ) / sin(θ / 2)."""
    return in_double(lambda x, n: _chebyshev(x, n, 2 * x + 1, lambda t, n: np.sin((n + 0.5) * t) / np.sin(t / 2)), x, n)


def shifted(polynomial):
    """The polynomial of 2x - 1."""

    def of_shifted(x, n):
        return polynomial(2 * x - 1, n)

    of_shifted.__name__ = f"shifted_{polynomial.__name__}"
    of_shifted.__doc__ = f"`{polynomial.__name__}` of 2x - 1."
    return of_shifted


shifted_chebyshev_t = shifted(chebyshev_t)
shifted_chebyshev_u = shifted(chebyshev_u)
shifted_chebyshev_v = shifted(chebyshev_v)
shifted_chebyshev_w = shifted(chebyshev_w)


def _chebyshev(x, n, first, by_angle):
    n = np.trunc(n)

    def recurrence(x, n, first):
        return _recurrence(x, n, first, lambda k, x, now, before: 2 * x * now - before)

    waves = (np.abs(x) < 1) & (n > _LOW)
    return by_region([x, n, first], (waves, lambda x, n, first: by_angle(np.arccos(x), n)), otherwise=recurrence)


def hermite_h(x, n):
    """The physicists' Hermite polynomials; nan above degree 128 in float32 and 512 in float64, as in torch."""
    return _hermite(x, n, 2)


def hermite_he(x, n):
    """The probabilists' Hermite polynomials; nan above degree 128 in float32 and 512 in float64, as in torch."""
    return _hermite(x, n, 1)


def _hermite(x, n, c):
    highest = 128 if np.result_type(x, n) == np.float32 else 512

    def evaluate(x, n):
        low = np.where(n > highest, 0, n)
        value = _recurrence(x, low, c * x, lambda k, x, now, before: c * (x * now - (k - 1) * before))
        return np.where(n > highest, np.nan, value)

    return in_double(evaluate, x, n)


def laguerre_l(x, n):
    """Laguerre's polynomials."""
    return in_double(lambda x, n: _recurrence(x, n, 1 - x, _laguerre_step), x, n)


def _laguerre_step(k, x, now, before):
    return ((2 * k - 1 - x) * now - (k - 1) * before) / k


def legendre_p(x, n):
    """Legendre's polynomials."""
    return in_double(lambda x, n: _recurrence(x, n, x, _legendre_step), x, n)


def _legendre_step(k, x, now, before):
    return ((2 * k - 1) * x * now - (k - 1) * before) / k


def _recurrence(x, n, first, step):
    """p_n from p_0 = 1, p_1 = first and p_k = step(k, x, p_k-1, p_k-2), each element up to its own degree."""
    n = np.trunc(n)
    before, now, k = np.ones_like(x), first, 2
    while (going := (n >= k) & np.isfinite(now)).any():
        before, now = np.where(going, now, before), np.where(going, step(k, x, now, before), now)
        k += 1
    return np.where(n >= 1, now, np.where(n == 0, 1.0, 0.0))
