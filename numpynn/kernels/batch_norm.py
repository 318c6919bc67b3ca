"""Batch norm, with x as one row a sample: (N, C * length), gone through some samples at a time.

A number for each channel is spread along its places, and goes to all samples by long rows: NumPy then takes half the time of
x (N, C, length) with a number a channel, and a quarter where images are small. Some channels at a time, for all samples, would
need no second walk, but their rows lie so far apart that they push each other out of the cache: it took up to four times as
long. See `normalization` for the formulas.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .normalization import (
    LONG,
    in_single,
    parts,
    products,
    reciprocal,
    scaled,
    shifted,
    size,
    sums,
    sums_by_runs,
    two_parts,
)
from .sums import weighted_rows

SAMPLES = 8  # fewer are summed channel by channel
# With fewer parts the helper wakes up too late: two threads took half as long again as one.
SHARED_PARTS = 8


@in_single
def batch_norm(x, weight, bias, eps):
    """Each channel of x (N, C, ...) normalised by its own mean and variance; weight and bias (C,) or None.

    Gives out, mean (C,) and var (C,), which is the biased one, in double precision, and rstd (C,).
    """
    rows, length, count = as_rows(x)
    out = np.empty(rows.shape, x.dtype)
    blocks = parts(len(rows), rows.shape[1])
    totals = np.empty((len(blocks), x.shape[1]))

    def add_up(i):
        some = rows[blocks[i]]
        totals[i] = sums("ncl->c", some.reshape(len(some), -1, length))

    _each(add_up, range(len(blocks)))
    mean = totals.sum(0) / count
    first, rest = two_parts(mean, x.dtype)
    center = spread(first, length)

    def deviate(i):
        deviation = np.subtract(rows[blocks[i]], center, out=out[blocks[i]])
        totals[i] = _products(deviation, deviation, length)

    _each(deviate, range(len(blocks)))
    var = totals.sum(0) / count - rest * rest
    rstd = reciprocal(var, eps, x.dtype)
    scale = scaled(rstd, weight)
    slope, start = spread(scale, length), spread(shifted(rest * scale, bias), length)

    def scale_and_shift(block):
        some = out[block]
        some *= slope
        some += start

    _each(scale_and_shift, blocks)
    return out.reshape(x.shape), mean, var, rstd


@in_single
def batch_norm_backward(g, x, weight, mean, rstd, with_x=True):
    """Gradients of x, or None if nobody wants it, and of weight and bias, whether there are any or not."""
    rows, length, count = as_rows(x)
    grads = g.reshape(rows.shape)
    blocks = parts(len(rows), rows.shape[1])
    dx = np.empty(rows.shape, x.dtype) if with_x else None
    center = spread(mean.astype(x.dtype), length)
    totals = np.empty((2, len(blocks), x.shape[1]))

    def add_up(i):
        some = rows[blocks[i]]
        deviation = dx[blocks[i]] if with_x else threads.scratch("deviation", some.shape, x.dtype)
        np.subtract(some, center, out=deviation)
        totals[:, i] = _sums(grads[blocks[i]], length), _products(grads[blocks[i]], deviation, length)

    _each(add_up, range(len(blocks)))
    db, dw = totals.sum(1)
    dw *= rstd
    if not with_x:
        return None, dw.astype(x.dtype), db.astype(x.dtype)
    scale = scaled(rstd, weight)
    slope, start = (
        spread(numbers.astype(x.dtype), length) for numbers in (-scale * rstd * dw / count, scale * db / count)
    )
    whole = spread(scale, length)

    def finish(block):
        some = dx[block]
        some *= slope
        some -= start
        # Last, so that the gradient sums up to nearly zero: that of a bias before batch norm is the sum.
        some += np.multiply(grads[block], whole, out=threads.scratch("deviation", some.shape, x.dtype))

    _each(finish, blocks)
    return dx.reshape(x.shape), dw.astype(x.dtype), db.astype(x.dtype)


def _each(work, blocks):
    """Call work(block) for each of them, on several threads if they are many."""
    if len(blocks) >= SHARED_PARTS:
        threads.each(work, blocks)
    else:
        for block in blocks:
            work(block)


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
    if length >= LONG:
        return sums_by_runs("ncl->c", rows.reshape(len(rows), -1, length))
    if len(rows) < SAMPLES:
        return sums("ncl->c", rows.reshape(len(rows), -1, length))
    return weighted_rows(None, rows).reshape(-1, length).sum(1, dtype=np.float64)


def _products(a, b, length):
    """The sum of a b over each channel."""
    if length < LONG and len(a) >= SAMPLES:
        return _sums(a * b, length)
    return products("ncl->c", a.reshape(len(a), -1, length), b.reshape(len(a), -1, length))
