"""Recurrent layers over whole sequences, one layer in one direction: what they share, and Elman's network.

A batch of sequences is packed, as in torch's PackedSequence: `x` (N, input) holds the rows of step 0, of step 1, ...,
and `sizes` says how many sequences are still running at each step, never more than at the step before; a padded batch
is one whose sizes are all equal. The state before a step is the output of the step before, or the first state for a
sequence that in reverse begins there: so states are not kept beside the outputs, but found in them (`before`, `last`).

The input is projected for all steps at once; a step costs one matmul and a few passes in place. Inside the kernels the
rows of a padded batch have two axes, steps and sequences, those of others one (`axes`); an array of gates has the gates in
front. Where it pays, the gates of one step lie side by side in memory (`project`). Backwards, whatever does not depend on
the incoming gradient is computed for all steps at once, and so are the gradients of the weights and of the input.

Large batches are cut into lanes of some sequences each, which go through the steps on their own, a thread each. A single lane
has the other threads do aside what is not its own: project the input of the steps to come, and multiply the gradients of the
weights for those behind. Its steps cannot be shared: their calls are so short that threads wait for the interpreter's lock.
"""

from __future__ import annotations

import functools
import math
import threading
from itertools import pairwise

import numpy as np

from . import threads
from .blas import on_one_thread
from .linalg import turned

# A lane of fewer sequences, or fewer numbers in its state, would leave a thread too little to do in one call: two lanes of
# 16 x 128 take as long on two threads as one of 32 x 128, a GRU a tenth longer, and longer on one thread.
LANE_SEQUENCES, LANE_NUMBERS = 16, 8192
MOST_LANES = 8
# Steps of one sequence that are not worth turning the weights round.
FEW_STEPS = 16
# Rows of a product that are worth handing to a thread; of a gradient of weights while the steps go on.
ROWS, GRADIENT_ROWS = 512, 256


@on_one_thread
def rnn(x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu):
    """h = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu of it; the biases may be None.

    x (N, input), h0 (batch, hidden) -> out (N, hidden), h_n (batch, hidden).
    """
    out = project(x, w_ih, total(b_ih, b_hh), sizes, 1)[0]
    weight, multiply = recurrent_weight(w_hh, 1, sizes)

    def run(lane):
        start = state = h0[lane]
        product = np.empty((1, *state.shape), x.dtype)
        for z in by_step(out, sizes, reverse, lane):
            state = running(state, start, len(z))
            within = product[:, : len(z)]
            multiply(state, weight, for_product(within, weight))
            np.add(z, within[0], out=z)
            np.maximum(z, 0, out=z) if relu else np.tanh(z, out=z)
            state = z

    threads.each(run, lanes(h0))
    out = out.reshape(-1, h0.shape[1])
    return out, last(out, h0, sizes, reverse)


@on_one_thread
def rnn_backward(g_out, g_h, x, h0, w_ih, w_hh, out, sizes, reverse, relu, of_x=True):
    """Gradients of x (if wanted), h0, w_ih, w_hh, b (that of either bias), from those of out and h_n."""
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
    dz = slope[None]
    found = weight_gradient(dz, with_ones(x, out, h0, sizes, reverse))
    return input_gradient(dz, w_ih) if of_x else None, dh, *parted(found, x.shape[1])


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


def before(out, h0, sizes, reverse, into=None):
    """The states before each step (N, hidden), written to `into` if it is given."""
    batch = len(h0)
    if len(axes(sizes)) == 2:
        return np.concatenate([out[batch:], h0] if reverse else [h0, out[:-batch]], out=into)
    both = np.concatenate([out, h0] if reverse else [h0, out])
    return np.take(both, _rows_before(sizes, reverse), axis=0, out=into)


@functools.lru_cache(maxsize=256)
def _rows_before(sizes, reverse):
    """Where the states before each step stand in the outputs with the first states behind them, or in front if not reversed."""
    n, batch = sum(sizes), sizes[0] if sizes else 0
    places, beginning = [np.empty(0, np.int64)], n if reverse else 0
    source = np.arange(beginning, beginning + batch)
    for rows, size in steps(sizes, reverse):
        places.append(source[:size])
        source = source.copy()
        source[:size] = np.arange(rows.start, rows.stop) + (0 if reverse else batch)
    return np.concatenate(places[::-1] if reverse else places)


def lanes(h):
    """The batch of states h (batch, hidden) cut into slices of about one size, of at least so many sequences and numbers."""
    batch, hidden = h.shape
    count = min(batch // LANE_SEQUENCES, batch * hidden // LANE_NUMBERS, MOST_LANES) or 1
    bounds = [batch * k // count for k in range(count + 1)]
    return [slice(*pair) for pair in pairwise(bounds)]


def planes(weight, gates):
    """(gates * hidden, ...) as (gates, hidden, ...)."""
    return weight.reshape(gates, -1, *weight.shape[1:])


def transposed(weight, gates, steps):
    """(gates * hidden, width) as (gates, width, hidden), contiguous: BLAS multiplies by it faster, if there are steps to gain."""
    turned = planes(weight, gates).swapaxes(1, 2)
    return turned if steps == 1 else np.ascontiguousarray(turned)


def total(a, b):
    """The sum of two biases that may be None."""
    return b if a is None else a if b is None else a + b


def axes(sizes):
    """The axes of rows: (steps, batch) where all steps are of one size, else (N,)."""
    return (len(sizes), sizes[0]) if sizes and sizes[0] == sizes[-1] else (sum(sizes),)


def by_step(array, sizes, reverse, lane, part=slice(None)):
    """A lane's part of array (..., *axes, width) at each step, or at those of one of the `parts`, in the order in which the
    recurrence runs: views.

    Those of a padded batch come from iterating over one view, at a third of the price of as many slices.
    """
    if len(axes(sizes)) == 2:
        views = array[..., part, lane, :].swapaxes(0, -3)
        return views[::-1] if reverse else views
    return [array[..., rows, :] for rows, _ in lane_steps(sizes, reverse, lane.start, lane.stop)]


def parts(sizes, reverse, lanes, rows=None):
    """Slices of the steps, of some `rows` each (by default GRADIENT_ROWS), in the order in which the recurrence runs.

    Between them a single lane leaves work to other threads. Where there are several, which have all threads, one part is
    all, and so it is of packed sequences.
    """
    if len(lanes) > 1 or len(axes(sizes)) == 1:
        return [slice(None)]
    length = max(1, (rows or GRADIENT_ROWS) // max(1, sizes[0]))
    found = [slice(start, min(start + length, len(sizes))) for start in range(0, len(sizes), length)]
    return found[::-1] if reverse else found


def run_forwards(run, fill, cut, sizes, reverse):
    """Calls run(lane, part) for the lanes `cut` and each of the `parts`, when fill(part) has projected its input."""
    order = parts(sizes, reverse, cut, ROWS)
    with threads.Aside(len(order) > 1) as aside:
        filled = [aside.put(functools.partial(fill, part)) for part in order]
        for part, ready in zip(order, filled):
            aside.wait(ready)
            threads.each(functools.partial(run, part=part), cut)


def rows_of(part, sizes):
    """The rows (N, ...) of one of the `parts`."""
    return part if part.start is None else slice(part.start * sizes[0], part.stop * sizes[0])


def projection(x, w_ih, bias, sizes, gates, negated=0):
    """An array for W_ih x + bias (gates, *axes, hidden) of the rows x (N, input), the sign of the first `negated` gates
    reversed; and fill(part), which computes one of the `parts`.

    Of a padded batch the gates of one step lie together in memory: NumPy takes half as long over what has no gaps.
    """
    rows = axes(sizes)
    hidden = len(w_ih) // gates
    bias = np.zeros(len(w_ih), x.dtype) if bias is None else bias
    bias = bias.reshape(gates, *[1] * len(rows), hidden)
    if len(rows) == 2:
        out = np.empty((rows[0], gates, rows[1], hidden), x.dtype).swapaxes(0, 1)
    else:
        out = np.empty((gates, *rows, hidden), x.dtype)
    multiply = _multiplier(x, w_ih, gates, rows)

    def fill(part):
        some = out[:, part]
        multiply(part, some)
        np.subtract(-bias[:negated], some[:negated], out=some[:negated])
        if negated < gates:
            some[negated:] += bias[negated:]

    return out, fill


def project(x, w_ih, bias, sizes, gates, negated=0):
    """The array of `projection`, filled."""
    out, fill = projection(x, w_ih, bias, sizes, gates, negated)
    fill(slice(None))
    return out


def _multiplier(x, w_ih, gates, rows):
    """What writes W_ih x for one of the `parts` to an array (gates, *axes, hidden)."""
    if rows[1:] == (1,):
        return lambda part, out: np.matmul(x[part], w_ih.T, out=out.swapaxes(0, 1).reshape(-1, len(w_ih)))
    if len(rows) == 1:
        return lambda part, out: np.matmul(x[part], transposed(w_ih, gates, 1), out=out)
    # x (steps, batch, input), weight (gates, input, hidden) -> out (gates, steps, batch, hidden)
    weight, x = transposed(w_ih, gates, rows[0]), x.reshape(*rows, x.shape[1])

    def multiply(part, out):
        some = x[part, None]
        in_pieces(lambda piece: np.matmul(some[piece], weight, out=out[:, piece].swapaxes(0, 1)), x[part].shape)

    return multiply


def in_pieces(work, shape):
    """Calls work(part) for slices of the first of the axes of `shape`, (*axes, width), of some ROWS rows each."""
    length = max(1, ROWS // max(1, math.prod(shape[1:-1])))
    threads.each(lambda start: work(slice(start, start + length)), range(0, shape[0], length))


def one_minus_square(x, out):
    """Writes 1 - x² to `out`."""
    np.multiply(x, x, out=out)
    return np.subtract(1.0, out, out=out)


def recurrent_weight(w_hh, gates, sizes):
    """What the states are multiplied by at each step, (gates, width, hidden) or of one sequence (width, gates * hidden), and how.

    For one sequence ndarray.dot has the smallest overhead, but multiplies by one matrix. By one that lies transposed it takes two
    thirds of the time: to turn it round takes as long as five products.
    """
    if sizes[:1] != (1,):
        return transposed(w_hh, gates, len(sizes)), np.matmul
    return turned(w_hh) if len(sizes) > FEW_STEPS else w_hh.T, np.ndarray.dot


def for_product(z, weight):
    """z (gates, size, hidden) as the product of states and `recurrent_weight` writes it."""
    return z if weight.ndim == 3 else z.reshape(1, -1)


def input_gradient(dz, w_ih, dx=None):
    """dz (gates, N, hidden) -> (N, input), written to dx if it is given."""
    weights = planes(w_ih, len(dz))
    dx = np.empty((dz.shape[1], w_ih.shape[1]), dz.dtype) if dx is None else dx
    in_pieces(lambda rows: np.add.reduce(np.matmul(dz[:, rows], weights), axis=0, out=dx[rows]), dx.shape)
    return dx


def with_ones(x, *states):
    """x (N, width) and a column of ones, whose product gives the gradient of the bias; beside them `before(*states)` if given."""
    states_width = states[0].shape[1] if states else 0
    width = x.shape[1]
    rows = np.empty((len(x), width + 1 + states_width), x.dtype)
    rows[:, :width], rows[:, width] = x, 1
    if states:
        before(*states, into=rows[:, width + 1 :])
    return rows


def parted(gradient, width):
    """What came of rows `with_ones`, of x and the states, as the gradients of w_ih (..., width), w_hh and the bias."""
    return gradient[:, :width].copy(), gradient[:, width + 1 :].copy(), gradient[:, width].copy()


def weight_gradient(dz, rows):
    """dz (gates, N, hidden), rows (N, width) -> (gates * hidden, width)."""
    out = np.empty((len(dz), dz.shape[2], rows.shape[1]), dz.dtype)
    threads.each(lambda k: np.matmul(dz[k].T, rows, out=out[k]), range(len(dz)))
    return out.reshape(-1, rows.shape[1])


class WeightGradient:
    """The gradients of w_ih, w_hh and the bias, to which each part of dz adds its own, aside while the steps go on.

    They are added in the order of the parts, whoever multiplies them, and as soon as they can be, not to be kept.
    """

    def __init__(self, aside, x, *states):
        self.aside, self.width = aside, x.shape[1]
        self.rows, self.total = None, None
        self.put, self.added, self.waiting = 0, 0, {}
        self.lock = threading.Lock()
        self.ready = aside.put(lambda: self._prepare(x, *states))

    def _prepare(self, *states):
        self.rows = with_ones(*states)

    def add(self, dz, part, whole):
        """Let dz (gates, N, hidden) be multiplied at the rows `part`, which may be the whole."""
        number = self.put
        self.put += 1
        self.aside.put(lambda: self._add(number, dz[:, part], part, weight_gradient if whole else _at_once))

    def _add(self, number, dz, part, multiply):
        self.aside.wait(self.ready)
        product = multiply(dz, self.rows[part])
        with self.lock:
            self.waiting[number] = product
            while self.added in self.waiting:
                product = self.waiting.pop(self.added)
                self.total = product if self.total is None else np.add(self.total, product, out=self.total)
                self.added += 1

    def parted(self):
        """The gradients of w_ih (gates * hidden, input), w_hh and the bias."""
        return parted(self.total, self.width)


def _at_once(dz, rows):
    """`weight_gradient` by one call, for a single thread."""
    return np.matmul(dz.swapaxes(1, 2), rows).reshape(-1, rows.shape[1])
