"""Shapes on their way through transforms."""

from __future__ import annotations

import numpy as np

from ...dtypes import Size


def check_dims(shape, at_least: int) -> Size:
    """The shape. Raises ValueError where it has too few dimensions."""
    if len(shape) < at_least:
        raise ValueError(f"Too few dimensions on input: {len(shape)}, expected at least {at_least}")
    return Size(shape)


def broadcast_shapes(*shapes) -> Size:
    """The shape to which shapes broadcast. Raises RuntimeError where they do not."""
    try:
        return Size(np.broadcast_shapes(*shapes))
    except ValueError:
        raise RuntimeError(f"Shape mismatch: {', '.join(map(str, shapes))} cannot be broadcast to one shape") from None
