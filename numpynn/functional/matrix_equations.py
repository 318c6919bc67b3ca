"""Equations between tensors read as matrices, products of vectors, Vandermonde matrices, and products of reflectors."""

from __future__ import annotations

import math
import operator

import numpy as np

from ..derivatives import arithmetic, reduction, shape
from ..derivatives import factorizations as primitive
from ..derivatives import linalg as products
from ..derivatives.running import cumprod
from ..tensor import Tensor, wrap
from . import conversion, linear_algebra
from . import shape as shapes
from ._make import check_tensor, deliver, method, normalise_dim
from .joining import cat
from .linear_algebra import deliver_all, matrices
from .numpy_names import take_numpy_names
from .reduction import _named
from .shape import movedim

__all__ = ["geqrf", "orgqr", "ormqr"]

_geqrf = _named("geqrf", ("a", "tau"))


# Tensors as matrices -----------------------------------------------------------------------------------------------


def tensorsolve(input, other, dims=None, *, out=None) -> Tensor:
    """X of tensordot(A, X, X.ndim) = B: the equation of A read as a square matrix, its leading dimensions those of B.

    dims: dimensions of A that are moved to its end first. Raises RuntimeError unless the matrix is square.
    """
    check_tensor("linalg.tensorsolve", "input", input)
    check_tensor("linalg.tensorsolve", "other", other)
    if dims is not None:
        places = [normalise_dim(d, input.array.ndim) for d in ((dims,) if isinstance(dims, int) else dims)]
        input = movedim(input, tuple(places), tuple(range(input.array.ndim - len(places), input.array.ndim)))
    lead, rest = input.array.shape[: other.array.ndim], input.array.shape[other.array.ndim :]
    if math.prod(rest) != math.prod(lead):
        raise RuntimeError(
            "linalg.tensorsolve: Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == "
            f"prod(self.shape[:other.ndim]), but got {math.prod(rest)} != {math.prod(lead)}"
        )
    matrix = shape.reshape(input, (other.array.size, math.prod(rest)))
    return deliver(shape.reshape(linear_algebra.solve(matrix, shape.reshape(other, (other.array.size,))), rest), out)


def tensorinv(input, ind=2, *, out=None) -> Tensor:
    """The inverse of A read as a square matrix, its first `ind` dimensions being the rows: shape A.shape[ind:] + A.shape[:ind].

    Raises RuntimeError unless the matrix is square, LinAlgError if it is singular.
    """
    check_tensor("linalg.tensorinv", "input", input)
    if ind <= 0:
        raise RuntimeError(f"linalg.tensorinv: Expected a strictly positive integer for 'ind', but got {ind}")
    rows, columns = input.array.shape[:ind], input.array.shape[ind:]
    if math.prod(columns) != math.prod(rows):
        raise RuntimeError(
            "linalg.tensorinv: Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), "
            f"but got {math.prod(columns)} != {math.prod(rows)}"
        )
    matrix = shape.reshape(input, (math.prod(rows), math.prod(columns)))
    return deliver(shape.reshape(linear_algebra.inv(matrix), columns + rows), out)


def vecdot(x, y, *, dim=-1, out=None) -> Tensor:
    """Σ x* y over `dim`, the others broadcast. Raises RuntimeError for integers and for two dtypes."""
    for name, t in (("x", x), ("y", y)):
        check_tensor("linalg.vecdot", name, t)
    if x.array.dtype.kind not in "fc":
        raise RuntimeError(f"linalg.vecdot: Expected a floating point or complex tensor as input. Got {x.dtype.name}")
    if x.array.dtype != y.array.dtype:
        raise RuntimeError(
            f"linalg.vecdot: Expected x and y to have the same dtype, but found x of type {x.dtype.name} and y of type "
            f"{y.dtype.name} instead"
        )
    product = arithmetic.mul(conversion.conj(x), y)
    if product.array.ndim == 0:
        normalise_dim(dim, 0)
        return deliver(product, out)
    return deliver(reduction.sum(product, (normalise_dim(dim, product.array.ndim),), False), out)


def vander(x, N=None) -> Tensor:
    """The powers 0 ... N - 1 of each element, along a new last dimension; N is by default the size of the last one."""
    check_tensor("linalg.vander", "x", x)
    if x.array.dtype.kind == "b":
        raise RuntimeError("linalg.vander: expected a tensor of numbers, but got bool")
    sizes = x.array.shape
    n = (sizes[-1] if sizes else 1) if N is None else operator.index(N)
    if n <= 1:
        raise RuntimeError(f"linalg.vander: N must be greater than 1, got {n}.")
    powers = shapes.expand(x.unsqueeze(-1), (*sizes, n - 1))
    one = wrap(np.ones((*sizes, 1), powers.array.dtype))
    return cat([one, cumprod(powers, len(sizes))], -1)


def diagonal(A, *, offset=0, dim1=-2, dim2=-1) -> Tensor:
    """The diagonals of matrices, as a last dimension: a view."""
    return A.diagonal(offset, dim1, dim2)


# Reflectors --------------------------------------------------------------------------------------------------------


def _check_reflectors(function, A, tau):
    matrices(function, A, "input")
    check_tensor(function, "tau", tau)
    a, t = A.array, tau.array
    if a.shape[-2] < a.shape[-1] and function.endswith("householder_product"):
        raise RuntimeError(
            f"{function}: input.shape[-2] must be greater than or equal to input.shape[-1], but got {list(a.shape)}"
        )
    if t.ndim == 0 or a.shape[-1] < t.shape[-1]:
        raise RuntimeError(
            f"{function}: input.shape[-1] must be greater than or equal to tau.shape[-1], but got {list(a.shape)} and "
            f"{list(t.shape)}"
        )
    if t.shape[:-1] != a.shape[:-2]:
        raise RuntimeError(
            f"{function}: Expected batch dimensions of tau to be equal to input.shape[:-2], but got {list(t.shape)} and "
            f"{list(a.shape)}"
        )
    if a.dtype != t.dtype:
        raise RuntimeError(f"{function}: tau dtype {tau.dtype.name} does not match input dtype {A.dtype.name}")


def _reflectors(A, tau):
    """The columns v and the scales of H = 1 - tau v vᴴ: v is 0 above the diagonal and 1 on it."""
    m, k = A.array.shape[-2], tau.array.shape[-1]
    below = shape.tril(A[..., :k], -1)
    v = arithmetic.add(below, np.eye(m, k, dtype=A.array.dtype))
    return [(v[..., i : i + 1], tau[..., i, None, None]) for i in range(k)]


def _reflected(x, v, scale):
    """(1 - scale v vᴴ) x."""
    across = products.matmul(conversion.conj(products.swap(v)), x)
    return arithmetic.sub(x, arithmetic.mul(scale, products.matmul(v, across)))


def householder_product(input, tau, *, out=None) -> Tensor:
    """The first columns of the product of the reflectors 1 - tau v vᴴ, v being the columns of A below its diagonal, with 1 on it.

    (*, m, n), (*, k) -> (*, m, n), m >= n >= k: Q of what `geqrf` gives.
    """
    _check_reflectors("torch.linalg.householder_product", input, tau)
    m, n = input.array.shape[-2:]
    x = wrap(np.broadcast_to(np.eye(m, n, dtype=input.array.dtype), input.array.shape).copy())
    for v, scale in reversed(_reflectors(input, tau)):
        x = _reflected(x, v, scale)
    return deliver(x, out)


@method
def orgqr(input, input2) -> Tensor:
    """`linalg.householder_product`."""
    return householder_product(input, input2)


@method
def ormqr(input, input2, input3, left=True, transpose=False, *, out=None) -> Tensor:
    """Q C, C Q with left=False, or with transpose=True of Qᴴ, Q being the product of the reflectors (input, input2): all of it,
    (*, m, m), applied and never formed. C is input3."""
    _check_reflectors("torch.ormqr", input, input2)
    matrices("torch.ormqr", input3, "other")
    m, size = input.array.shape[-2], input3.array.shape[-2 if left else -1]
    if size != m:
        raise RuntimeError(
            f"torch.ormqr: other.shape[{-2 if left else -1}] must be equal to input.shape[-2], but got {size} and {m}"
        )
    # C Q is (Qᴴ Cᴴ)ᴴ.
    x = input3 if left else conversion.conj(products.swap(input3))
    turned = transpose if left else not transpose
    reflectors = _reflectors(input, input2)
    for v, scale in reflectors if turned else reversed(reflectors):
        x = _reflected(x, v, conversion.conj(scale) if turned else scale)
    return deliver(x if left else conversion.conj(products.swap(x)), out)


@method
def geqrf(input, *, out=None):
    """(a, tau) of the factorisation Q R, as LAPACK packs it: R above, the reflectors of Q below the diagonal; no derivative."""
    return deliver_all(_geqrf(*primitive.geqrf(matrices("torch.geqrf", input, "input"))), out)


take_numpy_names(globals())
