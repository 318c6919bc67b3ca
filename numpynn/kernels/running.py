"""Running extremes and sums of exponentials along an axis."""

from __future__ import annotations

import numpy as np


def logcumsumexp(x, dim):
    """log of the running sum of e^x, without overflow; in double precision, as torch does."""
    if not x.ndim:
        return x.copy()
    return np.logaddexp.accumulate(x, axis=dim, dtype=np.float64).astype(x.dtype, copy=False)


def extreme_positions(x, dim, smallest):
    """For each place the last place up to there that holds the largest, or the smallest; the first nan stays."""
    best = (np.minimum if smallest else np.maximum).accumulate(x, axis=dim)
    places = np.broadcast_to(np.arange(x.shape[dim]).reshape((-1,) + (1,) * (x.ndim - dim - 1)), x.shape)
    hits = (x == best) | ((x != x) & (best != best))
    return np.maximum.accumulate(np.where(hits, places, 0), axis=dim)
