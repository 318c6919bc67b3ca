"""A tensor with part of it replaced: what a write into a view does, without writing."""

from __future__ import annotations

from ..derivatives import shape
from ..tensor import Tensor
from . import arranging, diagonals, indexing
from ._make import deliver, method, normalise_dim
from .inplace import check_writable, in_place
from .numpy_names import take_numpy_names
from .scattering import scatter_reduce


def _replaced(input, src, view_of_copy):
    """A copy of `input`, with `src` written into the view of it that is wanted."""
    copy = shape.copy(input)
    view = view_of_copy(copy)
    if view.array.shape != src.array.shape:
        raise RuntimeError(
            "expected src to have a size equal to the slice of self. "
            f"src size = {list(src.array.shape)}, slice size = {list(view.array.shape)}"
        )
    view.copy_(src)
    return copy


@method
def select_scatter(input, src, dim, index) -> Tensor:
    """The input with `src` in the place of one slice."""
    return _replaced(input, src, lambda copy: indexing.select(copy, dim, index))


@method
def slice_scatter(input, src, dim=0, start=None, end=None, step=1) -> Tensor:
    """The input with `src` in the place of the slices start:end:step along a dimension."""
    d = normalise_dim(dim, input.array.ndim)
    return _replaced(input, src, lambda copy: copy[(slice(None),) * d + (slice(start, end, step),)])


@method
def diagonal_scatter(input, src, offset=0, dim1=0, dim2=1) -> Tensor:
    """The input with `src` as its diagonal over two dimensions."""
    return _replaced(input, src, lambda copy: diagonals.diagonal(copy, offset, dim1, dim2))


@method
def as_strided_scatter(input, src, size, stride, storage_offset=None) -> Tensor:
    """The input with `src` written where `as_strided` would look."""
    return _replaced(input, src, lambda copy: arranging.as_strided(copy, size, stride, storage_offset))


@method
def index_reduce(input, dim, index, source, reduce, *, include_self=True, out=None) -> Tensor:
    """The input with the slices of `source` combined in at `index`: reduce is "prod", "mean", "amax" or "amin".

    Without include_self what stood in a slice written to is forgotten first.
    """
    if reduce not in ("prod", "mean", "amax", "amin"):
        raise RuntimeError(f"index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got {reduce}.")
    d = normalise_dim(dim, input.array.ndim)
    _check_index_reduce(input, d, index, source)
    if source.array.ndim:
        index = index.reshape((-1,) + (1,) * (source.array.ndim - d - 1)).expand(source.array.shape)
    return deliver(scatter_reduce(input, d, index.long(), source, reduce, include_self=include_self), out)


def _check_index_reduce(input, d, index, source):
    if index.array.dtype.name not in ("int32", "int64"):
        raise RuntimeError(f"index_reduce_(): Expected dtype int32/int64 for index but got: {index.dtype.name}")
    if source.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"index_reduce_(): self ({input.dtype}) and source ({source.dtype}) must have the same scalar type"
        )
    count = source.array.shape[d] if source.array.ndim else 1
    if index.array.size != count:
        raise RuntimeError(
            f"index_reduce_(): Number of indices ({index.array.size}) should be equal to source.size(dim): ({count}), "
            f"for dim: {d}"
        )
    bound = input.array.shape[d] if input.array.ndim else 1
    if index.array.size and (index.array.min() < 0 or index.array.max() >= bound):
        raise IndexError(f"index out of range in self: {index.array.tolist()} for size {bound}")


@method
def fill_diagonal_(self, fill_value, wrap=False) -> Tensor:
    """One value on the main diagonal, in place; with `wrap` again and again down a tall matrix."""
    shape, ndim = self.array.shape, self.array.ndim
    if ndim < 2:
        raise RuntimeError(f"dimensions must larger than 1, got {ndim}")
    if ndim > 2 and len(set(shape)) > 1:
        raise RuntimeError(f"all dimensions of input must be of equal length, got {list(shape)}")
    check_writable(self)
    step = sum(self.stride())
    starts = range(0, shape[0], shape[1] + 1) if wrap and ndim == 2 and shape[0] > shape[1] else (0,)
    for start in starts:
        count = min(shape[0] - start, *shape[1:])
        offset = self.storage_offset() + start * self.stride(0)
        arranging.as_strided(self, (count,), (step,), offset).fill_(fill_value)
    return self


in_place(index_reduce)

take_numpy_names(globals())
