"""The binomial distribution."""

from __future__ import annotations

from ..functional.creation import arange
from ..functional.random import binomial
from ..modes import no_grad
from . import constraints
from ._probs_or_logits import ProbsOrLogits
from .bernoulli import over_batch
from .distribution import Distribution

__all__ = ["Binomial"]


class Binomial(ProbsOrLogits, Distribution):
    """The number of successes in `total_count` trials, each a success with probability `probs`."""

    arg_constraints = {
        "total_count": constraints.nonnegative_integer,
        "probs": constraints.unit_interval,
        "logits": constraints.real,
    }
    has_enumerate_support = True

    def __init__(self, total_count=1, probs=None, logits=None, validate_args=None):
        self._take_counted(total_count, probs, logits)
        super().__init__(self._param.shape, validate_args=validate_args)

    @constraints.dependent_property(is_discrete=True, event_dim=0)
    def support(self):
        return constraints.integer_interval(0, self.total_count)

    @property
    def mean(self):
        return self.total_count * self.probs

    @property
    def mode(self):
        return ((self.total_count + 1) * self.probs).floor().clamp(max=self.total_count)

    @property
    def variance(self):
        return self.total_count * self.probs * (1 - self.probs)

    def sample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        with no_grad():
            return binomial(self.total_count.expand(shape), self.probs.expand(shape))

    def log_prob(self, value):
        """log n! / (k! (n - k)!) + k logits - n log(1 + exp(logits)), that in two parts so as not to overflow."""
        self._check_value(value)
        n, logits = self.total_count, self.logits
        # (max(x, 0) + x - min(x, 0)) / 2 is max(x, 0), with torch's slope of 1 / 2 at 0.
        positive_part = (logits.clamp(min=0) + logits - logits.clamp(max=0)) / 2
        none = n * positive_part + n * (-logits.abs()).exp().log1p() - (n + 1).lgamma()
        return value * logits - (value + 1).lgamma() - (n - value + 1).lgamma() - none

    def entropy(self):
        log_prob = self.log_prob(self.enumerate_support(False))
        return -(log_prob.exp() * log_prob).sum(0)

    def enumerate_support(self, expand=True):
        """0 ... total_count. Raises NotImplementedError where that is not the same throughout the batch."""
        count = int(self.total_count.max())
        if not self.total_count.min() == count:
            raise NotImplementedError("Inhomogeneous total count not supported by `enumerate_support`.")
        return over_batch(self, arange(1 + count, dtype=self._param.dtype), expand)
