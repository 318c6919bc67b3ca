"""Connectionist temporal classification: forward and backward variables in log space. Graves et al. 2006.

The labels of a sample are written with a blank before, between and after them: l'. A path may stay at a place of l', go
on to the next, or skip a blank between two different labels. alpha[t, s] is the log probability of being at s after t
emissions, beta[t, s] that of emitting the rest from there. All samples move together, one step of time after another.
"""

from __future__ import annotations

import numpy as np

# alpha has this many places of -inf before l', beta after it, so that every step reads shifted views.
_EDGE = 2


def ctc_loss(log_probs, targets, input_lengths, target_lengths, blank, zero_infinity):
    """-log of the total probability of all paths that spell the target, for each sample.

    log_probs (T, N, C), targets (N, S) of which the first target_lengths[n] count, both lengths (N,) int.
    Gives loss (N,), which with zero_infinity is 0 where no path exists; and for the way back nll (N,), the loss before
    that, and alpha.
    """
    places, emitted, skip = _paths(log_probs, targets, target_lengths, blank)
    alpha = np.full((*emitted.shape[:2], places.shape[1] + _EDGE), -np.inf, log_probs.dtype)
    alpha[:1, :, _EDGE : _EDGE + 2] = emitted[:1, :, :2]
    for before, now, emission in zip(alpha[:-1], alpha[1:], emitted[1:], strict=True):
        reached = _log_sum(before[:, 2:], before[:, 1:-1], before[:, :-2] + skip)
        np.add(reached, emission, out=now[:, _EDGE:])
    nll = _total(alpha, input_lengths, target_lengths)
    loss = np.where(np.isposinf(nll), 0, nll) if zero_infinity else nll
    return loss.astype(log_probs.dtype), nll, alpha


def ctc_loss_backward(g, log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, nll, alpha):
    """g * (exp(log_probs) - occupancy) for the emissions that were used, and 0 for those after them.

    The occupancy of a class at a time is the probability that a path which spells the target emits it there. As in torch
    this is the gradient of the scores whose log_softmax the log_probs are, which another log_softmax leaves as it is.
    It has no second derivative, neither here nor in torch.
    """
    places, emitted, skip = _paths(log_probs, targets, target_lengths, blank)
    beta = _beta(emitted, skip, input_lengths, target_lengths)
    occupancy = alpha[:, :, _EDGE:] + beta
    occupancy += nll[:, None]
    np.exp(occupancy, out=occupancy)
    out = np.exp(log_probs)
    samples = np.arange(len(nll))
    out[:, :, blank] -= occupancy[:, :, ::2].sum(axis=2)
    for s in range(1, places.shape[1], 2):
        out[:, samples, places[:, s]] -= occupancy[:, :, s]
    out *= g[:, None]
    out[:, np.isposinf(nll)] = 0 if zero_infinity else np.nan
    out[np.arange(len(out))[:, None] >= input_lengths] = 0
    return out


def _paths(log_probs, targets, target_lengths, blank):
    """l' (N, 2S + 1), the log probability of emitting it at each time (T, N, 2S + 1), and 0 or -inf for a skip to s."""
    samples, length = targets.shape
    used = np.arange(length) < target_lengths[:, None]
    places = np.full((samples, 2 * length + 1), blank, np.intp)
    places[:, 1::2] = np.where(used, targets, blank)
    emitted = np.take_along_axis(log_probs, places[None], axis=2)
    skip = np.full(places.shape, -np.inf, log_probs.dtype)
    skip[:, 2:][places[:, 2:] != places[:, :-2]] = 0
    return places, emitted, skip


def _log_sum(a, b, c):
    """log(exp(a) + exp(b) + exp(c)), where all three may be -inf."""
    top = np.maximum(np.maximum(a, b), c)
    top[np.isneginf(top)] = 0
    total = np.exp(a - top)
    total += np.exp(b - top)
    total += np.exp(c - top)
    np.log(total, out=total)
    total += top
    return total


def _total(alpha, input_lengths, target_lengths):
    """-log of the probability of ending at the last label or at the blank after it."""
    samples = np.arange(len(input_lengths))
    place = 2 * target_lengths + _EDGE
    nothing = np.full(alpha.shape[1], -np.inf, alpha.dtype)
    if not len(alpha):
        return np.where(target_lengths == 0, 0, -nothing)
    last = alpha[input_lengths - 1, samples]
    label = np.where(target_lengths > 0, last[samples, place - 1], nothing)
    nll = -_log_sum(last[samples, place], label, nothing)
    # Before any emission only the empty target is spelled.
    return np.where(input_lengths > 0, nll, np.where(target_lengths == 0, 0, -nothing))


def _beta(emitted, skip, input_lengths, target_lengths):
    times, samples, places = emitted.shape
    beta = np.full((times, samples, places), -np.inf, emitted.dtype)
    ends = np.full((samples, places), -np.inf, emitted.dtype)
    rows = np.arange(samples)
    ends[rows, 2 * target_lengths] = 0
    some = target_lengths > 0
    ends[rows[some], 2 * target_lengths[some] - 1] = 0
    ahead = np.full((samples, places + _EDGE), -np.inf, emitted.dtype)
    onward = np.concatenate([skip, ahead[:, :_EDGE]], axis=1)[:, 2:]
    for t in range(times - 1, -1, -1):
        reached = _log_sum(ahead[:, :-2], ahead[:, 1:-1], ahead[:, 2:] + onward)
        beta[t] = np.where((input_lengths == t + 1)[:, None], ends, reached)
        np.add(beta[t], emitted[t], out=ahead[:, :-_EDGE])
    return beta
