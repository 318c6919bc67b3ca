"""Determinants, inverses and decompositions of each matrix of a batch."""

from __future__ import annotations

import numpy as np


class LinAlgError(RuntimeError):
    """Raised where a matrix is singular, or not positive-definite, or a decomposition does not converge."""


_ZERO_PIVOT = (
    "The diagonal element {} is zero, the inversion could not be completed because the input matrix is singular."
)
_BAD_MINOR = (
    "The factorization could not be completed because the input is not positive-definite (the leading minor of order {} "
    "is not positive-definite)."
)
# Below this number of rows a triangle is substituted row by row.
_ROWS = 16
_SINGULAR = "The solver failed because the input matrix is singular."


def det(x):
    """The determinant: (*, n, n) -> (*)."""
    return np.asarray(np.linalg.det(x))


def cofactors(x):
    """The derivative of the determinant, det(x) x⁻ᵀ where x is not singular: (*, n, n)."""
    try:
        inverse = np.linalg.inv(x)
    except np.linalg.LinAlgError:
        return _cofactors_of_singular(x)
    found = np.linalg.det(x)[..., None, None] * np.swapaxes(inverse, -1, -2)
    return found if np.isfinite(found).all() else _cofactors_of_singular(x)


def _cofactors_of_singular(x):
    """Through the singular values, of which each cofactor leaves one out; less exact where rows differ much in size."""
    u, s, vh = np.linalg.svd(x)
    ones = np.ones_like(s[..., :1])
    before = np.cumprod(np.concatenate([ones, s[..., :-1]], -1), -1)[..., : s.shape[-1]]
    after = np.cumprod(np.concatenate([ones, s[..., :0:-1]], -1), -1)[..., : s.shape[-1]][..., ::-1]
    turn = np.asarray(np.linalg.det(u) * np.linalg.det(vh))[..., None, None]
    return turn * ((u.conj() * (before * after)[..., None, :]) @ vh.conj())


def slogdet(x):
    """The sign and the logarithm of the size of the determinant: (*, n, n) -> (*), (*)."""
    sign, size = np.linalg.slogdet(x)
    return np.asarray(sign), np.asarray(size)


def inv(x):
    """x⁻¹: (*, n, n). Raises LinAlgError where it is singular."""
    try:
        return np.linalg.inv(x)
    except np.linalg.LinAlgError:
        raise _refusal("linalg.inv", x, _zero_pivot, _ZERO_PIVOT) from None


def inv_or_inf(x):
    """x⁻¹, and inf for each matrix that is singular: (*, n, n)."""
    try:
        return np.linalg.inv(x)
    except np.linalg.LinAlgError:
        pass
    if x.ndim == 2:
        return np.full_like(x, np.inf)
    return np.stack([inv_or_inf(matrix) for matrix in x])


def solve(a, b):
    """a⁻¹ b: (*, n, n) (*, n, k) -> (*, n, k). Raises LinAlgError where a is singular."""
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        raise _refusal("torch.linalg.solve", a, _zero_pivot, _SINGULAR) from None


def solve_triangular(a, b, upper, unitriangular):
    """a⁻¹ b of the upper or lower triangle of a, by substitution: (*, n, n) (*, n, k) -> (*, n, k)."""
    batch = np.broadcast_shapes(a.shape[:-2], b.shape[:-2])
    out = np.array(np.broadcast_to(b, batch + b.shape[-2:]))
    _substitute(a, out, upper, unitriangular)
    return out


def _substitute(a, x, upper, unitriangular):
    """In the memory of x, by halves, so that most of the work is products of matrices."""
    n = a.shape[-1]
    if n > _ROWS:
        low, high = slice(0, n // 2), slice(n // 2, n)
        first, second = (high, low) if upper else (low, high)
        _substitute(a[..., first, first], x[..., first, :], upper, unitriangular)
        x[..., second, :] -= a[..., second, first] @ x[..., first, :]
        return _substitute(a[..., second, second], x[..., second, :], upper, unitriangular)
    for i in reversed(range(n)) if upper else range(n):
        known = slice(i + 1, n) if upper else slice(0, i)
        x[..., i, :] -= (a[..., i : i + 1, known] @ x[..., known, :])[..., 0, :]
        if not unitriangular:
            x[..., i, :] /= a[..., i, i, None]


def cholesky(x):
    """The lower triangular L of x = L Lᵀ, read from the lower triangle: (*, n, n). Raises LinAlgError."""
    try:
        return np.linalg.cholesky(x)
    except np.linalg.LinAlgError:
        raise _refusal("linalg.cholesky", x, _bad_minor, _BAD_MINOR) from None


def qr(x, mode):
    """Q and R of x = Q R, reduced or complete; with mode "r" Q is empty: (*, m, n) -> (*, m, k), (*, k, n)."""
    if mode == "r":
        return np.empty(0, x.dtype), np.linalg.qr(x, "r")
    return tuple(np.linalg.qr(x, mode))


def geqrf(x):
    """Q's reflectors under R, and their scales: (*, m, n) -> (*, m, n), (*, k). As LAPACK packs them."""
    turned, scales = np.linalg.qr(x, "raw")
    return turned.swapaxes(-1, -2), scales


def eig(x):
    """Eigenvalues and eigenvectors of length one, complex: (*, n, n) -> (*, n), (*, n, n)."""
    if not np.isfinite(x).all():
        raise RuntimeError("torch.linalg.eig: input tensor should not contain infs or NaNs.")
    return tuple([part.astype(np.result_type(x.dtype, np.complex64)) for part in np.linalg.eig(x)])


def eigh(x, lower):
    """Eigenvalues in order and eigenvectors of a symmetric matrix, of which one triangle is read: (*, n), (*, n, n)."""
    try:
        return tuple(np.linalg.eigh(x, "L" if lower else "U"))
    except np.linalg.LinAlgError:
        raise LinAlgError(
            "linalg.eigh: The algorithm failed to converge because the input matrix is ill-conditioned."
        ) from None


def svd(x, full_matrices):
    """U, S and Vᵀ of x = U diag(S) Vᵀ, S falling: (*, m, n) -> (*, m, k), (*, k), (*, k, n)."""
    try:
        return tuple(np.linalg.svd(x, full_matrices))
    except np.linalg.LinAlgError:
        raise LinAlgError(
            "linalg.svd: The algorithm failed to converge because the input matrix is ill-conditioned."
        ) from None


def singular_values(x, hermitian):
    """The singular values, of a symmetric matrix the sizes of the eigenvalues, not in order: (*, m, n) -> (*, k)."""
    return np.abs(eigh(x, True)[0]) if hermitian else np.linalg.svd(x, compute_uv=False)


def cutoff(s, atol, rtol):
    """Below which size a singular value counts as zero: max(atol, rtol max(s)), of shape (*, 1)."""
    largest = s.max(-1, initial=0)
    return np.maximum(np.asarray(atol, s.dtype), np.asarray(rtol, s.dtype) * largest)[..., None]


def matrix_rank(x, atol, rtol, hermitian):
    """How many singular values lie above the cutoff: (*, m, n) -> (*)."""
    s = singular_values(x, hermitian)
    return np.count_nonzero(s > cutoff(s, atol, rtol), axis=-1)


def pinv(x, atol, rtol, hermitian):
    """The pseudoinverse, of the singular values above the cutoff: (*, m, n) -> (*, n, m)."""
    if x.size == 0:
        return np.zeros_like(x.swapaxes(-1, -2))
    if hermitian:
        s, u = eigh(x, True)
        vh = u.swapaxes(-1, -2).conj()
    else:
        u, s, vh = svd(x, False)
    size = np.abs(s)
    inverse = np.where(size > cutoff(size, atol, rtol), 1 / s, 0)
    return vh.swapaxes(-1, -2).conj() @ (inverse[..., None] * u.swapaxes(-1, -2).conj())


def _refusal(function, x, position_of, why):
    """The error that names the first matrix that fails, and where it does."""
    for number, matrix in enumerate(x.reshape(-1, *x.shape[-2:])):
        if position := position_of(matrix):
            batch = f"(Batch element {number}): " if x.ndim > 2 else ""
            return LinAlgError(f"{function}: {batch}{why.format(position)}")
    return LinAlgError(f"{function}: {why.format(x.shape[-1])}")


def _zero_pivot(matrix):
    """The first pivot of Gaussian elimination that is zero, counted from 1; 0 if there is none."""
    rest = matrix.copy()
    for position in range(1, len(matrix) + 1):
        pivot = np.argmax(np.abs(rest[:, 0]))
        if rest[pivot, 0] == 0:
            return position
        rest[[0, pivot]] = rest[[pivot, 0]]
        rest = rest[1:, 1:] - np.outer(rest[1:, 0] / rest[0, 0], rest[0, 1:])
    return 0


def _bad_minor(matrix):
    """The order of the first leading minor that is not positive-definite; 0 if all are."""
    for order in range(1, len(matrix) + 1):
        try:
            np.linalg.cholesky(matrix[:order, :order])
        except np.linalg.LinAlgError:
            return order
    return 0
