"""Distances and similarities of vectors."""

from __future__ import annotations

import math

import numpy as np

from ... import dtypes
from ...derivatives import reduction
from ...functional._make import normalise_dim
from ...functional.reduction import vector_norm
from ...kernels import promotion
from ...modes import no_grad
from ...tensor import Tensor
from ._common import check_flags, check_number, check_tensors


def cosine_similarity(x1, x2, dim=1, eps=1e-8) -> Tensor:
    """x1 . x2 / (max(|x1|, eps) max(|x2|, eps)) along `dim`, the inputs broadcast."""
    check_tensors("cosine_similarity", x1=x1, x2=x2)
    check_number("cosine_similarity", eps=eps)
    common = dtypes.of_numpy(promotion.result_type(x1.array, x2.array))
    if not (common.is_floating_point or common.is_complex):
        raise RuntimeError(f"expected common dtype to be floating point, yet common dtype is {common.name}")
    x1, x2 = x1.to(common), x2.to(common)
    shape = (x1 * x2).shape if x1.array.shape != x2.array.shape else x1.array.shape
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
    check_tensors("pairwise_distance", x1=x1, x2=x2)
    check_flags("pairwise_distance", keepdim=keepdim)
    check_number("pairwise_distance", p=p, eps=eps)
    difference = x1 - x2 + eps
    return vector_norm(difference, p, (difference.array.ndim - 1,) if difference.array.ndim else None, keepdim)


def pdist(input, p=2.0) -> Tensor:
    """The p-norm distances of all pairs i < j of rows: (N, D) -> (N (N - 1) / 2)."""
    check_tensors("pdist", input=input)
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
