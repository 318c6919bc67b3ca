"""Softmax along an axis and what belongs to it: logarithm, adjoints, log-sum-exp, and the loss of class indices.

The fibres along the axis are shifted by their maximum, so no exponential overflows. As in torch a fibre of -inf alone,
or one that holds inf, gives nan (but the log-sum-exp of such fibres is -inf, or inf).
"""

from __future__ import annotations

import numpy as np

from . import reduction, threads
from .blocks import BLOCK
from .sums import sum_of_columns

# NumPy reduces a short last axis one fibre at a time; laid the other way round, all fibres are reduced together.
_SHORT = 32


def softmax(x, dim):
    """exp(x) / sum(exp(x)) along `dim`. Its adjoint is `softmax_backward`."""
    return _along(_softmax, dim, x)


def _softmax(x, out, axis):
    np.subtract(x, np.maximum.reduce(x, axis=axis, keepdims=True), out=out)
    np.exp(out, out=out)
    np.divide(out, np.add.reduce(out, axis=axis, keepdims=True), out=out)


def softmax_backward(g, y, dim):
    """y * (g - sum(g * y)), the adjoint of a softmax whose value was y."""
    return _along(_softmax_backward, dim, g, y)


def _softmax_backward(g, y, out, axis):
    np.multiply(g, y, out=out)
    mean = np.add.reduce(out, axis=axis, keepdims=True)
    np.subtract(g, mean, out=out)
    np.multiply(out, y, out=out)


def log_softmax(x, dim):
    """x - log(sum(exp(x))) along `dim`. Its adjoint is `log_softmax_backward`."""
    return _along(_log_softmax, dim, x)


def _log_softmax(x, out, axis):
    np.subtract(x, np.maximum.reduce(x, axis=axis, keepdims=True), out=out)
    total = np.add.reduce(np.exp(out), axis=axis, keepdims=True)
    np.subtract(out, np.log(total, out=total), out=out)


def log_softmax_backward(g, y, dim):
    """g - exp(y) * sum(g), the adjoint of a log-softmax whose value was y."""
    return _along(_log_softmax_backward, dim, g, y)


def _log_softmax_backward(g, y, out, axis):
    np.exp(y, out=out)
    np.multiply(out, np.add.reduce(g, axis=axis, keepdims=True), out=out)
    np.subtract(g, out, out=out)


def logsumexp(x, dim, keepdim):
    """log(sum(exp(x))) over the axes `dim` (a tuple). Derivative: g * exp(x - out), both expanded."""
    # Of complex numbers only the real parts are shifted, so that the imaginary part comes out between -pi and pi.
    top = np.maximum.reduce(x.real, axis=dim, keepdims=True, initial=-np.inf)
    top = np.where(np.isinf(top), 0, top).astype(x.dtype)
    out = np.log(np.add.reduce(np.exp(x - top), axis=dim, keepdims=keepdim))
    return out + top.reshape(out.shape)


def cross_entropy(x, target, weight, ignore_index, reduce):
    """-weight[t] * log_softmax(x)[t] of each sample, x (N, C, ...) and t its target (N, ...); 0 where it is ignored.

    An ignore_index of None says that none is. `reduce` is "none", or "sum" or "mean" over all samples, whatever their weight.
    Also gives for the way back total * (softmax(x) - one_hot(t)) (N, C, ...), where `total` (N, ...) is the sum of
    exp(x - maximum) along each fibre; and `total` itself.
    """
    ignored, index = _used(target, ignore_index)
    if x.ndim == 2 and x.shape[1] <= _SHORT and x.shape[1] < len(x):
        x = np.asfortranarray(x)
    slopes = x - np.maximum.reduce(x, axis=1, keepdims=True)
    at_targets = _at_targets(index)
    chosen = slopes[at_targets]
    np.exp(slopes, out=slopes)
    total = sum_of_columns(slopes) if slopes.ndim == 2 else np.add.reduce(slopes, axis=1)
    slopes[at_targets] = np.exp(chosen) - total
    loss = np.log(total)
    loss -= chosen
    if weight is not None:
        loss *= weight[index]
    if ignored is not None:
        loss[ignored] = 0
    return loss if reduce == "none" else getattr(reduction, reduce)(loss), slopes, total


def cross_entropy_backward(g, target, weight, ignore_index, slopes, total):
    """g * weight[t] * (softmax(x) - one_hot(t)), and 0 where the target is ignored; g is one for each sample, or for all.

    To differentiate it again, write it so: with c = where(t == ignore_index, 0, g * weight[t]) and the constant
    one_hot(t), it is c[:, None] * (softmax(x, 1) - one_hot(t)).
    """
    ignored, index = _used(target, ignore_index)
    scale = g if weight is None else g * weight[index]
    if ignored is not None:
        scale = np.where(ignored, 0, scale)
    return slopes * (scale / total)[:, None]


def _at_targets(index):
    """The index of each sample's target in (N, C, ...)."""
    if index.ndim == 1:
        return np.arange(len(index)), index
    others = [np.arange(n).reshape((-1,) + (1,) * (index.ndim - d - 1)) for d, n in enumerate(index.shape)]
    return (others[0], index, *others[1:])


def _used(target, ignore_index):
    """Which targets are ignored, None where no one is; and targets that can be used as indices: the ignored become 0."""
    if ignore_index is None:
        return None, target
    ignored = target == ignore_index
    return (ignored, np.where(ignored, 0, target)) if ignored.any() else (None, target)


def _along(piece, dim, *arrays):
    """A fresh array filled by `piece(*arrays, out, axis)`, some fibres at a time so that they stay in the cache."""
    shape, dtype = arrays[0].shape, arrays[0].dtype
    if dtype == np.float16:
        return _along(piece, dim, *[a.astype(np.float32) for a in arrays]).astype(np.float16)
    fibres = [_fibres(a, dim) for a in arrays]
    out = np.empty(fibres[0].shape, dtype)
    (outer, n, inner) = fibres[0].shape
    some = max(1, BLOCK // max(1, n * inner))
    short = inner == 1 and n < _SHORT < outer

    def fill(start):
        rows = slice(start, start + some)
        (_across if short else _direct)(piece, [f[rows] for f in fibres], out[rows])

    threads.each(fill, range(0, outer if out.size else 0, some))
    return out.reshape(shape)


def _direct(piece, arrays, out):
    piece(*arrays, out, 1)


def _across(piece, arrays, out):
    across = [np.ascontiguousarray(a[:, :, 0].T) for a in arrays]
    result = np.empty_like(across[0])
    piece(*across, result, 0)
    out[:, :, 0] = result.T


def _fibres(x, dim):
    """x (..., n, ...) as (outer, n, inner), n the size of `dim`."""
    if x.ndim == 0:
        return x.reshape(1, 1, 1)
    dim %= x.ndim
    outer, inner = 1, 1
    for size in x.shape[:dim]:
        outer *= size
    for size in x.shape[dim + 1 :]:
        inner *= size
    return x.reshape(outer, x.shape[dim], inner)
