"""The factorisation P L U of each matrix of a batch, by columns with partial pivoting.

Factors come packed, as LAPACK has them: U on and above the diagonal, L without its ones below. Pivots count from 1: step i
exchanged row i with row pivots[i].
"""

from __future__ import annotations

import math

import numpy as np

from .decompositions import solve_triangular

# So few columns are factored one by one.
_COLUMNS = 16


def lu_factor(x):
    """(LU, pivots, info): (*, m, n) -> (*, m, n), (*, k), (*). info is the first zero on U's diagonal from 1, or 0."""
    *batch, m, n = x.shape
    packed = x.reshape(math.prod(batch), m, n).copy()
    pivots = np.zeros((len(packed), min(m, n)), np.int32)
    if packed.size:
        _factor(packed, pivots)
    zero = np.diagonal(packed, axis1=-2, axis2=-1) == 0
    info = np.where(zero.any(-1), zero.argmax(-1) + 1, 0) if min(m, n) else np.zeros(len(packed))
    return packed.reshape(x.shape), (pivots + 1).reshape(*batch, min(m, n)), info.astype(np.int32).reshape(batch)


def _factor(x, pivots):
    """Factor x (B, m, n) in its own memory: the left half, then what it leaves of the right one. Source: Toledo 1997."""
    _, m, n = x.shape
    if min(m, n) <= _COLUMNS:
        return _factor_columns(x, pivots)
    half = min(m, n) // 2
    left, right = x[:, :, :half], x[:, :, half:]
    _factor(left, pivots[:, :half])
    _exchange(right, pivots[:, :half])
    right[:, :half] = solve_triangular(left[:, :half], right[:, :half], False, True)
    right[:, half:] -= left[:, half:] @ right[:, :half]
    _factor(right[:, half:], pivots[:, half:])
    _exchange(left[:, half:], pivots[:, half:])
    pivots[:, half:] += half


def _factor_columns(x, pivots):
    """Column by column. One that is all zeros stays as it is."""
    rows = np.arange(len(x))
    for i in range(pivots.shape[1]):
        pivots[:, i] = pivot = i + _size(x[:, i:, i]).argmax(-1)
        x[rows, i], x[rows, pivot] = x[rows, pivot], x[rows, i]
        top = x[:, i, i, None]
        x[:, i + 1 :, i] /= np.where(top == 0, 1, top)
        x[:, i + 1 :, i + 1 :] -= x[:, i + 1 :, i, None] * x[:, i, None, i + 1 :]


def _size(x):
    """As LAPACK measures complex numbers."""
    return np.abs(x.real) + np.abs(x.imag) if x.dtype.kind == "c" else np.abs(x)


def _exchange(x, pivots):
    """The exchanges of rows, in order, in the memory of x (B, m, n)."""
    order = _order(pivots, x.shape[-2])
    x[...] = np.take_along_axis(x, order[..., None], 1)


def _order(pivots, m):
    """Which row comes to stand in each place: (B, k) -> (B, m), pivots from 0."""
    order = np.broadcast_to(np.arange(m), (len(pivots), m)).copy()
    rows = np.arange(len(pivots))
    for i, pivot in enumerate(pivots.T):
        order[rows, i], order[rows, pivot] = order[rows, pivot], order[rows, i]
    return order


def permutation(pivots, m, dtype):
    """The matrix P of x = P L U: (*, k) -> (*, m, m)."""
    *batch, k = pivots.shape
    order = _order(pivots.reshape(math.prod(batch), k) - 1, m)
    matrices = np.zeros((*order.shape, m), dtype)
    np.put_along_axis(matrices, order[:, None, :], 1, 1)
    return matrices.reshape(*batch, m, m)


def solve(packed, pivots, b):
    """x⁻¹ b of the x that is factored: (*, n, n) (*, n) (*, n, k) -> (*, n, k). Zeros on U's diagonal give inf and nan."""
    p = permutation(pivots, packed.shape[-1], packed.dtype)
    return solve_triangular(packed, solve_triangular(packed, p.swapaxes(-1, -2) @ b, False, True), True, False)
