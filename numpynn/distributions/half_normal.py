"""The half-normal distribution."""

from __future__ import annotations

import math

from ._halved import Halved
from .normal import Normal

__all__ = ["HalfNormal"]


class HalfNormal(Halved):
    """|z|, where z is normal with mean 0 and standard deviation `scale`."""

    def __init__(self, scale, validate_args=None):
        super().__init__(Normal(0, scale, validate_args=False), validate_args)

    @property
    def mean(self):
        return self.scale * math.sqrt(2 / math.pi)

    @property
    def variance(self):
        return self.scale.square() * (1 - 2 / math.pi)
