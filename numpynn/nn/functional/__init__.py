"""torch.nn.functional, a file a family: the functions that the modules of the same file name call."""

from .linear import bilinear, linear

__all__ = [
    "bilinear",
    "linear",
]
