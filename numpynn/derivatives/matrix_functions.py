"""The derivatives of functions of matrices."""

from __future__ import annotations

from ..kernels import decompositions
from ..kernels import matrix_functions as kernel
from ..primitive import differentiable
from .linalg import matmul, swap
from .shape import cat

solve = differentiable(
    decompositions.solve, name="LinalgSolveExBackward0", unify="same",
    a=lambda g, a, out: -matmul(solve(swap(a), g), swap(out)), b=lambda g, a: solve(swap(a), g),
)  # fmt: skip

matrix_exp = differentiable(kernel.matrix_exp, name="LinalgMatrixExpBackward0", x=lambda g, x: _along(swap(x), g))


def _along(x, g):
    """The derivative of e^x in the direction g: the corner of e^[[x, g], [0, x]]. Source: Mathias 1996."""
    n = x.shape[-1]
    block = cat(cat(x, g, dim=-1), cat(x * 0, x, dim=-1), dim=-2)
    return matrix_exp(block)[..., :n, n:]
