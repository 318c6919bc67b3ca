"""The derivatives of diagonals: reading one is the adjoint of writing it."""

from __future__ import annotations

from ..kernels import diagonals as kernel
from ..primitive import differentiable

diagonal = differentiable(
    kernel.diagonal,
    x=lambda g, x_shape, offset, dim1, dim2: diagonal_input(g, x_shape, offset, dim1, dim2),
)
diagonal_input = differentiable(kernel.diagonal_input, g=lambda g, offset, dim1, dim2: diagonal(g, offset, dim1, dim2))
