"""Categories drawn with given weights: multinomial."""

from __future__ import annotations

import numpy as np

from .continuous import exponential
from .layout import dense_like, write
from .uniform import unit


def multinomial(engine, weights: np.ndarray, samples: int, replacement: bool) -> np.ndarray:
    """`samples` indices (int64) for the weights in the last dimension, which need not add up to one.

    Raises RuntimeError where weights are negative, not finite, or all zero.

    Without replacement and for more than one sample torch sorts weight / exponential with an unstable sort: indices
    whose quotients are equal (some in 10 000 float32 samples; all of weight 0) may come in another order here.
    """
    if not ((weights >= 0) & (weights < np.inf)).all():
        raise RuntimeError("multinomial: probability tensor contains either `inf`, `nan` or element < 0")
    if (weights.sum(-1, dtype=np.float64) == 0).any():
        raise RuntimeError("multinomial: invalid multinomial distribution (sum of probabilities <= 0)")
    # A single sample is the same either way, and torch takes the second.
    draw = _with_replacement if replacement and samples > 1 else _without_replacement
    return draw(engine, weights, samples)


def _with_replacement(engine, weights, samples):
    """The first place where the cumulated weights reach a uniform number."""
    work = np.float64 if weights.dtype == np.float64 else np.float32
    cumulated = np.cumsum(weights, -1, dtype=work).reshape(-1, weights.shape[-1])
    cumulated /= cumulated[:, -1:].copy()
    cumulated[:, -1] = 1
    uniform = unit(engine, len(cumulated) * samples, np.float64).reshape(-1, samples)
    indices = [np.searchsorted(row.astype(np.float64), u) for row, u in zip(cumulated, uniform)]
    return np.array(indices, np.int64).reshape(*weights.shape[:-1], samples)


def _without_replacement(engine, weights, samples):
    """The largest of weight / exponential."""
    waiting = write(dense_like(weights), exponential(engine, np.empty(weights.size, weights.dtype)))
    scores = weights / waiting
    if samples == 1:
        return scores.argmax(-1, keepdims=True)
    return np.argsort(-scores, -1, kind="stable")[..., :samples]
