"""torch.special against definitions: integrals by the trapezoidal rule, which is exact for periodic functions, and closed forms."""

import math

import numpy as np
import pytest

import numpynn
from numpynn import special

ANGLES = (np.arange(4000) + 0.5) * np.pi / 4000
X = np.array([-30.0, -12.5, -5.1, -4.9, -2.0, -0.3, 0.0, 0.7, 1.9, 2.1, 6.0, 11.0])


def doubles(values):
    return numpynn.tensor(np.asarray(values, dtype=np.float64))


@pytest.mark.parametrize("order", [0, 1])
def test_bessel_functions_are_their_integrals(order):
    function = (special.bessel_j0, special.bessel_j1)[order]
    expected = [np.cos(order * ANGLES - x * np.sin(ANGLES)).mean() for x in X]
    np.testing.assert_allclose(function(doubles(X)).array, expected, rtol=0, atol=2e-15)


def test_airy_is_its_integral_along_a_rotated_path():
    # Ai(x) = 1/π Re ∫ exp(i (t³/3 + x t)) dt from 0, along t = r exp(iπ/6), where exp(i t³/3) = exp(-r³/3).
    r, step = np.linspace(0, 12, 48001, retstep=True)
    t = r * np.exp(1j * math.pi / 6)
    inside = X[np.abs(X) < 6]
    values = np.exp(-(r**3) / 3 + 1j * inside[:, None] * t) * np.exp(1j * math.pi / 6)
    weights = np.ones_like(r)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    expected = (values @ weights).real * step / 3 / math.pi
    np.testing.assert_allclose(special.airy_ai(doubles(inside)).array, expected, rtol=1e-11, atol=1e-13)


def test_airy_far_out():
    np.testing.assert_allclose(special.airy_ai(doubles([0.0, 2.0, -2.0, -2.34, -20.0])).array, [
        0.3550280538878172, 0.03492413042327438, 0.22740742820168558, -0.001327102415445953, -0.1764061270779847,
    ], rtol=2e-13)  # fmt: skip


@pytest.mark.parametrize("degree", [0, 1, 2, 5, 9, 30])
def test_chebyshev_polynomials_are_cosines(degree):
    t = np.array([0.3, 1.1, 2.0, 2.9])
    x = doubles(np.cos(t))
    forms = {
        special.chebyshev_polynomial_t: np.cos(degree * t),
        special.chebyshev_polynomial_u: np.sin((degree + 1) * t) / np.sin(t),
        special.chebyshev_polynomial_v: np.cos((degree + 0.5) * t) / np.cos(t / 2),
        special.chebyshev_polynomial_w: np.sin((degree + 0.5) * t) / np.sin(t / 2),
    }
    for polynomial, expected in forms.items():
        np.testing.assert_allclose(polynomial(x, degree).array, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("polynomial", "numpys"),
    [
        (special.legendre_polynomial_p, np.polynomial.legendre.legval),
        (special.laguerre_polynomial_l, np.polynomial.laguerre.lagval),
        (special.hermite_polynomial_h, np.polynomial.hermite.hermval),
        (special.hermite_polynomial_he, np.polynomial.hermite_e.hermeval),
    ],
)
def test_polynomials_are_numpys(polynomial, numpys):
    x, degrees = np.linspace(-2, 2, 7), np.arange(12)
    expected = [numpys(x, [0] * n + [1]) for n in degrees]
    np.testing.assert_allclose(
        polynomial(doubles(x), numpynn.tensor(degrees[:, None])).array, expected, rtol=1e-12, atol=1e-12
    )


def test_incomplete_gamma_of_integers_is_a_sum():
    x = np.array([0.5, 3.0, 20.0, 380.0])
    for a in (1, 4, 30, 400):
        terms = [math.exp(k * math.log(v) - v - math.lgamma(k + 1)) for v in x for k in range(a)]
        expected = np.reshape(terms, (len(x), a)).sum(1)
        found = special.gammaincc(doubles([float(a)]), doubles(x)).array
        np.testing.assert_allclose(found, expected, rtol=2e-12)


def test_functions_without_a_gradient_give_results_without_one():
    x = doubles([0.5]).requires_grad_()
    assert not special.airy_ai(x).requires_grad
    assert not special.hermite_polynomial_h(x, 3).requires_grad
    with pytest.raises(NotImplementedError, match="igamma: input"):
        special.gammainc(x, x).sum().backward()
