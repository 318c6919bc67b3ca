"""Long short-term memory over whole sequences. Hochreiter and Schmidhuber 1997; projections: Sak et al. 2014."""

from __future__ import annotations

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import lane_steps, lanes, planes, project, project_backward, total, transposed, weight_gradient

# torch keeps the gates as i, f, g, o. Here the three sigmoids stand together, and the three that act on the
# cell.
_ORDER, _BACK = [3, 0, 1, 2], [1, 2, 3, 0]


@on_one_thread
def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse):
    """i, f, g, o = W_ih x + b_ih + W_hh h + b_hh; c = σ(f) c + σ(i) tanh(g); h = σ(o) tanh(c), times W_hr if not None.

    x (N, input), h0 (batch, hidden or projection), c0 (batch, hidden) -> out (N, ...), h_n, c_n, and for the way back
    gates (4, N, hidden), tanh_c (N, hidden), and the states before each step, prev_h and prev_c.
    """
    gates = project(x, _ordered(w_ih), total(_ordered(b_ih), _ordered(b_hh)))
    np.negative(gates[:3], out=gates[:3])
    weight = transposed(_ordered(w_hh))
    np.negative(weight[:3], out=weight[:3])
    h, c = h0.copy(), c0.copy()
    n, hidden = gates.shape[1:]
    tanh_c, prev_c = np.empty((2, n, hidden), x.dtype)
    out, prev_h = np.empty((2, n, h.shape[1]), x.dtype)

    def run(lane):
        length = lane.stop - lane.start
        product, update = np.empty((4, length, hidden), x.dtype), np.empty((length, hidden), x.dtype)
        for rows, places in lane_steps(sizes, reverse, lane):
            state, cell, z = h[places], c[places], gates[:, rows]
            size = len(state)
            prev_h[rows], prev_c[rows] = state, cell
            z += np.matmul(state, weight, out=product[:, :size])
            # σ(z) = 1 / (1 + exp(-z)), and the sign is in the weights; by tanh it would lose its small values.
            sigmoids = z[:3]
            np.exp(sigmoids, out=sigmoids)
            sigmoids += 1
            np.reciprocal(sigmoids, out=sigmoids)
            np.tanh(z[3], out=z[3])
            o, i, f, g = z
            cell *= f
            cell += np.multiply(i, g, out=update[:size])
            np.tanh(cell, out=tanh_c[rows])
            if w_hr is None:
                np.multiply(o, tanh_c[rows], out=state)
            else:
                np.matmul(np.multiply(o, tanh_c[rows], out=update[:size]), w_hr.T, out=state)
            out[rows] = state

    threads.each(run, lanes(c))
    return out, h, c, gates, tanh_c, prev_h, prev_c


@on_one_thread
def lstm_backward(g_out, g_h, g_c, x, w_ih, w_hh, w_hr, gates, tanh_c, prev_h, prev_c, sizes, reverse):
    """Gradients of x, h0, c0, w_ih, w_hh, b (that of either bias), w_hr (or None), from those of out, h_n and c_n."""
    dz, into_cell = _slopes(gates, tanh_c, prev_c)
    weight = np.ascontiguousarray(_ordered(w_hh))
    dh, dc = g_h.copy(), g_c.copy()
    dh_all = None if w_hr is None else np.empty_like(g_out)

    def run(lane):
        length = lane.stop - lane.start
        product, scratch = np.empty((4, length, dh.shape[1]), x.dtype), np.empty((length, dc.shape[1]), x.dtype)
        for rows, places in reversed(lane_steps(sizes, reverse, lane)):
            state, cell, z = dh[places], dc[places], dz[:, rows]
            size = len(state)
            state += g_out[rows]
            dm = state
            if w_hr is not None:
                dh_all[rows] = state
                dm = state @ w_hr
            cell += np.multiply(dm, into_cell[rows], out=scratch[:size])
            z[0] *= dm
            z[1:] *= cell
            cell *= gates[2, rows]
            np.add.reduce(np.matmul(z, weight, out=product[:, :size]), axis=0, out=state)

    threads.each(run, lanes(dc))
    dx, dw_ih, db = project_backward(dz, x, _ordered(w_ih))
    dw_hr = None if w_hr is None else dh_all.T @ (gates[0] * tanh_c)
    return dx, dh, dc, _restored(dw_ih), _restored(weight_gradient(dz, prev_h)), _restored(db), dw_hr


def _slopes(gates, tanh_c, prev_c):
    """What the gradients of h (for the gate o) and c (for i, f, g) are multiplied by, and that of h on its way to c."""
    o, i, _, g = gates
    slopes = np.empty_like(gates)
    np.subtract(1.0, gates[:3], out=slopes[:3])
    slopes[:3] *= gates[:3]
    slopes[0] *= tanh_c
    slopes[1] *= g
    slopes[2] *= prev_c
    one_minus_square(g, slopes[3])
    slopes[3] *= i
    into_cell = one_minus_square(tanh_c, np.empty_like(tanh_c))
    into_cell *= o
    return slopes, into_cell


def one_minus_square(x, out):
    """Writes 1 - x² to `out`."""
    np.multiply(x, x, out=out)
    return np.subtract(1.0, out, out=out)


def _ordered(weight):
    return None if weight is None else planes(weight, 4)[_ORDER]


def _restored(gradient):
    return planes(gradient, 4)[_BACK].reshape(gradient.shape)
