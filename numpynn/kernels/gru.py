"""Gated recurrent units over whole sequences, with torch's reset gate, which acts after the recurrent product."""

from __future__ import annotations

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import (
    before,
    input_gradient,
    lane_steps,
    lanes,
    last,
    planes,
    project,
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
    gates, inner_bias = _project(x, w_ih, planes(b_ih, 3), planes(b_hh, 3))
    # A copy even where a transpose of one column is in order as it stands, for it is written into.
    weight = planes(w_hh, 3).swapaxes(-1, -2).copy()
    np.negative(gates[:2], out=gates[:2])
    np.negative(weight[:2], out=weight[:2])
    out, inner = np.empty((2, *gates.shape[1:]), x.dtype)

    def run(lane):
        start = state = h0[lane]
        products, updates = np.empty((3, *state.shape), x.dtype), np.empty_like(state)
        for rows, size in lane_steps(sizes, reverse, lane.start, lane.stop):
            state = running(state, start, size)
            update, within = updates[:size], inner[rows]
            recurrent = np.matmul(state, weight, out=products[:, :size])
            # σ(z) = 1 / (1 + exp(-z)), and the sign is in the weights; by tanh it would lose its small values.
            sigmoids = gates[:2, rows]
            sigmoids += recurrent[:2]
            np.exp(sigmoids, out=sigmoids)
            sigmoids += 1
            np.reciprocal(sigmoids, out=sigmoids)
            np.add(recurrent[2], 0 if inner_bias is None else inner_bias, out=within)
            r, z, n = gates[:, rows]
            n += np.multiply(r, within, out=update)
            np.tanh(n, out=n)
            np.subtract(state, n, out=update)
            update *= z
            state = np.add(update, n, out=out[rows])

    threads.each(run, lanes(h0))
    return out, last(out, h0, sizes, reverse), gates, inner


@on_one_thread
def gru_backward(g_out, g_h, x, h0, w_ih, w_hh, out, gates, inner, sizes, reverse):
    """Gradients of x, h0, w_ih, w_hh, b_ih and b_hh, from those of out and h_n."""
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
    dx = input_gradient(outer, planes(w_ih, 3))
    db = dz.sum(1)
    db_hh = db[:3][_INNER_LAST].reshape(-1)
    dw_hh = planes(weight_gradient(recurrent, prev), 3)[_INNER_LAST].reshape(w_hh.shape)
    return dx, dh, weight_gradient(outer, x), dw_hh, db[1:].reshape(-1), db_hh


# The slopes are laid out as (inner, r, z, n): the recurrent product takes the first three, the input's the
# last.
_INNER_FIRST, _INNER_LAST = [2, 0, 1], [1, 2, 0]


def _project(x, w_ih, b_ih, b_hh):
    """The projected input with every bias except that inside the reset gate's product, which is given beside it."""
    if b_hh is None:
        return project(x, planes(w_ih, 3), b_ih), None
    outside = b_hh.copy()
    outside[2] = 0
    return project(x, planes(w_ih, 3), total(b_ih, outside)), b_hh[2]


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
