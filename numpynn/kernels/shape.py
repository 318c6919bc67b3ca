"""Rearrangements: the same elements in another order or shape. Views wherever NumPy can give one."""

from __future__ import annotations

import numpy as np


def reshape(x, shape):
    """The elements in row-major order in another shape."""
    return x.reshape(shape)


def permute(x, dims):
    """The axes in another order."""
    return x.transpose(dims)


def flip(x, dims):
    """Reversed along axes."""
    return np.flip(x, dims).copy(order="K")


def roll(x, shifts, dims):
    """Rolled along axes, what leaves at one end entering at the other."""
    return np.roll(x, shifts, dims)


def cat(*arrays, dim):
    """Joined along an existing axis."""
    return np.concatenate(arrays, axis=dim)


def split(x, sizes, dim):
    """Cut along an axis into pieces of the given sizes: views."""
    pieces, start = [], 0
    index = [slice(None)] * x.ndim
    for size in sizes:
        index[dim] = slice(start, start + size)
        pieces.append(x[tuple(index)])
        start += size
    return tuple(pieces)


def stack(*arrays, dim):
    """Joined along a new axis."""
    # np.stack takes 8 us to come to this.
    ahead = (slice(None),) * (dim % (arrays[0].ndim + 1))
    return np.asarray(np.concatenate([x[(*ahead, None)] for x in arrays], axis=len(ahead)), order="C")


def unbind(x, dim):
    """Cut along an axis into slices without it: views."""
    ahead = (slice(None),) * (dim % x.ndim)
    return tuple([x[(*ahead, i, Ellipsis)] for i in range(x.shape[dim])])


def tril(x, diagonal=0):
    """The part on and below a diagonal, zero elsewhere."""
    return np.tril(x, diagonal)


def triu(x, diagonal=0):
    """The part on and above a diagonal, zero elsewhere."""
    return np.triu(x, diagonal)


def cast(x, dtype):
    """In another dtype; a float that becomes an integer loses its fraction, a complex number that becomes real its other part."""
    if x.dtype.kind == "c" and dtype.kind != "c":
        x = x.real
    return x.astype(dtype, order="C" if 0 in x.strides else "K")


def copy(x):
    """A copy in memory of its own, in the same order of axes if x is dense."""
    # Of an expanded array NumPy would put the repeated axis innermost.
    return x.copy(order="C" if 0 in x.strides else "K") if x.ndim else np.array(x)


def contiguous(x):
    """In row-major order: x itself if it is so already."""
    return np.asarray(x, order="C")


def as_strided(x, size, stride, offset):
    """A view of the memory of `x`: elements `offset + sum(index * stride)`, counted in elements from its first one."""
    byte_strides = [s * x.itemsize for s in stride]
    origin = np.lib.stride_tricks.as_strided(x, (1,) if x.size else (0,), (x.itemsize,))
    if offset == 0:
        return np.lib.stride_tricks.as_strided(origin, size, byte_strides)
    steps = abs(offset)
    way = np.lib.stride_tricks.as_strided(x, (steps + 1,), (x.itemsize if offset > 0 else -x.itemsize,))
    return np.lib.stride_tricks.as_strided(way[steps:], size, byte_strides)


def as_strided_input(g, shape, strides, size, stride, offset):
    """The adjoint of `as_strided`: g added up where the view looks, in a zero array of that shape and byte strides."""
    if 0 in shape:
        return np.zeros(shape, g.dtype)
    steps = [step // g.itemsize for step in strides]
    extent = 1 + sum((n - 1) * s for n, s in zip(shape, steps, strict=True))
    where = np.full(size, offset)
    for axis, step in enumerate(stride):
        ramp = np.arange(size[axis]) * step
        where += ramp.reshape((-1,) + (1,) * (len(size) - axis - 1))
    memory = np.zeros(max(extent, 0), g.dtype)
    np.add.at(memory, where, g)
    return np.lib.stride_tricks.as_strided(memory, shape, strides)


def lay_out(x, strides):
    """A copy in memory with the given strides; x itself if it has them."""
    if x.strides == strides:
        return x
    steps = [step // x.itemsize for step in strides]
    out = as_strided_input(np.zeros(x.shape, x.dtype), x.shape, strides, x.shape, steps, 0)
    out[...] = x
    return out
