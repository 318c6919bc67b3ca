"""How a walk handles gradients that are Tensors: the same rows, recorded, so that derivatives can be derived again."""

from __future__ import annotations

import numpy as np

from ..derivatives.reduction import sum_to
from ..derivatives.shape import cast
from ..graph import ALL, CONSTANT, OUT, WATCHED, Lookalike, Pick, Vertex
from ..tensor import wrap


class TensorAlgebra:
    """The counterpart of graph.ArrayAlgebra under `create_graph`."""

    in_place = False

    @staticmethod
    def saved(vertex: Vertex):
        """What the vertex saved, with each array dressed as the Tensor that it was."""
        saved = vertex.saved if vertex.saved.__class__ is tuple else vertex.saved.unpacked()
        return [_dress(value, link, vertex) for value, link in zip(saved, vertex.rule.links, strict=True)]

    @staticmethod
    def fit(g, vertex):
        shape, dtype = vertex.shape, vertex.dtype
        if g.array.shape != shape:
            g = sum_to(g, shape)
        if g.array.dtype != dtype:
            g = cast(g.real if g.array.dtype.kind == "c" and dtype.kind == "f" else g, dtype)
        return g

    @staticmethod
    def zeros(shape, dtype):
        return wrap(np.zeros(shape, dtype))


def _dress(value, link, vertex):
    if link is None or value is None or link == WATCHED:
        return value
    if link == ALL:
        return [_dress(v, i, vertex) for i, v in enumerate(value)]
    if link == OUT and isinstance(value, tuple):
        return tuple([_dress_output(v, i, vertex) for i, v in enumerate(value)])
    if not isinstance(value, (np.ndarray, Lookalike)):
        return value if isinstance(value, (int, float, complex)) else wrap(np.asarray(value))
    if link == CONSTANT:
        return wrap(value)
    return wrap(value, vertex if link == OUT else vertex.parents[link])


def _dress_output(value, i, vertex):
    """One of several outputs; those that were only kept for the rows have no history."""
    if not isinstance(value, (np.ndarray, Lookalike)):
        return value
    if isinstance(vertex.shape, tuple):
        return wrap(value, vertex if i == 0 else None)
    given = i < len(vertex.shape) and value.dtype.kind in "fc"
    return wrap(value, Pick(vertex, i) if given else None)
