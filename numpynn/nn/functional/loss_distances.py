"""Losses of distances between vectors."""

from __future__ import annotations

from ...derivatives.arithmetic import minimum
from ...derivatives.selection import where
from ...tensor import Tensor
from ._common import check_flags, check_number, check_tensors
from ._reduce import reduce as reduced
from ._reduce import reduction_of
from .distance import pairwise_distance


def margin_ranking_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """max(0, -y (x1 - x2) + margin), y being 1 or -1."""
    reduction = reduction_of(reduction, size_average, reduce)
    if not input1.array.ndim == input2.array.ndim == target.array.ndim:
        raise RuntimeError(
            "margin_ranking_loss : All input tensors should have same dimension but got sizes: "
            f"input1: {input1.shape}, input2: {input2.shape}, target: {target.shape} "
        )
    return reduced((-target * (input1 - input2) + margin).clamp(min=0), reduction)


def hinge_embedding_loss(input, target, margin=1.0, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """x where y is 1, max(0, margin - x) where y is -1."""
    check_tensors("hinge_embedding_loss", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    far = where(target.array != 1, (margin - input).clamp(min=0), 0)
    near = where(target.array != -1, input, 0)
    return reduced(far + near, reduction)


def cosine_embedding_loss(input1, input2, target, margin=0, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """1 - cos(x1, x2) where y is 1, max(0, cos(x1, x2) - margin) where y is -1: (N, D) and (N), or (D) and ()."""
    check_tensors("cosine_embedding_loss", input1=input1, input2=input2, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    if target.array.ndim not in (0, 1):
        raise RuntimeError(
            f"0D or 1D target tensor expected, multi-target not supported: got target of shape {list(target.array.shape)}"
        )
    if input1.array.ndim != target.array.ndim + 1 or input2.array.ndim != target.array.ndim + 1:
        raise RuntimeError(
            f"{target.array.ndim}D target tensor expects {target.array.ndim + 1}D input tensors, but found inputs with sizes "
            f"{list(input1.array.shape)} and {list(input2.array.shape)}."
        )
    cosine = _cosine(input1, input2)
    loss = where(target.array == 1, 1 - cosine, where(target.array == -1, (cosine - margin).clamp(min=0), 0))
    return reduced(loss, reduction)


# torch keeps the squared lengths of cosine_embedding_loss away from 0 by this much.
_EPSILON = 1e-12


def _cosine(x1, x2):
    dot = (x1 * x2).sum(-1)
    return dot / (((x1 * x1).sum(-1) + _EPSILON) * ((x2 * x2).sum(-1) + _EPSILON)).sqrt()


def triplet_margin_loss(
    anchor, positive, negative, margin=1.0, p=2, eps=1e-06, swap=False, size_average=None, reduce=None, reduction="mean"
) -> Tensor:
    """max(0, d(a, p) - d(a, n) + margin), d the p-norm distance; with `swap` d(p, n) too counts as d(a, n). Balntas, 2016."""

    check_tensors("triplet_margin_loss", anchor=anchor, positive=positive, negative=negative)
    check_flags("triplet_margin_loss", swap=swap)
    check_number("triplet_margin_loss", margin=margin, p=p, eps=eps)

    def distance(x, y):
        return pairwise_distance(x, y, p, eps)

    return _triplet(anchor, positive, negative, distance, margin, swap, reduction_of(reduction, size_average, reduce))


def triplet_margin_with_distance_loss(
    anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction="mean"
) -> Tensor:
    """max(0, d(a, p) - d(a, n) + margin) with a distance of one's own; by default `pairwise_distance`."""
    distance = pairwise_distance if distance_function is None else distance_function
    return _triplet(anchor, positive, negative, distance, margin, swap, reduction_of(reduction))


def _triplet(anchor, positive, negative, distance, margin, swap, reduction):
    if margin <= 0:
        raise ValueError(f"margin must be greater than 0, got {margin}")
    ranks = [t.array.ndim for t in (anchor, positive, negative)]
    if len(set(ranks)) > 1:
        raise RuntimeError(
            "The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: "
            f"anchor {ranks[0]}D, positive {ranks[1]}D, and negative {ranks[2]}D inputs"
        )
    near, far = distance(anchor, positive), distance(anchor, negative)
    if swap:
        far = minimum(far, distance(positive, negative))
    return reduced((margin + near - far).clamp(min=0), reduction)
