"""Cuts by sizes, blocks joined to a matrix, choices of elements, and places as numbers."""

from __future__ import annotations

from itertools import combinations as _combinations
from itertools import combinations_with_replacement

import numpy as np

from ..derivatives import selection, shape
from ..dtypes import Size
from ..tensor import Tensor, wrap
from . import comparison, creation, joining, reduction
from ._make import check_tensor, deliver, method, normalise_dim, sizes_of


@method
def split_with_sizes(input, split_sizes, dim=0):
    """Cut along a dimension into pieces of these sizes: views."""
    d = normalise_dim(dim, input.array.ndim)
    if sum(split_sizes) != input.array.shape[d]:
        raise RuntimeError(
            f"split_with_sizes expects split_sizes to sum exactly to {input.array.shape[d]} (input tensor's size at dimension "
            f"{dim}), but got split_sizes={list(split_sizes)}"
        )
    return joining.split(input, list(split_sizes), d)


@method
def unsafe_split_with_sizes(input, split_sizes, dim=0):
    """`split_with_sizes`; torch does not watch writes into these pieces, and here they are watched."""
    return split_with_sizes(input, split_sizes, dim)


@method
def unsafe_split(input, split_size, dim=0):
    """`split`; torch does not watch writes into these pieces, and here they are watched."""
    return joining.split(input, split_size, dim)


@method
def unsafe_chunk(input, chunks, dim=0):
    """`chunk`; torch does not watch writes into these pieces, and here they are watched."""
    return joining.chunk(input, chunks, dim)


def block_diag(*tensors) -> Tensor:
    """The tensors as blocks along the diagonal of a matrix of zeros; numbers and vectors count as one row."""
    for i, t in enumerate(tensors):
        if t.array.ndim > 2:
            raise RuntimeError(
                f"torch.block_diag: Input tensors must have 2 or fewer dimensions. Input {i} has {t.array.ndim} dimensions"
            )
    if not tensors:
        return creation.empty(1, 0)
    blocks = [t if t.array.ndim == 2 else t.reshape(1, -1) for t in tensors]
    width = sum(block.array.shape[1] for block in blocks)
    rows, before = [], 0
    for block in blocks:
        height, own = block.array.shape
        zeros = [creation.zeros(height, n, dtype=block.dtype) for n in (before, width - before - own)]
        rows.append(joining.cat([zeros[0], block, zeros[1]], 1))
        before += own
    return joining.cat(rows)


def combinations(input, r=2, with_replacement=False) -> Tensor:
    """All choices of r elements of a vector, in order: (count, r)."""
    if input.array.ndim != 1:
        raise RuntimeError(f"Expect a 1D vector, but got shape {list(input.array.shape)}")
    if r < 0:
        raise RuntimeError(f"Expect a non-negative number, but got {r}")
    if r == 0:
        return creation.empty(0, dtype=input.dtype)
    choose = combinations_with_replacement if with_replacement else _combinations
    places = np.array(list(choose(range(input.array.size), r)), np.int64).reshape(-1, r)
    return selection.take(input, (places,))


@method
def argwhere(input) -> Tensor:
    """The places of the elements that are not zero: (count, dimensions)."""
    return comparison.nonzero(input)


@method
def nonzero_static(input, *, size, fill_value=-1, out=None) -> Tensor:
    """The first `size` places of elements that are not zero, filled up with rows of `fill_value`."""
    places = argwhere(input).array[:size]
    rows = np.full((size, input.array.ndim), fill_value, np.int64)
    rows[: len(places)] = places
    return deliver(wrap(rows), out)


def unravel_index(indices, shape):
    """For places counted in row-major order their places along each dimension; they start over past the end."""
    check_tensor("unravel_index", "indices", indices)
    if indices.array.dtype.kind not in "iu":
        raise TypeError(f"expected 'indices' to be integer dtype, but got {indices.dtype}")
    left, found = indices.array, []
    for n in reversed(sizes_of((shape,))):
        found.append(wrap(np.asarray(left % n)))
        left = left // n
    return tuple(reversed(found))


def broadcast_shapes(*shapes) -> Size:
    """The shape that all of these shapes broadcast to."""
    try:
        return Size(np.broadcast_shapes(*[tuple(s) if hasattr(s, "__iter__") else (s,) for s in shapes]))
    except ValueError as error:
        if "negative" in str(error):
            raise
        raise RuntimeError(f"broadcast_shapes: shapes {list(shapes)} do not fit: {error}") from None


@method
def is_same_size(input, other) -> bool:
    """Whether both have the same shape."""
    return input.array.shape == other.array.shape


@method
def sum_to_size(self, *size) -> Tensor:
    """Summed over what was broadcast from a shape of these sizes."""
    sizes = sizes_of(size)
    ahead = self.array.ndim - len(sizes)
    if ahead < 0 or any([n not in (1, own) for n, own in zip(sizes, self.array.shape[ahead:], strict=True)]):
        raise RuntimeError(f"size {{{list(sizes)}}} is not expandable to size {{{list(self.array.shape)}}}.")
    spread = [d for d, n in enumerate(self.array.shape) if d < ahead or (sizes[d - ahead] == 1 and n != 1)]
    return shape.reshape(reduction.sum(self, spread), sizes) if spread else self


def norm_except_dim(v, pow=2, dim=0) -> Tensor:
    """The norms of the slices along `dim`, in a shape that broadcasts with v; for dim=-1 the norm of all."""
    if dim == -1:
        return reduction.norm(v, pow)
    others = [d for d in range(v.array.ndim) if d != normalise_dim(dim, v.array.ndim)]
    return reduction.norm(v, pow, others, keepdim=True)
