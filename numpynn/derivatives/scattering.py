"""The derivatives of writing at indices."""

from __future__ import annotations

import numpy as np

from ..kernels import scattering as kernel
from ..primitive import differentiable
from .selection import gather, scatter_add, where

scatter = differentiable(
    kernel.scatter, constants=("index",),
    x=lambda g, dim, index: scatter(g, dim, index, 0), src=lambda g, dim, index: gather(g, dim, index),
)  # fmt: skip


def _combine_x(g, x, dim, index, src, out, reduce):
    if reduce == "prod":
        return g * combine(np.ones_like(x), dim, index, src, "prod")
    return where(np.equal(x, out), g / _ties(x, dim, index, src, out), 0)


def _combine_src(g, x, dim, index, src, out, reduce):
    if reduce == "prod":
        return gather(g, dim, index) * _product_of_others(x, dim, index, src, out)
    share = g / _ties(x, dim, index, src, out)
    return where(np.equal(src, gather(out, dim, index)), gather(share, dim, index), 0)


def _ties(x, dim, index, src, out):
    """How many of those that arrive at a place equal the extreme; 1 where none does, which is nan."""
    hits = where(np.equal(src, gather(out, dim, index)), np.ones_like(src), 0)
    count = where(np.equal(x, out), np.ones_like(x), 0) + scatter_add(hits, dim, index, tuple(x.shape))
    return where(np.equal(count, 0), 1, count)


def _product_of_others(x, dim, index, src, out):
    """For each source the product of what arrives with it: the whole over it, or, if it alone is 0, the others'."""
    zero = np.equal(src, 0)
    zeros = scatter_add(where(zero, np.ones_like(src), 0), dim, index, tuple(x.shape))
    filled = where(zero, 1, src)
    without = gather(combine(x, dim, index, filled, "prod"), dim, index)
    single = np.equal(gather(zeros, dim, index), 1)
    return where(zero, where(single, without, 0), gather(out, dim, index) / filled)


combine = differentiable(kernel.combine, constants=("index",), x=_combine_x, src=_combine_src)
