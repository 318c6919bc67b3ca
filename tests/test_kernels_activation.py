"""Activation kernels: values where they are delicate, slopes against differences, every memory layout."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kernel_checks import directional

import numpynn as nt
from numpynn.kernels import activation as act
from numpynn.kernels import blocks, slopes
from numpynn.kernels.erf import erf

INF, NAN = math.inf, math.nan

# name: (kernel, slope in terms of x and out)
KERNELS = {
    "relu": (act.relu, lambda x, out: out > 0),
    "relu6": (lambda x: act.hardtanh(x, 0.0, 6.0), lambda x, out: (x > 0) & (x < 6)),
    "threshold": (lambda x: act.threshold(x, 0.1, 5.0), lambda x, out: x > 0.1),
    "leaky_relu": (lambda x: act.leaky_relu(x, 0.01), lambda x, out: np.where(x > 0, 1, 0.01)),
    "prelu": (lambda x: act.prelu(x, 0.3), lambda x, out: np.where(x > 0, 1, 0.3)),
    "elu": (lambda x: act.elu(x, -0.7, 1.0, 1.0), lambda x, out: np.where(x > 0, 1, out - 0.7)),
    "celu": (lambda x: act.elu(x, 2.0, 1.0, 0.5), lambda x, out: np.where(x > 0, 1, 0.5 * (out + 2))),
    "selu": (
        lambda x: act.elu(x, act.SELU_ALPHA, act.SELU_SCALE, 1.0),
        lambda x, out: np.where(x > 0, act.SELU_SCALE, out + act.SELU_ALPHA * act.SELU_SCALE),
    ),
    "sigmoid": (act.sigmoid, lambda x, out: out * (1 - out)),
    "silu": (act.silu, lambda x, out: slopes.silu_backward(1.0, x)),
    "gelu": (lambda x: act.gelu(x)[0], lambda x, out: slopes.gelu_backward(1.0, x)),
    "gelu_tanh": (act.gelu_tanh, lambda x, out: slopes.gelu_tanh_backward(1.0, x)),
    "mish": (act.mish, lambda x, out: slopes.mish_backward(1.0, x)),
    "softplus": (
        lambda x: act.softplus(x, 2.0, 20.0),
        lambda x, out: np.where(2 * x > 20, 1, act.sigmoid(2 * x)),
    ),
    "logsigmoid": (act.logsigmoid, lambda x, out: act.sigmoid(-x)),
    "softsign": (act.softsign, lambda x, out: 1 / (1 + abs(x)) ** 2),
    "tanhshrink": (act.tanhshrink, lambda x, out: (x - out) ** 2),
    "hardshrink": (lambda x: act.hardshrink(x, 0.5), lambda x, out: (x < -0.5) | (x > 0.5)),
    "softshrink": (lambda x: act.softshrink(x, 0.5), lambda x, out: (x < -0.5) | (x > 0.5)),
    "hardsigmoid": (act.hardsigmoid, lambda x, out: ((x > -3) & (x < 3)) / 6),
    "hardswish": (act.hardswish, lambda x, out: np.where(x <= -3, 0, np.where(x < 3, x / 3 + 0.5, 1))),
    "erf": (erf, lambda x, out: 2 / math.sqrt(math.pi) * np.exp(-x * x)),
}

# Points that keep away from the kinks at 0, 0.1, ±0.5, ±3 and 6.
POINTS = np.array([-12.3, -4.2, -2.7, -1.1, -0.31, -0.02, 0.013, 0.23, 0.77, 1.9, 2.9, 4.1, 7.5, 9.7, 21.0])


@pytest.mark.parametrize("name", KERNELS)
def test_slope(name):
    kernel, slope = KERNELS[name]
    numeric = directional(kernel, [POINTS], [np.ones_like(POINTS)])
    np.testing.assert_allclose(slope(POINTS, kernel(POINTS)), numeric, rtol=1e-8, atol=1e-10)


def _normal(x):
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _gelu_tanh_bend(x):
    k, c = act.TANH_GELU
    u, p = np.tanh(k * (x + c * x**3)), k * (1 + 3 * c * x * x)
    return (1 - u * u) * (p + 3 * k * c * x * x - x * u * p * p)


def _mish_bend(x):
    s, t = act.sigmoid(x), np.tanh(np.log1p(np.exp(x)))
    return (1 - t * t) * s * (2 + x * (1 - s - 2 * t * s))


def _silu_bend(x):
    s = act.sigmoid(x)
    return s * (1 - s) * (2 + x * (1 - 2 * s))


@pytest.mark.parametrize(
    "backward, bend",
    [
        (slopes.silu_backward, _silu_bend),
        (slopes.gelu_backward, lambda x: (2 - x * x) * _normal(x)),
        (slopes.gelu_tanh_backward, _gelu_tanh_bend),
        (slopes.mish_backward, _mish_bend),
    ],
)
def test_derivative_of_slope(backward, bend):
    numeric = directional(lambda x: backward(1.0, x), [POINTS], [np.ones_like(POINTS)])
    np.testing.assert_allclose(bend(POINTS), numeric, rtol=1e-8, atol=1e-9)


EXTREMES = np.array([-INF, -1e30, -100.0, -20.0, -1e-30, 0.0, 1e-30, 20.0, 100.0, 1e30, INF, NAN])
AT_EXTREMES = {
    "relu": [0, 0, 0, 0, 0, 0, 1e-30, 20, 100, 1e30, INF, NAN],
    "relu6": [0, 0, 0, 0, 0, 0, 1e-30, 6, 6, 6, 6, NAN],
    "threshold": [5, 5, 5, 5, 5, 5, 5, 20, 100, 1e30, INF, NAN],
    "leaky_relu": [-INF, -1e28, -1, -0.2, -1e-32, 0, 1e-30, 20, 100, 1e30, INF, NAN],
    "celu": [-2, -2, -2, -1.9999092001404750, -1e-30, 0, 1e-30, 20, 100, 1e30, INF, NAN],
    "sigmoid": [0, 0, 3.72e-44, 2.0611536181902037e-9, 0.5, 0.5, 0.5, 1 - 2.061153618e-9, 1, 1, 1, NAN],
    "silu": [NAN, 0, -3.72e-42, -4.1223072363804075e-8, -5e-31, 0, 5e-31, 20 - 4.122e-8, 100, 1e30, INF, NAN],
    "gelu": [NAN, 0, 0, 0, -5e-31, 0, 5e-31, 20, 100, 1e30, INF, NAN],
    "gelu_tanh": [NAN, 0, 0, 0, -5e-31, 0, 5e-31, 20, 100, 1e30, INF, NAN],
    "mish": [NAN, 0, -3.72e-42, -4.12230724e-8, -6e-31, 0, 6e-31, 20, 100, 1e30, INF, NAN],
    "logsigmoid": [-INF, -1e30, -100, -20.000000002061153, -0.69314718056, -0.69314718056, -0.69314718056,
                   -2.0611536181902037e-09, -3.72007597602e-44, 0, 0, NAN],
    "softsign": [NAN, -1, -100 / 101, -20 / 21, -1e-30, 0, 1e-30, 20 / 21, 100 / 101, 1, NAN, NAN],
    "tanhshrink": [-INF, -1e30, -99, -19, 0, 0, 0, 19, 99, 1e30, INF, NAN],
    "hardshrink": [-INF, -1e30, -100, -20, 0, 0, 0, 20, 100, 1e30, INF, NAN],
    "softshrink": [-INF, -1e30, -99.5, -19.5, 0, 0, 0, 19.5, 99.5, 1e30, INF, NAN],
    "hardsigmoid": [0, 0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1, 1, NAN],
    "hardswish": [NAN, 0, 0, 0, -5e-31, 0, 5e-31, 20, 100, 1e30, INF, NAN],
    "erf": [-1, -1, -1, -1, -1.1283791670955126e-30, 0, 1.1283791670955126e-30, 1, 1, 1, 1, NAN],
}  # fmt: skip


@pytest.mark.parametrize("name", AT_EXTREMES)
def test_extremes(name):
    with np.errstate(all="ignore"):
        out = KERNELS[name][0](EXTREMES)
    np.testing.assert_allclose(out, AT_EXTREMES[name], rtol=2e-9, atol=1e-38)


def test_softplus_is_x_beyond_its_threshold():
    x = np.array([-4.0, 4.9999, 5.0001, 1e300, INF, -INF, NAN])
    with np.errstate(all="ignore"):
        out = act.softplus(x, 2.0, 10.0)
    np.testing.assert_allclose(out[:2], np.log1p(np.exp(2 * x[:2])) / 2, rtol=1e-15)
    np.testing.assert_array_equal(out[2:], [5.0001, 1e300, INF, 0.0, NAN])
    np.testing.assert_array_equal(act.softplus(np.array([-3.0]), 1.0, -5.0), [-3.0])


def test_erf_to_the_last_digits():
    x = np.array([1e-300, 1e-8, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.5])
    expected = [math.erf(v) for v in x]
    np.testing.assert_allclose(erf(x), expected, rtol=6e-16)
    np.testing.assert_allclose(erf(x[1:].astype(np.float32)), expected[1:], rtol=1.6e-7)


def test_gelu_is_as_accurate_as_erf():
    x = np.array([-8.0, -5.0, -3.0, -1.0, 0.5, 2.0, 6.0])
    expected = [v * math.erfc(-v / math.sqrt(2)) / 2 for v in x]
    np.testing.assert_allclose(act.gelu(x)[0], expected, rtol=5e-16, atol=1e-15)


def test_prelu_derivative_in_the_weight():
    x, w = np.array([[-2.0, 3.0], [-0.5, 1.0]]), np.array([0.1, 0.2])
    np.testing.assert_allclose(act.prelu(x, w), [[-0.2, 3.0], [-0.05, 1.0]])
    numeric = directional(lambda w: act.prelu(x, w), [np.broadcast_to(w, (2, 2))], [np.ones((2, 2))])
    np.testing.assert_allclose(np.minimum(x, 0), numeric, atol=1e-9)


def test_glu():
    x = np.array([[1.0, -2.0, 0.0, 3.0]])
    np.testing.assert_allclose(act.glu(x, -1), [[0.5, -2 / (1 + math.exp(-3))]])
    np.testing.assert_allclose(act.glu(x.T, 0), act.glu(x, 1).T)


@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@np.errstate(over="ignore")  # as where kernels are run: far out gelu_tanh divides by an infinity
def test_every_layout_gives_the_same_values(name, dtype):
    """Blocks are cut from the memory as it lies: reversed, strided and transposed arrays must not mix."""
    kernel = KERNELS[name][0]
    x = np.random.default_rng(0).standard_normal((5, 98, 211)).astype(dtype) * 3
    assert x.size > 3 * blocks.BLOCK
    before = x.copy()
    expected = np.stack([kernel(row) for row in x.reshape(-1, 211)]).reshape(x.shape)
    views = [lambda a: a, lambda a: a.transpose(2, 0, 1), lambda a: a[::-1, ::2], lambda a: a[:, :, ::-1],
             lambda a: np.asfortranarray(a), lambda a: a[:0], lambda a: a[0, 0, 0]]  # fmt: skip
    for view in views:
        out = kernel(np.asarray(view(x)))
        assert out.dtype == dtype
        np.testing.assert_allclose(out, view(expected), rtol=3e-7, atol=1e-7)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize(
    "backward", [slopes.silu_backward, slopes.gelu_backward, slopes.gelu_tanh_backward, slopes.mish_backward]
)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_gradients_in_every_layout(backward, dtype):
    x, g = np.random.default_rng(0).standard_normal((2, 5, 98, 211)).astype(dtype)
    slope = np.stack([backward(np.ones_like(row), row) for row in x.reshape(-1, 211)]).reshape(x.shape)
    tolerance = 2e-3 if dtype == np.float16 else 3e-7
    for some in (g, np.asfortranarray(g), g[::-1], np.broadcast_to(g[:1, :1], g.shape)):
        for at in (x, np.asfortranarray(x)):
            out = backward(some, at)
            assert out.dtype == dtype
            np.testing.assert_allclose(out, some * slope, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64", "complex64"])
def test_the_gradient_of_tanh_is_one_whatever_the_size(dtype):
    x = np.linspace(-3, 3, 5000).astype(dtype)

    def gradient(part):
        t = nt.from_numpy(part).requires_grad_()
        t.tanh().backward(nt.ones(part.shape, dtype=t.dtype))
        return t.grad.numpy()

    np.testing.assert_array_equal(gradient(x), np.concatenate([gradient(part) for part in np.split(x, 2)]))
