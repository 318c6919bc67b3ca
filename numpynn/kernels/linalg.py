"""Products of matrices."""

from __future__ import annotations

import numpy as np


def matmul(x, y):
    """Matrix products over the last two axes, the others broadcast."""
    # x.dot is the shorter way to BLAS: 0.5 us where np.dot takes 0.7 and np.matmul 1.6, and 2 for 9 where the inner size is 1,
    # since np.matmul multiplies such in a loop of its own. A stack of matrices times one matrix is one product of all rows.
    if y.ndim == 2 and x.ndim > 1 and x.dtype.char in _OF_BLAS and x.dtype is y.dtype:
        if x.ndim == 2:
            return x.dot(y)
        if x.size:
            return x.reshape(-1, x.shape[-1]).dot(y).reshape(*x.shape[:-1], y.shape[1])
    return np.matmul(x, y)


_OF_BLAS = "fdFD"


def linear(x, w, b):
    """x w^T + b over the last axis: (*, in) (out, in) (out,) -> (*, out)."""
    out = matmul(x, w.T)
    if b is not None:
        out += b
    return out


def outer(x, y):
    """All products of the elements of two vectors."""
    return np.multiply.outer(x, y)
