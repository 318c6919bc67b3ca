"""The derivatives of sparse tensors' operations, in their elements and in dense operands."""

from __future__ import annotations

from ..kernels import sparse as kernel
from ..primitive import differentiable
from .reduction import sum

gather_sum = differentiable(kernel.gather_sum, name="CoalesceBackward0", values=lambda g, places: g[places])
densify = differentiable(kernel.densify, name="ToDenseBackward0", values=lambda g, indices: g[tuple(indices)])
sparse_matmul = differentiable(
    kernel.matmul,
    name="MmBackward0",
    values=lambda g, dense, rows, columns: sum(g[rows] * dense[columns], (-1,), False),
    dense=lambda g, values, dense_shape, rows, columns: sparse_matmul(values, g, columns, rows, dense_shape[0]),
)
