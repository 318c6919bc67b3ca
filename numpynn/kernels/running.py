"""Running extremes and sums of exponentials along an axis."""

from __future__ import annotations

import numpy as np


def logcumsumexp(x, dim):
    """log of the running sum of e^x, without overflow; in double precision, as torch does."""
    if not x.ndim:
        return x.copy()
    if x.dtype.kind == "c":
        return _logcumsumexp_complex(x, dim)
    return np.logaddexp.accumulate(x, axis=dim, dtype=np.float64).astype(x.dtype, copy=False)


def _logcumsumexp_complex(x, dim):
    out = x.copy()
    rows = np.moveaxis(out, dim, 0)
    for i in range(1, len(rows)):
        rows[i] = logaddexp(rows[i - 1], rows[i])
    return out


def logaddexp(x, y):
    """log(e^x + e^y), without overflow."""
    if x.dtype.kind != "c":
        return np.logaddexp(x, y)
    first = x.real >= y.real
    high, low = np.where(first, x, y), np.where(first, y, x)
    return high + np.log1p(np.exp(low - high))


def extreme_positions(x, dim, smallest):
    """For each place the last place up to there that holds the largest, or the smallest; the first nan stays."""
    best = (np.minimum if smallest else np.maximum).accumulate(x, axis=dim)
    places = np.broadcast_to(np.arange(x.shape[dim]).reshape((-1,) + (1,) * (x.ndim - dim - 1)), x.shape)
    hits = (x == best) | ((x != x) & (best != best))
    return np.maximum.accumulate(np.where(hits, places, 0), axis=dim)
