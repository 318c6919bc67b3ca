"""NumPy's functions on Tensors: the values of the arrays within, and gradients where they have them."""

import numpy as np
import pytest

import numpynn as torch

X = np.random.default_rng(0).normal(size=(2, 3))
DIFFERENTIABLE = """
np.cumsum(x) | np.cumsum(x, axis=1) | np.cumprod(x, 1) | np.diff(x) | np.sort(x, axis=0) | np.sort(x, axis=None)
np.std(x) | np.var(x, axis=0, ddof=1) | np.dot(x, x.T) | np.dot(x[0], x[1]) | np.dot(x, x[0]) | np.outer(x[0], x[1])
np.tensordot(x, x, axes=([1], [1])) | np.einsum('ij,kj->ik', x, x) | np.squeeze(x[None]) | np.expand_dims(x, 0)
np.ravel(x) | np.broadcast_to(x, (2, 2, 3)) | np.moveaxis(x, 0, 1) | np.flip(x) | np.flip(x, 0) | np.roll(x, 1, axis=1)
np.tile(x, (2, 2)) | np.repeat(x, 2, axis=1) | np.split(x, 3, axis=1)[1] | np.array_split(x, 2, 1)[0] | np.diagonal(x)
np.diag(x[0]) | np.trace(x) | np.append(x, x) | np.inner(x, x) | np.vstack([x, x]) | np.hstack((x, x)) | np.dstack([x, x])
np.tril(x) | np.triu(x) | np.kron(x, x) | np.logaddexp(x, 2 * x) | np.deg2rad(x) | np.reshape(x, (3, 2))
"""
PLAIN = """
np.median(x) | np.percentile(x, 30) | np.unique(x) | np.copy(x) | np.cbrt(x) | np.add.reduce(x, axis=0) | np.pad(x, 1)
np.histogram(x)[0] | np.interp(0.5, x[0], x[1]) | np.add(x, 1, dtype=np.float32) | np.floor_divide(x, 2) | np.modf(x)[1]
np.take(x, [0], axis=1) | np.cov(x) | np.ptp(x) | np.meshgrid(x[0], x[1])[0] | np.where(x > 0)[0] | np.argsort(x)
"""
ANSWERS = """
np.shape(x) | np.ndim(x) | np.size(x) | np.allclose(x, x) | np.array_equal(x, x) | np.any(x > 0) | np.nonzero(x)[1]
np.argmax(x) | np.argmin(x, axis=1)
"""


def lines(text):
    return [part.strip() for line in text.strip().splitlines() for part in line.split("|")]


def value(text, x):
    return eval(text, {"np": np, "x": x})


@pytest.mark.parametrize("text", lines(DIFFERENTIABLE))
def test_gradient_by_differences(text):
    x = torch.tensor(X, requires_grad=True)
    result = value(text, x)
    np.testing.assert_allclose(result.detach(), value(text, X), rtol=1e-12)
    weights = np.random.default_rng(1).normal(size=result.shape)
    (result * weights).sum().backward()
    step = 1e-6
    for place in np.ndindex(X.shape):
        moved = [X.copy(), X.copy()]
        moved[0][place] += step
        moved[1][place] -= step
        above, below = (np.sum(value(text, m) * weights) for m in moved)
        assert x.grad[place].item() == pytest.approx((above - below) / (2 * step), rel=1e-6, abs=1e-8)


@pytest.mark.parametrize("text", lines(PLAIN) + lines(ANSWERS))
def test_values(text):
    np.testing.assert_array_equal(np.asarray(value(text, torch.tensor(X))), value(text, X))


@pytest.mark.parametrize("text", lines(ANSWERS))
def test_answers_ask_for_no_gradient(text):
    np.testing.assert_array_equal(np.asarray(value(text, torch.tensor(X, requires_grad=True))), value(text, X))


@pytest.mark.parametrize("text", ["np.median(x)", "np.cbrt(x)", "np.add.reduce(x)", "np.copy(x)"])
def test_a_gradient_is_not_lost_in_silence(text):
    with pytest.raises(RuntimeError, match="Can't call numpy"):
        value(text, torch.tensor(X, requires_grad=True))


def test_out_is_an_array():
    out = np.empty((2, 3))
    np.add(torch.tensor(X), 1, out=out)
    np.testing.assert_array_equal(out, X + 1)
    with pytest.raises(TypeError):
        np.add(X, 1, out=torch.tensor(X))
