"""The continuous Bernoulli distribution."""

from __future__ import annotations

import math

from ..functional.creation import ones_like, zeros_like
from ..functional.pointwise import where
from ..functional.random import rand
from . import constraints
from ._probs_or_logits import ProbsOrLogits
from .exp_family import ExponentialFamily
from .utils import broadcast_all, clamp_probs, cross_entropy_of_bits, lazy_property, logits_to_probs

__all__ = ["ContinuousBernoulli"]


class ContinuousBernoulli(ProbsOrLogits, ExponentialFamily):
    """p(x) = C probs^x (1 - probs)^(1 - x) for 0 <= x <= 1, C what makes it a density: `probs` is not the mean.

    lims: between these the formulae, which divide by 1 - 2 probs, give way to their series about 1/2.
    G. Loaiza-Ganem, J. P. Cunningham, "The continuous Bernoulli", 2019.
    """

    arg_constraints = {"probs": constraints.unit_interval, "logits": constraints.real}
    support = constraints.unit_interval
    _mean_carrier_measure = 0
    has_rsample = True

    def __init__(self, probs=None, logits=None, lims=(0.499, 0.501), validate_args=None):
        self._take(probs, logits)
        if probs is not None:
            # Checked before they are clamped, as in torch only where that is asked for in so many words.
            if validate_args is not None and not constraints.unit_interval.check(self.probs).all():
                raise ValueError("The parameter probs has invalid values")
            self.probs = clamp_probs(self.probs)
        self._lims = lims
        super().__init__(self._param.shape, validate_args=validate_args)

    @lazy_property
    def probs(self):
        """sigmoid(logits), kept away from 0 and 1."""
        return clamp_probs(logits_to_probs(self.logits, is_binary=True))

    def _stable(self, x, offset=0.0):
        """Where the formulae may be used."""
        return (x <= self._lims[0] - offset) | (x > self._lims[1] - offset)

    def _cut_probs(self):
        """The probabilities, those near 1/2 replaced."""
        return where(self._stable(self.probs), self.probs, self._lims[0])

    def _cut_log_odds(self, cut):
        return (-cut).log1p() - cut.log()

    def _cont_bern_log_norm(self):
        """log C = log(2 artanh(1 - 2 p) / (1 - 2 p))."""
        cut = self._cut_probs()
        low = where(cut <= 0.5, cut, zeros_like(cut))
        high = where(cut >= 0.5, cut, ones_like(cut))
        distance = where(cut <= 0.5, (-2 * low).log1p(), (2 * high - 1).log())
        square = (self.probs - 0.5).square()
        series = math.log(2) + (4 / 3 + 104 / 45 * square) * square
        return where(self._stable(self.probs), self._cut_log_odds(cut).abs().log() - distance, series)

    @property
    def mean(self):
        cut = self._cut_probs()
        off = self.probs - 0.5
        series = 0.5 + (1 / 3 + 16 / 45 * off.square()) * off
        return where(self._stable(self.probs), cut / (2 * cut - 1) + 1 / self._cut_log_odds(cut), series)

    @property
    def variance(self):
        cut = self._cut_probs()
        square = (self.probs - 0.5).square()
        series = 1 / 12 - (1 / 15 - 128 / 945 * square) * square
        formula = cut * (cut - 1) / (1 - 2 * cut).square() + 1 / self._cut_log_odds(cut).square()
        return where(self._stable(self.probs), formula, series)

    def rsample(self, sample_shape=()):
        return self.icdf(rand(self._extended_shape(sample_shape), dtype=self.probs.dtype))

    def log_prob(self, value):
        self._check_value(value)
        return self._cont_bern_log_norm() - cross_entropy_of_bits(*broadcast_all(self.logits, value))

    def cdf(self, value):
        self._check_value(value)
        cut = self._cut_probs()
        formula = (cut**value * (1 - cut) ** (1 - value) + cut - 1) / (2 * cut - 1)
        inside = where(self._stable(self.probs), formula, value)
        return where(value <= 0, zeros_like(value), where(value >= 1, ones_like(value), inside))

    def icdf(self, value):
        cut = self._cut_probs()
        formula = ((-cut + value * (2 * cut - 1)).log1p() - (-cut).log1p()) / -self._cut_log_odds(cut)
        return where(self._stable(self.probs), formula, value)

    def entropy(self):
        log_zero, log_one = (-self.probs).log1p(), self.probs.log()
        return self.mean * (log_zero - log_one) - self._cont_bern_log_norm() - log_zero

    @property
    def _natural_params(self):
        return (self.logits,)

    def _log_normalizer(self, x):
        stable = self._stable(x, 0.5)
        cut = where(stable, x, self._lims[0] - 0.5)
        series = 0.5 * x + x.square() / 24 - x.pow(4) / 2880
        return where(stable, cut.expm1().abs().log() - cut.abs().log(), series)
