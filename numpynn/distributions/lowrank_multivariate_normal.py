"""The multivariate normal distribution with a covariance of low rank and a diagonal."""

from __future__ import annotations

import math

from ..functional.arranging import broadcast_tensors
from ..functional.creation import eye
from ..functional.linear_algebra import cholesky, solve_triangular
from ..functional.random import randn
from ..tensor import Tensor
from . import constraints
from ._matrices import log_diagonal, squared_length, times
from .distribution import Distribution
from .utils import lazy_property

__all__ = ["LowRankMultivariateNormal"]


class LowRankMultivariateNormal(Distribution):
    """The normal distribution of vectors with covariance W Wᵀ + D: `cov_factor` W (..., n, m), `cov_diag` D (..., n).

    Determinants and inverses are taken of the capacitance, C = 1 + Wᵀ D⁻¹ W, which is m by m: by the matrix determinant
    lemma det Σ = det C det D, and by Woodbury's formula Σ⁻¹ = D⁻¹ - D⁻¹ W C⁻¹ Wᵀ D⁻¹.
    """

    arg_constraints = {
        "loc": constraints.real_vector,
        "cov_factor": constraints.independent(constraints.real, 2),
        "cov_diag": constraints.independent(constraints.positive, 1),
    }
    support = constraints.real_vector
    has_rsample = True

    def __init__(self, loc, cov_factor, cov_diag, validate_args=None):
        _check_shapes(loc, cov_factor, cov_diag)
        try:
            parts = broadcast_tensors(loc.unsqueeze(-1), cov_factor, cov_diag.unsqueeze(-1))
        except RuntimeError as error:
            raise ValueError(
                f"Incompatible batch shapes: loc {loc.shape}, cov_factor {cov_factor.shape}, cov_diag {cov_diag.shape}"
            ) from error
        self.loc, self.cov_factor, self.cov_diag = parts[0][..., 0], parts[1], parts[2][..., 0]
        self._unbroadcasted_cov_factor = cov_factor
        self._unbroadcasted_cov_diag = cov_diag
        self._capacitance_tril = _one_plus(self._weighed_factor() @ cov_factor)
        super().__init__(self.loc.shape[:-1], loc.shape[-1:], validate_args=validate_args)

    def _weighed_factor(self):
        """Wᵀ D⁻¹."""
        return self._unbroadcasted_cov_factor.mT / self._unbroadcasted_cov_diag.unsqueeze(-2)

    def _whitened_factor(self):
        """C^(-1/2) Wᵀ D⁻¹: Σ⁻¹ is D⁻¹ less its transpose times itself."""
        return solve_triangular(self._capacitance_tril, self._weighed_factor(), upper=False)

    def _log_det(self):
        return 2 * log_diagonal(self._capacitance_tril) + self._unbroadcasted_cov_diag.log().sum(-1)

    def _squared_length(self, x):
        """xᵀ Σ⁻¹ x."""
        by_diagonal = (x.square() / self._unbroadcasted_cov_diag).sum(-1)
        return by_diagonal - squared_length(self._capacitance_tril, times(self._weighed_factor(), x))

    def _expand_matrix(self, matrix):
        return matrix.expand(self._batch_shape + self._event_shape + self._event_shape)

    @property
    def mean(self):
        return self.loc

    @property
    def mode(self):
        return self.loc

    @lazy_property
    def variance(self):
        variance = self._unbroadcasted_cov_factor.square().sum(-1) + self._unbroadcasted_cov_diag
        return variance.expand(self._batch_shape + self._event_shape)

    @lazy_property
    def scale_tril(self):
        """The lower Cholesky factor of the covariance."""
        root = self._unbroadcasted_cov_diag.sqrt().unsqueeze(-1)
        factor = self._unbroadcasted_cov_factor / root
        return self._expand_matrix(root * _one_plus(factor @ factor.mT))

    @lazy_property
    def covariance_matrix(self):
        """The covariance."""
        factor = self._unbroadcasted_cov_factor
        return self._expand_matrix(factor @ factor.mT + self._unbroadcasted_cov_diag.diag_embed())

    @lazy_property
    def precision_matrix(self):
        """The inverse of the covariance."""
        whitened = self._whitened_factor()
        return self._expand_matrix(self._unbroadcasted_cov_diag.reciprocal().diag_embed() - whitened.mT @ whitened)

    def rsample(self, sample_shape=()):
        shape = self._extended_shape(sample_shape)
        of_factor = randn(shape[:-1] + self.cov_factor.shape[-1:], dtype=self.loc.dtype)
        of_diagonal = randn(shape, dtype=self.loc.dtype)
        correlated = times(self._unbroadcasted_cov_factor, of_factor)
        return self.loc + correlated + self._unbroadcasted_cov_diag.sqrt() * of_diagonal

    def log_prob(self, value):
        self._check_value(value)
        constant = self._event_shape[0] * math.log(2 * math.pi)
        return -0.5 * (constant + self._log_det() + self._squared_length(value - self.loc))

    def entropy(self):
        constant = self._event_shape[0] * (1 + math.log(2 * math.pi))
        return (0.5 * (constant + self._log_det())).expand(self._batch_shape)


def _one_plus(matrix: Tensor) -> Tensor:
    """The Cholesky factor of 1 + A."""
    return cholesky(matrix + eye(matrix.shape[-1], dtype=matrix.dtype))


def _check_shapes(loc, cov_factor, cov_diag):
    if loc.dim() < 1:
        raise ValueError("loc must be at least one-dimensional.")
    if cov_factor.dim() < 2:
        raise ValueError("cov_factor must be at least two-dimensional, with optional leading batch dimensions")
    n = loc.shape[-1]
    if cov_factor.shape[-2] != n:
        raise ValueError(f"cov_factor must be a batch of matrices with shape {n} x m, but it is {cov_factor.shape}")
    if cov_diag.shape[-1:] != loc.shape[-1:]:
        raise ValueError(f"cov_diag must be a batch of vectors with shape ({n},), but it is {cov_diag.shape}")
