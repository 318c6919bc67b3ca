"""Recurrent layers over whole sequences, one layer in one direction: what they share, and Elman's network.

A batch of sequences is packed, as in torch's PackedSequence: `x` (N, input) holds the rows of step 0, of step 1, ...,
and `sizes` says how many sequences are still running at each step, never more than at the step before; a padded batch
is one whose sizes are all equal. The state before a step is the output of the step before, or the first state for a
sequence that in reverse begins there: so states are not kept beside the outputs, but found in them (`before`, `last`).

The input is projected for all steps at once; a step costs one matmul and a few passes in place. Each gate has a
contiguous plane of its own: a buffer of gates is (gates, N, hidden). Backwards, whatever does not depend on the
incoming gradient is computed for all steps at once, and so are the gradients of the weights and of the input.

Large batches are cut into lanes of some sequences each, which go through the steps on their own, a thread each.
"""

from __future__ import annotations

import functools
from itertools import pairwise

import numpy as np

from . import threads
from .blas import on_one_thread

# A lane of fewer sequences, or fewer numbers in its state, would leave a thread too little to do in one call.
LANE_SEQUENCES = 16
LANE_SIZE = 1024
MOST_LANES = 8
# Rows of a product that are worth handing to a thread.
ROWS = 512


@on_one_thread
def rnn(x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu):
    """h = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu of it; the biases may be None.

    x (N, input), h0 (batch, hidden) -> out (N, hidden), h_n (batch, hidden).
    """
    (out,) = project(x, planes(w_ih, 1), total(planes(b_ih, 1), planes(b_hh, 1)))
    weight = transposed(planes(w_hh, 1))[0]

    def run(lane):
        start = state = h0[lane]
        for rows, size in lane_steps(sizes, reverse, lane.start, lane.stop):
            state = running(state, start, size)
            z = out[rows]
            z += np.matmul(state, weight)
            np.maximum(z, 0, out=z) if relu else np.tanh(z, out=z)
            state = z

    threads.each(run, lanes(h0))
    return out, last(out, h0, sizes, reverse)


@on_one_thread
def rnn_backward(g_out, g_h, x, h0, w_ih, w_hh, out, sizes, reverse, relu):
    """Gradients of x, h0, w_ih, w_hh, b (that of either bias), from those of out and h_n."""
    slope = (out > 0).astype(out.dtype) if relu else 1 - out * out
    dh = g_h.copy()

    def run(lane):
        states = dh[lane]
        for rows, size in reversed(lane_steps(sizes, reverse, lane.start, lane.stop)):
            state, dz = states[:size], slope[rows]
            state += g_out[rows]
            dz *= state
            np.matmul(dz, w_hh, out=state)

    threads.each(run, lanes(dh))
    dx, dw_ih, db = project_backward(slope[None], x, planes(w_ih, 1))
    return dx, dh, dw_ih, slope.T @ before(out, h0, sizes, reverse), db


@functools.lru_cache(maxsize=256)
def steps(sizes, reverse):
    """The rows and the size of each step, in the order in which the recurrence runs."""
    found, start = [], 0
    for size in sizes:
        found.append((slice(start, start + size), size))
        start += size
    return found[::-1] if reverse else found


@functools.lru_cache(maxsize=256)
def lane_steps(sizes, reverse, first, stop):
    """The steps of the sequences from `first` to `stop` alone."""
    found = []
    for rows, size in steps(sizes, reverse):
        end = min(stop, size)
        if end > first:
            found.append((slice(rows.start + first, rows.start + end), end - first))
    return found


def running(state, start, size):
    """The states before a step of `size` sequences: those of the step before, and the first state of those that begin."""
    if len(state) < size:
        return np.concatenate([state, start[len(state) : size]])
    return state if len(state) == size else state[:size]


def last(out, h0, sizes, reverse):
    """The state of each sequence after its last step."""
    if not len(out):
        return h0.copy()
    if reverse or sizes[0] == sizes[-1]:
        rows, _ = steps(sizes, reverse)[-1]
        return out[rows].copy()
    return out[_last_rows(sizes)]


@functools.lru_cache(maxsize=256)
def _last_rows(sizes):
    ends = np.empty(sizes[0], np.int64)
    for rows, size in steps(sizes, False):
        ends[:size] = np.arange(rows.start, rows.stop)
    return ends


def before(out, h0, sizes, reverse):
    """The states before each step (N, hidden)."""
    return np.concatenate([out, h0] if reverse else [h0, out])[_rows_before(sizes, reverse)]


@functools.lru_cache(maxsize=256)
def _rows_before(sizes, reverse):
    """Where the states before each step stand in the outputs with the first states behind them, or in front if not reversed."""
    n, batch = sum(sizes), sizes[0] if sizes else 0
    if not n or sizes[-1] == batch:
        return slice(batch, batch + n) if reverse else slice(n)
    places, beginning = [], n if reverse else 0
    source = np.arange(beginning, beginning + batch)
    for rows, size in steps(sizes, reverse):
        places.append(source[:size])
        source = source.copy()
        source[:size] = np.arange(rows.start, rows.stop) + (0 if reverse else batch)
    return np.concatenate(places[::-1] if reverse else places)


def lanes(h):
    """The batch of states h (batch, hidden) cut into slices of about one size."""
    batch, hidden = h.shape
    count = min(batch // LANE_SEQUENCES, batch * hidden // LANE_SIZE, MOST_LANES) or 1
    bounds = [batch * k // count for k in range(count + 1)]
    return [slice(*pair) for pair in pairwise(bounds)]


def planes(weight, gates):
    """(gates * hidden, ...) as (gates, hidden, ...)."""
    return None if weight is None else weight.reshape(gates, -1, *weight.shape[1:])


def transposed(weights):
    """Each of the planes transposed and contiguous: BLAS multiplies by it faster, and that at every step."""
    return np.ascontiguousarray(weights.swapaxes(-1, -2))


def total(a, b):
    """The sum of two biases that may be None."""
    return b if a is None else a if b is None else a + b


def project(x, weights, bias):
    """x (N, input), gates weights (hidden, input), bias (gates, hidden) or None -> (gates, N, hidden)."""
    out = np.empty((len(weights), len(x), len(weights[0])), x.dtype)

    def fill(k):
        np.matmul(x, weights[k].T, out=out[k])
        if bias is not None:
            out[k] += bias[k]

    threads.each(fill, range(len(weights)))
    return out


def project_backward(dz, x, weights):
    """dz (gates, N, hidden) -> gradients of x, of the weights (gates * hidden, input) and the bias (gates * hidden)."""
    return input_gradient(dz, weights), weight_gradient(dz, x), dz.sum(1).reshape(-1)


def input_gradient(dz, weights):
    """dz (gates, N, hidden), weights (gates, hidden, input) -> (N, input)."""
    n = dz.shape[1]
    dx = np.empty((n, weights.shape[2]), dz.dtype)

    def fill(start):
        rows = slice(start, start + ROWS)
        np.add.reduce(np.matmul(dz[:, rows], weights), axis=0, out=dx[rows])

    threads.each(fill, range(0, n, ROWS))
    return dx


def weight_gradient(dz, x):
    """dz (gates, N, hidden), x (N, input) -> (gates * hidden, input)."""
    out = np.empty((len(dz), dz.shape[2], x.shape[1]), dz.dtype)
    threads.each(lambda k: np.matmul(dz[k].T, x, out=out[k]), range(len(dz)))
    return out.reshape(-1, x.shape[1])
