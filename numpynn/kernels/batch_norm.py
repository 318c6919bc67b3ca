"""Batch norm, some channels at a time, with x as one row a sample: (N, C * length).

A number for each channel is spread along its places, and goes to all samples by long rows: NumPy then takes half the time of
x (N, C, length) with a number a channel, and a quarter where images are small. See `normalization` for the formulas.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .normalization import LONG, in_single, parts, products, reciprocal, scaled, shifted, size, some_of, sums, two_parts
from .sums import weighted_rows

SAMPLES = 8  # fewer are summed channel by channel


@in_single
def batch_norm(x, weight, bias, eps):
    """Each channel of x (N, C, ...) normalised by its own mean and variance; weight and bias (C,) or None.

    Gives out, mean (C,) and var (C,), which is the biased one, in double precision, and rstd (C,).
    """
    rows, length, count = as_rows(x)
    out = np.empty(rows.shape, x.dtype)
    mean, var = np.empty((2, x.shape[1]))

    def fill(part):
        places = slice(part.start * length, part.stop * length)
        some, deviation = rows[:, places], out[:, places]
        mean[part] = sums("ncl->c", some.reshape(len(some), -1, length)) / count
        first, rest = two_parts(mean[part], x.dtype)
        np.subtract(some, spread(first, length), out=deviation)
        var[part] = _products(deviation, deviation, length) / count - rest * rest
        scale = scaled(reciprocal(var[part], eps, x.dtype), some_of(weight, part))
        deviation *= spread(scale, length)
        deviation += spread(shifted(rest * scale, some_of(bias, part)), length)

    threads.each(fill, parts(x.shape[1], count))
    return out.reshape(x.shape), mean, var, reciprocal(var, eps, x.dtype)


@in_single
def batch_norm_backward(g, x, weight, mean, rstd, with_x=True):
    """Gradients of x, or None if nobody wants it, and of weight and bias, whether there are any or not."""
    rows, length, count = as_rows(x)
    grads = g.reshape(rows.shape)
    dx = np.empty(rows.shape, x.dtype) if with_x else None
    dw, db = np.empty((2, x.shape[1]), x.dtype)
    mean = mean.astype(x.dtype)

    def fill(part):
        places = slice(part.start * length, part.stop * length)
        some = grads[:, places]
        out = dx[:, places] if with_x else threads.scratch("deviation", some.shape, x.dtype)
        np.subtract(rows[:, places], spread(mean[part], length), out=out)
        db[part] = _sums(some, length)
        dw[part] = _products(some, out, length) * rstd[part]
        if not with_x:
            return
        scale = scaled(rstd[part], some_of(weight, part))
        out *= spread(-scale * rstd[part] * dw[part] / count, length)
        out -= spread(scale * db[part] / count, length)
        out += some * spread(scale, length)

    threads.each(fill, parts(x.shape[1], count))
    return dx.reshape(x.shape) if with_x else None, dw, db


def as_rows(x):
    """x (N, C, ...) as (N, C * length), length, and how many elements a channel has."""
    length = size(x.shape[2:])
    return x.reshape(len(x), x.shape[1] * length), length, len(x) * length


def spread(values, length):
    """np.repeat, which takes several times as long."""
    spread = np.empty((len(values), length), values.dtype)
    spread[...] = values[:, None]
    return spread.reshape(-1)


def _sums(rows, length):
    """The sum of each channel, over the samples in x's precision: gradients need no more."""
    if len(rows) < SAMPLES:
        return sums("ncl->c", rows.reshape(len(rows), -1, length))
    return weighted_rows(None, rows).reshape(-1, length).sum(1, dtype=np.float64)


def _products(a, b, length):
    """The sum of a b over each channel."""
    if length < LONG and len(a) >= SAMPLES:
        return _sums(a * b, length)
    return products("ncl->c", a.reshape(len(a), -1, length), b.reshape(len(a), -1, length))
