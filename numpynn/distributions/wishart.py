"""The Wishart distribution."""

from __future__ import annotations

import math
import warnings

from ..dtypes import Size
from ..functional.creation import arange, eye, tensor
from ..functional.diagonals import tril_indices
from ..functional.dtype_rules import finfo
from ..functional.linear_algebra import cholesky_solve, slogdet
from ..functional.random import randn
from ..tensor import Tensor
from . import constraints
from ._matrices import log_diagonal, log_multigamma, multidigamma
from .chi2 import Chi2
from .exp_family import ExponentialFamily
from .multivariate_normal import FACTOR, one_matrix
from .transforms._shapes import broadcast_shapes
from .utils import lazy_property

__all__ = ["Wishart"]

_TRIES = 10


class Wishart(ExponentialFamily):
    """Σ_k z_k z_kᵀ over `df` normal vectors z of mean 0 and a covariance V, given as for MultivariateNormal.

    `df` need not be a whole number, only above n - 1. Raises AssertionError unless exactly one matrix is given,
    ValueError for a lower `df`.
    S. Sawyer, "Wishart distributions and inverse-Wishart sampling", 2007.
    """

    support = constraints.positive_definite
    has_rsample = True
    _mean_carrier_measure = 0

    def __init__(self, df, covariance_matrix=None, precision_matrix=None, scale_tril=None, validate_args=None):
        name, matrix = one_matrix(AssertionError, covariance_matrix, precision_matrix, scale_tril)
        p = matrix.shape[-1]
        df = df if isinstance(df, Tensor) else tensor(df, dtype=matrix.dtype)
        batch_shape = broadcast_shapes(matrix.shape[:-2], df.shape)
        self.df = df.expand(batch_shape)
        if (self.df <= p - 1).any():
            raise ValueError(f"Value of df={df} expected to be greater than ndim - 1 = {p - 1}.")
        if (self.df < p).any():
            warnings.warn("Low df values detected: for ndim - 1 < df < ndim samples may be singular.", stacklevel=2)
        setattr(self, name, matrix.expand((*batch_shape, -1, -1)))
        super().__init__(batch_shape, matrix.shape[-2:], validate_args=validate_args)
        self._unbroadcasted_scale_tril = FACTOR[name](matrix)
        self._dist_chi2 = Chi2(self.df.unsqueeze(-1) - arange(p, dtype=matrix.dtype))

    @property
    def arg_constraints(self):
        return {
            "covariance_matrix": constraints.positive_definite,
            "precision_matrix": constraints.positive_definite,
            "scale_tril": constraints.lower_cholesky,
            "df": constraints.greater_than(self.event_shape[-1] - 1),
        }

    @lazy_property
    def scale_tril(self):
        """The lower Cholesky factor of V."""
        return self._unbroadcasted_scale_tril.expand(self._batch_shape + self._event_shape)

    @lazy_property
    def covariance_matrix(self):
        """V."""
        factor = self._unbroadcasted_scale_tril
        return (factor @ factor.mT).expand(self._batch_shape + self._event_shape)

    @lazy_property
    def precision_matrix(self):
        """V⁻¹."""
        factor = self._unbroadcasted_scale_tril
        inverse = cholesky_solve(eye(factor.shape[-1], dtype=factor.dtype), factor)
        return inverse.expand(self._batch_shape + self._event_shape)

    @property
    def mean(self):
        return self._of_matrices(self.df) * self.covariance_matrix

    @property
    def mode(self):
        factor = self.df - self.event_shape[-1] - 1
        return self._of_matrices(factor.masked_fill(factor <= 0, math.nan)) * self.covariance_matrix

    @property
    def variance(self):
        v = self.covariance_matrix
        diagonal = v.diagonal(dim1=-2, dim2=-1)
        return self._of_matrices(self.df) * (v.square() + diagonal.unsqueeze(-1) * diagonal.unsqueeze(-2))

    def _of_matrices(self, numbers):
        return numbers.unsqueeze(-1).unsqueeze(-1)

    def rsample(self, sample_shape=(), max_try_correction=None):
        """Samples by Bartlett's decomposition; those that are singular are drawn again, `max_try_correction` times at most, or 10.

        torch 2.13 draws once more where the first sample is *not* singular, so the numbers from a seed demand it here;
        it warns of singular samples then, which is left out.
        """
        sample_shape = Size(sample_shape)
        sample = self._bartlett(sample_shape)
        again = self._any_of_batch(self.support.check(sample), len(sample_shape)).reshape(-1)
        shape, sample = sample.shape, sample.reshape(Size((-1,)) + self._batch_shape + self._event_shape)
        for _ in range(_TRIES if max_try_correction is None else max_try_correction):
            if not again.any():
                break
            places = again.nonzero()[:, 0]
            fresh = self._bartlett(places.shape)
            sample = sample.index_copy(0, places, fresh)
            again = again.index_copy(0, places, self._any_of_batch(~self.support.check(fresh), 1))
        return sample.reshape(shape)

    def _any_of_batch(self, flags, dims):
        return flags.reshape((*flags.shape[:dims], -1)).any(-1)

    def _bartlett(self, sample_shape):
        """L A Aᵀ Lᵀ: A lower triangular, normal below its diagonal, roots of chi-squared numbers on it."""
        p = self._event_shape[-1]
        roots = self._dist_chi2.rsample(sample_shape).sqrt()
        noise = roots.clamp(min=finfo(roots.dtype).eps).diag_embed()
        below = randn(sample_shape + self._batch_shape + (p * (p - 1) // 2,), dtype=noise.dtype)
        rows, columns = tril_indices(p, p, offset=-1)
        noise[..., rows, columns] = below
        factor = self._unbroadcasted_scale_tril @ noise
        return factor @ factor.mT

    def log_prob(self, value):
        self._check_value(value)
        nu, p, factor = self.df, self._event_shape[-1], self._unbroadcasted_scale_tril
        trace = cholesky_solve(value, factor).diagonal(dim1=-2, dim2=-1).sum(-1)
        constant = nu * (p * math.log(2) / 2 + log_diagonal(factor)) + log_multigamma(nu / 2, p)
        return (nu - p - 1) / 2 * slogdet(value).logabsdet - trace / 2 - constant

    def entropy(self):
        nu, p = self.df, self._event_shape[-1]
        scale = (p + 1) * (p * math.log(2) / 2 + log_diagonal(self._unbroadcasted_scale_tril))
        return scale + log_multigamma(nu / 2, p) - (nu - p - 1) / 2 * multidigamma(nu / 2, p) + nu * p / 2

    @property
    def _natural_params(self):
        return -self.precision_matrix / 2, (self.df - self._event_shape[-1] - 1) / 2

    def _log_normalizer(self, x, y):
        p = self._event_shape[-1]
        half = y + (p + 1) / 2
        return half * (p * math.log(2) - slogdet(-2 * x).logabsdet) + log_multigamma(half, p)
