"""Sums over axes: the same as NumPy's along every choice of them, and more exact in float32."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from numpynn.kernels.sums import sum_of_columns, sum_of_rows, total

SHAPES = [(20, 30), (300, 3), (2, 40, 50), (40, 2, 3, 40), (5, 70, 1, 9), (129, 3, 2), (257, 4), (0, 300), (300, 0), ()]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("order", ["C", "F", "strided"])
def test_every_choice_of_axes(shape, order):
    x = np.random.default_rng(0).standard_normal(shape)
    x = np.asarray(x, order=order) if order != "strided" else np.stack([x, x], -1)[..., 0]
    for dims in [None, *(dims for n in range(len(shape) + 1) for dims in combinations(range(len(shape)), n))]:
        for keepdims in (False, True):
            expected = np.add.reduce(x, axis=dims, keepdims=keepdims)
            found = total(x, dims, keepdims)
            assert found.shape == expected.shape
            np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64, np.complex128])
@pytest.mark.parametrize("shape", [(0, 5), (1, 7), (3, 1), (5, 128), (128, 5), (129, 300), (5, 0)])
def test_of_a_matrix(shape, dtype):
    for x in (np.random.default_rng(0).standard_normal(shape).astype(dtype), np.ones((*shape, 2), dtype)[..., 1].T):
        close = {"rtol": 1e-14, "atol": 300 * np.finfo(dtype).eps}
        for found, axis in ((sum_of_rows(x), 0), (sum_of_columns(x), 1)):
            assert found.dtype == dtype
            np.testing.assert_allclose(found, np.add.reduce(x, axis=axis), **close)


def test_infinities_and_nan_stay_in_their_columns():
    x = np.ones((300, 4))
    x[7, 0], x[8, 1], x[290, 2] = np.inf, np.nan, -np.inf
    np.testing.assert_array_equal(total(x, (0,)), [np.inf, np.nan, -np.inf, 300])


@pytest.mark.parametrize("shape", [(4096, 40), (3, 500, 40)])
def test_float32_rows(shape):
    """The error of a sum of n numbers, one after another, grows as √n; here it is a quarter of that."""
    x = np.random.default_rng(0).standard_normal(shape, np.float32)
    dim = (len(shape) - 2,)
    exact = np.add.reduce(x, axis=dim, dtype=np.float64)
    ours, plain = total(x, dim), np.add.reduce(x, axis=dim)
    assert ours.dtype == np.float32
    assert np.abs(ours - exact).mean() < 0.6 * np.abs(plain - exact).mean()
