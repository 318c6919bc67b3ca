"""Matrix exponential and solve, against series, inverses and closed forms."""

import math

import numpy as np
import pytest

from numpynn.kernels import decompositions
from numpynn.kernels import matrix_functions as kernel


def test_matrix_exp_of_diagonals_and_rotations():
    np.testing.assert_allclose(
        kernel.matrix_exp(np.diag([0.0, 1.0, -30.0])), np.diag(np.exp([0.0, 1.0, -30.0])), rtol=1e-13
    )
    for angle in (0.1, 1.0, 50.0):
        turn = np.array([[0.0, -angle], [angle, 0.0]])
        expected = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
        np.testing.assert_allclose(kernel.matrix_exp(turn), expected, atol=1e-13)


def test_matrix_exp_of_a_nilpotent_matrix_is_its_series():
    x = np.triu(np.arange(16.0).reshape(4, 4), 1)
    np.testing.assert_allclose(kernel.matrix_exp(x), np.eye(4) + x + x @ x / 2 + x @ x @ x / 6, rtol=1e-13)


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.complex64, np.complex128])
def test_matrix_exp_undoes_itself(dtype):
    x = (np.random.default_rng(0).standard_normal((3, 4, 4)) * 3).astype(dtype)
    result = kernel.matrix_exp(x)
    assert result.dtype == dtype
    tolerance = 1e-4 if np.finfo(dtype).bits == 32 else 1e-11
    np.testing.assert_allclose(kernel.matrix_exp(x) @ kernel.matrix_exp(-x), np.eye(4) + 0 * x, atol=tolerance * 1e2)


def test_matrix_exp_of_batches_empty_and_not_finite():
    x = np.random.default_rng(1).standard_normal((2, 3, 3))
    np.testing.assert_allclose(kernel.matrix_exp(x)[1], kernel.matrix_exp(x[1]), rtol=1e-12)
    assert kernel.matrix_exp(np.zeros((0, 3, 3))).shape == (0, 3, 3)
    assert kernel.matrix_exp(np.zeros((2, 0, 0))).shape == (2, 0, 0)
    assert np.isnan(kernel.matrix_exp(np.full((2, 2), np.inf))).all()


def test_solve():
    rng = np.random.default_rng(2)
    a, b = rng.standard_normal((2, 3, 3)), rng.standard_normal((2, 3, 4))
    np.testing.assert_allclose(a @ decompositions.solve(a, b), b, atol=1e-12)
