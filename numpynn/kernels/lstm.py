"""Long short-term memory over whole sequences. Hochreiter and Schmidhuber 1997; projections: Sak et al. 2014."""

from __future__ import annotations

import functools

import numpy as np

from . import threads
from .blas import on_one_thread
from .recurrent import (
    WeightGradient,
    axes,
    before,
    by_step,
    for_product,
    in_pieces,
    input_gradient,
    lanes,
    last,
    one_minus_square,
    parts,
    planes,
    projection,
    recurrent_weight,
    rows_of,
    run_forwards,
    running,
    total,
)


@on_one_thread
def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse):
    """i, f, g, o = W_ih x + b_ih + W_hh h + b_hh; c = σ(f) c + σ(i) tanh(g); h = σ(o) tanh(c), times W_hr if not None.

    x (N, input), h0 (batch, hidden or projection), c0 (batch, hidden) -> out (N, ...), h_n, c_n, and for the way back
    gates (4, *axes, hidden): e^-i, e^-f, -tanh(g), e^-o; cells (N, hidden) and tanh_c (*axes, hidden).

    σ(z) a is a / (1 + e^-z): a pass less than with the sigmoid itself, and what is kept for the way back has all digits
    where σ is next to 1, and 1 - σ is what counts.
    """
    gates, fill = projection(x, w_ih, total(b_ih, b_hh), sizes, 4, negated=4)
    weight, multiply = recurrent_weight(w_hh, 4, sizes)
    rows, hidden = axes(sizes), gates.shape[-1]
    cells, tanh_c = np.empty((2, *rows, hidden), x.dtype)
    out = np.empty((*rows, h0.shape[1]), x.dtype)
    one = np.ones((), x.dtype)  # an array is half a microsecond faster than a number

    cut, carried = lanes(c0), {}

    def run(lane, part):
        start, cell_start = h0[lane], c0[lane]
        state, cell = carried.get(lane.start, (start, cell_start))
        products, updates = np.empty((4 * len(cell), hidden), x.dtype), np.empty_like(cell)
        arrays = (gates, gates[2], cells, tanh_c, out)
        views = [by_step(array, sizes, reverse, lane, part) for array in arrays]
        size = -1
        for kept, g, c, t, h in zip(*views):
            if len(c) != size:
                size = len(c)
                state, cell = running(state, start, size), running(cell, cell_start, size)
                z, update = products[: 4 * size].reshape(4, size, hidden), updates[:size]
                product = for_product(z, weight)
                i, f, z_g, o = z
            # Where a result goes stands last: `out=` costs a tenth of a call at batch 1.
            multiply(state, weight, product)
            np.subtract(kept, z, z)
            # Of all four, though g goes another way: one call on memory without gaps.
            np.exp(z, kept)
            np.tanh(z_g, g)
            np.add(kept, one, z)
            np.divide(cell, f, c)
            np.divide(g, i, update)
            np.subtract(c, update, c)
            np.tanh(c, t)
            if w_hr is None:
                state = np.divide(t, o, h)
            else:
                state = np.matmul(np.divide(t, o, update), w_hr.T, h)
            cell = c
        carried[lane.start] = state, cell

    run_forwards(run, fill, cut, sizes, reverse)
    out, cells = out.reshape(-1, h0.shape[1]), cells.reshape(-1, hidden)
    return out, last(out, h0, sizes, reverse), last(cells, c0, sizes, reverse), gates, cells, tanh_c


@on_one_thread
def lstm_backward(g_out, g_h, g_c, x, h0, c0, w_ih, w_hh, w_hr, out, gates, cells, tanh_c, sizes, reverse, of_x=True):
    """Gradients of x (if wanted), h0, c0, w_ih, w_hh, b (that of either bias), w_hr (or None), from those of out, h_n, c_n."""
    dh, dc = g_h.copy(), g_c.copy()
    g_out = g_out.reshape(*tanh_c.shape[:-1], dh.shape[1])
    dh_all = None if w_hr is None else np.empty_like(g_out)
    weight = planes(w_hh, 4)
    cut = lanes(dc)
    dx = np.empty_like(x) if of_x else None

    def run(lane, part):
        states, lane_cells = dh[lane], dc[lane]
        products, updates = np.empty((4, *states.shape), x.dtype), np.empty_like(lane_cells)
        arrays = (dz[:3], dz[3], dz, forget, into_cell, g_out, g_out if dh_all is None else dh_all)
        size = -1
        for into_c, o, z, f, into, g, kept in zip(*[by_step(a, sizes, not reverse, lane, part) for a in arrays]):
            if len(f) != size:
                size = len(f)
                state, cell, product, update = states[:size], lane_cells[:size], products[:, :size], updates[:size]
            state += g
            dm = state
            if w_hr is not None:
                kept[...] = state
                dm = state @ w_hr
            cell += np.multiply(dm, into, out=update)
            o *= dm
            into_c *= cell
            cell *= f
            if len(g_h) == 1:
                np.matmul(z.reshape(1, -1), w_hh, out=state)
            else:
                np.add.reduce(np.matmul(z, weight, out=product), axis=0, out=state)

    order = parts(sizes, not reverse, cut)
    with threads.Aside(len(order) > 1) as aside:
        weights = WeightGradient(aside, x, out, h0, sizes, reverse)
        dz, forget, into_cell = _slopes(gates, tanh_c, before(cells, c0, sizes, reverse).reshape(tanh_c.shape))
        flat = dz.reshape(4, -1, dz.shape[-1])
        for part in order:
            threads.each(lambda lane, part=part: run(lane, part), cut)
            some = rows_of(part, sizes)
            weights.add(flat, some, len(order) == 1)
            if of_x:
                aside.put(functools.partial(input_gradient, flat[:, some], w_ih, dx[some]))
    dw_ih, dw_hh, db = weights.parted()
    dw_hr = None
    if w_hr is not None:
        outputs = tanh_c / (1.0 + gates[3])
        dw_hr = dh_all.reshape(-1, len(w_hr)).T @ outputs.reshape(flat[0].shape)
    return dx, dh, dc, dw_ih, dw_hh, db, dw_hr


def _slopes(gates, tanh_c, prev_c):
    """What the gradients of c (for the gates i, f, g) and h (for o) are multiplied by, those of c and h on their way to c.

    That is (4, *axes, hidden), σ(f) and σ(o) (1 - tanh²(c)), with σ' = e σ² where e is e^-z.
    """
    # For one sequence the gates of a step lie together, as its product wants them; else each gate, as those of the weights do.
    slopes = np.empty_like(gates, order="K" if prev_c.shape[1:-1] == (1,) else "C")
    forget, into_cell = np.empty((2, *tanh_c.shape), tanh_c.dtype)
    largest = np.finfo(gates.dtype).max

    def fill(part):
        e, slope, t = gates[:, part], slopes[:, part], tanh_c[part]
        sigmoids = (slope[2], forget[part], None, into_cell[part])
        for k in (0, 1, 3):
            d, sigmoid = slope[k], sigmoids[k]
            np.add(e[k], 1.0, out=sigmoid)
            np.divide(1.0, sigmoid, out=sigmoid)  # half the time of np.reciprocal
            np.multiply(e[k].clip(0.0, largest, out=d), sigmoid, out=d)  # a third of that of np.minimum
            d *= sigmoid
        g = np.negative(e[2])
        slope[0] *= g
        slope[1] *= prev_c[part]
        slope[2] *= one_minus_square(g, g)
        slope[3] *= t
        into_cell[part] *= one_minus_square(t, g)

    in_pieces(fill, tanh_c.shape)
    return slopes, forget, into_cell
