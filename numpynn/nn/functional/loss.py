"""Losses between two tensors of one shape: regression, probabilities, likelihoods."""

from __future__ import annotations

import math
import warnings

from ...derivatives import loss as primitive
from ...derivatives.arithmetic import exp, log
from ...derivatives.selection import where
from ...modes import no_grad
from ...tensor import Tensor
from ._common import check_flags, check_tensors
from ._reduce import broadcast, check_weight, check_within, reduction_of, weighted
from ._reduce import reduce as _reduced


def mse_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None) -> Tensor:
    """(x - y)^2, reduced."""
    broadcast("mse_loss", input, target)
    if input.array.dtype.kind in "biu" and target.array.dtype.kind in "biu":
        raise NotImplementedError(f'"mse_loss" not implemented for {input.dtype.name} and {target.dtype.name}')
    reduction = reduction_of(reduction, size_average, reduce)
    return weighted(primitive.squared_error(input, target), input, weight, reduction)


def l1_loss(input, target, size_average=None, reduce=None, reduction="mean", weight=None) -> Tensor:
    """|x - y|, reduced."""
    broadcast("l1_loss", input, target)
    reduction = reduction_of(reduction, size_average, reduce)
    return weighted((input - target).abs(), input, weight, reduction)


def smooth_l1_loss(input, target, size_average=None, reduce=None, reduction="mean", beta=1.0) -> Tensor:
    """(x - y)^2 / (2 beta) where |x - y| < beta, else |x - y| - beta / 2. Girshick, "Fast R-CNN", 2015."""
    broadcast("smooth_l1_loss", input, target)
    reduction = reduction_of(reduction, size_average, reduce)
    if beta < 0:
        raise RuntimeError(f"smooth_l1_loss does not support negative values for beta, got {beta}.")
    if beta == 0:
        return _reduced((input - target).abs(), reduction)
    return _reduced(primitive.huber(input - target, float(beta)) / beta, reduction)


def huber_loss(input, target, reduction="mean", delta=1.0, weight=None) -> Tensor:
    """(x - y)^2 / 2 where |x - y| <= delta, else delta (|x - y| - delta / 2). Huber, 1964."""
    broadcast("huber_loss", input, target)
    reduction = reduction_of(reduction)
    if weight is not None:
        check_weight(weight, input)
    if not delta > 0:
        raise RuntimeError(f"huber_loss does not support non-positive values for delta, got {delta}.")
    loss = primitive.huber(input - target, float(delta)).to(input.dtype)
    return _reduced(loss if weight is None else loss * weight, reduction)


def kl_div(input, target, size_average=None, reduce=None, reduction="mean", log_target=False) -> Tensor:
    """y (log y - x), x being log-probabilities; exp(y) (y - x) with log_target. "batchmean" divides by the batch size alone."""
    check_tensors("kl_div", input=input, target=target)
    check_flags("kl_div", log_target=log_target)
    if input.array.dtype.kind in "biu" or target.array.dtype.kind in "biu":
        raise RuntimeError("kl_div: Integral inputs not supported.")
    divides = reduction == "batchmean"
    batchmean = divides and size_average is None and reduce is None
    if reduction == "mean" and size_average is None and reduce is None:
        warnings.warn(
            "reduction: 'mean' divides the total loss by both the batch size and the support size."
            "'batchmean' divides only by the batch size, and aligns with the KL div math definition.",
            stacklevel=2,
        )
    reduction = "sum" if batchmean else reduction_of(reduction, size_average, reduce)
    if log_target:
        loss = exp(target) * (target - input)
    else:
        loss = primitive.xlogy(target, target) - target * input
    loss = _reduced(loss, reduction)
    # torch divides even where the deprecated flags decided how to reduce.
    return loss / input.array.shape[0] if divides and input.array.ndim else loss


def binary_cross_entropy(input, target, weight=None, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """-w (y log x + (1 - y) log(1 - x)), the logarithms not below -100. Raises RuntimeError outside of [0, 1]."""
    reduction = reduction_of(reduction, size_average, reduce)
    if target.array.shape != input.array.shape:
        raise ValueError(
            f"Using a target size ({target.shape}) that is different to the input size ({input.shape}) is deprecated. Please "
            "ensure they have the same size."
        )
    x, y = input.array, target.array
    if x.dtype != y.dtype:
        raise RuntimeError(f"Found dtype {target.dtype.name} but expected {input.dtype.name}")
    if x.size and not (x.min() >= 0 and x.max() <= 1):
        raise RuntimeError("all elements of input should be between 0 and 1")
    if y.size and not (y.min() >= 0 and y.max() <= 1):
        raise RuntimeError("all elements of target should be between 0 and 1")
    loss = primitive.binary_cross_entropy(input, target)
    if weight is not None:
        check_within("binary_cross_entropy", input, weight)
    return _reduced(loss if weight is None else loss * weight, reduction)


def binary_cross_entropy_with_logits(
    input, target, weight=None, size_average=None, reduce=None, reduction="mean", pos_weight=None
) -> Tensor:
    """-w (p y log s + (1 - y) log(1 - s)), s = sigmoid(x), without overflow."""
    reduction = reduction_of(reduction, size_average, reduce)
    if target.array.shape != input.array.shape:
        raise ValueError(f"Target size ({target.shape}) must be the same as input size ({input.shape})")
    if target.array.dtype.kind in "biu":
        raise RuntimeError(
            f"result type {input.dtype.name} can't be cast to the desired output type {target.dtype.name}: "
            "binary_cross_entropy_with_logits() takes targets that are floating"
        )
    if pos_weight is None:
        loss = primitive.binary_cross_entropy_with_logits(input, target)
    else:
        loss = primitive.weighted_binary_cross_entropy_with_logits(input, target, pos_weight)
    if weight is not None:
        check_within("binary_cross_entropy_with_logits", input, weight)
    return _reduced(loss if weight is None else loss * weight, reduction)


def poisson_nll_loss(
    input, target, log_input=True, full=False, size_average=None, eps=1e-08, reduce=None, reduction="mean"
) -> Tensor:
    """exp(x) - y x, or x - y log(x + eps) without log_input; with `full` Stirling's log y! for y > 1 is added."""
    check_tensors("poisson_nll_loss", input=input, target=target)
    check_flags("poisson_nll_loss", log_input=log_input, full=full)
    reduction = reduction_of(reduction, size_average, reduce)
    loss = exp(input) - target * input if log_input else input - target * log(input + eps)
    if full:
        stirling = target * log(target) - target + 0.5 * log(2 * math.pi * target)
        loss = loss + where(target <= 1, 0, stirling)
    return _reduced(loss, reduction)


def gaussian_nll_loss(input, target, var, full=False, eps=1e-06, reduction="mean") -> Tensor:
    """(log v + (x - y)^2 / v) / 2, v = max(var, eps); with `full` log(2 pi) / 2 is added. Nix and Weigend, 1994."""
    if not isinstance(var, float):
        check_tensors("gaussian_nll_loss", var=var)
    var = _variance(input, var)
    if reduction not in ("none", "mean", "sum"):
        raise ValueError(f"{reduction} is not valid")
    var = var.clone()
    with no_grad():
        var.clamp_(min=eps)
    loss = 0.5 * (log(var) + (input - target) ** 2 / var)
    return _reduced(loss + 0.5 * math.log(2 * math.pi) if full else loss, reduction)


def _variance(input, var):
    """The variance in a shape that broadcasts: of each element, or one for the last dimension."""
    if isinstance(var, float):
        if var < 0:
            raise ValueError(f"var has negative entry/entries: {var}")
        return input.new_full(input.shape, var)
    if (var.array < 0).any():
        raise ValueError("var has negative entry/entries")
    x, v = input.array.shape, var.array.shape
    if v == x:
        return var
    if v == x[:-1]:
        return var.unsqueeze(-1)
    # What torch lets through: as many dimensions, and the sizes of var that differ sum to one.
    if len(v) == len(x) and sum(m for n, m in zip(x, v, strict=True) if n != m) == 1:
        return var
    raise ValueError(f"var is of incorrect size: {list(v)} for an input of {list(x)}")
