"""How a gamma or beta number moves with the parameters it is drawn with, the quantile held fixed:

    dx/dα = - (∂ cdf(x; α) / ∂α) / pdf(x; α)

M. Figurnov, S. Mohamed, A. Mnih, "Implicit reparameterization gradients", 2018. torch approximates these to 3 or 4 digits,
by series and by rational functions fitted to them; the same approximations with the same coefficients are here, so that
gradients agree to the last digits.
"""

from __future__ import annotations

import numpy as np

from .gamma import digamma
from .regions import by_region, in_double

# Rational function of u = log(x / α), v = log α: [power of u][power of v], numerator and denominator.
_GAMMA = np.array(
    [
        [[0.16009398, -0.094634809, 0.025146376, -0.0030648343], [1.0, 0.32668115, 0.10406089, 0.0014179084]],
        [
            [0.53487893, 0.1298071, 0.065735949, -0.0015649758],
            [0.16639465, 0.020070113, -0.0035938915, -0.00058392623],
        ],
        [
            [0.040121004, -0.0065914022, -0.0026286047, -0.0013441777],
            [0.017050642, -0.0021309326, 0.00085092367, -1.5247877e-07],
        ],
    ]
)
# Numerator and denominator in u = log x, a = log(α / x), b = log(total x / α): [power of u][power of a][power of b].
_BETA = np.array(
    [
        [
            [
                [1.003668233, -0.01061107488, -0.0657888334, 0.01201642863],
                [0.6336835991, -0.3557432599, 0.05486251648, -0.001465281033],
                [-0.03276231906, 0.004474107445, 0.002429354597, -0.0001557569013],
            ],
            [
                [0.221950385, -0.3187676331, 0.01799915743, 0.01074823814],
                [-0.2951249643, 0.06219954479, 0.01535556598, 0.001550077057],
                [0.02155310298, 0.004170831599, 0.001292462449, 6.976601077e-05],
            ],
            [
                [-0.05980841433, 0.008441916499, 0.01085618172, 0.002319392565],
                [0.02911413504, 0.01400243777, -0.002721828457, 0.000751041181],
                [0.005900514878, -0.001936558688, -9.495446725e-06, 5.385558597e-05],
            ],
        ],
        [
            [
                [1.0, -0.02924021934, -0.04438342661, 0.007285809825],
                [0.6357567472, -0.3473456711, 0.05454656494, -0.002407477521],
                [-0.03301322327, 0.004845219414, 0.00231480583, -0.0002307248149],
            ],
            [
                [0.5925320577, -0.1757678135, 0.01505928619, 0.000564515273],
                [0.1014815858, -0.06589186703, 0.01272886114, -0.0007316646956],
                [-0.007258481865, 0.001096195486, 0.0003934994223, -4.12701925e-05],
            ],
            [
                [0.06469649321, -0.0236701437, 0.002902096474, -5.896963079e-05],
                [0.001925008108, -0.002869809258, 0.0008000589141, -6.063713228e-05],
                [-0.0003477407336, 6.959756487e-05, 1.097287507e-05, -1.650964693e-06],
            ],
        ],
    ]
)


def standard_gamma_grad(alpha, x):
    """dx/dα for x drawn with shape α and rate 1."""
    return in_double(_standard_gamma_grad, alpha, x)


def _standard_gamma_grad(alpha, x):
    # The bounds are torch's float32 literals.
    near = (np.float64(np.float32(0.9)) * alpha <= x) & (x <= np.float64(np.float32(1.1)) * alpha)
    regions = [
        (x < np.float64(np.float32(0.8)), _gamma_small),
        ((alpha > 8) & near, _gamma_near_the_mean),
        (alpha > 8, _gamma_saddle_point),
    ]
    return by_region([alpha, x], *regions, otherwise=_gamma_fitted)


def _gamma_small(alpha, x):
    """The series of the cdf, x^α Σ (-x)^i / (i! (α + i)), differentiated by α."""
    term = np.ones_like(x)
    series, slope = 1 / alpha, 1 / alpha**2
    for i in range(1, 6):
        term = -term * x / i
        series = series + term / (alpha + i)
        slope = slope + term / (alpha + i) ** 2
    power = x**alpha
    by_alpha = (np.log(x) - digamma(alpha)) * power * series - power * slope
    return _or_zero(-by_alpha / (x ** (alpha - 1) * np.exp(-x)))


def _or_zero(result):
    return np.where(np.isnan(result), 0.0, result)


def _gamma_near_the_mean(alpha, x):
    """The saddle point's expansion about its own singularity."""
    first = 1 + 24 * alpha * (1 + 12 * alpha)
    second = 1440 * alpha**2 + 6 * x * (53 - 120 * x) - 65 * x**2 / alpha + alpha * (107 + 3600 * x)
    return first * second / (1244160 * alpha**4)


def _gamma_saddle_point(alpha, x):
    """S. O. Rice's uniform approximation for large α."""
    root, ratio = np.sqrt(8 * alpha), np.log(x / alpha)
    cubic = (x - alpha - alpha * ratio) ** -1.5
    bracket = root / (alpha - x) - np.where(x < alpha, cubic, -cubic)
    terms = ratio * bracket - np.sqrt(2 / alpha) * (alpha + x) / (alpha - x) ** 2
    stirling = 1 + 1 / (12 * alpha) * (1 + 1 / (24 * alpha))
    return -stirling * x * terms / root


def _gamma_fitted(alpha, x):
    u, v = np.log(x / alpha), np.log(alpha)
    by_power_of_v = _GAMMA[0][..., None] + u * (_GAMMA[1][..., None] + u * _GAMMA[2][..., None])
    numerator, denominator = (_polynomial(coefficients, v) for coefficients in by_power_of_v)
    return np.exp(numerator / denominator)


def _polynomial(coefficients, x):
    """Horner's rule, the constant first."""
    result = coefficients[-1]
    for c in coefficients[-2::-1]:
        result = c + x * result
    return result


def dirichlet_grad(x, alpha, total):
    """(dx/dα) / (1 - x) for x drawn as Beta(α, total - α): a share of a Dirichlet vector and its concentration."""
    return in_double(_dirichlet_grad, x, alpha, total)


def _dirichlet_grad(x, alpha, total):
    beta = total - alpha
    boundary = total * x * (1 - x)
    mean = alpha / total
    tenth = 0.1 * np.sqrt(alpha * beta / (total + 1)) / total
    large = (alpha > 6) & (beta > 6)
    regions = [
        ((x <= 0.5) & (boundary < 2.5), _beta_small),
        ((x >= 0.5) & (boundary < 0.75), lambda x, a, b: -_beta_small_by_other(1 - x, b, a)),
        (large & (mean - tenth <= x) & (x <= mean + tenth), _beta_near_the_mean),
        (large, _beta_saddle_point),
    ]
    return by_region([x, alpha, beta], *regions, otherwise=_beta_fitted)


def _beta_small(x, alpha, beta):
    """By the first parameter, from the series of the cdf about 0."""
    factor = digamma(alpha) - digamma(alpha + beta) - np.log(x)
    term = np.ones_like(x)
    series = 1 / alpha * (factor + 1 / alpha)
    for i in range(1, 11):
        term = term * (i - beta) * x / i
        series = series + term / (alpha + i) * (factor + 1 / (alpha + i))
    return _or_zero(x * (1 - x) ** -beta * series)


def _beta_small_by_other(x, alpha, beta):
    """By the second parameter, from the series of the cdf about 0."""
    factor = digamma(alpha + beta) - digamma(beta)
    term, product, slope = np.ones_like(x), np.ones_like(x), np.zeros_like(x)
    series = factor / alpha
    for i in range(1, 9):
        term = -term * x / i
        slope = slope * (beta - i) + product
        product = product * (beta - i)
        series = series + term / (alpha + i) * (slope + factor * product)
    return _or_zero(-((1 - x) ** (1 - beta)) * series)


def _beta_near_the_mean(x, a, b):
    """The saddle point's expansion about its own singularity."""
    total = a + b
    by_power_of_a = (
        47 * x * b**4,
        (43 + 20 * (16 + 27 * b) * x) * b**3,
        3 * (59 + 180 * b - 90 * x) * b**2,
        (453 + 1620 * b * (1 - x) - 455 * x) * b,
        8 * (1 - x) * (135 * b - 11),
    )
    scale = (1 + 12 * a) * (1 + 12 * b) / total**2 / (1 - x)
    return scale * _polynomial(by_power_of_a, a) / (12960 * a**3 * b**2 * (1 + 12 * total))


def _beta_saddle_point(x, a, b):
    """S. O. Rice's uniform approximation for large parameters."""
    total = a + b
    off = a * (x - 1) + b * x
    stirling = _stirling(a) * _stirling(b) / _stirling(total)
    first = (2 * a**2 * (x - 1) + a * b * (x - 1) - x * b**2) / (np.sqrt(2 * a / b) * total**1.5 * off**2)
    of_a, of_b = np.log(a / (total * x)), np.log(b / (total * (1 - x)))
    cubic = (b * of_b + a * of_a) ** -1.5
    bracket = np.sqrt(8 * a * b / total) / off + np.where(x < a / total, cubic, -cubic)
    return stirling * (-x / np.sqrt(2 * a * b / total)) * (first + 0.5 * of_a * bracket)


def _stirling(x):
    return 1 + 1 / (12 * x) + 1 / (288 * x**2)


def _beta_fitted(x, alpha, beta):
    """A rational correction of x (ψ(total) - ψ(α)) / β."""
    total = alpha + beta
    u = np.log(x)
    a = np.log(alpha) - u
    b = np.log(total) - a
    powers = np.stack([u**i * a**j * b**k for i in range(3) for j in range(3) for k in range(4)])
    numerator, denominator = _BETA.reshape(2, -1) @ powers.reshape(len(powers), -1)
    return (numerator / denominator).reshape(x.shape) * x * (digamma(total) - digamma(alpha)) / beta
