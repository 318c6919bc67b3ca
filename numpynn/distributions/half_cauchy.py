"""The half-Cauchy distribution."""

from __future__ import annotations

import math

from ..functional.creation import as_tensor, full_like
from ._halved import Halved
from .cauchy import Cauchy

__all__ = ["HalfCauchy"]


class HalfCauchy(Halved):
    """|z|, where z is of the Cauchy distribution about 0 with this `scale`. It has no finite mean."""

    def __init__(self, scale, validate_args=None):
        super().__init__(Cauchy(0, scale, validate_args=False), validate_args)

    @property
    def mean(self):
        return full_like(self.scale, math.inf)

    @property
    def variance(self):
        return self.base_dist.variance

    def log_prob(self, value):
        self._check_value(value)
        return super().log_prob(as_tensor(value, dtype=self.scale.dtype))
