"""The derivatives of running products and of running sums of exponentials."""

from __future__ import annotations

import numpy as np

from ..kernels import reduction
from ..kernels import running as kernel
from ..primitive import differentiable
from .arithmetic import exp, log
from .reduction import cumsum
from .selection import where
from .shape import flip

cumprod = differentiable(reduction.cumprod, x=lambda g, x, out, dim: _cumprod_slope(g, x, out, dim))


def _cumprod_slope(g, x, out, dim):
    """Σ_k>=i g_k out_k / x_i; where an x is 0, the products are made without it."""
    if not x.shape:
        return g
    if getattr(x, "array", x).all():
        return _from_the_end(g * out, dim) / x
    total = []
    n = x.shape[dim]
    ahead = (slice(None),) * dim
    for i in range(n):
        # What x_i is multiplied with, up to each later place.
        mask = np.arange(n).reshape((-1,) + (1,) * (len(x.shape) - dim - 1)) == i
        others = cumprod(where(mask, 1.0, x), dim)
        total.append((g * others)[(*ahead, slice(i, None))].sum(dim))
    return np.stack(total, dim)


def _from_the_end(g, dim):
    return flip(cumsum(flip(g, (dim,)), dim), (dim,))


def _logcumsumexp_slope(g, x, out, dim):
    """e^x_i Σ_k>=i g_k e^-out_k, which overflows where out is large: so the sums are made of logarithms."""
    return _of_positive(g, x, out, dim) - _of_positive(-g, x, out, dim) if x.shape else g


def _of_positive(g, x, out, dim):
    """The part of the slope that comes of positive gradients."""
    positive = g > 0
    logs = where(positive, log(where(positive, g, 1.0)) - out, float(np.finfo(np.float32).min))
    return exp(flip(logcumsumexp(flip(logs, (dim,)), dim), (dim,)) + x)


logcumsumexp = differentiable(kernel.logcumsumexp, x=_logcumsumexp_slope)
