"""Modules that change the shape alone."""

from __future__ import annotations

from .module import Module


class Flatten(Module):
    """Joins the dimensions from `start_dim` to `end_dim` into one: by default all but the batch."""

    def __init__(self, start_dim: int = 1, end_dim: int = -1):
        super().__init__()
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, input):
        return input.flatten(self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Unflatten(Module):
    """Splits the dimension `dim` into those of `unflattened_size`, of which one may be -1.

    Raises TypeError unless `unflattened_size` is a tuple or list of ints.
    """

    def __init__(self, dim: int, unflattened_size: tuple[int, ...]):
        super().__init__()
        _require_ints(unflattened_size)
        self.dim = dim
        self.unflattened_size = unflattened_size

    def forward(self, input):
        return input.unflatten(self.dim, self.unflattened_size)

    def extra_repr(self) -> str:
        return f"dim={self.dim}, unflattened_size={self.unflattened_size}"


def _require_ints(size):
    if not isinstance(size, (tuple, list)):
        raise TypeError(f"unflattened_size must be a tuple of ints, but found type {type(size).__name__}")
    for i, item in enumerate(size):
        if not isinstance(item, int):
            name = type(item).__name__
            raise TypeError(f"unflattened_size must be tuple of ints, but found element of type {name} at pos {i}")
