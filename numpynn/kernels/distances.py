"""The distances of all rows of one matrix from all rows of another."""

from __future__ import annotations

import numpy as np

_BLOCK = 1 << 20  # numbers in a block of differences


def distances(x, y, p):
    """The p-norms of x_i - y_j: (*, P, M) (*, R, M) -> (*, P, R), p >= 0.

    Derivatives: the sum over the others of g slope(x_i - y_j), and its negative.
    """
    out = np.empty((*_batch(x, y), x.shape[-2], y.shape[-2]), x.dtype)
    for rows in _blocks(x, y):
        out[..., rows, :] = _norm(np.abs(_differences(x[..., rows, :], y)), p)
    return out


def distances_x(g, x, y, out, p):
    """The derivative in x: (*, P, M), not yet summed over a batch that x has not."""
    grad = np.empty((*_batch(x, y), *x.shape[-2:]), x.dtype)
    for rows in _blocks(x, y):
        slopes = slope(_differences(x[..., rows, :], y), out[..., rows, :, None], p)
        grad[..., rows, :] = (g[..., rows, None, :] @ slopes)[..., 0, :]
    return grad


def _batch(x, y):
    return np.broadcast_shapes(x.shape[:-2], y.shape[:-2])


def _blocks(x, y):
    """Rows of x, so many that their differences from y fit into a block."""
    count = max(1, _BLOCK // max(1, int(np.prod(_batch(x, y))) * y.shape[-2] * x.shape[-1]))
    return [slice(start, start + count) for start in range(0, x.shape[-2], count)]


def _differences(x, y):
    return x[..., :, None, :] - y[..., None, :, :]


def _norm(size, p):
    if p == 0:
        return np.count_nonzero(size, -1).astype(size.dtype)
    if p == np.inf:
        return size.max(-1, initial=0)
    if p == 2:
        return np.sqrt(np.square(size).sum(-1))
    return size.sum(-1) if p == 1 else (size**p).sum(-1) ** (1 / p)


def slope(difference, distance, p):
    """The derivative of the distance in the difference; 0 where the distance is 0."""
    if p == 0:
        return difference * 0
    if p == 1:
        return np.sign(difference)
    if p == np.inf:
        return np.sign(difference) * np.equal(np.abs(difference), distance)
    away = np.where(np.equal(distance, 0), 1, distance)
    if p == 2:
        return np.where(np.equal(distance, 0), 0, difference / away)
    size = np.where(np.equal(difference, 0), 1, np.abs(difference))
    return np.where(np.equal(difference, 0), 0, np.sign(difference) * (size / away) ** (p - 1))


def euclidean(x, y):
    """The same for p = 2, by products of matrices: less exact where points are close, and faster.

    Derivatives: with w = g / out, and 0 where out is 0, in x: x Σ_j w - w y, in y: y Σ_i w - wᵀ x.
    """
    squares = np.square(x).sum(-1)[..., :, None] + np.square(y).sum(-1)[..., None, :]
    return np.sqrt(np.maximum(squares - 2 * (x @ y.swapaxes(-1, -2)), 0))
