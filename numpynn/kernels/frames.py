"""Overlapping frames of the last axis. frames and overlap_add are each other's adjoint."""

from __future__ import annotations

import numpy as np


def frames(x, size, step):
    """All frames of `size` elements, `step` apart: (*, n) -> (*, count, size), a view. Derivative: overlap_add(g, n, step)."""
    return np.lib.stride_tricks.sliding_window_view(x, size, -1)[..., ::step, :]


def overlap_add(x, n, step):
    """Frames added up where they lie: (*, count, size) -> (*, n). Derivative: frames(g, size, step)."""
    count, size = x.shape[-2:]
    blocks = -(-size // step)
    out = np.zeros((*x.shape[:-2], count + blocks, step), x.dtype)
    # Block b of every frame goes to the place b steps on, where no two of one block meet.
    for b in range(blocks):
        part = x[..., b * step : (b + 1) * step]
        out[..., b : b + count, : part.shape[-1]] += part
    flat = out.reshape(*x.shape[:-2], -1)
    if flat.shape[-1] >= n:
        return flat[..., :n]
    return np.concatenate([flat, np.zeros((*flat.shape[:-1], n - flat.shape[-1]), x.dtype)], -1)
