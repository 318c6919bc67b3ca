"""Norms of vectors and matrices, and condition numbers."""

from __future__ import annotations

import math

import numpy as np

from ..derivatives import arithmetic, reduction, shape
from ..derivatives import decompositions as primitive
from ..derivatives.selection import where
from ..tensor import Tensor
from . import conversion
from ._make import check_tensor, deliver, normalise_dim, normalise_dims
from .creation import zeros
from .linear_algebra import matrices, square, svdvals
from .numpy_names import take_numpy_names
from .reduction import vector_norm as _vector_norm

_NUMBERS = (1, -1, 2, -2, math.inf, -math.inf)


def _prepared(function, x, dtype):
    check_tensor(function, "A", x)
    if x.array.dtype.kind not in "fc":
        raise RuntimeError(f"{function}: Expected a floating point or complex tensor as input. Got {x.dtype.name}")
    return x if dtype is None else conversion.to(x, dtype)


def vector_norm(x, ord=2, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """(Σ |x|^ord)^(1/ord) over `dim`, or over all elements; inf and -inf give the largest and smallest, 0 counts.

    Raises RuntimeError where an order below zero, or inf, meets no elements.
    """
    input = _prepared("linalg.vector_norm", x, dtype)
    dims = normalise_dims(dim, input.array.ndim)
    sizes = input.array.shape if dims is None else [input.array.shape[d] for d in dims]
    if 0 in sizes and (ord < 0 or ord == math.inf):
        raise RuntimeError(
            f"linalg.vector_norm cannot compute the {ord} norm on an empty tensor because the operation does not have an "
            "identity"
        )
    return deliver(_vector_norm(input, ord, dims, keepdim), out)


def _two_dims(function, dim, ndim):
    dims = (dim,) if isinstance(dim, int) else tuple(dim)
    if len(dims) != 2:
        raise RuntimeError(f"{function}: dim must be a 2-tuple. Got {', '.join(map(str, dims))}")
    first, second = [normalise_dim(d, ndim) for d in dims]
    if first == second:
        raise RuntimeError(f"{function}: dims must be different. Got ({dims[0]}, {dims[1]})")
    return first, second


def matrix_norm(input, ord="fro", dim=(-2, -1), keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The norm of the matrices that two dimensions make.

    ord: "fro" √Σ|a|², "nuc" the sum of the singular values, 2 and -2 the largest and smallest of them, 1 and -1 the
    largest and smallest sum of a column's sizes, inf and -inf of a row's.
    """
    if ord not in ("fro", "nuc", *_NUMBERS):
        raise RuntimeError(f"linalg.matrix_norm: Order {ord} not supported.")
    matrices("linalg.matrix_norm", input, half=True)
    input = _prepared("linalg.matrix_norm", input, dtype)
    dims = _two_dims("linalg.matrix_norm", dim, input.array.ndim)
    if ord == "fro":
        return deliver(_vector_norm(input, 2, dims, keepdim), out)
    if ord in ("nuc", 2, -2):
        return deliver(_spectral_norm(input, ord, dims, keepdim), out)
    lines, across = dims if abs(ord) == 1 else reversed(dims)
    sums = reduction.sum(arithmetic.abs(input), (lines,), True)
    norm = _extreme(sums, ord > 0, across)
    return deliver(norm if keepdim else _without(norm, dims), out)


def _spectral_norm(A, ord, dims, keepdim):
    batch = tuple([d for d in range(A.array.ndim) if d not in dims])
    s = svdvals(shape.permute(A, batch + tuple(dims)))
    last = s.array.ndim - 1
    norm = reduction.sum(s, (last,), True) if ord == "nuc" else _extreme(s, ord > 0, last)
    sizes = [n for d, n in enumerate(A.array.shape) if d not in dims]
    if keepdim:
        sizes = [1 if d in dims else n for d, n in enumerate(A.array.shape)]
    return shape.reshape(norm, tuple(sizes))


def _extreme(x, largest, dim):
    """The largest or smallest along a dimension, which is kept; the largest of none is 0."""
    if largest and x.array.shape[dim] == 0:
        return zeros(*[1 if d == dim else n for d, n in enumerate(x.array.shape)], dtype=x.dtype)
    return (reduction.amax if largest else reduction.amin)(x, (dim,), True)


def _without(x, dims):
    return shape.reshape(x, tuple([n for d, n in enumerate(x.array.shape) if d not in dims]))


def norm(input, ord=None, dim=None, keepdim=False, *, out=None, dtype=None) -> Tensor:
    """`vector_norm` over one dimension or where there is no order, `matrix_norm` over two.

    Raises RuntimeError where there is an order and it is not clear which.
    """
    input = _prepared("linalg.norm", input, dtype)
    if ord is None:
        return vector_norm(input, 2, dim, keepdim, out=out)
    if dim is not None:
        dims = (dim,) if isinstance(dim, int) else tuple(dim)
        if len(dims) not in (1, 2):
            raise RuntimeError(f"linalg.norm: If dim is specified, it must be of length 1 or 2. Got {list(dims)}")
    else:
        if input.array.ndim not in (1, 2):
            raise RuntimeError(
                f"linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got {input.array.ndim}D."
            )
        dims = tuple(range(input.array.ndim))
    if isinstance(ord, str) or len(dims) == 2:
        return matrix_norm(input, ord, dims, keepdim, out=out)
    return vector_norm(input, ord, dims, keepdim, out=out)


def cond(input, p=None, *, out=None) -> Tensor:
    """The condition number |A| |A⁻¹| in the matrix norm p; None is 2. Where A is singular it is inf, but nan where p is
    2 and A is 0."""
    check_tensor("linalg.cond", "input", input)
    if input.array.ndim < 2:
        raise RuntimeError(
            f"linalg.cond: The input tensor must have at least 2 dimensions, but got {input.array.ndim}."
        )
    if p not in (None, "fro", "nuc", *_NUMBERS):
        raise RuntimeError(f"linalg.cond got an invalid norm type: {p}")
    if input.array.size == 0:
        return deliver(zeros(input.array.shape[:-2], dtype=input.real.dtype), out)
    if p in (None, 2, -2):
        s = svdvals(input)
        first, last = s[..., 0], s[..., -1]
        return deliver(last / first if p == -2 else first / last, out)
    square(f"linalg.cond(ord={p})", input)
    number = arithmetic.mul(matrix_norm(input, p), matrix_norm(primitive.inv_or_inf(input), p))
    return deliver(where(np.isnan(number.array), math.inf, number), out)


take_numpy_names(globals())
