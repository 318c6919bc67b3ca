"""Long short-term memory over whole sequences. Hochreiter and Schmidhuber 1997; projections: Sak et al. 2014."""

from __future__ import annotations

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import (
    before,
    lane_steps,
    lanes,
    last,
    planes,
    project,
    project_backward,
    running,
    total,
    transposed,
    weight_gradient,
)

# torch keeps the gates as i, f, g, o. Here the three sigmoids stand together, and the three that act on the
# cell.
_ORDER, _BACK = [3, 0, 1, 2], [1, 2, 3, 0]


@on_one_thread
def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse):
    """i, f, g, o = W_ih x + b_ih + W_hh h + b_hh; c = σ(f) c + σ(i) tanh(g); h = σ(o) tanh(c), times W_hr if not None.

    x (N, input), h0 (batch, hidden or projection), c0 (batch, hidden) -> out (N, ...), h_n, c_n, and for the way back
    gates (4, N, hidden), cells (N, hidden) and tanh_c (N, hidden).
    """
    inner = planes(w_ih, 4)
    gates = project(x, [inner[k] for k in _ORDER], total(_ordered(b_ih), _ordered(b_hh)))
    weight = None
    if len(sizes) == 1:
        # One step does not pay for weights in another order.
        gates += np.matmul(h0, planes(w_hh, 4).swapaxes(1, 2))[_ORDER]
    else:
        weight = transposed(_ordered(w_hh))
    n, hidden = gates.shape[1:]
    cells, tanh_c = np.empty((2, n, hidden), x.dtype)
    out = np.empty((n, h0.shape[1]), x.dtype)

    def run(lane):
        start = state = h0[lane]
        cell_start = cell = c0[lane]
        products, updates = np.empty((4 * len(cell), hidden), x.dtype), np.empty_like(cell)
        scratch = np.empty((3, *cell.shape), x.dtype)
        for rows, size in lane_steps(sizes, reverse, lane.start, lane.stop):
            state, cell = running(state, start, size), running(cell, cell_start, size)
            update, t = updates[:size], tanh_c[rows]
            # In memory of its own, without gaps: at small batches a call on rows of four planes takes four times as long.
            z = products[: 4 * size].reshape(4, size, hidden)
            if weight is None:
                z[...] = gates[:, rows]
            else:
                np.matmul(state, weight, out=z)
                z += gates[:, rows]
            _sigmoid(z[:3], scratch[:, :size])
            o, i, f, g = z
            np.tanh(g, out=g)
            gates[:, rows] = z
            cell = np.multiply(cell, f, out=cells[rows])
            cell += np.multiply(i, g, out=update)
            np.tanh(cell, out=t)
            if w_hr is None:
                state = np.multiply(o, t, out=out[rows])
            else:
                state = np.matmul(np.multiply(o, t, out=update), w_hr.T, out=out[rows])

    threads.each(run, lanes(c0))
    return out, last(out, h0, sizes, reverse), last(cells, c0, sizes, reverse), gates, cells, tanh_c


@on_one_thread
def lstm_backward(g_out, g_h, g_c, x, h0, c0, w_ih, w_hh, w_hr, out, gates, cells, tanh_c, sizes, reverse):
    """Gradients of x, h0, c0, w_ih, w_hh, b (that of either bias), w_hr (or None), from those of out, h_n and c_n."""
    dz, into_cell = _slopes(gates, tanh_c, before(cells, c0, sizes, reverse))
    weight = np.ascontiguousarray(_ordered(w_hh))
    dh, dc = g_h.copy(), g_c.copy()
    dh_all = None if w_hr is None else np.empty_like(g_out)

    def run(lane):
        states, lane_cells = dh[lane], dc[lane]
        product, scratch = np.empty((4, *states.shape), x.dtype), np.empty_like(lane_cells)
        for rows, size in reversed(lane_steps(sizes, reverse, lane.start, lane.stop)):
            state, cell, z = states[:size], lane_cells[:size], dz[:, rows]
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
    dw_hh = weight_gradient(dz, before(out, h0, sizes, reverse))
    dw_hr = None if w_hr is None else dh_all.T @ (gates[0] * tanh_c)
    return dx, dh, dc, _restored(dw_ih), _restored(dw_hh), _restored(db), dw_hr


def _sigmoid(z, scratch):
    """Writes σ(z) to z: p = e / (1 + e) with e = exp(-|z|), which has the digits of small values, and 1 - p if z > 0.

    1 / (1 + exp(-z)) is next to 1 on a grid twice as coarse as 1 - p, and backwards 1 - σ is all that counts there.
    """
    above = z > 0
    np.abs(z, out=z)
    np.negative(z, out=z)
    np.exp(z, out=z)
    z /= np.add(z, 1.0, out=scratch)
    z -= above
    np.abs(z, out=z)


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
