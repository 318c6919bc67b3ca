"""Sparse arrays by their coordinates: elements, and the places where they stand. Places that occur twice add up."""

from __future__ import annotations

import math

import numpy as np


def gather_sum(values, places, count):
    """`values` (nnz, ...) added up at `places` (nnz,): (count, ...). Its adjoint is values[places]."""
    out = np.zeros((count, *values.shape[1:]), values.dtype)
    if not places.size:
        return out
    if (places[1:] < places[:-1]).any():
        order = np.argsort(places, kind="stable")
        values, places = values[order], places[order]
    first = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
    out[places[first]] = np.add.reduceat(values, first, axis=0)
    return out


def densify(values, indices, size):
    """A dense array of this size; `indices` (sparse dimensions, nnz)."""
    sparse = size[: len(indices)]
    return gather_sum(values, flat(indices, sparse), math.prod(sparse)).reshape(size)


def flat(indices, size):
    """Places in row-major order, one number for each column of `indices`."""
    places = np.zeros(indices.shape[1], np.int64)
    for index, extent in zip(indices, size):
        places = places * extent + index
    return places


def matmul(values, dense, rows, columns, count):
    """A sparse matrix times a dense one: (nnz,), (k, n) -> (count, n). In `dense`, its adjoint has rows and columns exchanged."""
    return gather_sum(values[:, None] * dense[columns], rows, count)
