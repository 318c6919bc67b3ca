"""Softmax kernels: against plain formulae, at the extremes, and their adjoints against differences."""

from __future__ import annotations

import numpy as np
import pytest
from kernel_checks import check_gradients

from numpynn.kernels import softmax as kernels

INF, NAN = np.inf, np.nan
SHAPES = [((3, 4), 1), ((3, 4), 0), ((2, 3, 4, 5), 1), ((2, 3, 4, 5), -1), ((700, 10), 1), ((700, 70), 1), ((5,), 0)]


def _plain(x, dim):
    e = np.exp(x - x.max(axis=dim, keepdims=True))
    return e / e.sum(axis=dim, keepdims=True)


@pytest.mark.parametrize("shape, dim", SHAPES)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_values(shape, dim, dtype):
    x = (np.random.default_rng(0).standard_normal(shape) * 5).astype(dtype)
    expected = _plain(x.astype(np.float64), dim)
    tolerance = 4 * float(np.finfo(dtype).eps)
    for view in (x, np.asfortranarray(x), np.repeat(x, 2, axis=dim).take(range(0, 2 * x.shape[dim], 2), axis=dim)):
        out = kernels.softmax(view, dim)
        assert out.dtype == dtype
        np.testing.assert_allclose(out, expected, rtol=4 * tolerance, atol=tolerance)
        np.testing.assert_allclose(kernels.log_softmax(view, dim), np.log(expected), rtol=tolerance, atol=8 * tolerance)


@pytest.mark.parametrize("shape, dim", SHAPES)
def test_adjoints(shape, dim):
    rng = np.random.default_rng(1)
    x, g = rng.standard_normal(shape), rng.standard_normal(shape)
    out = kernels.softmax(x, dim)
    check_gradients(lambda x: kernels.softmax(x, dim), [x], [kernels.softmax_backward(g, out, dim)], g, rng)
    log = kernels.log_softmax(x, dim)
    gradient = kernels.log_softmax_backward(g, log, dim)
    check_gradients(lambda x: kernels.log_softmax(x, dim), [x], [gradient], g, rng)
    np.testing.assert_allclose(gradient, g - out * g.sum(axis=dim, keepdims=True), rtol=1e-12, atol=1e-13)


def test_extremes():
    x = np.array([[-INF, -INF], [INF, 1], [NAN, 1], [-INF, 1], [1e30, -1e30], [1e-30, 0], [-1e5, -1e5 + 1]])
    with np.errstate(all="ignore"):
        out, log, total = kernels.softmax(x, 1), kernels.log_softmax(x, 1), kernels.logsumexp(x, (1,), False)
    s = 1 / (1 + np.e)
    expected = [[NAN, NAN], [NAN, NAN], [NAN, NAN], [0, 1], [1, 0], [0.5, 0.5], [s, 1 - s]]
    np.testing.assert_allclose(out, expected, rtol=1e-15)
    logs = [[NAN, NAN], [NAN, NAN], [NAN, NAN], [-INF, 0], [0, -2e30], np.log([0.5, 0.5]), np.log([s, 1 - s])]
    np.testing.assert_allclose(log, logs, rtol=1e-15)
    sums = [-INF, INF, NAN, 1, 1e30, np.log(2), -1e5 + np.log(1 + np.e)]
    np.testing.assert_allclose(total, sums, rtol=1e-15)


def test_the_logarithm_keeps_small_probabilities():
    x = np.array([[0.0, -1000.0, 0.0]])
    np.testing.assert_allclose(kernels.log_softmax(x, 1)[0, 1], -1000 - np.log(2), rtol=1e-14)


@pytest.mark.parametrize("keepdim", [False, True])
@pytest.mark.parametrize("dim", [(0,), (1,), (0, 2), (0, 1, 2)])
def test_logsumexp(dim, keepdim):
    rng = np.random.default_rng(2)
    x = rng.standard_normal((3, 4, 5)) * 3
    out = kernels.logsumexp(x, dim, keepdim)
    np.testing.assert_allclose(out, np.log(np.exp(x).sum(axis=dim, keepdims=keepdim)), rtol=1e-14)
    wide = kernels.logsumexp(x, dim, True)
    check_gradients(lambda x: kernels.logsumexp(x, dim, True), [x], [np.exp(x - wide)], np.ones(wide.shape), rng)


def test_empty():
    assert kernels.softmax(np.zeros((2, 0)), 1).shape == (2, 0)
    assert kernels.log_softmax(np.zeros((0, 3)), 1).shape == (0, 3)
    assert kernels.softmax(np.array(3.0), 0) == 1
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(kernels.logsumexp(np.zeros((2, 0)), (1,), False), [-INF, -INF])


@pytest.mark.parametrize("shape", [(6, 5), (4, 5, 3, 2)])
@pytest.mark.parametrize("weighted", [False, True])
def test_cross_entropy(shape, weighted):
    rng = np.random.default_rng(3)
    x = rng.standard_normal(shape) * 3
    target = rng.integers(0, 5, (shape[0], *shape[2:]))
    target.flat[1] = -100
    weight = rng.uniform(size=5) if weighted else None
    loss, slopes, total = kernels.cross_entropy(x, target, weight, -100, "none")
    for reduce in ("sum", "mean"):
        np.testing.assert_allclose(
            kernels.cross_entropy(x, target, weight, -100, reduce)[0], getattr(loss, reduce)(), rtol=1e-13
        )
    log = np.moveaxis(kernels.log_softmax(x, 1), 1, -1)
    for place in np.ndindex(target.shape):
        t = target[place]
        expected = 0 if t == -100 else -log[place][t] * (weight[t] if weighted else 1)
        assert loss[place] == pytest.approx(expected, rel=1e-13)
    g = rng.standard_normal(target.shape)
    gradient = kernels.cross_entropy_backward(g, target, weight, -100, slopes, total)
    check_gradients(lambda x: kernels.cross_entropy(x, target, weight, -100, "none")[0], [x], [gradient], g, rng)
    one_hot = np.moveaxis(np.eye(5)[np.where(target < 0, 0, target)], -1, 1)
    c = np.where(target == -100, 0, g if weight is None else g * weight[np.where(target < 0, 0, target)])
    np.testing.assert_allclose(gradient, c[:, None] * (kernels.softmax(x, 1) - one_hot), rtol=1e-12, atol=1e-14)
