"""Mixtures of distributions of one family."""

from __future__ import annotations

from ..dtypes import Size
from ..modes import no_grad
from . import constraints
from .categorical import Categorical
from .distribution import Distribution

__all__ = ["MixtureSameFamily"]


class MixtureSameFamily(Distribution):
    """p(x) = Σ_k w_k p_k(x): the components are the last batch dimension of one distribution, w a Categorical over them.

    >>> import numpynn
    >>> from numpynn.distributions import Normal
    >>> weights, means = numpynn.tensor([0.25, 0.75]), numpynn.tensor([-2.0, 2.0])
    >>> MixtureSameFamily(Categorical(weights), Normal(means, 1.0)).mean
    tensor(1.)
    """

    arg_constraints = {}
    has_rsample = False

    def __init__(self, mixture_distribution, component_distribution, validate_args=None):
        if not isinstance(mixture_distribution, Categorical):
            raise ValueError("The Mixture distribution needs to be an instance of Categorical")
        if not isinstance(component_distribution, Distribution):
            raise ValueError("The Component distribution needs to be an instance of Distribution")
        _check_shapes(mixture_distribution, component_distribution)
        self._mixture_distribution = mixture_distribution
        self._component_distribution = component_distribution
        self._event_ndims = len(component_distribution.event_shape)
        shapes = component_distribution.batch_shape[:-1], component_distribution.event_shape
        super().__init__(*shapes, validate_args=validate_args)

    @constraints.dependent_property
    def support(self):
        return constraints.MixtureSameFamilyConstraint(self.component_distribution.support)

    @property
    def mixture_distribution(self):
        """The Categorical over the components."""
        return self._mixture_distribution

    @property
    def component_distribution(self):
        """The components, as one batch."""
        return self._component_distribution

    @property
    def mean(self):
        return self._average(self.component_distribution.mean)

    @property
    def variance(self):
        """The mean of the variances and the variance of the means."""
        within, means = self.component_distribution.variance, self.component_distribution.mean
        return self._average(within) + self._average((means - self._pad(self.mean)).square())

    def _average(self, values):
        weights = self.mixture_distribution.probs
        batched = len(self.mixture_distribution.batch_shape)
        missing = 0 if batched == 1 else len(self.batch_shape) - batched
        ones = Size([1]) * missing
        shape = weights.shape[:-1] + ones + weights.shape[-1:] + Size([1]) * self._event_ndims
        return (weights.reshape(shape) * values).sum(-1 - self._event_ndims)

    def cdf(self, x):
        return (self.component_distribution.cdf(self._pad(x)) * self.mixture_distribution.probs).sum(-1)

    def log_prob(self, x):
        self._check_value(x)
        of_components = self.component_distribution.log_prob(self._pad(x))
        return (of_components + self.mixture_distribution.logits.log_softmax(-1)).logsumexp(-1)

    def sample(self, sample_shape=()):
        with no_grad():
            chosen = self.mixture_distribution.sample(sample_shape)
            samples = self.component_distribution.sample(sample_shape)
            dim = len(Size(sample_shape)) + len(self.batch_shape)
            chosen = chosen.reshape(chosen.shape + Size([1]) * (self._event_ndims + 1))
            chosen = chosen.expand(chosen.shape[: dim + 1] + self.event_shape)
            return samples.gather(dim, chosen).squeeze(dim)

    def _pad(self, x):
        """A place for the components."""
        return x.unsqueeze(-1 - self._event_ndims)

    def __repr__(self):
        return f"MixtureSameFamily(\n  {self.mixture_distribution},\n  {self.component_distribution})"


def _check_shapes(mixture, components):
    """Raise ValueError where the batches do not fit, or the number of components is not that of the weights."""
    batch, outer = mixture.batch_shape, components.batch_shape[:-1]
    if any([i != j and 1 not in (i, j) for i, j in zip(batch[::-1], outer[::-1])]):
        raise ValueError(
            f"`mixture_distribution.batch_shape` ({batch}) is not compatible with `component_distribution.batch_shape` ({outer})"
        )
    weights, count = mixture.logits.shape[-1], components.batch_shape[-1]
    if weights != count:
        raise ValueError(
            f"`mixture_distribution component` ({weights}) does not equal `component_distribution.batch_shape[-1]` ({count})"
        )
