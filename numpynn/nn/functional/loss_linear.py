"""Cross entropy of a linear map of the input."""

from __future__ import annotations

import math
import warnings

import numpy as np

from ...derivatives import linear_cross_entropy as primitive
from ...derivatives import selection
from ...tensor import Tensor, wrap
from ._reduce import reduction_of
from .linear import linear
from .loss_classes import _batched, _finished, _weights_of, cross_entropy


def linear_cross_entropy(
    input, linear_weight, target, *, linear_bias=None, weight=None, reduction="mean", ignore_index=None,
    label_smoothing=0.0, options=None,
) -> Tensor:  # fmt: skip
    """cross_entropy(linear(input, linear_weight, linear_bias), target): (N, in) or (in), weight (C, *out, in).

    With more than two dimensions the weight gives scores (N, C, *out).
    options: a LinearCrossEntropyOptions has the scores made for some rows at a time, to save memory. Differs from torch: this
        has second derivatives, and backward may be repeated.
    """
    _check_shapes(input, linear_weight, target, linear_bias, ignore_index)
    ignore_index = -100 if ignore_index is None else ignore_index
    *rows, width = linear_weight.array.shape
    if options is not None:
        if (
            reduction in ("mean", "sum", "none")
            and not label_smoothing
            and target.array.dtype == np.int64
            and not rows[1:]
        ):
            return _in_chunks(input, linear_weight, target, linear_bias, weight, reduction, ignore_index, options)
        warnings.warn(
            "linear_cross_entropy: ``options`` ignored; they need reduction in {'mean','sum','none'}, label_smoothing == 0, "
            f"target.dtype == int64, out_features == (). Got reduction={reduction!r}, label_smoothing={label_smoothing}, "
            f"target.dtype={target.dtype}, out_features={tuple(rows[1:])}.",
            stacklevel=2,
        )
    flat = linear_weight.reshape(math.prod(rows), width)
    bias = None if linear_bias is None else linear_bias.reshape(-1)
    scores = linear(input, flat, bias).reshape(*input.array.shape[:-1], *rows)
    return cross_entropy(
        scores, target, weight, reduction=reduction, ignore_index=ignore_index, label_smoothing=label_smoothing
    )


def _check_shapes(input, linear_weight, target, linear_bias, ignore_index):
    x, w = input.array.shape, linear_weight.array.shape
    if len(x) not in (1, 2):
        raise RuntimeError(f"expected input with dimensionality 1 or 2, got {len(x)}")
    if len(w) < 2:
        raise RuntimeError(f"expected linear_weight with dimensionality at least 2, got {len(w)}")
    if x[-1] != w[-1]:
        raise RuntimeError(
            f"expected equal input and linear_weight last dimensions (in_features), got {x[-1]} and {w[-1]}, respectively"
        )
    if linear_bias is not None and linear_bias.array.shape != w[:-1]:
        raise RuntimeError(f"expected linear_bias shape {w[:-1]}, got {linear_bias.array.shape}")
    if len(w) > 2 and len(x) == 1:
        raise RuntimeError(
            f"K-dimensional loss defined by linear_weight shape {w} requires batched input, (N, {x[0]}), got unbatched input with "
            f"shape {x}"
        )
    if target.array.shape == (*x[:-1], *w[:-1]) and ignore_index is not None:
        raise RuntimeError("ignore_index cannot be specified when target contains probabilities")


def _in_chunks(input, linear_weight, target, linear_bias, weight, reduction, ignore_index, options):
    if input.array.dtype != linear_weight.array.dtype:
        raise RuntimeError(
            f"expected m1 and m2 to have the same dtype, but got: {input.dtype} != {linear_weight.dtype}"
        )
    x = input if input.array.ndim == 2 else input.unsqueeze(0)
    classes, width = linear_weight.array.shape
    rows = options.rows(len(x.array), width, classes, input.dtype)
    # Only to check the target against the scores that there would be.
    scores = wrap(np.broadcast_to(x.array[:1, :1].sum(), (*input.array.shape[:-1], classes)))
    _, t, single = _batched("linear_cross_entropy", scores, target, weight)
    ignored = t == ignore_index
    _check_classes(t[~ignored], classes)
    index = np.where(ignored, 0, t)
    weights = _weights_of(weight, index, ignored, input)
    loss = primitive.linear_cross_entropy(x, linear_weight, linear_bias, index, rows)
    return _finished(selection.where(wrap(ignored), 0, loss * weights), weights, reduction_of(reduction), single)


def _check_classes(wanted, classes):
    # In chunks torch raises RuntimeError here, otherwise IndexError.
    bad = wanted[(wanted < 0) | (wanted >= classes)]
    if bad.size:
        raise RuntimeError(f"index {bad[0]} is out of bounds for dimension 1 with size {classes}")
