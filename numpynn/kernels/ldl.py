"""The factorisation P L D Lᵀ Pᵀ of symmetric, or L D Lᴴ of Hermitian matrices, D of blocks of one or two: Bunch & Kaufman 1977.

Packed as LAPACK has it: D on the diagonal, L below; pivots count from 1, and a block of two has its pivot twice, negative.
"""

from __future__ import annotations

import math

import numpy as np

_GROWTH = (1 + math.sqrt(17)) / 8


def ldl_factor(x, hermitian):
    """(LD, pivots, info) of the lower triangle: (*, n, n) -> (*, n, n), (*, n), (*). info is the first zero block, or 0."""
    *batch, n, _ = x.shape
    count = math.prod(batch)
    pivots, info = np.zeros((count, n), np.int32), np.zeros(count, np.int32)
    packed = np.array([_whole(matrix, hermitian) for matrix in x.reshape(count, n, n)], x.dtype).reshape(count, n, n)
    for i in range(count):
        info[i] = _factor(packed[i], pivots[i], hermitian)
    lower = np.tril(packed).reshape(x.shape)
    return lower, pivots.reshape(*batch, n), info.reshape(batch)


def _whole(lower, hermitian):
    """The matrix of which only the lower triangle is read."""
    strict = np.tril(lower, -1)
    whole = np.tril(lower) + _turned(strict, hermitian)
    if hermitian and lower.dtype.kind == "c":
        np.fill_diagonal(whole, whole.diagonal().real)
    return whole


def _turned(x, hermitian):
    return x.conj().T if hermitian else x.T


def _factor(x, pivots, hermitian):
    """Factor one whole matrix in its own memory, so far as its lower triangle is concerned; gives info."""
    k, info, n = 0, 0, len(x)
    while k < n:
        pivot, size = _pivot(x[k:, k:])
        last = k + size - 1
        pivots[k : last + 1] = k + pivot + 1 if size == 1 else -(k + pivot + 1)
        _exchange(x[k:, k:], size - 1, pivot)
        block, below = x[k : last + 1, k : last + 1], x[last + 1 :, k : last + 1].copy()
        if size == 1 and block[0, 0] == 0:
            info = info or k + 1
        else:
            columns = np.linalg.solve(block.T, below.T).T
            x[last + 1 :, last + 1 :] -= columns @ _turned(below, hermitian)
            x[last + 1 :, k : last + 1] = columns
        k = last + 1
    return info


def _pivot(x):
    """Which row comes to the end of the next block, and whether that has one or two."""
    first, n = _size(x[0, 0]), len(x)
    if n == 1:
        return 0, 1
    column = _size(x[1:, 0])
    row = int(column.argmax()) + 1
    largest = column[row - 1]
    if max(first, largest) == 0 or first >= _GROWTH * largest:
        return 0, 1
    others = _size(np.delete(x[row], row)).max()
    if first >= _GROWTH * largest * (largest / others):
        return 0, 1
    return (row, 1) if _size(x[row, row]) >= _GROWTH * others else (row, 2)


def _size(x):
    """As LAPACK measures complex numbers."""
    return np.abs(x.real) + np.abs(x.imag) if x.dtype.kind == "c" else np.abs(x)


def _exchange(x, i, j):
    """Rows i and j, and columns, of a whole matrix."""
    x[[i, j]] = x[[j, i]]
    x[:, [i, j]] = x[:, [j, i]]


def ldl_solve(ld, pivots, b, hermitian):
    """x of A x = b, A factored: (*, n, n) (*, n) (*, n, k) -> (*, n, k)."""
    n = ld.shape[-1]
    batch = np.broadcast_shapes(ld.shape[:-2], b.shape[:-2])
    out = np.array(np.broadcast_to(b, (*batch, *b.shape[-2:])))
    count = math.prod(batch)
    factors = np.broadcast_to(ld, (*batch, n, n)).reshape(count, n, n)
    places = np.broadcast_to(pivots, (*batch, n)).reshape(count, n)
    for x, f, p in zip(out.reshape(count, *b.shape[-2:]), factors, places, strict=True):
        _solve(f, p, x, hermitian)
    return out


def _solve(ld, pivots, x, hermitian):
    """One system, in the memory of x."""
    blocks = _blocks(pivots)
    for start, end in blocks:
        _swap(x, end - 1, abs(pivots[start]) - 1)
        x[end:] -= ld[end:, start:end] @ x[start:end]
        x[start:end] = np.linalg.solve(_whole(ld[start:end, start:end], hermitian), x[start:end])
    for start, end in reversed(blocks):
        x[start:end] -= _turned(ld[end:, start:end], hermitian) @ x[end:]
        _swap(x, end - 1, abs(pivots[start]) - 1)


def _blocks(pivots):
    """(start, end) of the blocks of D."""
    blocks, k = [], 0
    while k < len(pivots):
        end = k + (1 if pivots[k] > 0 else 2)
        blocks.append((k, end))
        k = end
    return blocks


def _swap(x, i, j):
    x[[i, j]] = x[[j, i]]
