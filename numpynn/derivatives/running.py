"""The derivatives of running products and of running sums of exponentials."""

from __future__ import annotations

import numpy as np

from ..kernels import reduction
from ..kernels import running as kernel
from ..primitive import differentiable
from .arithmetic import exp
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


logcumsumexp = differentiable(
    kernel.logcumsumexp, x=lambda g, x, out, dim: g if not x.shape else exp(x) * _from_the_end(g * exp(-out), dim)
)
