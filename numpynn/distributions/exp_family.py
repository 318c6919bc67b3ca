"""Exponential families: densities exp(⟨t(x), θ⟩ - F(θ) + k(x))."""

from __future__ import annotations

from ..autograd.backward import grad
from .distribution import Distribution

__all__ = ["ExponentialFamily"]


class ExponentialFamily(Distribution):
    """A family with natural parameters θ, log normaliser F and carrier measure k.

    From F and its gradient follow the entropy, F(θ) - ⟨θ, ∇F(θ)⟩ - E[k(x)], and divergences within the family.
    F. Nielsen, R. Nock, "Entropies and cross-entropies of exponential families", 2010.
    """

    @property
    def _natural_params(self):
        """θ, as a tuple of tensors."""
        raise NotImplementedError

    def _log_normalizer(self, *natural_params):
        """F(θ)."""
        raise NotImplementedError

    @property
    def _mean_carrier_measure(self):
        """E[k(x)]."""
        raise NotImplementedError

    def _normalizer_and_slopes(self):
        """θ cut off from its history, F(θ), ∇F(θ)."""
        theta = [parameter.detach().requires_grad_() for parameter in self._natural_params]
        log_normalizer = self._log_normalizer(*theta)
        return theta, log_normalizer, grad(log_normalizer.sum(), theta, create_graph=True)

    def entropy(self):
        carrier = self._mean_carrier_measure
        theta, result, slopes = self._normalizer_and_slopes()
        for parameter, slope in zip(theta, slopes):
            result = result - (parameter * slope).reshape((*self._batch_shape, -1)).sum(-1)
        return result - carrier
