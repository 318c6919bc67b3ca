"""Products of matrices."""

from __future__ import annotations

import numpy as np

from . import blas


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
    out, features = w.shape
    wt = w.T
    if x.size > features and x.size * out > _WORK and x.dtype.char == "f":
        count = x.size // features
        if _is_short(count, out, features):
            turned = w.dot(x.reshape(-1, features).T).T
            y = np.ascontiguousarray(turned) if b is None else np.add(turned, b, order="C")
            return y.reshape(*x.shape[:-1], out)
        if _is_small(count, out, features):
            wt = wt.copy()
    y = matmul(x, wt)
    if b is None:
        return y
    if y.size == out:
        # A single row is added to as a vector, in half the time.
        row = y.ravel()
        row += b
    else:
        y += b
    return y


# OpenBLAS packs the first of two operands slowly where it is transposed, and in x w^T that is the whole of w: of few rows the
# product is faster as (w x^T)^T, though it must be turned round. Of 32 rows of 784 to 256 numbers it took 158 us, not 221; of
# 16 rows of 512 to 512, 141, not 249. Small products it does not pack, nor is the packing slow in float64. Up to a million
# multiplications it need pack nothing if w is turned round beforehand: 32 rows of 64 to 64 take 4.4 us with that, not 5.3.
_WORK = 40_000
_SHORT = 64
_PACKED = 1200
_UNPACKED = 10**6
_FEW_WEIGHTS = 1 << 13


def _is_short(count, out, features):
    packed = count * out > _PACKED or count * out * features > _UNPACKED
    return packed and count <= _SHORT and 4 * count <= features and 2 * count <= out


def _is_small(count, out, features):
    return count * out > _PACKED and count * out * features <= _UNPACKED and out * features <= _FEW_WEIGHTS


def outer(x, y):
    """All products of the elements of two vectors."""
    return np.multiply.outer(x, y)


def turned(matrix):
    """A copy of the transposed matrix, its rows without gaps."""
    copy = blas.omatcopy_of(matrix.dtype.char) if matrix.size >= _LARGE and matrix.flags.c_contiguous else None
    if copy is None:
        return matrix.T.copy()
    out = np.empty(matrix.shape[::-1], matrix.dtype)
    rows, columns = matrix.shape
    copy(101, 112, rows, columns, 1.0, blas.address_of(matrix), columns, blas.address_of(out), rows)
    return out


# BLAS goes through a matrix in small squares, NumPy in whole columns: 14 us against 40 for 512 x 128 numbers, 70 against 530 for
# 512 x 512. Below this many numbers the way there is longer than what it gains.
_LARGE = 1 << 13
