"""Losses of scores for classes."""

from __future__ import annotations

import math

import numpy as np

from ...derivatives import selection
from ...derivatives import softmax as primitive
from ...functional._make import normalise_dim
from ...tensor import Tensor, wrap
from . import activation
from ._common import check_tensors, refuse_gradient
from ._reduce import check_within, reduction_of
from ._reduce import reduce as reduced

_INT64 = np.dtype(np.int64)
_UNSIGNED = {size: np.dtype(f"u{size}") for size in (1, 8)}


def nll_loss(input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean") -> Tensor:
    """-w[t] x[t], x being log-probabilities: (C), (N, C) or (N, C, ...) with targets (), (N) or (N, ...).

    The mean is over the sum of the weights of the targets that are not ignored.
    """
    check_tensors("nll_loss", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    x, t, single = _batched("nll_loss", input, target, weight)
    ignored = t == ignore_index
    index = np.where(ignored, 0, t)
    chosen = selection.gather(x, 1, np.expand_dims(index, 1)).reshape(t.shape)
    weights = _weights_of(weight, index, ignored, input)
    loss = selection.where(wrap(ignored), 0, -chosen * weights)
    return _finished(loss, weights, reduction, single)


def _batched(function, input, target, weight):
    """The scores (N, C, ...), the targets (N, ...) as an array, and whether there was no batch."""
    x, t = input.array.shape, target.array
    if len(x) > 1 and t.shape == (x[0], *x[2:]) and t.dtype is _INT64 and weight is None:
        return input, t, False  # the usual case: nothing to refuse
    if not x:
        error = IndexError if function == "cross_entropy" else ValueError
        raise error(f"{function}(): Expected 1 or more dimensions (got 0)")
    single = len(x) == 1
    if not single and x[0] != (t.shape[0] if t.ndim else 0):
        raise ValueError(
            f"Expected input batch_size ({x[0]}) to match target batch_size ({t.shape[0] if t.ndim else 0})."
        )
    if (single and t.ndim > 1) or (not single and t.ndim != len(x) - 1):
        raise (RuntimeError if len(x) in (1, 2, 4) else ValueError)(
            f"{function}(): Expected input of shape {list(x)} and target of shape {list(t.shape)} to fit"
        )
    if t.dtype.kind not in "iu" or t.dtype not in (np.int64, np.uint8):
        raise RuntimeError(f"{function}(): expected scalar type Long or Byte for target but found {target.dtype.name}")
    if not single and x[2:] != t.shape[1:]:
        raise RuntimeError(f"{function}(): input of shape {list(x)} and target of shape {list(t.shape)} do not match")
    classes = x[0] if single else x[1]
    if weight is not None and weight.array.dtype != input.array.dtype:
        raise RuntimeError(f"expected scalar type {input.dtype.name} but found {weight.dtype.name}")
    if weight is not None and weight.array.shape != (classes,):
        raise RuntimeError(
            f"weight tensor should be defined either for all {classes} classes or no classes but got weight tensor of shape: "
            f"{list(weight.array.shape)}"
        )
    return (input.unsqueeze(0), t.reshape(1), True) if single else (input, t, False)


def _are_classes(t, classes):
    """Whether there are targets, and all are classes. As a number without a sign a negative one exceeds any class."""
    t = getattr(t, "whole", t)  # under vmap those of all samples
    if not t.size:
        return False
    t = t.view(_UNSIGNED[t.itemsize])
    # argmax is less than half of the way that max() goes.
    return t.item(t.argmax()) < classes


def check_targets(t, ignored, classes):
    """Raise IndexError where a target is no class."""
    bad = ((t < 0) | (t >= classes)) & ~ignored
    if bad.any():
        raise IndexError(f"Target {t[bad][0]} is out of bounds for {classes} classes.")


def _weights_of(weight, index, ignored, input):
    """The weight of each target, 0 where it is ignored."""
    each = np.ones(index.shape, input.array.dtype) if weight is None else weight.array[index]
    return wrap(np.where(ignored, 0, each).astype(input.array.dtype))


def _finished(loss, weights, reduction, single):
    if reduction == "none":
        return loss.reshape(()) if single else loss
    return loss.sum() / weights.array.sum().item() if reduction == "mean" else loss.sum()


def cross_entropy(
    input, target, weight=None, size_average=None, ignore_index=-100, reduce=None, reduction="mean", label_smoothing=0.0
) -> Tensor:
    """-w[t] log softmax(x)[t], of class indices; or -sum_c w_c p_c log softmax(x)_c, of probabilities of all classes.

    label_smoothing: this part of the target is spread evenly over all classes. Szegedy et al., 2015.
    """
    if not (isinstance(input, Tensor) and isinstance(target, Tensor)):
        check_tensors("cross_entropy", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    if not 0 <= label_smoothing <= 1:
        raise RuntimeError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing}")
    if target.array.shape == input.array.shape:
        if target.array.dtype.kind == "f":
            return _of_probabilities(input, target, weight, reduction, ignore_index, label_smoothing)
        raise RuntimeError(f"Expected floating point type for target with class probabilities, got {target.dtype.name}")
    if input.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"log_softmax" not implemented for {input.dtype.name}')
    x, t, single = _batched("cross_entropy", input, target, weight)
    if weight is None and not label_smoothing and ignore_index < 0 and _are_classes(t, x.array.shape[1]):
        # The usual case: every target counts, and for one.
        loss = primitive.cross_entropy(x, t, None, None, reduction)
        return loss.reshape(()) if single and reduction == "none" else loss
    ignored = t == ignore_index
    check_targets(t, ignored, x.array.shape[1])
    weights = _weights_of(weight, np.where(ignored, 0, t), ignored, input)
    if label_smoothing:
        return _smoothed(x, t, ignored, weight, weights, reduction, label_smoothing, single)
    class_weights = None if weight is None else weight.array
    loss = primitive.cross_entropy(x, t, class_weights, ignore_index, "none")
    return _finished(loss, weights, reduction, single)


def _smoothed(x, t, ignored, weight, weights, reduction, smoothing, single):
    """(1 - s) of the loss of the target, and s of the mean loss of all classes."""
    log = primitive.log_softmax(x, 1)
    classes = x.array.shape[1]
    index = np.where(ignored, 0, t)
    chosen = selection.gather(log, 1, np.expand_dims(index, 1)).reshape(t.shape)
    every = log if weight is None else log * weight.detach().reshape((-1,) + (1,) * (x.array.ndim - 2))
    spread = selection.where(wrap(ignored), 0, -every.sum(1))
    loss = selection.where(wrap(ignored), 0, -chosen * weights)
    return _finished(loss * (1 - smoothing) + spread * (smoothing / classes), weights, reduction, single)


def _of_probabilities(input, target, weight, reduction, ignore_index, smoothing):
    if ignore_index >= 0:
        raise RuntimeError("ignore_index is not supported for floating point target")
    dim = 0 if input.array.ndim == 1 else 1
    classes = input.array.shape[dim]
    if weight is not None and weight.array.shape != (classes,):
        raise RuntimeError(
            f"cross_entropy: weight tensor should be defined either for all {classes} classes or no classes but got weight "
            f"tensor of shape: {list(weight.array.shape)}"
        )
    if smoothing:
        target = target * (1 - smoothing) + smoothing / classes
    products = primitive.log_softmax(input, dim) * target
    if weight is not None:
        products = products * weight.reshape((-1,) + (1,) * (input.array.ndim - dim - 1))
    if reduction == "mean":
        count = input.array.size // classes if classes else 0
        return -products.sum() / count if count else -products.sum() / float("nan")
    return -products.sum() if reduction == "sum" else -products.sum(dim)


def multi_margin_loss(
    input, target, p=1, margin=1.0, weight=None, size_average=None, reduce=None, reduction="mean"
) -> Tensor:
    """sum over i != t of w[t] max(0, margin - x[t] + x[i])^p / C, p 1 or 2."""
    check_tensors("multi_margin_loss", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueError(f"only p == 1 and p == 2 supported, got {p}")
    if weight is not None and weight.array.ndim != 1:
        raise ValueError(f"weight must be one-dimensional, got {weight.array.ndim} dimensions")
    x, t, single = _margin_inputs("multi_margin_loss", input, target)
    if weight is not None and weight.array.shape != x.array.shape[1:]:
        raise RuntimeError(f"inconsistent weight size, expected {x.array.shape[1]} but got {list(weight.array.shape)}")
    check_targets(t, np.zeros(t.shape, bool), x.array.shape[1])
    chosen = selection.gather(x, 1, t[:, None])
    excess = (margin - chosen + x).relu()
    others = np.arange(x.array.shape[1]) != t[:, None]
    terms = selection.where(others, excess if p == 1 else excess * excess, 0)
    loss = terms.sum(1) / x.array.shape[1]
    if weight is not None:
        loss = loss * weight[wrap(t)]
    return reduced(loss.reshape(()) if single else loss, reduction)


def _margin_inputs(function, input, target):
    x, t = input.array.shape, target.array.shape
    if len(x) not in (1, 2) or 0 in x[1:]:
        raise RuntimeError(
            f"{function}: expected non-empty vector or matrix with optional 0-dim batch size, but got: {list(x)}"
        )
    if len(x) == 2 and t != x[:1]:
        raise RuntimeError(f"{function}: inconsistent target size, expected {x[0]} but got {list(t)}")
    if len(x) == 1 and math.prod(t) != 1:
        raise RuntimeError(f"{function}: inconsistent target size, expected 1 but got {list(t)}")
    if target.array.dtype != np.int64:
        raise RuntimeError(f"{function}: expected scalar type Long but found {target.dtype.name}")
    return (input, target.array, False) if len(x) == 2 else (input.unsqueeze(0), target.array.reshape(1), True)


def multilabel_margin_loss(input, target, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """sum over targets j and others i of max(0, 1 - x[j] + x[i]) / C; a row of targets ends at the first -1."""
    check_tensors("multilabel_margin_loss", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    if target.array.shape != input.array.shape or input.array.ndim > 2:
        raise RuntimeError(
            f"inconsistent target size: {list(target.array.shape)} for input of size: {list(input.array.shape)}"
        )
    if target.array.dtype != np.int64:
        raise RuntimeError(f"multilabel_margin_loss: expected scalar type Long but found {target.dtype.name}")
    x = input if input.array.ndim == 2 else input.reshape(1, -1)
    if target.array.size and not (-1 <= target.array.min() and target.array.max() < x.array.shape[1]):
        raise RuntimeError(f"multilabel_margin_loss: argument 'target' is out of range [-1, {x.array.shape[1]})")
    t = target.array.reshape(x.array.shape)
    listed = np.logical_and.accumulate(t >= 0, axis=1)
    index = np.where(listed, t, 0)
    is_target = np.zeros(t.shape, bool)
    np.logical_or.at(is_target, (np.arange(len(t))[:, None], index), listed)
    # (N, targets, classes)
    chosen = selection.gather(x, 1, index).unsqueeze(2)
    terms = selection.where(listed[:, :, None] & ~is_target[:, None, :], (1 - chosen + x.unsqueeze(1)).relu(), 0)
    loss = terms.sum((1, 2)) / x.array.shape[1]
    # Of no samples torch gives 0, be it a mean.
    reduction = "sum" if reduction == "mean" and not loss.array.size else reduction
    return reduced(loss if input.array.ndim == 2 else loss.reshape(()), reduction)


def multilabel_soft_margin_loss(input, target, weight=None, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """-w (y log s + (1 - y) log(1 - s)), s = sigmoid(x), averaged over the classes in the last dimension."""
    reduction = reduction_of(reduction, size_average, reduce)
    loss = -(target * activation.logsigmoid(input) + (1 - target) * activation.logsigmoid(-input))
    if weight is not None:
        loss = loss * weight
    # Where the target has more dimensions than the input, torch counts the classes by the input's.
    dim = normalise_dim(-1, input.array.ndim)
    return reduced(loss.sum(dim) / input.array.shape[dim], reduction)


def soft_margin_loss(input, target, size_average=None, reduce=None, reduction="mean") -> Tensor:
    """log(1 + exp(-y x)), y being 1 or -1."""
    check_tensors("soft_margin_loss", input=input, target=target)
    reduction = reduction_of(reduction, size_average, reduce)
    refuse_gradient("soft_margin_loss", "target", target)
    check_within("soft_margin_loss", input, target)
    return reduced((-(target * input)).exp().log1p().to(input.dtype), reduction)
