"""What all distributions have in common."""

from __future__ import annotations

import warnings

from ..dtypes import Size
from ..modes import no_grad
from ..tensor import Tensor
from . import constraints
from .utils import lazy_property

__all__ = ["Distribution"]


class Distribution:
    """A batch of independent distributions: samples have the shape sample_shape + batch_shape + event_shape.

    validate_args: whether parameters are checked against `arg_constraints` and values against `support`; if not given,
        what `set_default_validate_args` said.
    """

    has_rsample = False
    has_enumerate_support = False
    _validate_args = __debug__

    @staticmethod
    def set_default_validate_args(value):
        """Whether distributions check their arguments when they are not told. Raises ValueError unless True or False."""
        if value not in (True, False):
            raise ValueError(f"expected True or False, but got {value}")
        Distribution._validate_args = value

    def __init__(self, batch_shape=Size(), event_shape=Size(), validate_args=None):  # noqa: B008  (a Size is a tuple)
        self._batch_shape = Size(batch_shape)
        self._event_shape = Size(event_shape)
        if validate_args is not None:
            self._validate_args = validate_args
        if self._validate_args:
            self._check_parameters()

    # Checks ----------------------------------------------------------------------------------------------------------

    def _check_parameters(self):
        try:
            arg_constraints = self.arg_constraints
        except NotImplementedError:
            warnings.warn(
                f"{type(self)} does not define `arg_constraints`: its arguments are not checked.", stacklevel=4
            )
            return
        for name, constraint in arg_constraints.items():
            not_given = name not in vars(self) and isinstance(getattr(type(self), name, None), lazy_property)
            if not constraints.is_dependent(constraint) and not not_given:
                value = getattr(self, name)
                self._check(f"parameter {name}", value, constraint, "satisfy the constraint")

    def _check(self, what, value, constraint, wanted):
        if not constraint.check(value).all():
            raise ValueError(
                f"Expected {what} ({type(value).__name__} of shape {tuple(value.shape)}) to {wanted} {constraint!r} "
                f"of distribution {self!r}, but found invalid values:\n{value}"
            )

    def _validate_sample(self, value):
        """Raise ValueError unless `value` is a Tensor that fits the shapes and is in the support."""
        if not isinstance(value, Tensor):
            raise ValueError("The value argument to log_prob must be a Tensor")
        shape, expected = value.shape, self._batch_shape + self._event_shape
        if shape[len(shape) - len(self._event_shape) :] != self._event_shape:
            raise ValueError(f"The right-most size of value must match event_shape: {shape} vs {self._event_shape}.")
        if any([i != j and 1 not in (i, j) for i, j in zip(shape[::-1], expected[::-1])]):
            raise ValueError(f"Value is not broadcastable with batch_shape+event_shape: {shape} vs {expected}.")
        try:
            support = self.support
        except NotImplementedError:
            warnings.warn(f"{type(self)} does not define `support`: its values are not checked.", stacklevel=4)
            return
        self._check("value argument", value, support, "be within the support")

    def _check_value(self, value):
        if self._validate_args:
            self._validate_sample(value)

    # Shapes ----------------------------------------------------------------------------------------------------------

    @property
    def batch_shape(self) -> Size:
        """The shape over which parameters are batched."""
        return self._batch_shape

    @property
    def event_shape(self) -> Size:
        """The shape of a single sample."""
        return self._event_shape

    def _extended_shape(self, sample_shape=()):
        return Size(sample_shape) + self._batch_shape + self._event_shape

    def expand(self, batch_shape, _instance=None):
        """The distribution with its parameters expanded to `batch_shape`; memory is shared.

        A subclass with an `__init__` of its own must have an `expand` of its own: NotImplementedError is raised.
        """
        ours = next(cls for cls in type(self).__mro__ if cls.__module__.startswith(__package__))
        new = self._get_checked_instance(ours, _instance)
        for name, value in vars(self).items():
            if name not in vars(new):
                setattr(new, name, self._expanded(name, value, Size(batch_shape)))
        new._batch_shape = Size(batch_shape)
        return new

    def _expanded(self, name, value, batch_shape):
        """An attribute for another batch. Private tensors do not have the batch's shape, all other tensors do."""
        batched = len(self._batch_shape)
        if isinstance(value, Distribution):
            return value.expand(batch_shape + value.batch_shape[batched:])
        if isinstance(value, Tensor) and not name.startswith("_"):
            return value.expand(batch_shape + value.shape[batched:])
        return value

    def _get_checked_instance(self, cls, _instance=None):
        if _instance is None and type(self).__init__ != cls.__init__:
            raise NotImplementedError(
                f"Subclass {type(self).__name__} of {cls.__name__} that defines a custom __init__ method must also define a "
                "custom .expand() method."
            )
        return object.__new__(type(self)) if _instance is None else _instance

    # What a distribution tells of itself -------------------------------------------------------------------------------

    @property
    def arg_constraints(self) -> dict[str, constraints.Constraint]:
        """The constraint of each parameter."""
        raise NotImplementedError

    @property
    def support(self):
        """The constraint that samples satisfy."""
        raise NotImplementedError

    @property
    def mean(self) -> Tensor:
        """The mean."""
        raise NotImplementedError

    @property
    def mode(self) -> Tensor:
        """The most likely value."""
        raise NotImplementedError(f"{type(self)} does not implement mode")

    @property
    def variance(self) -> Tensor:
        """The variance."""
        raise NotImplementedError

    @property
    def stddev(self) -> Tensor:
        """The standard deviation."""
        return self.variance.sqrt()

    def sample(self, sample_shape=()) -> Tensor:
        """Samples through which no gradient passes."""
        with no_grad():
            return self.rsample(sample_shape)

    def rsample(self, sample_shape=()) -> Tensor:
        """Samples that are differentiable functions of the parameters. Raises NotImplementedError unless `has_rsample`."""
        raise NotImplementedError

    def sample_n(self, n: int) -> Tensor:
        """The same as sample((n,)), which torch prefers."""
        warnings.warn(
            "`sample_n(n)` will be deprecated. Use `sample((n,))` instead.", category=FutureWarning, stacklevel=2
        )
        return self.sample(Size((n,)))

    def log_prob(self, value: Tensor) -> Tensor:
        """The logarithm of the density, or of the probability, at `value`."""
        raise NotImplementedError

    def cdf(self, value: Tensor) -> Tensor:
        """The probability of no more than `value`."""
        raise NotImplementedError

    def icdf(self, value: Tensor) -> Tensor:
        """The inverse of the cumulative distribution function."""
        raise NotImplementedError

    def enumerate_support(self, expand: bool = True) -> Tensor:
        """All values of a discrete distribution, along a new first dimension; the same ones for the batch if `expand`."""
        raise NotImplementedError

    def entropy(self) -> Tensor:
        """The entropy, -E[log p(x)], of each distribution of the batch."""
        raise NotImplementedError

    def perplexity(self) -> Tensor:
        """exp(entropy)."""
        return self.entropy().exp()

    def __repr__(self):
        parameters = {name: vars(self)[name] for name in self.arg_constraints if name in vars(self)}
        told = [f"{name}: {p if p.numel() == 1 else p.shape}" for name, p in parameters.items()]
        return f"{type(self).__name__}({', '.join(told)})"
