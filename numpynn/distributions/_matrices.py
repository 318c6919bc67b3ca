"""Matrices, vectors and triangular factors of the multivariate distributions."""

from __future__ import annotations

import math

from ..functional.creation import arange, eye
from ..functional.linear_algebra import cholesky, solve_triangular
from ..tensor import Tensor


def times(matrix: Tensor, vector: Tensor) -> Tensor:
    """A x for batches: (..., n, m), (..., m) -> (..., n)."""
    return (matrix @ vector.unsqueeze(-1)).squeeze(-1)


def squared_length(factor: Tensor, x: Tensor) -> Tensor:
    """|L⁻¹ x|², the squared Mahalanobis length of x (..., n) under the covariance L Lᵀ, for L (..., n, n)."""
    if factor.ndim == 2:
        # One matrix: all vectors are the columns of one right-hand side.
        columns = x.reshape(-1, x.shape[-1]).mT
        return solve_triangular(factor, columns, upper=False).square().sum(0).reshape(x.shape[:-1])
    return solve_triangular(factor, x.unsqueeze(-1), upper=False).square().sum((-2, -1))


def log_diagonal(factor: Tensor) -> Tensor:
    """log det of a triangular matrix with a positive diagonal."""
    return factor.diagonal(dim1=-2, dim2=-1).log().sum(-1)


def square_sum(matrix: Tensor) -> Tensor:
    """tr(A Aᵀ)."""
    return matrix.square().sum((-2, -1))


def factor_of_precision(precision: Tensor) -> Tensor:
    """The lower Cholesky factor of the inverse: that of the matrix read backwards, read backwards, is the inverse's."""
    backwards = cholesky(precision.flip((-2, -1))).flip((-2, -1))
    identity = eye(precision.shape[-1], dtype=precision.dtype)
    return solve_triangular(backwards.mT, identity, upper=False)


def log_multigamma(x: Tensor, p: int) -> Tensor:
    """log Γ_p(x) = p (p - 1) / 4 log π + Σ_j log Γ(x - j / 2), j = 0 ... p - 1."""
    return (x.unsqueeze(-1) - _halves(x, p)).lgamma().sum(-1) + p * (p - 1) / 4 * math.log(math.pi)


def multidigamma(x: Tensor, p: int) -> Tensor:
    """The derivative of `log_multigamma`."""
    return (x.unsqueeze(-1) - _halves(x, p)).digamma().sum(-1)


def _halves(x, p):
    return arange(p, dtype=x.dtype) / 2
