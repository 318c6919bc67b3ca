"""A few of the eigenpairs of a symmetric matrix, at one end of its spectrum."""

from __future__ import annotations

from ..tensor import Tensor
from . import linear_algebra
from ._make import check_tensor

__all__ = ["lobpcg"]


def lobpcg(
    A, k=None, B=None, X=None, n=None, iK=None, niter=None, tol=None, largest=None, method=None, tracker=None,
    ortho_iparams=None, ortho_fparams=None, ortho_bparams=None,
):  # fmt: skip
    """(E, X): the k largest eigenvalues of A x = e B x for symmetric A and positive definite B, (*, k), and vectors (*, m, k).

    `largest=False` gives the smallest, rising. k: as many as `X` has columns, else 1. The vectors fulfil Xᵀ B X = 1.

    torch iterates from X or from n random vectors, by LOBPCG (Knyazev, 2001). Here A is decomposed in full, so what steers that
    iteration (n, iK, niter, tol, method, ortho_...) has no influence; a `tracker` raises NotImplementedError, and there are
    gradients for B as well. Raises ValueError for fewer than 3 k rows.
    """
    check_tensor("lobpcg", "A", A)
    A = A.to_dense()
    if A.array.ndim < 2 or A.array.shape[-1] != A.array.shape[-2]:
        raise AssertionError(f"A must be square, got shape {A.shape}")
    if method not in (None, "basic", "ortho"):
        raise NotImplementedError(f"lobpcg: method {method!r} is not supported")
    if tracker is not None:
        raise NotImplementedError("lobpcg: tracker is not supported, for there is no iteration to track")
    k = (1 if X is None else X.array.shape[-1]) if k is None else k
    if A.array.shape[-1] < 3 * k:
        raise ValueError(
            f"LOBPCG algorithm is not applicable when the number of A rows (={A.array.shape[-1]}) is smaller than 3 x the number "
            f"of requested eigenpairs (={k})"
        )
    values, vectors = _pairs(A, B)
    if largest is None or largest:
        return values[..., -k:].flip(-1), vectors[..., -k:].flip(-1)
    return values[..., :k], vectors[..., :k]


def _pairs(A, B) -> tuple[Tensor, Tensor]:
    """All eigenpairs, rising; those of B⁻¹ A by way of the symmetric L⁻¹ A L⁻ᵀ, for B = L Lᵀ."""
    if B is None:
        return tuple(linear_algebra.eigh(A))
    L = linear_algebra.cholesky(B.to_dense())
    half = linear_algebra.solve_triangular(L, A, upper=False)
    values, y = linear_algebra.eigh(linear_algebra.solve_triangular(L, half.mT, upper=False))
    return values, linear_algebra.solve_triangular(L.mT, y, upper=True)
