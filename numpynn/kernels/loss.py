"""Losses of single elements."""

from __future__ import annotations

import numpy as np


def squared_error(x, y):
    """(x - y)^2."""
    return np.square(x - y)


def huber(d, delta):
    """d^2 / 2 where |d| <= delta, else delta (|d| - delta / 2). Its slope is d clipped to [-delta, delta]."""
    size = np.abs(d)
    return np.where(size <= delta, 0.5 * d * d, delta * (size - 0.5 * delta))


def binary_cross_entropy(x, y):
    """-(y log x + (1 - y) log(1 - x)), the logarithms not below -100."""
    return (y - 1) * np.maximum(np.log1p(-x), -100) - y * np.maximum(np.log(x), -100)


# torch keeps a denominator away from 0 by this much, in single precision whatever the dtype.
TINY = float(np.float32(1e-12))


def binary_cross_entropy_backward(g, x, y):
    """g (x - y) / (x (1 - x)), the denominator kept away from 0."""
    return g * (x - y) / np.maximum((1 - x) * x, TINY)


# Of log(1 + e^-x) = max(-x, 0) + log(1 + e^-|x|) the first part may cancel (1 - y) x, and the second is then all there is.


def binary_cross_entropy_with_logits(x, y):
    """-(y log s + (1 - y) log(1 - s)), s = sigmoid(x), without overflow. Its slope is s - y."""
    out = (1 - y) * x
    out += (-x).clip(0.0, np.inf)
    out += _log1p_exp_minus_abs(x)
    return out


def weighted_binary_cross_entropy_with_logits(x, y, pos_weight):
    """-(p y log s + (1 - y) log(1 - s)), s = sigmoid(x), p = pos_weight. Its slope is (p y + 1 - y) s - p y."""
    scale = (pos_weight - 1) * y + 1
    return ((1 - y) * x + scale * (-x).clip(0.0, np.inf)) + scale * _log1p_exp_minus_abs(x)


def _log1p_exp_minus_abs(x):
    return np.log1p(np.exp(-np.abs(x)))


def xlogy(x, y):
    """x log y, and 0 where x is 0 and y is not nan."""
    return np.where((x == 0) & ~np.isnan(y), 0, x * np.log(y))
