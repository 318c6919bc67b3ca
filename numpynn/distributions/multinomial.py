"""The multinomial distribution."""

from __future__ import annotations

import math

from ..dtypes import Size, int64
from ..functional.creation import ones_like, tensor, zeros
from . import constraints
from ._probs_or_logits import OfCategories
from .binomial import Binomial
from .categorical import Categorical
from .distribution import Distribution
from .utils import broadcast_all

__all__ = ["Multinomial"]


class Multinomial(OfCategories, Distribution):
    """How often each category comes up in `total_count` draws with the weights in `probs`, or the log-weights in `logits`.

    Raises NotImplementedError unless `total_count` is a Python int. `log_prob` takes any number of draws where values
    are not validated.
    """

    arg_constraints = {"probs": constraints.simplex, "logits": constraints.real_vector}

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        if not isinstance(total_count, int):
            raise NotImplementedError("inhomogeneous total_count is not supported")
        self.total_count = total_count
        self._categorical = Categorical(probs=probs, logits=logits)
        super().__init__(self._categorical.batch_shape, self.param_shape[-1:], validate_args=validate_args)

    @constraints.dependent_property(is_discrete=True, event_dim=1)
    def support(self):
        return constraints.multinomial(self.total_count)

    @property
    def mean(self):
        return self.probs * self.total_count

    @property
    def variance(self):
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape=()):
        draws = self._categorical.sample(Size((self.total_count,)) + Size(sample_shape))
        draws = draws.permute(*range(1, draws.ndim), 0)
        counts = zeros(self._extended_shape(sample_shape), dtype=int64)
        return counts.scatter_add_(-1, draws, ones_like(draws)).type_as(self.probs)

    def entropy(self):
        """n H(probs) - log n! + Σ_i E[log x_i!], where each x_i is binomial."""
        n = tensor(self.total_count)
        binomial = Binomial(self.total_count, self.probs)
        counts = binomial.enumerate_support(expand=False)[1:]
        expected = (binomial.log_prob(counts).exp() * (counts + 1).lgamma()).sum([0, -1])
        return n * self._categorical.entropy() - (n + 1).lgamma() + expected

    def log_prob(self, value):
        self._check_value(value)
        logits, value = broadcast_all(self.logits, value)
        # Of what is impossible and did not happen: 0 · -inf is 0.
        logits = logits.masked_fill((value == 0) & (logits == -math.inf), 0.0)
        ways = (value.sum(-1) + 1).lgamma() - (value + 1).lgamma().sum(-1)
        return ways + (logits * value).sum(-1)
