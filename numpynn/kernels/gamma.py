"""The logarithm of the gamma function, its derivatives, and Hurwitz' zeta function."""

from __future__ import annotations

import math

import numpy as np

from .regions import by_region, in_double
from .special_tables import LGAMMA, chebyshev

# B_2k / (2k (2k - 1)), the coefficients of Stirling's series in 1/x^(2k-1), and B_2k, the Bernoulli numbers.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798, -174611 / 330)
_STIRLING = tuple(b / (2 * k * (2 * k - 1)) for k, b in enumerate(_BERNOULLI[:8], 1))
_HALF_LOG_2PI = math.log(2 * math.pi) / 2
_FAR = 10.0  # beyond it the asymptotic series are exact in float64


def lgamma(x):
    """log |Γ(x)|; inf at 0 and the negative integers. Derivative: digamma(x)."""
    return in_double(_lgamma, x)


def _lgamma(x):
    regions = [
        (np.isinf(x), np.abs),
        (x < -0.5, _lgamma_reflected),
        (x < 0.5, lambda x: _lgamma_near_2(x) - np.log(np.abs(x * (1 + x)))),
        (x < 1.5, lambda x: _lgamma_near_2(x - 1) - np.log(x)),
        (x < _FAR, _lgamma_shifted),
    ]
    return by_region([x], *regions, otherwise=lambda x: (x - 0.5) * np.log(x) - x + _HALF_LOG_2PI + stirling_rest(x))


def _lgamma_near_2(d):
    """log Γ(2 + d) for |d| <= 1/2, a multiple of d."""
    return d * chebyshev(LGAMMA, 2 * d)


def _lgamma_shifted(x):
    """For 1.5 <= x <= _FAR, by Γ(x) = (x - 1) Γ(x - 1)."""
    product = np.ones_like(x)
    for _ in range(int(_FAR) - 2):
        large = x > 2.5
        x = np.where(large, x - 1, x)
        product = np.where(large, product * x, product)
    return np.log(product) + _lgamma_near_2(x - 2)


def _lgamma_reflected(x):
    """For x < 0, by Γ(x) Γ(1 - x) = π / sin(πx)."""
    return math.log(math.pi) - np.log(np.abs(x * sin_pi(x))) - _lgamma(-x)


def sin_pi(x):
    """sin(πx), exactly 0 at the integers."""
    nearest = np.rint(x)
    return np.sin(math.pi * (x - nearest)) * (1 - 2 * np.abs(np.remainder(nearest, 2)))


def stirling_rest(x):
    """log Γ(x) - ((x - 1/2) log x - x + log √(2π)) for x >= _FAR."""
    s = 1 / (x * x)
    out = np.full_like(x, _STIRLING[-1])
    for c in _STIRLING[-2::-1]:
        out = out * s + c
    return out / x


def multigammaln(x, p):
    """log of the multivariate gamma function of p dimensions: p (p - 1) / 4 log π + Σ lgamma(x - j / 2) over j < p.

    Derivative: the sum of digamma(x - j / 2).
    """

    def total(x):
        return sum(_lgamma(x - j / 2) for j in range(p)) + p * (p - 1) / 4 * math.log(math.pi)

    return in_double(total, x)


def digamma(x):
    """The derivative of lgamma; -inf at 0, nan at the negative integers. Derivative: polygamma(1, x)."""
    return in_double(_digamma, x)


def _digamma(x):
    def reflected(x):
        return _digamma_right(1 - x) - math.pi * np.cos(math.pi * (x - np.rint(x))) / np.sin(math.pi * (x - np.rint(x)))

    nowhere = (x < 0) & (x == np.floor(x))
    regions = [
        (x == 0, lambda x: np.copysign(np.inf, -x)),
        (nowhere, lambda x: np.full_like(x, np.nan)),
        (x < 0, reflected),
    ]
    return by_region([x], *regions, otherwise=_digamma_right)


def _digamma_right(x):
    """For x > 0: upwards by ψ(x) = ψ(x + 1) - 1/x, then the asymptotic series."""
    shift = np.zeros_like(x)
    for _ in range(int(_FAR)):
        small = x < _FAR
        shift = np.where(small, shift - 1 / x, shift)
        x = np.where(small, x + 1, x)
    s = 1 / (x * x)
    series = np.zeros_like(x)
    for k in range(8, 0, -1):
        series = (series + _BERNOULLI[k - 1] / (2 * k)) * s
    return np.log(x) - 0.5 / x - series + shift


def polygamma(n, x):
    """The n-th derivative of digamma. Derivative: polygamma(n + 1, x)."""
    if n == 0:
        return digamma(x)
    if n == 1:
        return in_double(_trigamma, x)
    return in_double(lambda x: (-1.0) ** (n + 1) * math.gamma(n + 1) * _zeta(np.full_like(x, n + 1), x), x)


def _trigamma(x):
    """torch's own series, which is good to 5e-10: three terms, six steps up."""

    def reflected(x):
        return (math.pi / np.sin(math.pi * x)) ** 2 - right(1 - x)

    def right(x):
        total = np.zeros_like(x)
        for _ in range(6):
            total += 1 / (x * x)
            x = x + 1
        s = 1 / (x * x)
        return total + (1 + 1 / (2 * x) + s * (1 / 6 - s * (1 / 30 - s / 42))) / x

    return by_region([x], (x == 0, lambda x: x + np.inf), (x < 0.5, reflected), otherwise=right)


def zeta(x, q):
    """Σ (q + k)^-x over k >= 0; inf at x = 1 and where a term is infinite. Derivative in q: -x zeta(x + 1, q)."""
    return in_double(_zeta, x, q)


def _zeta(x, q):
    pole = (q <= 0) & (q == np.floor(q))
    regions = [
        (x == 1, lambda x, q: np.full_like(x, np.inf)),
        (~(x > 1), lambda x, q: np.full_like(x, np.nan)),
        (pole, lambda x, q: np.full_like(x, np.inf)),
        ((q <= 0) & (x != np.floor(x)), lambda x, q: np.full_like(x, np.nan)),
        (np.isinf(x), lambda x, q: np.where(q > 1, np.nan, q**-x)),
    ]
    return by_region([x, q], *regions, otherwise=_zeta_sum)


def _zeta_sum(x, q):
    """Terms until q + k is well above x, and Euler's and Maclaurin's formula for the rest."""
    total = np.zeros_like(x)
    # Beyond x = 175 only terms with small q + k are not 0 in float64.
    enough = _FAR + np.minimum(x, 60)
    while True:
        small = q < enough
        if not small.any():
            break
        total = np.where(small, total + q**-x, total)
        q = np.where(small, q + 1, q)
    power = q**-x
    total = total + power * (q / (x - 1) + 0.5)
    # B_2k x (x + 1) ... (x + 2k - 2) / (2k)! q^(-x - 2k + 1)
    factor = x * power / q
    for k, b in enumerate(_BERNOULLI, 1):
        total = total + b * factor / math.gamma(2 * k + 1)
        factor = factor * (x + 2 * k - 1) * (x + 2 * k) / (q * q)
    return total
