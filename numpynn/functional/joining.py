"""Functions that join tensors or cut them."""

from __future__ import annotations

import functools

from ..derivatives import shape
from ..kernels import promotion
from ..tensor import Tensor
from . import conversion
from ._make import deliver, method, normalise_dim
from .numpy_names import take_numpy_names
from .views import view_of

__all__ = ["cat", "chunk", "concat", "concatenate", "split", "stack", "unbind"]


def _unified(tensors, function):
    """The tensors in their common dtype. Raises TypeError for what is no tensor."""
    if isinstance(tensors, Tensor):
        raise TypeError(f"{function}(): argument 'tensors' (position 1) must be tuple of Tensors, not Tensor")
    for position, tensor in enumerate(tensors):
        if not isinstance(tensor, Tensor):
            raise TypeError(f"expected Tensor as element {position} in argument 0, but got {type(tensor).__name__}")
    dtypes = {tensor.array.dtype for tensor in tensors}
    if len(dtypes) < 2:
        return list(tensors)
    target = promotion.result_type(*[tensor.array for tensor in tensors])
    return [conversion.cast_to(tensor, target) for tensor in tensors]


def cat(tensors, dim=0, *, out=None) -> Tensor:
    """Joined along an existing dimension. Raises RuntimeError where the other sizes differ."""
    tensors = _unified(tensors, "cat")
    if not tensors:
        raise ValueError("torch.cat(): expected a non-empty list of Tensors")
    # An empty vector joins with anything, as in torch; among vectors it is nothing special.
    real = [t for t in tensors if t.array.shape != (0,)]
    real = tensors if all(t.array.ndim == 1 for t in tensors) else real
    d = normalise_dim(dim, real[0].array.ndim)
    _check_joinable(real, d)
    return deliver(shape.cat(*real, dim=d), out)


concat = concatenate = cat


def _check_joinable(tensors, d):
    first = tensors[0].array.shape
    for number, tensor in enumerate(tensors):
        sizes = tensor.array.shape
        if not sizes:
            raise RuntimeError(f"zero-dimensional tensor (at position {number}) cannot be concatenated")
        if len(sizes) != len(first):
            raise RuntimeError(f"Tensors must have same number of dimensions: got {len(first)} and {len(sizes)}")
        for axis, (a, b) in enumerate(zip(first, sizes, strict=True)):
            if axis != d and a != b:
                raise RuntimeError(
                    f"Sizes of tensors must match except in dimension {d}. Expected size {a} but got size {b} for tensor "
                    f"number {number} in the list."
                )


def stack(tensors, dim=0, *, out=None) -> Tensor:
    """Joined along a new dimension. Raises RuntimeError where shapes differ."""
    tensors = _unified(tensors, "stack")
    if not tensors:
        raise RuntimeError("stack expects a non-empty TensorList")
    for number, tensor in enumerate(tensors):
        if tensor.array.shape != tensors[0].array.shape:
            raise RuntimeError(
                f"stack expects each tensor to be equal size, but got {list(tensors[0].array.shape)} at entry 0 and "
                f"{list(tensor.array.shape)} at entry {number}"
            )
    return deliver(shape.stack(*tensors, dim=normalise_dim(dim, tensors[0].array.ndim + 1)), out)


def split(tensor, split_size_or_sections, dim=0):
    """Pieces of one size (the last may be smaller), or of given sizes: views."""
    if tensor.array.ndim == 0:
        raise RuntimeError("split expects at least a 1-dimensional tensor")
    d = normalise_dim(dim, tensor.array.ndim)
    length = tensor.array.shape[d]
    if isinstance(split_size_or_sections, int):
        sizes = _equal_pieces(length, split_size_or_sections)
    else:
        sizes = tuple(split_size_or_sections)
        if sum(sizes) != length:
            raise RuntimeError(
                f"split_with_sizes expects split_sizes to sum exactly to {length} (input tensor's size at dimension {d}), but "
                f"got split_sizes={list(sizes)}"
            )
    return tuple([view_of(tensor, piece) for piece in shape.split(tensor, sizes, d)])


@functools.partial(method, name="split")
def _split(self, split_size, dim=0):
    """Pieces of one size (the last may be smaller), or of given sizes: views."""
    return split(self, split_size, dim)


def _equal_pieces(length, size):
    if size < 0:
        raise RuntimeError(f"split expects split_size be non-negative, but got split_size={size}")
    if size == 0:
        if length:
            raise RuntimeError(f"split_size can only be 0 if dimension size is 0, but got dimension size of {length}")
        return (0,)
    count = max(-(-length // size), 1)
    return (size,) * (count - 1) + (length - size * (count - 1),)


@method
def chunk(input, chunks, dim=0):
    """At most `chunks` pieces of equal size (the last may be smaller): views."""
    if chunks <= 0:
        raise RuntimeError(f"chunk expects `chunks` to be greater than 0, got: {chunks}")
    if input.array.ndim == 0:
        raise RuntimeError("chunk expects at least a 1-dimensional tensor")
    length = input.array.shape[normalise_dim(dim, input.array.ndim)]
    if length == 0:
        return split(input, (0,) * chunks, dim)
    return split(input, -(-length // chunks), dim)


@method
def unbind(input, dim=0):
    """The slices along a dimension, without it: views."""
    if input.array.ndim == 0:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    pieces = shape.unbind(input, normalise_dim(dim, input.array.ndim))
    return tuple([view_of(input, piece) for piece in pieces])


Tensor.__iter__ = lambda self: iter(unbind(self)) if self.array.ndim else _no_iteration()


def _no_iteration():
    raise TypeError("iteration over a 0-d tensor")


take_numpy_names(globals(), but="split")
