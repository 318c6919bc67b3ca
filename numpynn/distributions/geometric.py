"""The geometric distribution."""

from __future__ import annotations

from ..functional.creation import zeros_like
from ..functional.dtype_rules import finfo
from ..modes import no_grad
from . import constraints
from ._probs_or_logits import ProbsOrLogits
from .distribution import Distribution
from .utils import broadcast_all, cross_entropy_of_bits

__all__ = ["Geometric"]


class Geometric(ProbsOrLogits, Distribution):
    """The number of failures, 0, 1, ..., before the first success, each trial a success with probability `probs`."""

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.nonnegative_integer

    def __init__(self, probs=None, logits=None, validate_args=None):
        self._take(probs, logits)
        super().__init__(self._param.shape, validate_args=validate_args)
        if self._validate_args and probs is not None:
            self._check("parameter probs", self.probs, constraints.greater_than(0), "satisfy the constraint")

    @property
    def mean(self):
        return 1 / self.probs - 1

    @property
    def mode(self):
        return zeros_like(self.probs)

    @property
    def variance(self):
        return (1 / self.probs - 1) / self.probs

    def sample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        with no_grad():
            u = self.probs.new_empty(shape).uniform_(finfo(self.probs.dtype).tiny, 1)
            return (u.log() / (-self.probs).log1p()).floor()

    def log_prob(self, value):
        self._check_value(value)
        value, probs = broadcast_all(value, self.probs)
        # Success at once is certain with probability 1: 0 · log 0 is 0.
        probs = probs.masked_fill((probs == 1) & (value == 0), 0.0)
        return value * (-probs).log1p() + self.probs.log()

    def entropy(self):
        return cross_entropy_of_bits(self.logits, self.probs) / self.probs
