"""unfold lays out what every window sees (im2col); fold adds it back (col2im). Each is the other's adjoint."""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from .windows import reach, window_count


def unfold(x, kernel, dilation, padding, stride):
    """x (N, C, *L) -> (N, C * taps, windows), zeros for the padding.

    Derivative in x: fold(g, L, kernel, dilation, padding, stride).
    """
    counts = tuple(map(window_count, x.shape[2:], kernel, stride, padding, dilation))
    out = np.zeros((*x.shape[:2], *kernel, *counts), x.dtype)
    for tap, inside, source in _taps(x.shape[2:], counts, kernel, dilation, padding, stride):
        out[(slice(None), slice(None), *tap, *inside)] = x[(..., *source)]
    return out.reshape(len(x), x.shape[1] * math.prod(kernel), math.prod(counts))


def fold(x, sizes, kernel, dilation, padding, stride):
    """x (N, C * taps, windows) added up where the windows lie: (N, C, *sizes).

    Derivative in x: unfold(g, kernel, dilation, padding, stride).
    """
    counts = tuple(map(window_count, sizes, kernel, stride, padding, dilation))
    channels = x.shape[1] // math.prod(kernel)
    x = x.reshape(len(x), channels, *kernel, *counts)
    out = np.zeros((len(x), channels, *sizes), x.dtype)
    for tap, inside, source in _taps(sizes, counts, kernel, dilation, padding, stride):
        out[(..., *source)] += x[(slice(None), slice(None), *tap, *inside)]
    return out


def _taps(sizes, counts, kernel, dilation, padding, stride):
    """For each tap: its place in the kernel, the windows that see something through it, and what they see."""
    for tap in product(*map(range, kernel)):
        starts = [t * step - below for t, step, below in zip(tap, dilation, padding, strict=True)]
        spans = [reach(*axis) for axis in zip(starts, stride, sizes, counts, strict=True)]
        yield tap, [inside for inside, _ in spans], [source for _, source in spans]
