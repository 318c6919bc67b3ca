"""The LSTM where no gradient is wanted: the steps of `lstm`, with the same bits, but nothing kept for the way back."""

from __future__ import annotations

import numpy as np
from numpy import add, divide, exp, subtract, tanh  # as attributes of np they cost a twentieth at batch 1

from .blas import on_one_thread
from .recurrent import (
    axes,
    by_step,
    for_product,
    lanes,
    last,
    projection,
    recurrent_weight,
    run_forwards,
    running,
    total,
)


@on_one_thread
def lstm_values(x, h0, c0, w_ih, w_hh, b_ih, b_hh, w_hr, sizes, reverse):
    """The outputs and last states of `lstm`: out (N, ...), h_n, c_n."""
    gates, fill = projection(x, w_ih, total(b_ih, b_hh), sizes, 4, negated=4)
    weight, multiply = recurrent_weight(w_hh, 4, sizes)
    hidden = gates.shape[-1]
    out, c_n = np.empty((*axes(sizes), h0.shape[1]), x.dtype), c0.copy()
    one = np.ones((), x.dtype)  # an array is half a microsecond faster than a number
    cut, carried = lanes(c0), {}

    def run(lane, part):
        start, cells = h0[lane], c_n[lane]
        state = carried.get(lane.start, start)
        products, updates = np.empty((4 * len(cells), hidden), x.dtype), np.empty_like(cells)
        # tanh(g) and c beside each other, as the gates i and f are, by which both are divided
        pairs, quotients = np.empty((2, 2, *cells.shape), x.dtype)
        pairs[1] = cells
        size = -1
        for kept, h in zip(by_step(gates, sizes, reverse, lane, part), by_step(out, sizes, reverse, lane, part)):
            if len(h) != size:
                size = len(h)
                state = running(state, start, size)
                z, update = products[: 4 * size].reshape(4, size, hidden), updates[:size]
                product = for_product(z, weight)
                pair, quotient = pairs[:, :size], quotients[:, :size]
                (g, c), (from_i, from_f) = pair, quotient
                both, z_g, o = z[:2], *z[2:]
            multiply(state, weight, product)
            subtract(kept, z, z)
            tanh(z_g, g)
            # Of all four, though g goes another way: one call on memory without gaps.
            exp(z, z)
            add(z, one, z)
            divide(pair, both, quotient)
            subtract(from_f, from_i, c)
            tanh(c, update)
            if w_hr is None:
                state = divide(update, o, h)
            else:
                state = np.matmul(divide(update, o, update), w_hr.T, h)
        carried[lane.start], cells[...] = state, pairs[1]

    run_forwards(run, fill, cut, sizes, reverse)
    out = out.reshape(-1, h0.shape[1])
    return out, last(out, h0, sizes, reverse), c_n
