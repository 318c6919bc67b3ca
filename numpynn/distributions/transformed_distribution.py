"""A distribution seen through a change of variables."""

from __future__ import annotations

from ..modes import no_grad
from . import constraints
from .distribution import Distribution
from .independent import Independent
from .transforms import ComposeTransform, Transform
from .utils import sum_rightmost

__all__ = ["TransformedDistribution"]


class TransformedDistribution(Distribution):
    """y = t(x) for x of a base distribution: log p(y) = log p(x) - log |dy/dx|.

    transforms: one transform, or a list of them, the first first. The base distribution is expanded to what their
    parameters broadcast it to. Raises ValueError for anything else, and where the base has too few dimensions.

    >>> import numpynn
    >>> from numpynn.distributions import Normal
    >>> from numpynn.distributions.transforms import AffineTransform, ExpTransform
    >>> p = TransformedDistribution(Normal(0.0, 1.0), [AffineTransform(1.0, 0.5), ExpTransform()])
    >>> p.log_prob(numpynn.tensor(2.0))
    tensor(-1.1073)
    """

    arg_constraints = {}

    def __init__(self, base_distribution, transforms, validate_args=None):
        self.transforms = _listed(transforms)
        transform = ComposeTransform(self.transforms)
        base_distribution = _fitted(base_distribution, transform)
        base_event_dim = len(base_distribution.event_shape)
        shape = transform.forward_shape(base_distribution.batch_shape + base_distribution.event_shape)
        reinterpreted = transform.domain.event_dim - base_event_dim
        if reinterpreted > 0:
            base_distribution = Independent(base_distribution, reinterpreted)
        self.base_dist = base_distribution
        change = transform.codomain.event_dim - transform.domain.event_dim
        cut = len(shape) - max(transform.codomain.event_dim, base_event_dim + change)
        super().__init__(shape[:cut], shape[cut:], validate_args=validate_args)

    @constraints.dependent_property(is_discrete=False)
    def support(self):
        if not self.transforms:
            return self.base_dist.support
        support = self.transforms[-1].codomain
        extra = len(self.event_shape) - support.event_dim
        return constraints.independent(support, extra) if extra > 0 else support

    @property
    def has_rsample(self):
        return self.base_dist.has_rsample

    def sample(self, sample_shape=()):
        with no_grad():
            return self._transformed(self.base_dist.sample(sample_shape))

    def rsample(self, sample_shape=()):
        return self._transformed(self.base_dist.rsample(sample_shape))

    def _transformed(self, x):
        for transform in self.transforms:
            x = transform(x)
        return x

    def log_prob(self, value):
        self._check_value(value)
        event_dim = len(self.event_shape)
        stretched = 0
        for transform in reversed(self.transforms):
            x = transform.inv(value)
            event_dim += transform.domain.event_dim - transform.codomain.event_dim
            jacobian = transform.log_abs_det_jacobian(x, value)
            stretched = stretched + sum_rightmost(jacobian, event_dim - transform.domain.event_dim)
            value = x
        base = self.base_dist.log_prob(value)
        return sum_rightmost(base, event_dim - len(self.base_dist.event_shape)) - stretched

    def cdf(self, value):
        for transform in reversed(self.transforms):
            value = transform.inv(value)
        if self._validate_args:
            self.base_dist._validate_sample(value)
        return self._ascending(self.base_dist.cdf(value))

    def icdf(self, value):
        return self._transformed(self.base_dist.icdf(self._ascending(value)))

    def _ascending(self, probability):
        """The probability, or 1 less it where the transforms are decreasing."""
        sign = ComposeTransform(self.transforms).sign
        return probability if isinstance(sign, int) and sign == 1 else sign * (probability - 0.5) + 0.5


def _listed(transforms):
    if isinstance(transforms, Transform):
        return [transforms]
    if isinstance(transforms, list) and all([isinstance(t, Transform) for t in transforms]):
        return transforms
    raise ValueError(f"transforms must be a Transform or a list of Transforms, but was {transforms}")


def _fitted(base, transform):
    """The base distribution, expanded to the shape that the transform gives and takes."""
    shape = base.batch_shape + base.event_shape
    if len(shape) < transform.domain.event_dim:
        raise ValueError(
            f"base_distribution needs to have shape with size at least {transform.domain.event_dim}, but got {shape}."
        )
    wanted = transform.inverse_shape(transform.forward_shape(shape))
    return base if wanted == shape else base.expand(wanted[: len(wanted) - len(base.event_shape)])
