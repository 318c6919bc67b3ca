"""vmap: a function of one sample becomes a function of many, computed together.

While such a function runs, tensors hold a `Batch` in place of an array: it has the shape of one sample and the values of
all. Kernels are applied to it by the rules of `rules`, and where there is none to one sample after the other.
"""

from __future__ import annotations

from .array import Batch, Level
from .vmapping import vmap

__all__ = ["Batch", "Level", "vmap"]
