"""Batch norm in evaluation: by statistics that are given, and so a line a x + b for each channel.

The passes in one of two ways. Of several samples x is one row each, as in `batch_norm`: NumPy takes two thirds of the time of
x (N, C, length) with a number a channel, and a third where images are small. Of a single sample, or where x is not laid
out so, the numbers would be as many as those of x, and are spread by broadcasting.
"""

from __future__ import annotations

import numpy as np

from . import threads
from .batch_norm import as_rows, batch_norm_backward, spread
from .normalization import in_single, scaled, shifted

# Elements of x that are worth a thread. Smaller parts, which would fit its cache, are slower on one thread and on two: the
# numbers spread along a sample's places are as many as its own, and shared parts wait for the interpreter's lock.
PIECE = 1 << 19


@in_single
def batch_norm_by_statistics(x, mean, var, weight, bias, eps):
    """(x - mean) rstd weight + bias for each channel of x (N, C, ...), rstd = 1 / sqrt(var + eps); weight and bias (C,) or None.

    Gives out and rstd (C,).
    """
    rstd = 1.0 / np.sqrt(var + eps)
    scale = scaled(rstd, weight)
    return _line(x, scale, shifted(mean * scale, bias)), rstd


@in_single
def batch_norm_by_statistics_backward(g, x, mean, rstd, weight, needed):
    """Gradients of x, weight and bias: None of those that are not `needed`."""
    with_x, *with_others = needed
    dw = db = None
    if any(with_others):
        _, dw, db = batch_norm_backward(g, x, weight, mean, rstd, False)
    return _line(g, scaled(rstd, weight)) if with_x else None, dw, db


def _line(x, scale, shift=None):
    """scale x + shift for each channel of x (N, C, ...)."""
    if len(x) == 1 or not x.flags.c_contiguous:
        across = (slice(None), *[None] * (x.ndim - 2))
        out = np.multiply(x, scale[across])
        return out if shift is None else np.add(out, shift[across], out)
    rows, length, _ = as_rows(x)
    out, scale = np.empty_like(rows), spread(scale, length)
    shift = None if shift is None else spread(shift, length)

    samples = max(1, PIECE // max(1, rows.shape[1]))

    def fill(start):
        part = slice(start, start + samples)
        some = np.multiply(rows[part], scale, out[part])
        if shift is not None:
            np.add(some, shift, some)

    threads.each(fill, range(0, len(x), samples))
    return out.reshape(x.shape)
