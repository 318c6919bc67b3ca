"""The LKJ distribution of correlation matrices, by their Cholesky factors."""

from __future__ import annotations

import math

from ..dtypes import Size
from ..functional.creation import arange
from ..functional.dtype_rules import finfo
from ..functional.joining import cat
from ..functional.random import randn
from ..modes import no_grad
from . import constraints
from ._matrices import log_multigamma
from .beta import Beta
from .distribution import Distribution
from .utils import broadcast_all

__all__ = ["LKJCholesky"]


class LKJCholesky(Distribution):
    """Lower Cholesky factors of `dim` by `dim` correlation matrices R with density in proportion to det(R)^(concentration - 1).

    1 is uniform; above it, matrices near the identity are favoured. Raises ValueError where dim < 2.
    D. Lewandowski, D. Kurowicka, H. Joe, "Generating random correlation matrices based on vines and extended onion
    method", 2009: samples are made row by row, as an onion is.
    """

    arg_constraints = {"concentration": constraints.positive}
    support = constraints.corr_cholesky

    def __init__(self, dim, concentration=1.0, validate_args=None):
        if dim < 2:
            raise ValueError(f"Expected dim to be an integer greater than or equal to 2. Found dim={dim}.")
        self.dim = dim
        (self.concentration,) = broadcast_all(concentration)
        row = arange(dim - 1, dtype=self.concentration.dtype)
        row = cat([row.new_zeros((1,)), row])
        marginal = self.concentration + 0.5 * (dim - 2)
        self._beta = Beta(row + 0.5, marginal.unsqueeze(-1) - 0.5 * row)
        super().__init__(self.concentration.shape, Size((dim, dim)), validate_args)

    def sample(self, sample_shape=()):
        """Each row below the first: a direction of the sphere, its length the root of a beta number, the rest on the diagonal."""
        with no_grad():
            squares = self._beta.sample(sample_shape).unsqueeze(-1)
            normal = randn(self._extended_shape(sample_shape), dtype=squares.dtype).tril(-1)
            direction = normal / normal.square().sum(-1, keepdim=True).sqrt()
            direction[..., 0, :] = 0.0
            rows = squares.sqrt() * direction
            left = (1 - rows.square().sum(-1)).clamp(min=finfo(rows.dtype).tiny)
            return rows + left.sqrt().diag_embed()

    def log_prob(self, value):
        self._check_value(value)
        diagonal = value.diagonal(dim1=-1, dim2=-2)[..., 1:]
        power = 2 * (self.concentration - 1).unsqueeze(-1) + self.dim - arange(2, self.dim + 1)
        others = self.dim - 1
        alpha = self.concentration + 0.5 * others
        volume = 0.5 * others * math.log(math.pi) + log_multigamma(alpha - 0.5, others) - alpha.lgamma() * others
        return (power * diagonal.log()).sum(-1) - volume
