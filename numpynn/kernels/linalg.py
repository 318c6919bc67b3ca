"""Products of matrices."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from . import blas, threads


def matmul(x, y):
    """Matrix products over the last two axes, the others broadcast."""
    # x.dot is the shorter way to BLAS: 0.5 us where np.dot takes 0.7 and np.matmul 1.6, and 2 for 9 where the inner size is 1,
    # since np.matmul multiplies such in a loop of its own. A stack of matrices times one matrix is one product of all rows.
    if y.ndim == 2 and x.ndim > 1 and x.dtype.char in _OF_BLAS and x.dtype is y.dtype:
        if x.ndim == 2:
            return x.dot(y) if len(y) > _THIN or x.size * y.shape[1] <= _UNPACKED else _thin(x, y)
        if x.size:
            return matmul(x.reshape(-1, x.shape[-1]), y).reshape(*x.shape[:-1], y.shape[1])
    return np.matmul(x, y)


_OF_BLAS = "fdFD"
# A product of so small an inner size is mostly packing: that of (512, 10) and (10, 512) took 102 us, in pieces which OpenBLAS does
# not pack 60, and on two threads up to 390. So are a classifier's gradient, and those of weights from few samples. Not in float64.
_THIN = 12


def _thin(x, y):
    """x y of few products for each number, some rows of x at a time: (N, K) (K, M) -> (N, M)."""
    if x.dtype.char != "f" or len(y) < 2 or y.size > _UNPACKED // 16:
        return x.dot(y)
    out, some = np.empty((len(x), y.shape[1]), x.dtype), _UNPACKED // y.size
    for start in range(0, len(x), some):
        np.matmul(x[start : start + some], y, out[start : start + some])
    return out


def linear(x, w, b):
    """x w^T + b over the last axis: (*, in) (out, in) (out,) -> (*, out)."""
    y = _product(x, w)
    if b is None:
        return y
    if y.size == len(b):
        # A single row is added to as a vector, in half the time.
        row = y.ravel()
        row += b
    else:
        y += b
    return y


def _product(x, w):
    out, features = w.shape
    if x.size <= features or x.size * out <= _WORK or x.dtype.char != "f":
        return matmul(x, w.T)
    count = x.size // features
    if _is_small(count, out, features):
        return matmul(x, w.T.copy())
    if _is_few(count, out, features) and threads.get_num_threads() == 1:
        y = _in_pieces(x.reshape(-1, features), w)
    elif _is_short(count, out, features):
        y = np.ascontiguousarray(w.dot(x.reshape(-1, features).T).T)
    else:
        return matmul(x, w.T)
    return y.reshape(*x.shape[:-1], out)


def _in_pieces(x, w):
    """x w^T, some rows of w at a time: (N, in) (out, in) -> (N, out)."""
    out = np.empty((len(x), len(w)), x.dtype)
    by_column = turned(x).T
    some = max(16, _UNPACKED // x.size // 16 * 16)
    # None of a single row: that would be a product with a vector, added up in another order.
    for start, stop in pairwise([0, *range(some, len(w) - 1, some), len(w)]):
        np.matmul(by_column, w[start:stop].T, out=out[:, start:stop])
    return out


# OpenBLAS packs the first of two operands slowly where it is transposed, and in x w^T that is the whole of w: of few rows the
# product is faster as (w x^T)^T, though it must be turned round. Of 32 rows of 784 to 256 numbers it took 158 us, not 221; of
# 16 rows of 512 to 512, 141, not 249. Small products it does not pack, nor is the packing slow in float64.
# Up to a million multiplications it packs nothing if w is turned round beforehand, 32 rows of 64 to 64 take 4.4 us with that, not
# 5.3; or if x is: of 64 rows of 128 to 512 numbers the pieces take 97 us on one thread, not 120. Two threads take 75 for the whole.
# Both ways give the same bits, since up to some hundred products are added up in their order.
_WORK = 40_000
_SHORT = 64
_PACKED = 1200
_UNPACKED = 10**6
_FEW_WEIGHTS = 1 << 13
_IN_ORDER = 256


def _is_packed(count, out, features):
    return count * out > _PACKED or count * out * features > _UNPACKED


def _is_few(count, out, features):
    return count <= _SHORT and features <= _IN_ORDER and _is_packed(count, out, features)


def _is_short(count, out, features):
    return count <= _SHORT and 4 * count <= features and 4 * count <= out and _is_packed(count, out, features)


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
_LARGE = 3 << 12
