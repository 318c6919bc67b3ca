"""Products of matrices."""

from __future__ import annotations

import numpy as np


def matmul(x, y):
    """Matrix products over the last two axes, the others broadcast."""
    return np.matmul(x, y)


def linear(x, w, b):
    """x w^T + b over the last axis: (*, in) (out, in) (out,) -> (*, out)."""
    out = np.matmul(x, w.T)
    if b is not None:
        out += b
    return out


def outer(x, y):
    """All products of the elements of two vectors."""
    return np.multiply.outer(x, y)
