"""The derivatives of rearrangements: each is linear, and its row is its adjoint."""

from __future__ import annotations

from ..kernels import reduction
from ..kernels import shape as kernel
from ..primitive import differentiable

reshape = differentiable(kernel.reshape, name="ViewBackward0", x=lambda g, x_shape: reshape(g, x_shape))
# The walk sums a gradient down to the shape of its input, which is the adjoint of expand.
expand = differentiable(reduction.expand, x=lambda g: g)
unsqueeze = differentiable(kernel.reshape, name="UnsqueezeBackward0", x=lambda g, x_shape: reshape(g, x_shape))
squeeze = differentiable(kernel.reshape, name="SqueezeBackward0", x=lambda g, x_shape: reshape(g, x_shape))
squeeze_dim = differentiable(kernel.reshape, name="SqueezeBackward1", x=lambda g, x_shape: reshape(g, x_shape))
permute = differentiable(kernel.permute, x=lambda g, dims: permute(g, _inverse(dims)))
transpose = differentiable(kernel.permute, name="TransposeBackward0", x=lambda g, dims: permute(g, _inverse(dims)))
flip = differentiable(kernel.flip, x=lambda g, dims: flip(g, dims))
roll = differentiable(
    kernel.roll,
    x=lambda g, shifts, dims: roll(g, tuple([-s for s in shifts]) if type(shifts) is tuple else -shifts, dims),
)
tril = differentiable(kernel.tril, x=lambda g, diagonal: tril(g, diagonal))
triu = differentiable(kernel.triu, x=lambda g, diagonal: triu(g, diagonal))
copy = differentiable(kernel.copy, name="CloneBackward0", x=lambda g: g)
contiguous = differentiable(kernel.contiguous, name="CloneBackward0", x=lambda g: g)
# The walk casts a gradient to the dtype of its input.
cast = differentiable(kernel.cast, name="ToCopyBackward0", x=lambda g: g)

cat = differentiable(
    kernel.cat, arrays=lambda g, arrays_shapes, dim: split(g, tuple([s[dim] for s in arrays_shapes]), dim)
)
split = differentiable(kernel.split, several=True, x=lambda g, dim: cat(*g, dim=dim))
stack = differentiable(kernel.stack, arrays=lambda g, dim: unbind(g, dim))
unbind = differentiable(kernel.unbind, several=True, x=lambda g, dim: stack(*g, dim=dim))

as_strided = differentiable(
    kernel.as_strided,
    x=lambda g, x_shape, x_strides, size, stride, offset: _shared(
        as_strided_input(g, x_shape, x_strides, size, stride, offset), x_shape, x_strides
    ),
)
as_strided_input = differentiable(
    kernel.as_strided_input, g=lambda g, size, stride, offset: as_strided(g, size, stride, offset)
)


def _shared(g, shape, strides):
    """The gradient of memory, divided among the elements of an expanded tensor that look at the same place."""
    repeats = 1
    for size, step in zip(shape, strides, strict=True):
        repeats *= size if step == 0 else 1
    return g / repeats if repeats > 1 else g


lay_out = differentiable(kernel.lay_out, x=lambda g: g)


def _inverse(dims):
    inverse = [0] * len(dims)
    for position, dim in enumerate(dims):
        inverse[dim] = position
    return tuple(inverse)
