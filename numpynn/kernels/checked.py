"""Inverses, solutions and Cholesky factors that tell where a matrix fails, and raise nothing.

Each gives info, an int32 for every matrix: 0, or from 1 the first pivot that is zero, or the first minor that is not positive.
"""

from __future__ import annotations

import math

import numpy as np

from . import lu


def inv_ex(x):
    """(x⁻¹, info): (*, n, n) -> (*, n, n), (*). A singular matrix gives inf and nan."""
    try:
        return np.linalg.inv(x), _no_failure(x)
    except np.linalg.LinAlgError:
        return _by_factors(x, np.eye(x.shape[-1], dtype=x.dtype))


def solve_ex(a, b):
    """(a⁻¹ b, info): (*, n, n) (*, n, k) -> (*, n, k), (*). A singular matrix gives inf and nan."""
    try:
        return np.linalg.solve(a, b), _no_failure(a)
    except np.linalg.LinAlgError:
        return _by_factors(a, b)


def _no_failure(x):
    return np.zeros(x.shape[:-2], np.int32)


def _by_factors(a, b):
    packed, pivots, info = lu.lu_factor(a)
    return lu.solve(packed, pivots, b), info


def cholesky_ex(x):
    """(L, info): (*, n, n) -> (*, n, n), (*). Of a matrix that is not positive-definite L is what came before the failure."""
    try:
        return np.linalg.cholesky(x), _no_failure(x)
    except np.linalg.LinAlgError:
        factors, info = np.tril(x), _no_failure(x)
        matrices = factors.reshape(math.prod(info.shape), *x.shape[-2:])
        info = np.array([_factor(matrix) for matrix in matrices], np.int32).reshape(info.shape)
        return matrices.reshape(x.shape), info


def _factor(x):
    """Column by column in the memory of x, as far as it goes; gives info."""
    for j in range(len(x)):
        x[j, j] = (x[j, j] - x[j, :j] @ x[j, :j].conj()).real
        if not x[j, j].real > 0:
            return j + 1
        x[j, j] = np.sqrt(x[j, j].real)
        x[j + 1 :, j] = (x[j + 1 :, j] - x[j + 1 :, :j] @ x[j, :j].conj()) / x[j, j]
    return 0
