"""What torch has at its top under the names of linalg, and with other options: the older forms."""

from __future__ import annotations

from ..kernels.decompositions import LinAlgError
from ..tensor import Tensor
from . import factorizations, linear_algebra, matrix_products
from ._make import check_tensor, deliver, method
from .creation import zeros
from .reduction import _named

_qr = _named("qr", ("Q", "R"))
_svd = _named("svd", ("U", "S", "V"))
_lu_with_info = _named("_lu_with_info", ("LU", "pivots", "info"))


def det(input) -> Tensor:
    """`linalg.det`."""
    return linear_algebra.det(input)


def slogdet(input, *, out=None):
    """`linalg.slogdet`."""
    return linear_algebra.slogdet(input, out=out)


@method
def cholesky(input, upper=False, *, out=None) -> Tensor:
    """`linalg.cholesky`. Raises LinAlgError unless positive-definite."""
    linear_algebra.square("cholesky", input)
    try:
        return linear_algebra.cholesky(input, upper=upper, out=out)
    except LinAlgError as error:
        raise LinAlgError(str(error).removeprefix("linalg.")) from None


@method
def qr(input, some=True, *, out=None):
    """(Q, R), reduced, or complete with some=False: `linalg.qr`."""
    result = _qr(*linear_algebra.qr(input, "reduced" if some else "complete"))
    return linear_algebra.deliver_all(result, out)


@method
def svd(input, some=True, compute_uv=True, *, out=None):
    """(U, S, V) with V itself, not transposed; reduced, or full with some=False; without compute_uv U and V are zeros."""
    if compute_uv:
        u, s, vh = linear_algebra.svd(input, not some)
        return linear_algebra.deliver_all(_svd(u, s, vh.mH), out)
    s = linear_algebra.svdvals(input)
    *batch, m, n = input.array.shape
    result = _svd(zeros(*batch, m, m, dtype=input.dtype), s, zeros(*batch, n, n, dtype=input.dtype))
    return linear_algebra.deliver_all(result, out)


@method
def cross(input, other, dim=None, *, out=None) -> Tensor:
    """The cross product along `dim`, by default the first dimension of size 3. Raises RuntimeError where there is none."""
    check_tensor("cross", "input", input)
    if dim is None:
        if 3 not in input.array.shape:
            raise RuntimeError(f"no dimension of size 3 in input: {list(input.array.shape)}")
        dim = input.array.shape.index(3)
    return matrix_products.cross(input, other, dim=dim, out=out)


@method
def lu(A, pivot=True, get_infos=False, out=None):
    """(LU, pivots), and info with get_infos, of A = P L U, packed: `linalg.lu_factor_ex`."""
    packed, pivots, info = factorizations.factored("linalg.lu_factor", A, pivot)
    result = _lu_with_info(packed, pivots, info) if get_infos else (packed, pivots)
    if out is None:
        return result
    parts = [deliver(part, target) for part, target in zip(result, out, strict=True)]
    return _lu_with_info(*parts) if get_infos else tuple(parts)


@method
def lu_solve(input, LU_data, LU_pivots, *, out=None) -> Tensor:
    """X of A X = b, A being what `linalg.lu_factor` factored."""
    return factorizations.lu_solve(LU_data, LU_pivots, input, out=out)
