"""The derivatives of reductions and running sums."""

from __future__ import annotations

import numpy as np

from ..kernels import reduction as kernel
from ..primitive import differentiable
from .selection import where
from .shape import expand, flip, permute, reshape


def unreduced(g, shape, dim, keepdim):
    """`g` with the reduced axes put back as axes of size one."""
    if keepdim or not shape:
        return g
    if dim is None:
        return g.reshape((1,) * len(shape))
    sizes = list(shape)
    for d in dim:
        sizes[d] = 1
    return g.reshape(tuple(sizes))


def _spread(g, shape, dim, keepdim):
    return expand(g if dim is None and not keepdim else unreduced(g, shape, dim, keepdim), shape)


sum = differentiable(
    kernel.sum, title=lambda dim: f"SumBackward{0 if dim is None else 1}",
    x=lambda g, x_shape, dim, keepdim: _spread(g, x_shape, dim, keepdim),
)  # fmt: skip
sum_to = differentiable(kernel.sum_to, x=lambda g, x_shape: expand(g, x_shape))


def _share(g, x_shape, dim, keepdim):
    return _spread(g / kernel.count(x_shape, dim), x_shape, dim, keepdim)


mean = differentiable(kernel.mean, title=lambda dim: f"MeanBackward{0 if dim is None else 1}", x=_share)
wide_mean = differentiable(kernel.wide_mean, name="MeanBackward0", x=_share)


def _extreme(g, x, out, dim, keepdim):
    """The gradient shared equally among the elements that equal the extreme."""
    ties = np.equal(x, unreduced(out, x.shape, dim, keepdim))
    share = np.sum(ties, axis=dim, keepdims=True)
    return where(ties, unreduced(g, x.shape, dim, keepdim) / share, 0)


amax = differentiable(kernel.amax, lacks="c", x=_extreme)
amin = differentiable(kernel.amin, lacks="c", x=_extreme)


def _deviation(g, x, dim, correction, keepdim):
    n = kernel.count(x.shape, dim)
    freedom = max(n - correction, 0.0) if n == n else n
    scale = 2 / freedom if freedom else float("nan")
    deviation = x - mean(x, dim, True)
    if getattr(x, "array", x).dtype.kind == "c":
        deviation = np.conjugate(deviation)
    return unreduced(g, x.shape, dim, keepdim) * scale * deviation


var = differentiable(kernel.var, x=_deviation)


def _spread_of(g, x, out, dim, correction, keepdim):
    """As for the variance, divided by twice the root; 0 where all elements are equal."""
    return _deviation(where(np.equal(out, 0), 0, g / (2 * out)), x, dim, correction, keepdim)


std = differentiable(kernel.std, x=_spread_of)


def _product(g, x, out, dim, keepdim):
    g = unreduced(g, x.shape, dim, keepdim)
    if getattr(x, "array", x).all():
        return g * unreduced(out, x.shape, dim, keepdim) / x
    return g * _product_of_others(x, dim)


def _product_of_others(x, dim):
    """For each element the product of all others with which it is multiplied, without a division by zero."""
    dims = tuple(range(len(x.shape))) if dim is None else dim
    kept = tuple([d for d in range(len(x.shape)) if d not in dims])
    order = kept + dims
    last = permute(x, order)
    outer, n = tuple([x.shape[d] for d in kept]), kernel.count(x.shape, dims)
    # (*outer, n) -> (*outer, n, n), the diagonal left out of the products
    grid = expand(reshape(last, (*outer, 1, n)), (*outer, n, n))
    others = prod(where(np.eye(n, dtype=bool), 1.0, grid), (len(kept) + 1,), False)
    return permute(reshape(others, tuple(last.shape)), tuple(np.argsort(order)))


prod = differentiable(kernel.prod, title=lambda dim: f"ProdBackward{0 if dim is None else 1}", x=_product)

cumsum = differentiable(kernel.cumsum, x=lambda g, dim: _from_the_end(g, dim))


def _from_the_end(g, dim):
    return g if not g.shape else flip(cumsum(flip(g, (dim,)), dim), (dim,))


def _direction(g, x, out, dim, keepdim):
    """x / |x|, and 0 at the origin."""
    length = unreduced(out, x.shape, dim, keepdim)
    return where(np.equal(length, 0), 0, unreduced(g, x.shape, dim, keepdim) * (np.conjugate(x) / length))


norm = differentiable(kernel.norm, name="LinalgVectorNormBackward0", x=_direction)


def _p_direction(g, x, out, p, dim, keepdim):
    """g sign(x) |x|^(p-1) / out^(p-1); 0 where x is, and where the norm is."""
    g, length = unreduced(g, x.shape, dim, keepdim), unreduced(out, x.shape, dim, keepdim)
    nothing, none = np.equal(x, 0), np.equal(length, 0)
    size = where(nothing, 1.0, np.abs(x))
    direction = where(nothing, 0.0, np.conjugate(x) / size) * size ** (p - 1)
    return direction * where(none, 0.0, g / where(none, 1.0, length) ** (p - 1))


p_norm = differentiable(kernel.p_norm, name="LinalgVectorNormBackward0", x=_p_direction)
