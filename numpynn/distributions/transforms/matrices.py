"""Transforms to triangular, positive definite and correlation matrices."""

from __future__ import annotations

from ...dtypes import Size
from ...functional.creation import eye
from ...functional.dtype_rules import finfo
from ...functional.joining import cat
from ...functional.linear_algebra import cholesky
from .. import constraints
from ..utils import tril_matrix_to_vec, vec_to_tril_matrix
from ._shapes import check_dims
from .base import Parameterless, Transform
from .elementwise import log_slope_of_tanh


class LowerCholeskyTransform(Parameterless):
    """The lower triangle of a matrix, with the exponential of its diagonal."""

    domain = constraints.independent(constraints.real, 2)
    codomain = constraints.lower_cholesky

    def _call(self, x):
        return x.tril(-1) + x.diagonal(dim1=-2, dim2=-1).exp().diag_embed()

    def _inverse(self, y):
        return y.tril(-1) + y.diagonal(dim1=-2, dim2=-1).log().diag_embed()


class PositiveDefiniteTransform(Parameterless):
    """L Lᵀ, where L is what LowerCholeskyTransform makes of the matrix."""

    domain = constraints.independent(constraints.real, 2)
    codomain = constraints.positive_definite

    def _call(self, x):
        factor = LowerCholeskyTransform()(x)
        return factor @ factor.mT

    def _inverse(self, y):
        return LowerCholeskyTransform().inv(cholesky(y))


class CorrCholeskyTransform(Transform):
    """From D (D - 1) / 2 numbers to the Cholesky factor of a D by D correlation matrix.

    tanh(x) are partial correlations; each row of the factor, of length 1, is broken off like a stick by them.
    D. Lewandowski, D. Kurowicka, H. Joe, 2009, and the Stan reference manual.
    """

    domain = constraints.real_vector
    codomain = constraints.corr_cholesky
    bijective = True

    def _call(self, x):
        eps = finfo(x.dtype).eps
        partial = vec_to_tril_matrix(x.tanh().clamp(min=-1 + eps, max=1 - eps), diag=-1)
        left = (1 - partial**2).sqrt().cumprod(-1)
        return (partial + eye(partial.shape[-1], dtype=partial.dtype)) * _after_one(left)

    def _inverse(self, y):
        left = _after_one(1 - (y * y).cumsum(-1))
        partial = tril_matrix_to_vec(y, diag=-1) / tril_matrix_to_vec(left, diag=-1).sqrt()
        return (partial.log1p() - (-partial).log1p()) / 2

    def log_abs_det_jacobian(self, x, y, intermediates=None):
        left = tril_matrix_to_vec(1 - (y * y).cumsum(-1), diag=-2)
        return 0.5 * left.log().sum(-1) + log_slope_of_tanh(x).sum(-1)

    def forward_shape(self, shape):
        check_dims(shape, 1)
        count = shape[-1]
        side = round((0.25 + 2 * count) ** 0.5 + 0.5)
        if side * (side - 1) // 2 != count:
            raise ValueError(f"Input is not a flattened lower-diagonal number: {count}")
        return Size((*shape[:-1], side, side))

    def inverse_shape(self, shape):
        check_dims(shape, 2)
        side = shape[-1]
        if shape[-2] != side:
            raise ValueError(f"Input is not square: {shape}")
        return Size((*shape[:-2], side * (side - 1) // 2))


def _after_one(rows):
    """A one in front of each row, whose last element makes room."""
    return cat([rows.new_ones((*rows.shape[:-1], 1)), rows[..., :-1]], -1)
