"""Numerical checks of a kernel's derivatives: directional differences in float64."""

from __future__ import annotations

import numpy as np


def directional(f, arrays, directions, h=1e-5):
    """d/dt f(arrays + t directions) at 0, by the central difference of fourth order."""

    def at(t):
        return f(*[a + t * d for a, d in zip(arrays, directions, strict=True)])

    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h)


def check_gradients(f, arrays, gradients, weights, rng, rtol=1e-8):
    """sum(weights * f(arrays)) grows along random directions as its gradients say, one array at a time."""
    for i, gradient in enumerate(gradients):
        assert gradient.shape == arrays[i].shape
        directions = [np.zeros_like(a) for a in arrays]
        directions[i] = rng.standard_normal(arrays[i].shape)
        numeric = directional(lambda *a: np.sum(weights * f(*a)), arrays, directions)
        np.testing.assert_allclose(np.sum(gradient * directions[i]), numeric, rtol=rtol, atol=1e-8)
