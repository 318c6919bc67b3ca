"""Distances and similarities of vectors."""

from __future__ import annotations

import math

import numpy as np

from ...derivatives import reduction
from ...functional._make import normalise_dim
from ...functional.reduction import vector_norm
from ...modes import no_grad
from ...tensor import Tensor


def cosine_similarity(x1, x2, dim=1, eps=1e-8) -> Tensor:
    """x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along `dim`, the inputs broadcast."""
    if x1.array.dtype.kind not in "fc" or x2.array.dtype.kind not in "fc":
        raise RuntimeError(f"expected common dtype to be floating point, yet common dtype is {x1.dtype.name}")
    shape = np.broadcast_shapes(x1.array.shape, x2.array.shape)
    x1, x2 = x1.expand(shape), x2.expand(shape)
    d = normalise_dim(dim, len(shape))
    dims = (d,) if shape else None
    return ((x1 / _length(x1, dims, eps)) * (x2 / _length(x2, dims, eps))).sum(d)


def _length(x, dims, eps):
    """max(|x|, eps), through which torch lets the gradient of |x| pass in either case."""
    length = reduction.norm(x, dims, True).clone()
    with no_grad():
        length.clamp_(min=eps)
    return length


def pairwise_distance(x1, x2, p=2.0, eps=1e-6, keepdim=False) -> Tensor:
    """|x1 - x2 + eps|_p over the last dimension."""
    return vector_norm(x1 - x2 + eps, p, (max(x1.array.ndim, x2.array.ndim) - 1,), keepdim)


def pdist(input, p=2.0) -> Tensor:
    """The p-norm distances of all pairs i < j of rows: (N, D) -> (N (N - 1) / 2)."""
    if input.array.ndim != 2:
        raise RuntimeError(f"pdist only supports 2D tensors, got: {input.array.ndim}D")
    if not p >= 0:
        raise RuntimeError(f"pdist only supports non-negative p values, got {p}")
    if input.array.dtype.kind != "f":
        raise RuntimeError(f"pdist only supports floating-point dtypes, got {input.dtype.name}")
    first, second = np.triu_indices(input.array.shape[0], 1)
    difference = input[first] - input[second]
    if input.array.shape[1] == 0:
        return difference.sum(1)
    return vector_norm(difference, math.inf if p == math.inf else p, (1,), False)
