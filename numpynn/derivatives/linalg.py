"""The derivatives of products of matrices."""

from __future__ import annotations

import numpy as np

from ..kernels import linalg as kernel
from ..kernels.sums import sum_of_rows
from ..primitive import differentiable
from .reduction import sum


def _product_title(x, y):
    matrices = all(len(part.shape) == 2 for part in (x, y) if part is not None)
    return "MmBackward0" if matrices else "BmmBackward0"


matmul = differentiable(
    kernel.matmul, name="MmBackward0", unify="same", title=_product_title,
    x=lambda g, y: matmul(g, swap(y)), y=lambda g, x: matmul(swap(x), g),
)  # fmt: skip

# (*, in) (out, in) (out,) -> (*, out)
linear = differentiable(
    kernel.linear, name="AddmmBackward0",
    x=lambda g, w: matmul(g, w), w=lambda g, x: matmul(_rows(g).T, _rows(x)), b=lambda g: _sum_of_rows(_rows(g)),
)  # fmt: skip

outer = differentiable(kernel.outer, unify="same", x=lambda g, y: matmul(g, y), y=lambda g, x: matmul(x, g))


def swap(x):
    """The last two axes exchanged."""
    return x.swapaxes(-1, -2)


def _sum_of_rows(x):
    return sum_of_rows(x) if x.__class__ is np.ndarray else sum(x, (0,))


def _rows(x):
    return x.reshape(-1, x.shape[-1]) if len(x.shape) != 2 else x
