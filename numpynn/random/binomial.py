"""Binomial numbers."""

from __future__ import annotations

import math

import numpy as np

from .engine import Ahead

_STIRLING_TAIL = (
    0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509, 0.0166446911898211,
    0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287,
)  # fmt: skip


def binomial(engine, count: np.ndarray, prob: np.ndarray) -> np.ndarray:
    """The successes in `count` trials of probability `prob`; both of one floating dtype, broadcast together.

    With few successes expected by adding geometric numbers, else by transformed rejection (W. Hoermann, "The
    generation of binomial random variates", 1993). In float32 torch takes log1p(-prob) in single precision: that is
    reproduced where the C library rounds it correctly, as it nearly always does. Raises RuntimeError for a count that
    is not finite, for which torch does not return.
    """
    if not np.isfinite(count).all():
        raise RuntimeError("binomial: counts must be finite")
    count, prob = np.broadcast_arrays(count, prob)
    kind = prob.dtype.type
    with Ahead(engine) as uniform:
        pairs = zip(count.ravel().tolist(), prob.ravel().tolist())
        drawn = [_binomial(trials, p, kind, uniform) for trials, p in pairs]
    return np.array(drawn, kind).reshape(count.shape)


def _binomial(count, prob, kind, uniform):
    if count <= 0 or prob <= 0:
        return 0.0
    if prob >= 1:
        return count
    if math.isnan(prob):
        return math.nan
    if prob > 0.5:
        return count - _few_or_many(count, float(kind(1 - prob)), kind, uniform)
    return _few_or_many(count, prob, kind, uniform)


def _few_or_many(count, prob, kind, uniform):
    many = kind(count * prob) >= 10
    return _by_rejection(count, prob, kind, uniform) if many else _by_waiting(count, prob, kind, uniform)


def _by_waiting(count, prob, kind, uniform):
    scale = float(kind(math.log1p(-prob)))
    trials, successes = 0.0, 0
    while True:
        u = uniform()
        trials += math.ceil(math.log(u) / scale) if u else math.inf
        if trials > count:
            return successes
        successes += 1


def _by_rejection(count, prob, kind, uniform):
    """The products of `count` and `prob` alone are rounded to their dtype, as torch has it."""
    mean, rest = float(kind(count * prob)), float(kind(1 - prob))
    spread = float(kind(math.sqrt(kind(mean * rest))))
    b = 1.15 + 2.53 * spread
    a = -0.0873 + 0.0248 * b + 0.01 * prob
    c = mean + 0.5
    v_r = 0.92 - 4.2 / b
    odds = float(kind(prob / rest))
    alpha = (2.83 + 5.1 / b) * spread
    mode = math.floor(kind(kind(count + 1) * kind(prob)))
    while True:
        u = uniform() - 0.5
        v = uniform()
        us = 0.5 - abs(u)
        if us == 0:
            continue
        k = math.floor((2 * a / us + b) * u + c)
        if k < 0 or k > count:
            continue
        if us >= 0.07 and v <= v_r:
            return k
        if not v or math.log(v * alpha / (a / (us * us) + b)) <= _log_ratio(count, odds, mode, k):
            return k


def _log_ratio(count, odds, mode, k):
    """The logarithm of the binomial probability of k over that of the mode."""
    return (
        (mode + 0.5) * math.log((mode + 1) / (odds * (count - mode + 1)))
        + (count + 1) * math.log((count - mode + 1) / (count - k + 1))
        + (k + 0.5) * math.log(odds * (count - k + 1) / (k + 1))
        + _stirling_tail(mode)
        + _stirling_tail(count - mode)
        - _stirling_tail(k)
        - _stirling_tail(count - k)
    )


def _stirling_tail(k):
    """What Stirling's formula lacks of log(k!)."""
    if k < len(_STIRLING_TAIL):
        return _STIRLING_TAIL[int(k)]
    square = (k + 1) * (k + 1)
    return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1)
