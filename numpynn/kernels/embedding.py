"""Rows of a table looked up at indices, and the adjoint: rows added up at indices."""

from __future__ import annotations

import numpy as np

# Rows at least this wide are added one by one; narrower ones all at once, element by element.
_WIDE = 256


def embedding(weight, index, factor):
    """weight[index], for weight (V, D) and index (...) -> (..., D). `factor` (V,) or None concerns the way back alone."""
    return np.take(weight, index, axis=0)


def embedding_weight(g, index, factor, rows):
    """g (..., D) added up at index (...) in `rows` rows of zeros, row v times factor[v] at the end: (rows, D)."""
    width = g.shape[-1]
    out = np.zeros((rows, width), g.dtype)
    index, g = index.reshape(-1), g.reshape(index.size, width)
    if index.size < rows:
        index, g = _write_first(out, index, g)
    if width < _WIDE:
        places = index[:, None] * width + np.arange(width)
        np.add.at(out.reshape(-1), places.reshape(-1), g.reshape(-1))
    else:
        for row, piece in zip(index.tolist(), g, strict=True):
            out[row] += piece
    if factor is not None:
        out *= factor[:, None]
    return out


def _write_first(out, index, g):
    """Writes to `out` what is first at its index, whole rows, in half of the time of an addition; gives the rest."""
    first, order = np.empty(len(out), np.intp), np.arange(index.size)
    first[index[::-1]] = order[::-1]
    fresh = first[index] == order
    out[index[fresh]] = g[fresh]
    return index[~fresh], g[~fresh]


def renormalised(rows, max_norm, p):
    """Those of the rows that are longer than `max_norm`, scaled down to it, and which they are."""
    length = np.linalg.norm(rows, ord=p, axis=1)
    long = length > max_norm
    scale = max_norm / (length[long].astype(np.float64) + 1e-7)
    return rows[long] * scale.astype(rows.dtype)[:, None], long


def greatest(weight, index, starts, lengths):
    """For each bag and column the index whose row has the greatest number there, the first of several: (bags, D).

    Bag b is index[starts[b] : starts[b] + lengths[b]]. The winners of an empty bag are 0.
    """
    winners = np.zeros((len(starts), weight.shape[1]), np.intp)
    best = np.empty(winners.shape, weight.dtype)
    for step in range(int(lengths.max(initial=0))):
        bags = np.flatnonzero(lengths > step)
        rows = index[starts[bags] + step]
        values = weight[rows]
        better = values > best[bags] if step else np.ones(values.shape, bool)
        best[bags] = np.where(better, values, best[bags])
        winners[bags] = np.where(better, rows[:, None], winners[bags])
    return winners
