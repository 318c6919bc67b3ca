"""Local response normalisation across channels as Torch 7 had it, peculiar windows included."""

from __future__ import annotations

import numpy as np


def cross_map_lrn(x, size, alpha, beta, k):
    """x / (k + alpha / size * sum of x^2)^beta over int((size - 1) / 2) channels to both sides; also gives the base.

    Further on the first channel still counts in the sum. x is (N, C, H, W).
    """
    reach = (size - 1) // 2
    squares = x * x
    sums = _window(squares, -reach, 2 * reach + 1)
    sums[:, reach + 1 :] += squares[:, :1]
    base = sums * (alpha / size) + k
    return x * base**-beta, base


def cross_map_lrn_backward(g, x, out, base, size, alpha, beta):
    """The gradient as Torch 7 gives it: its window is not the adjoint of the forward one, nor centred."""
    before = int(size - (size - 1) / 2)
    ratios = _window(g * out / base, -before, size)
    return g * base**-beta - (2 * alpha * beta / size) * x * ratios


def _window(x, first, count):
    """The sum over `count` channels, from the one `first` places off on; there is nothing beyond the ends."""
    total = np.zeros_like(x)
    channels = x.shape[1]
    for shift in range(first, first + count):
        low, high = max(0, -shift), min(channels, channels - shift)
        if low < high:
            total[:, low:high] += x[:, low + shift : high + shift]
    return total
