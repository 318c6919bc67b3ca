"""The generalised Pareto distribution."""

from __future__ import annotations

import math

from ..functional.comparison import isclose
from ..functional.creation import ones_like, zeros_like
from ..functional.pointwise import where
from ..functional.random import rand
from . import constraints
from .distribution import Distribution
from .utils import broadcast_all

__all__ = ["GeneralizedPareto"]


class GeneralizedPareto(Distribution):
    """P(X > x) = (1 + concentration z)^(-1 / concentration), z = (x - loc) / scale; exp(-z) where the concentration is 0.

    J. Pickands, "Statistical inference using extreme order statistics", 1975.
    """

    arg_constraints = {"loc": constraints.real, "scale": constraints.positive, "concentration": constraints.real}
    has_rsample = True

    def __init__(self, loc, scale, concentration, validate_args=None):
        self.loc, self.scale, self.concentration = broadcast_all(loc, scale, concentration)
        super().__init__(self.loc.shape, validate_args=validate_args)

    @constraints.dependent_property(is_discrete=False, event_dim=0)
    def support(self):
        upper = where(self.concentration < 0, self.loc - self.scale / self.concentration, math.inf)
        return constraints.interval(self.loc, upper)

    def rsample(self, sample_shape=()):
        return self.icdf(rand(self._extended_shape(sample_shape), dtype=self.loc.dtype))

    def _is_zero(self):
        return isclose(self.concentration, zeros_like(self.concentration))

    def _safe_concentration(self):
        """The concentration, 1 where it is 0: what is made of that is not used."""
        return where(self._is_zero(), ones_like(self.concentration), self.concentration)

    def _z(self, value):
        return (value - self.loc) / self.scale

    def log_prob(self, value):
        self._check_value(value)
        z, shape = self._z(value), self._safe_concentration()
        power = 1 / shape + ones_like(z)
        heavy = where(power == 0, power, power * (shape * z).log1p())
        return -self.scale.log() - where(self._is_zero(), z, heavy)

    def log_survival_function(self, value):
        """log P(X > value)."""
        self._check_value(value)
        z, shape = self._z(value), self._safe_concentration()
        return where(self._is_zero(), -z, -(shape * z).log1p() / shape)

    def log_cdf(self, value):
        """log P(X <= value)."""
        return (-self.log_survival_function(value).exp()).log1p()

    def cdf(self, value):
        return self.log_cdf(value).exp()

    def icdf(self, value):
        log_survival, shape = (-value).log1p(), self._safe_concentration()
        heavy = self.loc + self.scale / shape * (-shape * log_survival).expm1()
        return where(self._is_zero(), self.loc - self.scale * log_survival, heavy)

    @property
    def mean(self):
        finite = self.concentration < 1
        shape = where(finite, self.concentration, 0.5)
        return where(finite, self.loc + self.scale / (1 - shape), math.nan)

    @property
    def variance(self):
        finite = self.concentration < 0.5
        shape = where(finite, self.concentration, 0.25)
        return where(finite, self.scale.square() / ((1 - shape).square() * (1 - 2 * shape)), math.nan)

    def entropy(self):
        return self.scale.log() + self.concentration + 1

    @property
    def mode(self):
        return self.loc
