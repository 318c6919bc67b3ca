"""Matrices of low rank: a few numbers for each row times a few for each column, (n, k) @ (k, m).

NumPy's product takes three times as long as BLAS where k is 1, and does not add to what is there.
"""

from __future__ import annotations

import numpy as np

from . import blas

# Of so many elements BLAS is called by address, which costs 3 us and not 0.6: (64, 1) @ (1, 512) takes 6.2 us and not 7.0, 512 rows
# 21 and not 66; adding (512, 2) @ (2, 512) takes 25 and not 60.
_LARGE = 1 << 16
_BY_ROWS, _AS_IT_IS = 101, 111  # CBLAS's names for the layout and for not transposing


def plane(by_row, by_column, out):
    """out = by_row @ by_column, all without gaps and of one dtype."""
    if out.size < _LARGE or not _by_blas(by_row, by_column, 0.0, out):
        by_row.dot(by_column, out=out)
    return out


def add_plane(by_row, by_column, out):
    """out += by_row @ by_column."""
    if out.size < _LARGE or not _by_blas(by_row, by_column, 1.0, out):
        np.add(out, by_row.dot(by_column), out=out)
    return out


def _by_blas(a, b, keep, out):
    """out = a @ b + keep * out; whether NumPy's BLAS is reached."""
    gemm = blas.gemm_of(out.dtype.char)
    if gemm is not None:
        (n, k), m = a.shape, b.shape[1]
        a, b, c = blas.address_of(a), blas.address_of(b), blas.address_of(out)
        gemm(_BY_ROWS, _AS_IT_IS, _AS_IT_IS, n, m, k, 1.0, a, k, b, m, keep, c, m)
    return gemm is not None
