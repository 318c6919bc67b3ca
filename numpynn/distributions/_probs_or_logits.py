"""Distributions that are given either probabilities or logits, and make the one of the other when it is asked for."""

from __future__ import annotations

from ..dtypes import Size
from ..tensor import Tensor
from .utils import broadcast_all, lazy_property, logits_to_probs, probs_to_logits


def one_of(probs, logits) -> tuple[str, object]:
    """The name and the value of what is given. Raises ValueError unless it is exactly one."""
    if (probs is None) == (logits is None):
        raise ValueError("Either `probs` or `logits` must be specified, but not both.")
    return ("probs", probs) if probs is not None else ("logits", logits)


class ProbsOrLogits:
    """`probs` and `logits`, of which `_take` sets one."""

    _is_binary = True

    def _take(self, probs, logits):
        name, value = one_of(probs, logits)
        (value,) = broadcast_all(value)
        setattr(self, name, value)

    def _take_counted(self, total_count, probs, logits):
        """A number of trials as well, in the dtype of the other."""
        name, value = one_of(probs, logits)
        count, value = broadcast_all(total_count, value)
        self.total_count = count.type_as(value)
        setattr(self, name, value)

    @lazy_property
    def logits(self) -> Tensor:
        """log p - log(1 - p)."""
        return probs_to_logits(self.probs, self._is_binary)

    @lazy_property
    def probs(self) -> Tensor:
        """The probability, sigmoid(logits)."""
        return logits_to_probs(self.logits, self._is_binary)

    @property
    def _param(self):
        return vars(self)["probs" if "probs" in vars(self) else "logits"]

    @property
    def param_shape(self) -> Size:
        """The shape of the parameter."""
        return self._param.shape


class OfCategories:
    """What a distribution has of the Categorical that it is built on."""

    @property
    def probs(self) -> Tensor:
        """The probabilities, which add up to 1 in the last dimension."""
        return self._categorical.probs

    @property
    def logits(self) -> Tensor:
        """The logarithms of the probabilities."""
        return self._categorical.logits

    @property
    def _param(self):
        return self._categorical._param

    @property
    def param_shape(self) -> Size:
        """The shape of the parameter."""
        return self._categorical.param_shape
