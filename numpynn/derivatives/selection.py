"""The derivatives of choosing between values."""

from __future__ import annotations

from ..kernels import elementwise, indexing
from ..primitive import differentiable
from .shape import copy

where = differentiable(
    elementwise.where, unify="same", constants=("condition",),
    x=lambda g, condition: where(condition, g, 0), y=lambda g, condition: where(condition, 0, g),
)  # fmt: skip

masked_fill = differentiable(
    indexing.masked_fill, constants=("mask",),
    x=lambda g, mask: where(mask, 0, g), value=lambda g, mask: where(mask, g, 0),
)  # fmt: skip


def _clamp_title(low, high):
    return f"ClampBackward{0 if hasattr(low, 'dtype') or hasattr(high, 'dtype') else 1}"


clamp = differentiable(
    elementwise.clamp, unify="same", lacks="c", title=_clamp_title,
    x=lambda g, x, low, high: where(_inside(x, low, high), g, 0),
    low=lambda g, x, low, high: where(_below(x, low, high), g, 0),
    high=lambda g, x, high: where(x > high, g, 0),
)  # fmt: skip


def _inside(x, low, high):
    """Where the input itself comes through; on a bound it does, as in torch."""
    if low is None:
        return x <= high
    return x >= low if high is None else (x >= low) & (x <= high)


def _below(x, low, high):
    return x < low if high is None else (x < low) & (low < high)


def _take_title(index):
    """torch takes an index apart; the last part that does anything gives the name."""
    name = "AliasBackward0"
    for part in index if index.__class__ is tuple else (index,):
        if isinstance(part, slice):
            name = name if part == slice(None) else "SliceBackward0"
        elif part is None:
            name = "UnsqueezeBackward0"
        elif part.__class__ is int:
            name = "SelectBackward0"
        elif part is not Ellipsis:
            return "IndexBackward0"
    return name


take = differentiable(
    indexing.take, name="IndexBackward0", title=_take_title, x=lambda g, index, x_shape: put(g, index, x_shape)
)
put = differentiable(indexing.put, g=lambda g, index: take(g, index))

gather = differentiable(
    indexing.gather,
    constants=("index",),
    x=lambda g, dim, index, x_shape: scatter_add(g, dim, index, x_shape),
)
scatter_add = differentiable(indexing.scatter_add, constants=("index",), g=lambda g, dim, index: gather(g, dim, index))

# Writes into x itself; a row that needs zeros at the index writes them into a copy.
overwrite = differentiable(
    indexing.overwrite, name="CopySlices",
    x=lambda g, index: overwrite(copy(g), index, 0), value=lambda g, index: take(g, index),
)  # fmt: skip
