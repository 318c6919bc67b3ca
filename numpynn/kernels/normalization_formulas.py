"""The gradients of the normalisation kernels written with operators, so that they can be differentiated again.

They give the same values as the backward kernels. The statistics are computed anew from x, since they depend on it: the
arguments are Tensors under create_graph.
"""

from __future__ import annotations

import math

import numpy as np


def batch_norm_formula(g, x, weight, eps):
    """As `normalization.batch_norm_backward`: gradients of x (N, C, ...), weight and bias (C,)."""
    axes = (0, *range(2, x.ndim))
    xhat, rstd = _normalised(x, axes, eps)
    scaled = g if weight is None else g * _per_channel(weight, x.ndim)
    return _through(scaled, xhat, rstd, axes), np.sum(g * xhat, axis=axes), np.sum(g, axis=axes)


def batch_norm_by_statistics_formula(g, x, mean, var, weight, eps):
    """As `channel_maps.batch_norm_by_statistics_backward`: all three gradients."""
    axes = (0, *range(2, x.ndim))
    rstd = (var + eps) ** -0.5
    dw = np.sum(g * (x - _per_channel(mean, x.ndim)), axis=axes) * rstd
    return g * _per_channel(rstd if weight is None else rstd * weight, x.ndim), dw, np.sum(g, axis=axes)


def layer_norm_formula(g, x, weight, dims, eps):
    """As `normalization.layer_norm_backward`: gradients of x, weight and bias, the last two of x's last `dims` axes."""
    axes, rows = tuple(range(x.ndim - dims, x.ndim)), tuple(range(x.ndim - dims))
    xhat, rstd = _normalised(x, axes, eps)
    scaled = g if weight is None else g * weight
    return _through(scaled, xhat, rstd, axes), np.sum(g * xhat, axis=rows), np.sum(g, axis=rows)


def rms_norm_formula(g, x, weight, dims, eps):
    """As `normalization.rms_norm_backward`: gradients of x and weight."""
    axes, rows = tuple(range(x.ndim - dims, x.ndim)), tuple(range(x.ndim - dims))
    rstd = (_mean(x * x, axes) + eps) ** -0.5
    xhat = x * rstd
    scaled = g if weight is None else g * weight
    return rstd * (scaled - xhat * _mean(scaled * xhat, axes)), np.sum(g * xhat, axis=rows)


def group_norm_formula(g, x, groups, weight, eps):
    """As `normalization.group_norm_backward`: gradients of x (N, C, ...), weight and bias (C,)."""
    shape = x.shape
    grouped = np.reshape(x, (shape[0], groups, math.prod(shape[1:]) // groups))
    xhat, rstd = _normalised(grouped, (2,), eps)
    scaled = g if weight is None else g * _per_channel(weight, x.ndim)
    dx = _through(np.reshape(scaled, grouped.shape), xhat, rstd, (2,))
    axes = (0, *range(2, len(shape)))
    dw = np.sum(g * np.reshape(xhat, shape), axis=axes)
    return np.reshape(dx, shape), dw, np.sum(g, axis=axes)


def _normalised(x, axes, eps):
    deviation = x - _mean(x, axes)
    rstd = (_mean(deviation * deviation, axes) + eps) ** -0.5
    return deviation * rstd, rstd


def _through(g, xhat, rstd, axes):
    """The gradient of x where that of x̂ is g."""
    return rstd * (g - _mean(g, axes) - xhat * _mean(g * xhat, axes))


def _mean(x, axes):
    count = 1
    for axis in axes:
        count *= x.shape[axis]
    return np.sum(x, axis=axes, keepdims=True) / count


def _per_channel(weight, ndim):
    return np.reshape(weight, (-1,) + (1,) * (ndim - 2))
