"""The derivatives of softmax along an axis and of what belongs to it."""

from __future__ import annotations

import numpy as np

from ..kernels import softmax as kernel
from ..kernels.reduction import count
from ..primitive import differentiable
from ..tensor import Tensor, wrap
from .arithmetic import exp
from .reduction import sum, unreduced
from .selection import where

softmax = differentiable(kernel.softmax, lacks="c", x=lambda g, out, dim: softmax_backward(g, out, dim))
softmax_backward = differentiable(
    kernel.softmax_backward,
    g=lambda h, y, dim: softmax_backward(h, y, dim),
    y=lambda h, g, y, dim: h * (g - _total(g * y, dim)) - g * _total(h * y, dim),
)
log_softmax = differentiable(kernel.log_softmax, lacks="c", x=lambda g, out, dim: log_softmax_backward(g, out, dim))
log_softmax_backward = differentiable(
    kernel.log_softmax_backward,
    g=lambda h, y, dim: h - _total(h * exp(y), dim),
    y=lambda h, g, y, dim: -(h * exp(y)) * _total(g, dim),
)
logsumexp = differentiable(
    kernel.logsumexp,
    x=lambda g, x, out, dim, keepdim: (
        unreduced(g, x.shape, dim, keepdim) * exp(x - unreduced(out, x.shape, dim, keepdim))
    ),
)


def _total(x, dim):
    return sum(x, (dim,), True) if x.shape else x


def _cross_entropy_slope(g, x, out, target, weight, ignore_index, reduce):
    """g weight[t] (softmax(x) - one_hot(t)), and 0 where the target is ignored."""
    if reduce == "mean":
        g = g / count(target.shape, None)
    if not isinstance(g, Tensor):
        return kernel.cross_entropy_backward(g, target, weight, ignore_index, out[1], out[2])
    target, weight = target.array, None if weight is None else weight.array
    ignored = np.zeros(target.shape, bool) if ignore_index is None else target == ignore_index
    index = np.where(ignored, 0, target)
    scale = where(ignored, 0, g if weight is None else g * weight[index])
    classes = np.arange(x.shape[1]).reshape((-1,) + (1,) * (len(x.shape) - 2))
    one_hot = np.equal(index[:, None], classes).astype(x.array.dtype)
    return scale.reshape((x.shape[0], 1, *x.shape[2:])) * (softmax(x, 1) - wrap(one_hot))


cross_entropy = differentiable(
    kernel.cross_entropy, name="NllLossBackward0", constants=("target", "weight"), kept=2, x=_cross_entropy_slope
)
