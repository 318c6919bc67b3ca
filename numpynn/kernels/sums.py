"""Sums of rows by BLAS: as ones @ x.

NumPy adds in pairs along the axis that is contiguous, but where whole rows are to be added it adds one after another: in
float32 the rounding errors pile up, and it takes several times as long.
"""

from __future__ import annotations

import numpy as np

# What is less is left to NumPy: fewer rows are as exact, and smaller arrays as fast.
_ROWS = 16
_SIZE = 256
# BLAS too adds one row after another, if four at a time: so many rows at most, and the sums of those in turn.
_CHUNK = 128
# A row of this size no longer fits the cache beside its sum.
_LONG = 1 << 18
_ONES = {code: np.ones((1, _CHUNK), code) for code in "fd"}


def total(x, dim=None, keepdims=False):
    """np.add.reduce(x, axis=dim, keepdims=keepdims); dim is None or a tuple of axes, not negative."""
    if dim is None or x.size < _SIZE or x.dtype.char not in "fd":
        return np.add.reduce(x, axis=dim, keepdims=keepdims)
    if x.flags.c_contiguous:
        if x.ndim == 2 and dim == (0,) and _ROWS <= len(x) <= _CHUNK and not keepdims:
            return sum_of_rows(x)
        return _total(x, dim, keepdims)
    if x.flags.f_contiguous:
        return _total(x.T, tuple([x.ndim - 1 - d for d in dim]), keepdims).T
    return np.add.reduce(x, axis=dim, keepdims=keepdims)


def sum_of_rows(x):
    """The sum of a matrix's rows, (N, n) -> (n): a bias's gradient."""
    if len(x) <= _CHUNK and x.dtype.char in "fd":
        # The shortest way there is: 0.5 us, where np.add.reduce takes 1.5 even of a single row.
        return _ONES[x.dtype.char][0, : len(x)].dot(x)
    return total(x, (0,))


def sum_of_columns(x):
    """The sums along a matrix's rows, (N, n) -> (N)."""
    n = x.shape[1]
    if n <= _CHUNK and x.dtype.char in "fd":
        return x.dot(_ONES[x.dtype.char][0, :n])
    return np.add.reduce(x, axis=1)


def _total(x, dim, keepdims):
    """Of an array in C order: first along its last axes, then the rows. If there are many of those, they first, the outermost:
    it takes half of the time, as that of a bias's gradient of samples and places."""
    last, first = x.ndim, 0
    while last - 1 in dim:
        last -= 1
    rows = sorted([d for d in dim if d < last])
    if not rows:
        return np.add.reduce(x, axis=dim, keepdims=keepdims)
    while first in dim:
        first += 1
    if last < x.ndim and _ROWS <= _size(x.shape[:first]) and _size(x.shape[first:]) <= _LONG:
        x, rows = _rows(x, 0, first), rows[first:]
    sums = np.add.reduce(x, axis=tuple(range(last, x.ndim))) if last < x.ndim else x
    while rows:
        end = rows.pop() + 1
        start = end - 1
        while rows and rows[-1] == start - 1:
            start = rows.pop()
        sums = _rows(sums, start, end)
    kept = [(1,) * keepdims if d in dim else (n,) for d, n in enumerate(x.shape)]
    return sums.reshape([n for part in kept for n in part])


def _rows(x, start, end):
    """x summed over the axes from `start` to before `end`, which are kept as axes of size one."""
    before, after = x.shape[:start], x.shape[end:]
    count = 1
    for n in x.shape[start:end]:
        count *= n
    ones = (1,) * (end - start)
    if count < _ROWS:
        return np.add.reduce(x, axis=tuple(range(start, end)), keepdims=True)
    return _of_rows(x.reshape(-1, count, x.size // (count * _size(before)))).reshape(before + ones + after)


def _of_rows(x):
    """(A, n, m) -> (A, 1, m)."""
    while x.shape[1] > _CHUNK:
        chunks, rest = divmod(x.shape[1], _CHUNK)
        whole = x[:, : chunks * _CHUNK].reshape(x.shape[0], chunks, _CHUNK, x.shape[2])
        sums = np.matmul(_ONES[x.dtype.char], whole)[:, :, 0]
        if rest:
            sums[:, 0] += np.matmul(_ONES[x.dtype.char][:, :rest], x[:, chunks * _CHUNK :])[:, 0]
        x = sums
    return np.matmul(_ONES[x.dtype.char][:, : x.shape[1]], x)


def weighted_rows(weights, x):
    """Σ_i weights[i] x[i] of a matrix, whose rows need not follow on each other; all weights are one if they are None."""
    parts = range(0, len(x), _CHUNK)
    ones = _ONES[x.dtype.char][0]
    weights = [ones[: len(x) - start] if weights is None else weights[start : start + _CHUNK] for start in parts]
    totals = [np.dot(some, x[start : start + _CHUNK]) for start, some in zip(parts, weights, strict=True)]
    return np.add.reduce(totals) if len(totals) != 1 else totals[0]


def _size(shape):
    size = 1
    for n in shape:
        size *= n
    return size
