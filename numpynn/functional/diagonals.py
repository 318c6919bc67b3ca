"""Diagonals: read, written, and the places of triangles."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import diagonals as primitive
from ..derivatives import reduction, shape
from ..device import check_device
from ..tensor import Tensor, wrap
from ._make import check_storage, deliver, entitled, method, normalise_dim, refuse_dtypes
from .shape import _maybe_view


@method
def diagonal(input, offset=0, dim1=0, dim2=1) -> Tensor:
    """The diagonal over two dimensions, as a last dimension: a view."""
    first, second = normalise_dim(dim1, input.array.ndim), normalise_dim(dim2, input.array.ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    return _maybe_view(input, primitive.diagonal(input, offset, first, second))


@method
def diag(input, diagonal=0, *, out=None) -> Tensor:
    """The diagonal of a matrix, or the matrix with this diagonal."""
    if input.array.ndim == 1:
        return deliver(diag_embed(input, diagonal), out)
    if input.array.ndim == 2:
        return deliver(shape.copy(primitive.diagonal(input, diagonal, 0, 1)), out)
    raise RuntimeError(f"diag(): Supports 1D or 2D tensors. Got {input.array.ndim}D")


@method
def diag_embed(input, offset=0, dim1=-2, dim2=-1) -> Tensor:
    """Matrices over two new dimensions, with the last dimension as their diagonal."""
    ndim = input.array.ndim + 1
    first, second = normalise_dim(dim1, ndim), normalise_dim(dim2, ndim)
    if first == second:
        raise RuntimeError(f"diagonal dimensions cannot be identical {dim1}, {dim2}")
    sizes = list(input.array.shape[:-1])
    for d in sorted((first, second)):
        sizes.insert(d, input.array.shape[-1] + abs(offset))
    return primitive.diagonal_input(input, tuple(sizes), offset, first, second)


@method
def diagflat(input, offset=0) -> Tensor:
    """The matrix with the elements in row-major order as its diagonal."""
    return diag_embed(shape.reshape(input, (input.array.size,)), offset)


@method
def trace(input) -> Tensor:
    """The sum of the diagonal of a matrix."""
    refuse_dtypes("trace", input, "b")
    if input.array.ndim != 2:
        raise RuntimeError(f"trace: expected a matrix, but got tensor with dim {input.array.ndim}")
    return entitled(reduction.sum(primitive.diagonal(input, 0, 0, 1)), "TraceBackward0")


def tril_indices(row, col, offset=0, *, dtype=dtypes.int64, device=None, layout=None, pin_memory=False) -> Tensor:
    """The positions on and below a diagonal of a row x col matrix: (2, count)."""
    check_storage(layout, pin_memory)
    check_device(device)
    return wrap(np.stack(np.tril_indices(row, offset, col)).astype(dtypes.to_numpy(dtype, "tril_indices")))


def triu_indices(row, col, offset=0, *, dtype=dtypes.int64, device=None, layout=None, pin_memory=False) -> Tensor:
    """The positions on and above a diagonal of a row x col matrix: (2, count)."""
    check_storage(layout, pin_memory)
    check_device(device)
    return wrap(np.stack(np.triu_indices(row, offset, col)).astype(dtypes.to_numpy(dtype, "triu_indices")))
