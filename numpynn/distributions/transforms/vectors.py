"""Transforms of vectors, and of the shape of a variable."""

from __future__ import annotations

from ...derivatives.activation import logsigmoid
from ...dtypes import Size
from ...functional.dtype_rules import finfo
from ...functional.joining import cat
from .. import constraints
from ._shapes import check_dims
from .base import Parameterless, Transform
from .elementwise import inside_unit


class ReshapeTransform(Transform):
    """The last dimensions, of `in_shape`, seen as `out_shape`. Raises ValueError where one has more elements."""

    bijective = True

    def __init__(self, in_shape, out_shape, cache_size=0):
        super().__init__(cache_size)
        self.in_shape = Size(in_shape)
        self.out_shape = Size(out_shape)
        if self.in_shape.numel() != self.out_shape.numel():
            raise ValueError(
                f"in_shape, out_shape have different numbers of elements: {self.in_shape} and {self.out_shape}"
            )

    @constraints.dependent_property
    def domain(self):
        return constraints.independent(constraints.real, len(self.in_shape))

    @constraints.dependent_property
    def codomain(self):
        return constraints.independent(constraints.real, len(self.out_shape))

    def _call(self, x):
        return x.reshape(x.shape[: x.ndim - len(self.in_shape)] + self.out_shape)

    def _inverse(self, y):
        return y.reshape(y.shape[: y.ndim - len(self.out_shape)] + self.in_shape)

    def log_abs_det_jacobian(self, x, y):
        return x.new_zeros(x.shape[: x.ndim - len(self.in_shape)])

    def forward_shape(self, shape):
        return _exchanged(shape, self.in_shape, self.out_shape)

    def inverse_shape(self, shape):
        return _exchanged(shape, self.out_shape, self.in_shape)


def _exchanged(shape, old, new):
    check_dims(shape, len(old))
    kept, last = shape[: len(shape) - len(old)], shape[len(shape) - len(old) :]
    if last != old:
        raise ValueError(f"Shape mismatch: expected {last} but got {old}")
    return Size(kept) + new


class SoftmaxTransform(Parameterless):
    """y = exp(x) / Σ exp(x). Not a bijection: the inverse takes x = log y."""

    domain = constraints.real_vector
    codomain = constraints.simplex

    def _call(self, x):
        weights = (x - x.max(-1, True).values).exp()
        return weights / weights.sum(-1, True)

    def _inverse(self, y):
        return y.log()

    def forward_shape(self, shape):
        return check_dims(shape, 1)

    def inverse_shape(self, shape):
        return check_dims(shape, 1)


class StickBreakingTransform(Parameterless):
    """From n numbers to n + 1 that add up to 1, by breaking off a share of what is left of a stick, n times.

    The k-th share is sigmoid(x_k - log(n - k)), k from 0: x = 0 gives equal parts.
    """

    domain = constraints.real_vector
    codomain = constraints.simplex
    bijective = True

    def _call(self, x):
        share = inside_unit((x - _offsets(x).log()).sigmoid())
        one = x.new_ones((*x.shape[:-1], 1))
        left = (1 - share).cumprod(-1)
        return cat([share, one], -1) * cat([one, left], -1)

    def _inverse(self, y):
        broken = y[..., :-1]
        left = (1 - broken.cumsum(-1)).clamp(min=finfo(y.dtype).tiny)
        return broken.log() - left.log() + _offsets(broken).log()

    def log_abs_det_jacobian(self, x, y):
        x = x - _offsets(x).log()
        return (logsigmoid(x) - x + y[..., :-1].log()).sum(-1)

    def forward_shape(self, shape):
        check_dims(shape, 1)
        return Size((*shape[:-1], shape[-1] + 1))

    def inverse_shape(self, shape):
        check_dims(shape, 1)
        return Size((*shape[:-1], shape[-1] - 1))


def _offsets(x):
    """n, n - 1, ... 1."""
    n = x.shape[-1]
    return n + 1 - x.new_ones(n).cumsum(-1)
