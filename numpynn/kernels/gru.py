"""Gated recurrent units over whole sequences, with torch's reset gate, which acts after the recurrent product."""

from __future__ import annotations

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import (
    before,
    by_step,
    for_product,
    in_pieces,
    input_gradient,
    lanes,
    last,
    one_minus_square,
    planes,
    project,
    recurrent_weight,
    running,
    total,
    weight_gradient,
    with_ones,
)


@on_one_thread
def gru(x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse):
    """r, z = σ(W_i x + b_i + W_h h + b_h); n = tanh(W_in x + b_in + r (W_hn h + b_hn)); h = n + z (h - n).

    x (N, input), h0 (batch, hidden) -> out (N, hidden), h_n (batch, hidden), and for the way back gates (3, *axes, hidden):
    r, z, n; inner (*axes, hidden): W_hn h + b_hn.
    """
    outside, inner_bias = _biases(b_ih, b_hh)
    gates = project(x, w_ih, outside, sizes, 3, negated=2)
    weight, multiply = recurrent_weight(w_hh, 3, sizes)
    hidden = gates.shape[-1]
    out, inner = np.empty((2, *gates.shape[1:]), x.dtype)
    one = np.ones((), x.dtype)

    def run(lane):
        start = state = h0[lane]
        products, updates = np.empty((3 * len(state), hidden), x.dtype), np.empty_like(state)
        size = -1
        views = [by_step(array, sizes, reverse, lane) for array in (gates[:2], *gates, inner, out)]
        for sigmoids, r, z, n, within, h in zip(*views):
            if len(h) != size:
                size = len(h)
                state = running(state, start, size)
                recurrent, update = products[: 3 * size].reshape(3, size, hidden), updates[:size]
                product = for_product(recurrent, weight)
                of_sigmoids, of_n = recurrent[:2], recurrent[2]
            multiply(state, weight, product)
            # σ(z) = 1 / (1 + exp(-z)), and the projected input has its sign reversed; by tanh it would lose its small values.
            sigmoids -= of_sigmoids
            np.exp(sigmoids, out=sigmoids)
            sigmoids += one
            np.divide(one, sigmoids, out=sigmoids)  # half the time of np.reciprocal
            np.add(of_n, inner_bias, out=within)
            n += np.multiply(r, within, out=update)
            np.tanh(n, out=n)
            np.subtract(state, n, out=update)
            update *= z
            state = np.add(update, n, out=h)

    threads.each(run, lanes(h0))
    out = out.reshape(-1, hidden)
    return out, last(out, h0, sizes, reverse), gates, inner


@on_one_thread
def gru_backward(g_out, g_h, x, h0, w_ih, w_hh, out, gates, inner, sizes, reverse, of_x=True):
    """Gradients of x (if wanted), h0, w_ih, w_hh, b_ih and b_hh, from those of out and h_n."""
    prev = before(out, h0, sizes, reverse)
    dz = _slopes(gates, inner, prev.reshape(inner.shape))
    weight = np.ascontiguousarray(planes(w_hh, 3)[_INNER_FIRST])
    dh, g_out = g_h.copy(), g_out.reshape(inner.shape)

    def run(lane):
        states = dh[lane]
        products = np.empty((3, *states.shape), x.dtype)
        size = -1
        for d, recurrent, z, g in zip(*[by_step(a, sizes, not reverse, lane) for a in (dz, dz[:3], gates[1], g_out)]):
            if len(z) != size:
                size = len(z)
                state, product = states[:size], products[:, :size]
            state += g
            d *= state
            np.matmul(recurrent, weight, out=product)
            state *= z
            state += np.add.reduce(product, axis=0)

    threads.each(run, lanes(dh))
    flat = dz.reshape(4, *out.shape)
    outer, recurrent = weight_gradient(flat[1:], with_ones(x)), weight_gradient(flat[:3], prev)
    dw_ih, db = outer[:, :-1].copy(), outer[:, -1].copy()
    db_hh = np.concatenate([db[: 2 * dh.shape[1]], np.add.reduce(flat[0])])
    dw_hh = planes(recurrent, 3)[_INNER_LAST].reshape(w_hh.shape)
    return input_gradient(flat[1:], w_ih) if of_x else None, dh, dw_ih, dw_hh, db, db_hh


# The slopes are laid out as (inner, r, z, n): the recurrent product takes the first three, the input's the last.
_INNER_FIRST, _INNER_LAST = [2, 0, 1], [1, 2, 0]


def _biases(b_ih, b_hh):
    """The bias outside the reset gate's product, and that inside."""
    if b_hh is None:
        return b_ih, 0
    outside = b_hh.copy()
    inside = planes(outside, 3)[2]
    inner = inside.copy()
    inside[...] = 0
    return total(b_ih, outside), inner


def _slopes(gates, inner, prev):
    """What the gradient of h is multiplied by to give those of the inner product, r, z and n."""
    slopes = np.empty((4, *inner.shape), inner.dtype)

    def fill(part):
        r, z, n = gates[:, part]
        inner_slope, r_slope, z_slope, n_slope = slopes[:, part]
        one_minus_square(n, n_slope)
        np.subtract(1.0, z, out=z_slope)
        n_slope *= z_slope
        z_slope *= z
        np.subtract(prev[part], n, out=r_slope)
        z_slope *= r_slope
        np.multiply(n_slope, r, out=inner_slope)
        np.subtract(1.0, r, out=r_slope)
        r_slope *= inner_slope
        r_slope *= inner[part]

    in_pieces(fill, inner.shape)
    return slopes
