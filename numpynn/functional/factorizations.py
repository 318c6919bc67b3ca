"""LU, LDL and eigenvalue factorisations, and the forms of linalg that tell of failures instead of raising."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, shape
from ..derivatives import factorizations as primitive
from ..derivatives import linalg as products
from ..derivatives.decompositions import solve_triangular as triangular
from ..kernels import lu as lu_kernel
from ..kernels.decompositions import LinAlgError
from ..tensor import Tensor, wrap
from . import conversion
from ._make import check_tensor, deliver
from .creation import empty
from .linear_algebra import adjoint as adjoint_of
from .linear_algebra import check_equation, deliver_all, is_vectors, matrices, square
from .reduction import _named

__all__ = ["lu_unpack"]

_lu = _named("linalg_lu", ("P", "L", "U"))
_lu_factor = _named("linalg_lu_factor", ("LU", "pivots"))
_lu_factor_ex = _named("linalg_lu_factor_ex", ("LU", "pivots", "info"))
_lu_unpack = _named("lu_unpack", ("P", "L", "U"))
_ldl_factor = _named("linalg_ldl_factor", ("LD", "pivots"))
_ldl_factor_ex = _named("linalg_ldl_factor_ex", ("LD", "pivots", "info"))
_eig = _named("linalg_eig", ("eigenvalues", "eigenvectors"))
_inv_ex = _named("linalg_inv_ex", ("inverse", "info"))
_solve_ex = _named("linalg_solve_ex", ("result", "info"))
_cholesky_ex = _named("linalg_cholesky_ex", ("L", "info"))


def _check_info(info, message):
    """Raise LinAlgError for the first matrix that failed."""
    failed = np.flatnonzero(info.array)
    if failed.size:
        batch = f"(Batch element {failed[0]}): " if info.array.ndim else ""
        raise LinAlgError(message.format(batch=batch, k=info.array.flat[failed[0]]))


# Eigenvalues -------------------------------------------------------------------------------------------------------


def eig(input, *, out=None):
    """(eigenvalues, eigenvectors) of any square matrices, complex: (*, n, n) -> (*, n), (*, n, n). In no order.

    The eigenvectors have length one; their phases are open, and a gradient that depends on them raises RuntimeError. So
    does input that is not finite.
    """
    check_tensor("linalg.eig", "input", input)
    if input.array.dtype.kind not in "fc":
        raise RuntimeError(f"linalg.eig: Unknown Complex ScalarType for {input.dtype.name}")
    return deliver_all(_eig(*primitive.eig(square("linalg.eig", input))), out)


def eigvals(input, *, out=None) -> Tensor:
    """The eigenvalues of any square matrices, complex, in no order: (*, n, n) -> (*, n)."""
    return deliver(eig(input)[0], out)


# LU ----------------------------------------------------------------------------------------------------------------

_ZERO_IN_U = (
    "{batch}U[{k},{k}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform "
    "the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)"
)


def factored(function, A, pivot):
    check_tensor(function, "A", A)
    if A.array.ndim < 2:
        raise RuntimeError(
            f"{function}: Expected tensor with 2 or more dimensions. Got size: {list(A.array.shape)} instead"
        )
    if A.array.dtype.kind not in "fc" or A.array.dtype == np.float16:
        raise NotImplementedError(f'"{function}" not implemented for {A.dtype.name}')
    if not pivot:
        raise RuntimeError(f"{function}: LU without pivoting is not implemented on the CPU")
    return primitive.lu_factor(A)


def lu_factor_ex(A, *, pivot=True, check_errors=False, out=None):
    """(LU, pivots, info): the factors of A = P L U packed, (*, m, n), the exchanges of rows, and the first zero in U or 0."""
    result = _lu_factor_ex(*factored("linalg.lu_factor_ex", A, pivot))
    if check_errors:
        _check_info(result.info, f"torch.linalg.lu_factor_ex: {_ZERO_IN_U}")
    return deliver_all(result, out)


def lu_factor(A, *, pivot=True, out=None):
    """(LU, pivots) of A = P L U, packed: L without its ones below the diagonal, U above. Raises LinAlgError for a zero in U."""
    packed, pivots, info = factored("linalg.lu_factor", A, pivot)
    _check_info(info, f"torch.linalg.lu_factor: {_ZERO_IN_U}")
    return deliver_all(_lu_factor(packed, pivots), out)


def lu(A, *, pivot=True, out=None):
    """(P, L, U) of A = P L U: (*, m, n) -> (*, m, m), (*, m, k), (*, k, n).

    >>> import numpynn
    >>> P, L, U = numpynn.linalg.lu(numpynn.tensor([[1.0, 2.0], [4.0, 2.0]]))
    >>> L, U
    (tensor([[1.0000, 0.0000],
            [0.2500, 1.0000]]), tensor([[4.0000, 2.0000],
            [0.0000, 1.5000]]))
    """
    packed, pivots, _ = factored("linalg.lu", A, pivot)
    return deliver_all(_lu(_permutation(pivots, packed), *_triangles(packed)), out)


def _permutation(pivots, packed):
    return wrap(lu_kernel.permutation(pivots.array, packed.array.shape[-2], packed.array.dtype))


def _triangles(packed):
    """L and U, unpacked."""
    m, n = packed.array.shape[-2:]
    k = min(m, n)
    lower = shape.tril(packed[..., :k], -1)
    return arithmetic.add(lower, np.eye(m, k, dtype=packed.array.dtype)), shape.triu(packed[..., :k, :], 0)


def lu_unpack(LU_data, LU_pivots, unpack_data=True, unpack_pivots=True, *, out=None):
    """(P, L, U) of what `linalg.lu_factor` packed; empty tensors for what is not to be unpacked."""
    matrices("torch.lu_unpack", LU_data, "LU_data")
    check_tensor("lu_unpack", "LU_pivots", LU_pivots)
    _check_pivots("torch.lu_unpack", LU_data, LU_pivots)
    nothing = empty(0, dtype=LU_data.dtype)
    P = _permutation(LU_pivots, LU_data) if unpack_pivots else nothing
    L, U = _triangles(LU_data) if unpack_data else (nothing, nothing)
    return deliver_all(_lu_unpack(P, L, U), out)


def _check_pivots(function, LU, pivots):
    if pivots.array.dtype != np.int32:
        raise RuntimeError(
            f"{function}: pivots should be a Tensor of scalar type torch.int32, the output of torch.linalg.lu_factor, "
            f"but got {pivots.dtype.name}"
        )
    *batch, m, n = LU.array.shape
    if pivots.array.shape != (*batch, min(m, n)):
        raise RuntimeError(
            f"{function}: Number of pivots per batch should be same as the dimension of the matrix: expected pivots of shape "
            f"{[*batch, min(m, n)]}, but got {list(pivots.array.shape)}"
        )
    if pivots.array.size and not (1 <= pivots.array.min() and pivots.array.max() <= m):
        raise RuntimeError(f"{function}: pivots passed to lu_unpack must be between 1 and LU.size(-2) = {m} inclusive.")


def lu_solve(LU, pivots, B, *, left=True, adjoint=False, out=None) -> Tensor:
    """X of A X = B, or with left=False of X A = B, A being what `lu_factor` factored; with adjoint=True of Aᴴ for A."""
    check_tensor("linalg.lu_solve", "LU", LU)
    check_tensor("linalg.lu_solve", "B", B)
    if LU.array.dtype != B.array.dtype:
        raise RuntimeError(
            "linalg.lu_solve: Expected LU and B to have the same dtype, but found LU of type "
            f"{LU.dtype.name} and B of type {B.dtype.name} instead"
        )
    square("torch.linalg.lu_solve", LU)
    matrices("linalg.lu_solve", B, "B")
    check_tensor("linalg.lu_solve", "pivots", pivots)
    _check_pivots("linalg.lu_solve", LU, pivots)
    check_equation("linalg.lu_solve", LU, B, left)
    # Aᴴ X = B is Aᵀ X* = B*, and X A = B is Aᵀ Xᵀ = Bᵀ.
    right = conversion.conj(B) if adjoint else B
    right = right if left else products.swap(right)
    X = _solve(LU, _permutation(pivots, LU), right, turned=adjoint == left)
    X = X if left else products.swap(X)
    return deliver(conversion.conj(X) if adjoint else X, out)


def _solve(packed, p, b, turned):
    """x of P L U x = b, or turned of Uᵀ Lᵀ Pᵀ x = b."""
    if not turned:
        return triangular(packed, triangular(packed, products.matmul(products.swap(p), b), False, True), True, False)
    other = products.swap(packed)
    return products.matmul(p, triangular(other, triangular(other, b, False, False), True, True))


# LDL ---------------------------------------------------------------------------------------------------------------


def ldl_factor_ex(input, *, hermitian=False, check_errors=False, out=None):
    """(LD, pivots, info) of symmetric, or Hermitian, matrices, as LAPACK packs them, and the first zero in D or 0.

    It has no derivative, in torch neither. Source: Bunch & Kaufman 1977.
    """
    result = _ldl_factor_ex(*primitive.ldl_factor(square("torch.linalg.ldl_factor_ex", input), hermitian))
    if check_errors:
        _check_info(result.info, "torch.linalg.ldl_factor_ex: {batch}D[{k},{k}] is zero")
    return deliver_all(result, out)


def ldl_factor(input, *, hermitian=False, out=None):
    """(LD, pivots) of symmetric, or Hermitian, matrices, packed. Raises LinAlgError for a zero in D."""
    packed, pivots, info = primitive.ldl_factor(square("torch.linalg.ldl_factor_ex", input), hermitian)
    _check_info(info, "torch.linalg.ldl_factor: {batch}D[{k},{k}] is zero")
    return deliver_all(_ldl_factor(packed, pivots), out)


def ldl_solve(LD, pivots, B, *, hermitian=False, out=None) -> Tensor:
    """X of A X = B, A being what `ldl_factor` factored: (*, n, n) (*, n) (*, n, k)."""
    square("torch.linalg.ldl_solve", LD)
    matrices("torch.linalg.ldl_solve", B, "B")
    n, (rows, columns) = LD.array.shape[-1], B.array.shape[-2:]
    if n != rows:
        raise RuntimeError(
            f"Incompatible matrix sizes for torch.linalg.ldl_solve: each A matrix is {n} by {n} but each b matrix is {rows} "
            f"by {columns}"
        )
    if LD.array.dtype != B.array.dtype:
        raise RuntimeError(
            f"torch.linalg.ldl_solve: Expected LD and B to have the same dtype, but got {LD.dtype.name} and {B.dtype.name}"
        )
    if pivots.array.dtype.kind not in "iu" or pivots.array.shape != LD.array.shape[:-1]:
        raise RuntimeError(
            f"torch.linalg.ldl_solve: Expected pivots to be integers of shape {list(LD.array.shape[:-1])}, but got "
            f"{pivots.dtype.name} of shape {list(pivots.array.shape)}"
        )
    return deliver(primitive.ldl_solve(LD, pivots.array, B, hermitian), out)


# With info ---------------------------------------------------------------------------------------------------------


def inv_ex(A, *, check_errors=False, out=None):
    """(inverse, info): as `inv`, but raises nothing. info is the first zero pivot of each matrix, or 0."""
    result = _inv_ex(*primitive.inv_ex(square("linalg.inv", A)))
    if check_errors:
        _check_info(
            result.info,
            "linalg.inv_ex: {batch}The diagonal element {k} is zero, the inversion could not be completed because the "
            "input matrix is singular.",
        )
    return deliver_all(result, out)


def solve_ex(A, B, *, left=True, check_errors=False, out=None):
    """(result, info): as `solve`, but raises nothing. info is the first zero pivot of each matrix, or 0."""
    square("linalg.solve", A)
    check_tensor("linalg.solve", "B", B)
    vectors = left and is_vectors(A, B)
    if vectors:
        B = B.unsqueeze(-1)
    check_equation("linalg.solve", A, B, left)
    if left:
        X, info = primitive.solve_ex(A, B)
    else:
        X, info = primitive.solve_ex(products.swap(A), products.swap(B))
        X = products.swap(X)
    result = _solve_ex(X.squeeze(-1) if vectors else X, info)
    if check_errors:
        _check_info(
            result.info, "torch.linalg.solve_ex: {batch}The solver failed because the input matrix is singular."
        )
    return deliver_all(result, out)


def cholesky_ex(input, *, upper=False, check_errors=False, out=None):
    """(L, info): as `cholesky`, but raises nothing. info is the order of the first minor that is not positive, or 0."""
    square("linalg.cholesky", input)
    L, info = primitive.cholesky_ex(adjoint_of(input) if upper else input)
    result = _cholesky_ex(adjoint_of(L) if upper else L, info)
    if check_errors:
        _check_info(
            result.info,
            "linalg.cholesky_ex: {batch}The factorization could not be completed because the input is not "
            "positive-definite (the leading minor of order {k} is not positive-definite).",
        )
    return deliver_all(result, out)
