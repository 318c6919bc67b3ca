"""Recurrent layers over whole sequences, one layer in one direction: what they share, and Elman's network.

A batch of sequences is packed, as in torch's PackedSequence: `x` (N, input) holds the rows of step 0, of step 1, ...,
and `sizes` says how many sequences are still running at each step, never more than at the step before; a padded batch
is one whose sizes are all equal. The states (batch, hidden) are updated in their first `size` rows, so a sequence that
has ended, or in reverse has not begun, keeps its state: the last state is the final one of every sequence.

The input is projected for all steps at once; a step costs one matmul and a few passes in place. Each gate has a
contiguous plane of its own: a buffer of gates is (gates, N, hidden). Backwards, whatever does not depend on the
incoming gradient is computed for all steps at once, and so are the gradients of the weights and of the input.
"""

from __future__ import annotations

import numpy as np

from .blas import on_one_thread


@on_one_thread
def rnn(x, h0, w_ih, w_hh, b_ih, b_hh, sizes, reverse, relu):
    """h = tanh(W_ih x + b_ih + W_hh h + b_hh), or relu of it; the biases may be None.

    x (N, input), h0 (batch, hidden) -> out (N, hidden), h_n (batch, hidden), and for the way back prev (N, hidden): the
    state before each step.
    """
    (out,) = project(x, planes(w_ih, 1), total(planes(b_ih, 1), planes(b_hh, 1)))
    weight = transposed(planes(w_hh, 1))[0]
    h, prev = h0.copy(), np.empty_like(out)
    product = np.empty_like(h)
    for rows, size in steps(sizes, reverse):
        state, z = h[:size], out[rows]
        prev[rows] = state
        z += np.matmul(state, weight, out=product[:size])
        np.maximum(z, 0, out=z) if relu else np.tanh(z, out=z)
        state[...] = z
    return out, h, prev


@on_one_thread
def rnn_backward(g_out, g_h, x, w_ih, w_hh, out, prev, sizes, reverse, relu):
    """Gradients of x, h0, w_ih, w_hh, b (that of either bias), from those of out and h_n."""
    slope = (out > 0).astype(out.dtype) if relu else 1 - out * out
    dh = g_h.copy()
    for rows, size in reversed(steps(sizes, reverse)):
        state, dz = dh[:size], slope[rows]
        state += g_out[rows]
        dz *= state
        np.matmul(dz, w_hh, out=state)
    dx, dw_ih, db = project_backward(slope[None], x, planes(w_ih, 1))
    return dx, dh, dw_ih, slope.T @ prev, db


def steps(sizes, reverse):
    """The rows and the size of each step, in the order in which the recurrence runs."""
    found, start = [], 0
    for size in sizes:
        found.append((slice(start, start + size), size))
        start += size
    return found[::-1] if reverse else found


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
    """x (N, input), weights (gates, hidden, input), bias (gates, hidden) or None -> (gates, N, hidden)."""
    out = np.matmul(x, weights.swapaxes(1, 2))
    if bias is not None:
        out += bias[:, None]
    return out


def project_backward(dz, x, weights):
    """dz (gates, N, hidden) -> gradients of x, of the weights (gates * hidden, input) and the bias (gates * hidden)."""
    dx = np.matmul(dz, weights).sum(0)
    return dx, weight_gradient(dz, x), dz.sum(1).reshape(-1)


def weight_gradient(dz, x):
    """dz (gates, N, hidden), x (N, input) -> (gates * hidden, input)."""
    return np.matmul(dz.swapaxes(1, 2), x).reshape(-1, x.shape[1])
