"""The derivatives of looking up rows of a table: each of the pair is the other's adjoint."""

from __future__ import annotations

from ..kernels import embedding as kernel
from ..primitive import differentiable


def _weight(g, index, factor, weight_shape):
    return embedding_weight(g, index, factor, weight_shape[0])


def _rows(h, index, factor):
    return embedding(h if factor is None else h * factor[:, None], index, None)


embedding = differentiable(kernel.embedding, weight=_weight)
embedding_weight = differentiable(kernel.embedding_weight, g=_rows)
