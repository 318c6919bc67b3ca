"""The Bernoulli distribution."""

from __future__ import annotations

import math

from ..functional.creation import arange
from ..functional.random import bernoulli
from ..modes import no_grad
from . import constraints
from ._probs_or_logits import ProbsOrLogits
from .exp_family import ExponentialFamily
from .utils import broadcast_all, cross_entropy_of_bits

__all__ = ["Bernoulli"]


class Bernoulli(ProbsOrLogits, ExponentialFamily):
    """1 with probability `probs`, the sigmoid of `logits`, else 0.

    >>> import numpynn
    >>> Bernoulli(probs=0.25).log_prob(numpynn.tensor([0.0, 1.0])).exp()
    tensor([0.7500, 0.2500])
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.boolean
    has_enumerate_support = True
    _mean_carrier_measure = 0

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._take(probs, logits)
        super().__init__(self._param.shape, validate_args=validate_args)

    @property
    def mean(self):
        return self.probs

    @property
    def mode(self):
        return (self.probs >= 0.5).to(self.probs).masked_fill(self.probs == 0.5, math.nan)

    @property
    def variance(self):
        return self.probs * (1 - self.probs)

    def sample(self, sample_shape=()):
        with no_grad():
            return bernoulli(self.probs.expand(self._extended_shape(sample_shape)))

    def log_prob(self, value):
        self._check_value(value)
        return -cross_entropy_of_bits(*broadcast_all(self.logits, value))

    def entropy(self):
        return cross_entropy_of_bits(self.logits, self.probs)

    def enumerate_support(self, expand=True):
        return over_batch(self, arange(2, dtype=self._param.dtype), expand)

    @property
    def _natural_params(self):
        return (self.probs.logit(),)

    def _log_normalizer(self, x):
        return x.exp().log1p()


def over_batch(distribution, values, expand):
    """Values along a first dimension, for each distribution of the batch: expanded if `expand`."""
    batch_shape = distribution.batch_shape
    values = values.view((-1,) + (1,) * len(batch_shape))
    return values.expand((-1, *batch_shape)) if expand else values
