"""Diagonals of matrices."""

from __future__ import annotations

import numpy as np


def diagonal(x, offset, dim1, dim2):
    """The diagonal over two axes, as a last axis: a view."""
    view = x.diagonal(offset, dim1, dim2)
    # NumPy hands diagonals out read-only; torch's are views like any other.
    view.flags.writeable = x.flags.writeable
    return view


def diagonal_input(g, shape, offset, dim1, dim2):
    """g on the diagonal of a zero array: the adjoint of `diagonal`."""
    out = np.zeros(shape, g.dtype)
    diagonal(out, offset, dim1, dim2)[...] = g
    return out
