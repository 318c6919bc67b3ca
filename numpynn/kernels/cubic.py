"""Cubic convolution (R. Keys, Cubic convolution interpolation, 1981): weights by distance, and their slopes."""

from __future__ import annotations

import numpy as np

A = -0.75  # The kernel's parameter in torch and OpenCV; with antialiasing torch takes Pillow's -0.5.


def near(x, a=A):
    """The weight at a distance of at most 1."""
    return ((a + 2) * x - (a + 3)) * x * x + 1


def far(x, a=A):
    """The weight at a distance between 1 and 2."""
    return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a


def weights(t):
    """The weights of the neighbours at -1, 0, 1 and 2 for a place t of the way from 0 to 1."""
    return [far(t + 1), near(t), near(1 - t), far(2 - t)]


def slopes(t):
    """The derivatives of the weights in t."""
    return [_far_slope(t + 1), _near_slope(t), -_near_slope(1 - t), -_far_slope(2 - t)]


def curvatures(t):
    """The second derivatives of the weights in t."""
    return [_far_curvature(t + 1), _near_curvature(t), _near_curvature(1 - t), _far_curvature(2 - t)]


def jerks(t):
    """The third derivatives of the weights in t: constants."""
    return [np.full_like(t, c) for c in (6 * A, 6 * (A + 2), -6 * (A + 2), -6 * A)]


WEIGHTS = weights, slopes, curvatures, jerks


def _near_slope(x):
    return (3 * (A + 2) * x - 2 * (A + 3)) * x


def _far_slope(x):
    return (3 * A * x - 10 * A) * x + 8 * A


def _near_curvature(x):
    return 6 * (A + 2) * x - 2 * (A + 3)


def _far_curvature(x):
    return 6 * A * x - 10 * A


def filtered(x, a=-0.5):
    """The weight at any distance."""
    return np.where(x < 1, near(x, a), np.where(x < 2, far(x, a), 0))
