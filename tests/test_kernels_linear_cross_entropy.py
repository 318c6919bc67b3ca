"""Cross entropy of linear scores in chunks: against scores written out, and however it is cut."""

from __future__ import annotations

import math

import numpy as np
import pytest

from numpynn.kernels.linear_cross_entropy import linear_cross_entropy, linear_cross_entropy_slopes


def draw(dtype="float64"):
    rng = np.random.default_rng(0)
    x, weight, bias = (rng.standard_normal(shape).astype(dtype) for shape in ((7, 3), (4, 3), (4,)))
    return x, weight, bias, rng.integers(0, 4, 7)


@pytest.mark.parametrize("rows", [1, 3, 7, 100])
@pytest.mark.parametrize("biased", [True, False])
def test_values(rows, biased):
    x, weight, bias, target = draw()
    out = linear_cross_entropy(x, weight, bias if biased else None, target, rows)
    for n in range(7):
        scores = [math.fsum(x[n] * weight[c]) + (bias[c] if biased else 0) for c in range(4)]
        wanted = math.log(math.fsum(map(math.exp, scores))) - scores[target[n]]
        assert math.isclose(out[n], wanted, rel_tol=1e-12)


@pytest.mark.parametrize("rows", [1, 3])
def test_slopes_do_not_depend_on_the_cut(rows):
    x, weight, bias, target = draw()
    g = np.linspace(-1, 2, 7)
    whole = linear_cross_entropy_slopes(g, x, weight, bias, target, 7)
    for one, other in zip(whole, linear_cross_entropy_slopes(g, x, weight, bias, target, rows), strict=True):
        np.testing.assert_allclose(other, one, rtol=1e-12, atol=1e-14)


def test_large_scores_stay_finite():
    x = np.array([[1e4]])
    weight = np.array([[1.0], [-1.0]])
    assert linear_cross_entropy(x, weight, None, np.array([1]), 1).tolist() == [2e4]


def test_half_precision_is_summed_in_single():
    x, weight, bias, target = draw("float16")
    out = linear_cross_entropy(x, weight, bias, target, 2)
    wide = linear_cross_entropy(*(a.astype("float32") for a in (x, weight, bias)), target, 2)
    assert out.dtype == np.float16
    np.testing.assert_array_equal(out, wide.astype("float16"))
