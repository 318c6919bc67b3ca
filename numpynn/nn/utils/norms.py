"""What weight norm and spectral norm compute, whichever way they are hung on a module."""

from __future__ import annotations

from ...functional.linalg import dot, mv
from ...functional.reduction import norm
from ...modes import no_grad
from ...tensor import Tensor


def norm_except_dim(v: Tensor, pow: float = 2, dim: int = 0) -> Tensor:
    """The norms of the slices along `dim`, the other dimensions kept with size 1; for -1 the norm of all."""
    if dim == -1:
        return norm(v, pow)
    kept = range(v.ndim)[dim]
    return norm(v, pow, [d for d in range(v.ndim) if d != kept], keepdim=True)


def weight_norm(v: Tensor, g: Tensor, dim: int) -> Tensor:
    """w = g v / ‖v‖, the norm for each slice along `dim`. Source: Salimans and Kingma 2016."""
    return v * (g / norm_except_dim(v, 2, dim))


def as_matrix(weight: Tensor, dim: int) -> Tensor:
    """The weight with dimension `dim` as rows and all others as columns."""
    rows = weight.movedim(dim, 0)
    return rows.reshape(len(rows), -1)


def unit(x: Tensor, eps: float) -> Tensor:
    """x / max(‖x‖, eps)."""
    return x / norm(x).clamp(min=eps)


def random_unit(like: Tensor, n: int, eps: float) -> Tensor:
    """A vector of `n` normal draws, scaled to norm 1."""
    with no_grad():
        return unit(like.new_empty(n).normal_(0, 1), eps)


def largest_singular_value(matrix: Tensor, u: Tensor, v: Tensor) -> Tensor:
    """σ = uᴴ W v, for singular vectors u and v of unit norm."""
    return dot(u.conj() if u.is_complex() else u, mv(matrix, v))
