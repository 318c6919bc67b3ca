"""Gated recurrent units over whole sequences, with torch's reset gate, which acts after the recurrent product."""

from __future__ import annotations

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import (
    before,
    by_step,
    for_product,
    input_gradient,
    lane_steps,
    lanes,
    last,
    planes,
    project,
    recurrent_weight,
    running,
    total,
    weight_gradient,
)


@on_one_thread
def gru(x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse):
    """r, z = σ(W_i x + b_i + W_h h + b_h); n = tanh(W_in x + b_in + r (W_hn h + b_hn)); h = n + z (h - n).

    x (N, input), h0 (batch, hidden) -> out (N, hidden), h_n (batch, hidden), and for the way back gates (3, N, hidden):
    r, z, n; inner (N, hidden): W_hn h + b_hn.
    """
    outside, inner_bias = _biases(b_ih, b_hh)
    gates = project(x, w_ih, outside, sizes, 3, negated=2)
    weight = recurrent_weight(w_hh, 3, sizes)
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
            np.matmul(state, weight, out=product)
            # σ(z) = 1 / (1 + exp(-z)), and the projected input has its sign reversed; by tanh it would lose its small values.
            sigmoids -= of_sigmoids
            np.exp(sigmoids, out=sigmoids)
            sigmoids += one
            np.reciprocal(sigmoids, out=sigmoids)
            np.add(of_n, inner_bias, out=within)
            n += np.multiply(r, within, out=update)
            np.tanh(n, out=n)
            np.subtract(state, n, out=update)
            update *= z
            state = np.add(update, n, out=h)

    threads.each(run, lanes(h0))
    out, inner = out.reshape(-1, hidden), inner.reshape(-1, hidden)
    return out, last(out, h0, sizes, reverse), gates.reshape(3, -1, hidden), inner


@on_one_thread
def gru_backward(g_out, g_h, x, h0, w_ih, w_hh, out, gates, inner, sizes, reverse, of_x=True):
    """Gradients of x (if wanted), h0, w_ih, w_hh, b_ih and b_hh, from those of out and h_n."""
    prev = before(out, h0, sizes, reverse)
    dz = _slopes(gates, inner, prev)
    weight = np.ascontiguousarray(planes(w_hh, 3)[_INNER_FIRST])
    dh = g_h.copy()

    def run(lane):
        states = dh[lane]
        product = np.empty((3, *states.shape), x.dtype)
        for rows, size in reversed(lane_steps(sizes, reverse, lane.start, lane.stop)):
            state = states[:size]
            state += g_out[rows]
            dz[:, rows] *= state
            into = np.matmul(dz[:3, rows], weight, out=product[:, :size])
            state *= gates[1, rows]
            state += np.add.reduce(into, axis=0)

    threads.each(run, lanes(dh))
    outer, recurrent = dz[1:], dz[:3]
    dx = input_gradient(outer, w_ih) if of_x else None
    db = dz.sum(1)
    db_hh = db[:3][_INNER_LAST].reshape(-1)
    dw_hh = planes(weight_gradient(recurrent, prev), 3)[_INNER_LAST].reshape(w_hh.shape)
    return dx, dh, weight_gradient(outer, x), dw_hh, db[1:].reshape(-1), db_hh


# The slopes are laid out as (inner, r, z, n): the recurrent product takes the first three, the input's the
# last.
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
    r, z, n = gates
    slopes = np.empty((4, *r.shape), r.dtype)
    inner_slope, r_slope, z_slope, n_slope = (slopes[k] for k in range(4))
    np.multiply(n, n, out=n_slope)
    np.subtract(1.0, n_slope, out=n_slope)
    np.subtract(1.0, z, out=z_slope)
    n_slope *= z_slope
    z_slope *= z
    np.subtract(prev, n, out=r_slope)
    z_slope *= r_slope
    np.multiply(n_slope, r, out=inner_slope)
    np.subtract(1.0, r, out=r_slope)
    r_slope *= inner_slope
    r_slope *= inner
    return slopes
