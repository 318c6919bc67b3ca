"""Orders, ranks and counts. nan counts as larger than every number."""

from __future__ import annotations

import numpy as np


def order(x, dim, descending=False):
    """The positions that sort x along an axis; among equals the first comes first, either way."""
    if not descending:
        return np.argsort(x, axis=dim, kind="stable")
    backwards = np.argsort(np.flip(x, dim), axis=dim, kind="stable")
    return x.shape[dim] - 1 - np.flip(backwards, dim)


def top(x, k, dim, largest):
    """The positions of the k largest or smallest along an axis, in that order."""
    n = x.shape[dim]
    if k < n:
        parts = np.argpartition(x, n - k if largest and k else k, axis=dim)
        window = slice(n - k, n) if largest else slice(0, k)
        chosen = np.sort(parts[(slice(None),) * dim + (window,)], axis=dim)
    else:
        chosen = np.broadcast_to(np.arange(n).reshape((-1,) + (1,) * (x.ndim - dim - 1)), x.shape)
    ranks = order(np.take_along_axis(x, chosen, dim), dim, largest)
    return np.take_along_axis(chosen, ranks, dim)


def kth(x, k, dim):
    """The position of the k-th smallest along an axis, which is kept with size one."""
    return np.take(order(x, dim), [k - 1], axis=dim)


def median_position(x, dim, ignore_nan):
    """The position of the lower median along an axis kept with size one; of the first nan unless those are ignored."""
    ranks = order(x, dim)
    nan = np.isnan(x) if x.dtype.kind == "f" else np.zeros(x.shape, bool)
    some = nan.any(axis=dim, keepdims=True)
    numbers = (~nan).sum(axis=dim, keepdims=True)
    middle = np.maximum(numbers - 1, 0) // 2 if ignore_nan else (x.shape[dim] - 1) // 2 * np.ones_like(numbers)
    position = np.take_along_axis(ranks, middle, dim)
    return position if ignore_nan else np.where(some, nan.argmax(axis=dim, keepdims=True), position)


def median(x, ignore_nan):
    """The lower median of all elements, nan if there are none."""
    flat = x.reshape(-1)
    if not flat.size:
        return np.asarray(np.nan).astype(x.dtype) if x.dtype.kind == "f" else np.asarray(np.iinfo(x.dtype).min, x.dtype)
    return np.asarray(flat[median_position(flat, 0, ignore_nan)[0]])


def mode_position(x, dim):
    """The position of the most frequent value along an axis kept with size one: of the smallest such, the last."""
    moved = np.moveaxis(x, dim, -1)
    n = moved.shape[-1]
    ranks = order(moved, moved.ndim - 1)
    ordered = np.take_along_axis(moved, ranks, -1)
    places = np.broadcast_to(np.arange(n), ordered.shape)
    starts = np.ones(ordered.shape, bool)
    starts[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    runs = places - np.maximum.accumulate(np.where(starts, places, 0), axis=-1)
    best = np.take_along_axis(ranks, runs.argmax(axis=-1, keepdims=True), -1)
    return np.moveaxis(best, -1, dim)


def consecutive(x, dim):
    """Where runs of equal slices along an axis begin, and for each slice the number of its run."""
    n = x.shape[dim]
    rows = np.moveaxis(x, dim, 0)
    starts = np.ones(n, bool)
    starts[1:] = (rows[1:] != rows[:-1]).any(axis=tuple(range(1, x.ndim)))
    return np.flatnonzero(starts), np.cumsum(starts) - 1


def positions_among(sequence, x, right):
    """For each x the position in the last axis of a sorted sequence at which it would keep it sorted."""
    side = "right" if right else "left"
    if sequence.ndim == 1:
        return np.searchsorted(sequence, x, side)
    out = np.empty(x.shape, np.int64)
    for row in np.ndindex(sequence.shape[:-1]):
        out[row] = np.searchsorted(sequence[row], x[row], side)
    return out


def histogram(x, bins, low, high):
    """How many elements lie in each of equal intervals from low to high, both included."""
    inside = x[(x >= low) & (x <= high)]
    width = high - low
    place = ((inside - x.dtype.type(low)) / x.dtype.type(width) * bins).astype(np.int64)
    return np.bincount(np.minimum(place, bins - 1), minlength=bins).astype(x.dtype)
