"""How losses are reduced, and how they look at what they are given."""

from __future__ import annotations

import warnings

from ...tensor import Tensor


def reduction_of(reduction, size_average=None, reduce=None) -> str:
    """The reduction asked for: the two deprecated flags, where given, decide. Raises ValueError for an unknown one."""
    if size_average is not None or reduce is not None:
        average, reducing = size_average is None or bool(size_average), reduce is None or bool(reduce)
        reduction = "mean" if average and reducing else "sum" if reducing else "none"
        warnings.warn(
            f"size_average and reduce args will be deprecated, please use reduction='{reduction}' instead.",
            stacklevel=4,
        )
    if reduction == "elementwise_mean":
        warnings.warn("reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.", stacklevel=4)
        return "mean"
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not a valid value for reduction")
    return reduction


def reduce(loss: Tensor, reduction: str) -> Tensor:
    """The loss of each element, their mean, or their sum."""
    return loss if reduction == "none" else loss.mean() if reduction == "mean" else loss.sum()


def broadcast(function: str, input: Tensor, target: Tensor) -> None:
    """Warn, as torch does, where a loss is about to broadcast its target."""
    if target.array.shape != input.array.shape:
        warnings.warn(
            f"{function}(): Using a target size ({target.shape}) that is different to the input size ({input.shape}). This "
            "will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.",
            stacklevel=3,
        )


def weighted(loss: Tensor, input: Tensor, weight, reduction: str) -> Tensor:
    """The reduced loss of weighted elements; their mean is over the sum of the weights."""
    if weight is None:
        return reduce(loss, reduction)
    check_weight(weight, input)
    if reduction == "mean":
        return (loss * weight).sum() / weight.sum()
    return reduce(loss * weight, reduction)


def check_within(function: str, input: Tensor, other: Tensor) -> None:
    """Raise RuntimeError where `other` would broadcast the input to another shape."""
    x, y = input.array.shape, other.array.shape
    if len(y) > len(x) or any(m not in (1, n) for n, m in zip(reversed(x), reversed(y), strict=False)):
        raise RuntimeError(
            f"{function}(): output with shape {list(x)} doesn't match the broadcast shape of it and {list(y)}"
        )


def check_weight(weight: Tensor, input: Tensor) -> None:
    """Raise ValueError unless the weights have the shape of the input."""
    if weight.array.shape != input.array.shape:
        raise ValueError(
            f"Weights and input must have the same size, got {list(weight.array.shape)} and {list(input.array.shape)}"
        )
