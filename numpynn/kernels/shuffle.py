"""Rearrangements between channels and pixels, each with another of them as its adjoint."""

from __future__ import annotations

import math

import numpy as np


def pixel_shuffle(x, factor):
    """x (*, C f f, H, W) -> (*, C, H f, W f). Derivative in x: pixel_unshuffle(g, factor)."""
    *lead, channels, height, width = x.shape
    x = x.reshape(math.prod(lead), channels // (factor * factor), factor, factor, height, width)
    shape = *lead, channels // (factor * factor), height * factor, width * factor
    return _copied(x.transpose(0, 1, 4, 2, 5, 3), shape)


def pixel_unshuffle(x, factor):
    """x (*, C, H f, W f) -> (*, C f f, H, W). Derivative in x: pixel_shuffle(g, factor)."""
    *lead, channels, height, width = x.shape
    x = x.reshape(math.prod(lead), channels, height // factor, factor, width // factor, factor)
    shape = *lead, channels * factor * factor, height // factor, width // factor
    return _copied(x.transpose(0, 1, 3, 5, 2, 4), shape)


def channel_shuffle(x, groups):
    """x (N, g c, *), channel i of group j becoming number i g + j. Derivative in x: channel_shuffle(g, c)."""
    count, channels, *sizes = x.shape
    return _copied(x.reshape(count, groups, channels // groups, *sizes).swapaxes(1, 2), x.shape)


def _copied(x, shape):
    return np.array(x, order="C").reshape(shape)
