"""Recurrent kernels: against their formulae, against differences, packed against one sequence at a time."""

from __future__ import annotations

import math

import numpy as np
import pytest
from kernel_checks import check_gradients

import numpynn as nt
from numpynn import nn
from numpynn.kernels import recurrent
from numpynn.kernels.gru import gru, gru_backward
from numpynn.kernels.lstm import lstm, lstm_backward
from numpynn.kernels.lstm_values import lstm_values
from numpynn.kernels.recurrent import rnn, rnn_backward
from numpynn.kernels.recurrent_formulas import gru_formula, lstm_formula, rnn_formula

INPUT, HIDDEN = 3, 4
SIZES = [(3, 3, 3), (4, 4, 2, 1, 1), (1,), (5, 3), (1,) * (recurrent.FEW_STEPS + 1)]
LAYOUTS = pytest.mark.parametrize("sizes", SIZES)
DIRECTIONS = pytest.mark.parametrize("reverse", [False, True])
BIASES = pytest.mark.parametrize("bias", [True, False])


def _draw(rng, sizes, gates, bias, states=1, projection=0):
    width = projection or HIDDEN
    x = rng.standard_normal((sum(sizes), INPUT))
    first = [rng.standard_normal((sizes[0], width))] + [rng.standard_normal((sizes[0], HIDDEN))] * (states - 1)
    weights = [rng.standard_normal((gates * HIDDEN, INPUT)), rng.standard_normal((gates * HIDDEN, width))]
    biases = [rng.standard_normal(gates * HIDDEN) for _ in range(2)] if bias else [None, None]
    return [x, *first, *weights, *biases]


def _check(run, backward, formula, arrays, rng):
    """`run` gives (outputs, saved); both ways back must agree with each other and with differences."""
    outputs, saved = run(*arrays)
    weights = [rng.standard_normal(o.shape) for o in outputs]
    gradients = backward(weights, arrays, saved)
    for fused, plain in zip(gradients, formula(*weights, *arrays), strict=True):
        assert (fused is None) == (plain is None)
        if fused is not None:
            np.testing.assert_allclose(fused, plain, rtol=1e-12, atol=1e-13)

    def value(*given):
        filled = iter(given)
        outs, _ = run(*[None if a is None else next(filled) for a in arrays])
        return np.concatenate([np.ravel(w * o) for w, o in zip(weights, outs, strict=True)])

    present = [a for a in arrays if a is not None]
    found = [g for g in _spread(gradients, arrays) if g is not None]
    check_gradients(value, present, found, np.ones(()), rng)


def _spread(gradients, arrays):
    """One gradient for each array: a single gradient of the biases stands for both of them."""
    biases = [i for i, a in enumerate(arrays) if a is None or a.ndim == 1]
    gradients = list(gradients)
    if len(gradients) < len(arrays):
        gradients.insert(biases[0] + 1, gradients[biases[0]])
    return [None if a is None else g for a, g in zip(arrays, gradients, strict=True)]


@LAYOUTS
@DIRECTIONS
@BIASES
@pytest.mark.parametrize("relu", [False, True])
def test_rnn(sizes, reverse, bias, relu):
    rng = np.random.default_rng(1)
    options = (sizes, reverse, relu)

    def run(*arrays):
        out, h = rnn(*arrays, *options)
        return (out, h), (out,)

    def backward(gs, arrays, saved):
        x, h0, w_ih, w_hh, _, _ = arrays
        return rnn_backward(*gs, x, h0, w_ih, w_hh, *saved, *options)

    _check(run, backward, lambda *a: rnn_formula(*a, *options), _draw(rng, sizes, 1, bias), rng)


@LAYOUTS
@DIRECTIONS
@BIASES
def test_gru(sizes, reverse, bias):
    rng = np.random.default_rng(2)
    options = (sizes, reverse)

    def run(*arrays):
        out, h, *saved = gru(*arrays, *options)
        return (out, h), (out, *saved)

    def backward(gs, arrays, saved):
        x, h0, w_ih, w_hh, _, _ = arrays
        return gru_backward(*gs, x, h0, w_ih, w_hh, *saved, *options)

    _check(run, backward, lambda *a: gru_formula(*a, *options), _draw(rng, sizes, 3, bias), rng)


@LAYOUTS
@DIRECTIONS
@BIASES
@pytest.mark.parametrize("projection", [0, 2])
def test_lstm(sizes, reverse, bias, projection):
    rng = np.random.default_rng(3)
    options = (sizes, reverse)
    w_hr = rng.standard_normal((projection, HIDDEN)) if projection else None
    arrays = [*_draw(rng, sizes, 4, bias, 2, projection), w_hr]

    def run(*arrays):
        out, h, c, *saved = lstm(*arrays, *options)
        return (out, h, c), (out, *saved)

    def backward(gs, arrays, saved):
        x, h0, c0, w_ih, w_hh, _, _, w_hr = arrays
        return lstm_backward(*gs, x, h0, c0, w_ih, w_hh, w_hr, *saved, *options)

    _check(run, backward, lambda *a: lstm_formula(*a, *options), arrays, rng)


@LAYOUTS
@DIRECTIONS
@BIASES
@pytest.mark.parametrize("projection", [0, 2])
@pytest.mark.parametrize("lane", [1, 16])
def test_lstm_where_nothing_is_learned(sizes, reverse, bias, projection, lane, monkeypatch):
    rng = np.random.default_rng(5)
    w_hr = rng.standard_normal((projection, HIDDEN)) if projection else None
    arrays = [*_draw(rng, sizes, 4, bias, 2, projection), w_hr]
    for name, value in (("LANE_SEQUENCES", lane), ("LANE_NUMBERS", 1), ("ROWS", 3)):
        monkeypatch.setattr(recurrent, name, value)
    for mine, learning in zip(lstm_values(*arrays, sizes, reverse), lstm(*arrays, sizes, reverse)[:3], strict=True):
        np.testing.assert_array_equal(mine, learning)


@DIRECTIONS
def test_packed_is_each_sequence_alone(reverse):
    rng = np.random.default_rng(4)
    sizes = (4, 4, 2, 1, 1)
    starts = np.cumsum((0, *sizes[:-1]))
    arrays = _draw(rng, sizes, 4, True, 2)
    out, h, c, *_ = lstm(*arrays, None, sizes, reverse)
    for sequence in range(sizes[0]):
        rows = [start + sequence for start, size in zip(starts, sizes, strict=True) if sequence < size]
        x, h0, c0, *weights = arrays
        one = slice(sequence, sequence + 1)
        alone = lstm(x[rows], h0[one], c0[one], *weights, None, (1,) * len(rows), reverse)
        for packed, single in zip((out[rows], h[one], c[one]), alone[:3], strict=True):
            np.testing.assert_allclose(packed, single, rtol=1e-13, atol=1e-14)


@LAYOUTS
@DIRECTIONS
@pytest.mark.parametrize("lane", [1, 16])
def test_lanes_and_parts(sizes, reverse, lane, monkeypatch):
    """Sequences in lanes of their own, or few rows at a time, as all at once."""
    rng = np.random.default_rng(3)
    x, h0, c0, *weights = _draw(rng, sizes, 4, True, states=2)
    g_out, g_h, g_c = (rng.standard_normal(shape) for shape in ((len(x), HIDDEN), h0.shape, c0.shape))

    def results():
        out, *last, gates, cells, tanh_c = lstm(x, h0, c0, *weights, None, sizes, reverse)
        saved = (out, gates, cells, tanh_c, sizes, reverse)
        gradients = lstm_backward(g_out, g_h, g_c, x, h0, c0, *weights[:2], None, *saved)
        return [out, *last, *gradients[:-1]]

    at_once = results()
    for name, value in (("LANE_SEQUENCES", lane), ("LANE_NUMBERS", 1), ("ROWS", 3), ("GRADIENT_ROWS", 3)):
        monkeypatch.setattr(recurrent, name, value)
    for mine, whole in zip(results(), at_once, strict=True):
        np.testing.assert_allclose(mine, whole, rtol=1e-12, atol=1e-13)


def test_lstm_by_hand():
    """One unit, weights 1 and no biases: c = σ(x) tanh(x), then the same with z = x + h."""
    w, zero = np.ones((4, 1)), np.zeros((1, 1))
    out, h, c, *_ = lstm(np.array([[1.0], [2.0]]), zero, zero, w, w, None, None, None, (1, 1), False)

    def sigma(v):
        return 1 / (1 + math.exp(-v))

    c1 = sigma(1) * math.tanh(1)
    h1 = sigma(1) * math.tanh(c1)
    z = 2 + h1
    c2 = sigma(z) * c1 + sigma(z) * math.tanh(z)
    np.testing.assert_allclose(out[:, 0], [h1, sigma(z) * math.tanh(c2)], rtol=1e-14)
    np.testing.assert_allclose([h[0, 0], c[0, 0]], [out[1, 0], c2], rtol=1e-14)


def test_gru_by_hand():
    """The reset gate multiplies the recurrent bias too."""
    w, h0 = np.ones((3, 1)), np.array([[0.5]])
    b_hh = np.array([0.0, 0.0, 2.0])
    out, h, *_ = gru(np.array([[1.0]]), h0, w, w, None, b_hh, (1,), False)
    r = z = 1 / (1 + math.exp(-1.5))
    n = math.tanh(1 + r * 2.5)
    np.testing.assert_allclose(out, [[(1 - z) * n + z * 0.5]], rtol=1e-14)
    np.testing.assert_array_equal(out, h)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_inputs_are_left_alone_and_dtypes_kept(dtype):
    rng = np.random.default_rng(5)
    for layer, gates, states in ((lstm, 4, 2), (gru, 3, 1), (rnn, 1, 1)):
        arrays = [a.astype(dtype) for a in _draw(rng, (2, 1), gates, True, states)]
        before = [a.copy() for a in arrays]
        extra = {lstm: (None,), gru: (), rnn: ()}[layer]
        options = ((2, 1), False, False) if layer is rnn else ((2, 1), False)
        assert all(out.dtype == dtype for out in layer(*arrays, *extra, *options))
        for a, b in zip(arrays, before, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("hidden", [1, 2])
@pytest.mark.parametrize("name", ["RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell"])
def test_weights_stay_as_they_are(name, hidden):
    module = getattr(nn, name)(1, hidden)
    before = [p.detach().clone() for p in module.parameters()]
    for _ in range(2):
        result = module(nt.ones(2, 1))
        (result[0] if isinstance(result, tuple) else result).sum().backward()
    assert all((p.detach() == was).all() for p, was in zip(module.parameters(), before, strict=True))
