"""The inputs of cases, as plain data that can be drawn: every constructor here is a recipe, no array yet.

A tuple of ints stands for `normal(shape)`. Floating and complex inputs require grad unless they are
`fixed`, and are cast to the precision that a case is run in; `typed` keeps one of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np


@dataclass(frozen=True)
class Draw:
    """A recipe: `text` is how a case shows it, `sample` makes the array."""

    text: str
    sample: Callable[[np.random.Generator], np.ndarray] = field(repr=False, compare=False)
    grad: bool = True
    dtype: str | None = None
    any_size: bool = False  # whether it may be made very large or small

    def __repr__(self):
        return self.text


def recipe(value):
    """A tuple of ints as `normal(shape)`; everything else as it is."""
    is_shape = type(value) is tuple and all(type(size) is int for size in value)
    return normal(value) if is_shape else value


def normal(shape):
    """Standard normal."""
    return Draw(str(shape), lambda rng: rng.standard_normal(shape), any_size=True)


def between(shape, low, high):
    """Uniform between two numbers."""
    return Draw(f"between({shape}, {low}, {high})", lambda rng: rng.uniform(low, high, shape))


def unit(shape):
    """Uniform between 0 and 1, both far enough for a logarithm."""
    return replace(between(shape, 0.02, 0.98), text=f"unit({shape})")


def positive(shape):
    """Positive, of order one."""
    return Draw(f"positive({shape})", lambda rng: np.exp(0.5 * rng.standard_normal(shape)))


def probs(shape, dim=-1):
    """Positive and summing to 1 along `dim`."""

    def sample(rng):
        raw = np.exp(rng.standard_normal(shape))
        return raw / raw.sum(dim, keepdims=True)

    return Draw(f"probs({shape}, {dim})", sample)


def distinct(shape):
    """No two alike, nor close: for what jumps at ties, such as max and sort. None is 0."""

    def sample(rng):
        count = int(np.prod(shape))
        return ((rng.permutation(count) - count // 2 + 0.3) * 0.25).reshape(shape)

    return Draw(f"distinct({shape})", sample)


def spd(n, batch=()):
    """Symmetric positive definite matrices, well conditioned."""

    def sample(rng):
        root = rng.standard_normal((*batch, n, n))
        return root @ np.swapaxes(root, -1, -2) / n + np.eye(n)

    return Draw(f"spd({n}, {batch})", sample)


def scaled(what, factor):
    """A recipe times a number."""
    what = recipe(what)
    return replace(what, text=f"scaled({what}, {factor})", sample=lambda rng: what.sample(rng) * factor)


def complexes(shape):
    """Complex: both parts standard normal."""

    def sample(rng):
        return rng.standard_normal(shape) + 1j * rng.standard_normal(shape)

    return Draw(f"complexes({shape})", sample)


def ints(shape, low, high):
    """int64, low <= n < high."""
    return Draw(f"ints({shape}, {low}, {high})", lambda rng: np.asarray(rng.integers(low, high, shape)))


def bools(shape):
    """True or False, evenly."""
    return Draw(f"bools({shape})", lambda rng: np.asarray(rng.integers(0, 2, shape), dtype=bool))


def permutation(n):
    """0 ... n-1 in some order."""
    return Draw(f"permutation({n})", lambda rng: rng.permutation(n))


def values(items, dtype=None):
    """These very values; with `dtype`, in that one whatever precision the case is run in."""
    text = f"values({items!r})" if dtype is None else f"values({items!r}, {dtype!r})"
    return Draw(text, lambda rng: np.array(items, dtype=dtype), dtype=dtype)


def typed(dtype, what):
    """A recipe in a dtype of its own, whatever precision the case is run in."""
    what = recipe(what)
    return replace(what, text=f"typed({dtype!r}, {what})", dtype=dtype)


def fixed(what):
    """A recipe whose tensor does not require grad."""
    what = recipe(what)
    return replace(what, text=f"fixed({what})", grad=False)
