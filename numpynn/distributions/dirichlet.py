"""The Dirichlet distribution."""

from __future__ import annotations

from ..derivatives import random
from ..functional.creation import zeros_like
from ..functional.pointwise import where
from ..random.generator import engine_of
from . import constraints
from .exp_family import ExponentialFamily

__all__ = ["Dirichlet"]


class Dirichlet(ExponentialFamily):
    """p(x) = Γ(Σ α) / Π Γ(α) · Π x^(α - 1) for x of the simplex, where α is the `concentration`."""

    arg_constraints = {"concentration": constraints.independent(constraints.positive, 1)}
    support = constraints.simplex
    has_rsample = True

    def __init__(self, concentration, validate_args=None):
        if concentration.dim() < 1:
            raise ValueError("`concentration` parameter must be at least one-dimensional.")
        self.concentration = concentration
        super().__init__(concentration.shape[:-1], concentration.shape[-1:], validate_args=validate_args)

    def rsample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        return random.dirichlet(self.concentration.expand(shape), engine_of(None, "_sample_dirichlet"))

    def log_prob(self, value):
        self._check_value(value)
        alpha = self.concentration
        return (alpha - 1).xlogy(value).sum(-1) + alpha.sum(-1).lgamma() - alpha.lgamma().sum(-1)

    @property
    def mean(self):
        return self.concentration / self.concentration.sum(-1, True)

    @property
    def mode(self):
        above = (self.concentration - 1).clamp(min=0)
        mode = above / above.sum(-1, True)
        # Where all are below 1 every corner is a mode. torch divides 0 by 0 there, and takes the first corner.
        corner = zeros_like(mode)
        corner[..., 0] = 1
        return where((self.concentration < 1).all(-1, keepdim=True), corner, mode)

    @property
    def variance(self):
        total = self.concentration.sum(-1, True)
        return self.concentration * (total - self.concentration) / (total.square() * (total + 1))

    def entropy(self):
        alpha = self.concentration
        total, k = alpha.sum(-1), alpha.shape[-1]
        spread = (k - total) * total.digamma() + ((alpha - 1) * alpha.digamma()).sum(-1)
        return alpha.lgamma().sum(-1) - total.lgamma() - spread

    @property
    def _natural_params(self):
        return (self.concentration,)

    def _log_normalizer(self, x):
        return x.lgamma().sum(-1) - x.sum(-1).lgamma()
