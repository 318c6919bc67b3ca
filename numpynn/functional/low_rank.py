"""Singular values and principal components of matrices of low rank, by random projections. Source: Halko et al. 2009."""

from __future__ import annotations

from ..derivatives import arithmetic, reduction
from ..derivatives import linalg as products
from ..tensor import Tensor
from ._make import check_tensor
from .linear_algebra import adjoint, qr, svd
from .random import randn
from .shape import broadcast_to

__all__ = ["pca_lowrank", "svd_lowrank"]


def svd_lowrank(A, q=6, niter=2, M=None):
    """(U, S, V) of the q largest singular values of A, or of A - M: (*, m, q), (*, q), (*, n, q). Random: see `manual_seed`.

    q should be a little above the rank; niter is how often the projection is sharpened.
    """
    check_tensor("svd_lowrank", "A", A)
    _rank(A)
    if M is not None:
        A = arithmetic.sub(A, broadcast_to(M, A.shape))
    m, n = A.array.shape[-2:]
    if m >= n:
        return _projected(A, q, niter)
    u, s, v = _projected(adjoint(A), q, niter)
    return v, s, u


def _rank(A):
    if A.array.ndim < 2:
        raise ValueError(f"expected matrices, but got a tensor of shape {list(A.array.shape)}")


def _projected(A, q, niter):
    basis = _basis(A, q, niter)
    u, s, vh = svd(products.matmul(adjoint(basis), A), full_matrices=False)
    return products.matmul(basis, u), s, adjoint(vh)


def _basis(A, q, niter) -> Tensor:
    """An orthonormal basis of what A makes of q random vectors, and of what the powers of A Aᴴ make of them."""
    basis = qr(products.matmul(A, randn(A.array.shape[-1], q, dtype=A.dtype))).Q
    for _ in range(niter):
        basis = qr(products.matmul(adjoint(A), basis)).Q
        basis = qr(products.matmul(A, basis)).Q
    return basis


def pca_lowrank(A, q=None, center=True, niter=2):
    """(U, S, V): the q first principal components of the rows of A are the columns of V; `svd_lowrank` of A less its mean.

    q is by default 6, or less where A is smaller. Raises ValueError for a q above min(m, n) and for a negative niter.
    """
    check_tensor("pca_lowrank", "A", A)
    _rank(A)
    smaller = min(A.array.shape[-2:])
    if q is None:
        q = min(6, smaller)
    elif not 0 <= q <= smaller:
        raise ValueError(f"q(={q}) must be non-negative integer and not greater than min(m, n)={smaller}")
    if not niter >= 0:
        raise ValueError(f"niter(={niter}) must be non-negative integer")
    if not center:
        return svd_lowrank(A, q, niter)
    return svd_lowrank(arithmetic.sub(A, reduction.mean(A, (A.array.ndim - 2,), True)), q, niter)
