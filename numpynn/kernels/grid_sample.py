"""Sampling of images and volumes at the places that a grid names.

    grid_sample(x, grid, ...)                out = Σ_taps weight(grid) x[index(grid)]
    grid_sample_input(g, grid, sizes, ...)   its adjoint in x
    grid_sample_grid(g, x, grid, ...)        its derivative in the grid, for the gradient g of out

x (N, C, *L) with two or three axes L, grid (N, *out, axes) with places from -1 to 1, that along the last axis of x first.
mode: "linear", "nearest", or "cubic" for two axes; padding_mode: "zeros", "border" or "reflection".
"""

from __future__ import annotations

from itertools import product

import numpy as np

from . import cubic
from .planes import put_at, take_at


def grid_sample(x, grid, mode, padding_mode, align_corners):
    """The values of x at the places of the grid: (N, C, *out).

    Derivatives: in x grid_sample_input(g, grid, L, ...), in the grid grid_sample_grid(g, x, grid, ...).
    """
    out = np.zeros((*x.shape[:2], *grid.shape[1:-1]), x.dtype)
    for taps in _taps(grid, x.shape[2:], mode, padding_mode, align_corners):
        out += _seen(x, taps) * _product([tap.weight for tap in taps])
    return out


def grid_sample_input(g, grid, sizes, mode, padding_mode, align_corners):
    """The adjoint in x: (N, C, *out) -> (N, C, *sizes).

    Derivatives: in g grid_sample(d, grid, ...), in the grid grid_sample_grid(g, d, grid, ...).
    """
    out = np.zeros((*g.shape[:2], *sizes), g.dtype)
    for taps in _taps(grid, sizes, mode, padding_mode, align_corners):
        share = np.where(_inside(taps), g * _product([tap.weight for tap in taps]), 0)
        out += put_at(share, _index(taps, sizes), sizes)
    return out


def grid_sample_grid(g, x, grid, mode, padding_mode, align_corners):
    """The derivative in the grid: (N, *out, axes). Linear in g and in x; torch gives it no derivatives."""
    out = np.zeros(grid.shape, grid.dtype)
    for taps in _taps(grid, x.shape[2:], mode, padding_mode, align_corners):
        worth = (g * _seen(x, taps)).sum(1, keepdims=True)
        for axis, tap in enumerate(taps):
            slope = _product([tap.slope] + [other.weight for other in taps if other is not tap])
            out[..., len(taps) - 1 - axis] += (worth * slope)[:, 0]
    return out


class _Tap:
    """One neighbour along one axis for each place (N, 1, *out): its index, 0 where outside, its weight and that's slope."""

    __slots__ = ("index", "inside", "slope", "weight")

    def __init__(self, place, size, weight, slope):
        self.inside = (place >= 0) & (place < size)
        self.index = np.where(self.inside, place, 0).astype(np.int64)
        self.weight, self.slope = weight, slope


def _taps(grid, sizes, mode, padding_mode, align_corners):
    """Every combination of one tap for each axis."""
    axes = []
    for axis, size in enumerate(sizes):
        place, slope = _unnormalized(grid[:, None, ..., len(sizes) - 1 - axis], size, align_corners)
        axes.append(_MODES[mode](place, slope, size, padding_mode, align_corners))
    return product(*axes)


def _unnormalized(place, size, align_corners):
    """Places in [-1, 1] as places on the axis, and the slope of that."""
    number = place.dtype.type
    scale = number(size - 1 if align_corners else size) / number(2)
    return (place + number(1)) * scale - number(0 if align_corners else 0.5), scale


def _nearest(place, slope, size, padding_mode, align_corners):
    place, _ = _padded(place, size, padding_mode, align_corners)
    return [_Tap(np.rint(place), size, np.ones_like(place), np.zeros_like(place))]


def _linear(place, slope, size, padding_mode, align_corners):
    place, turn = _padded(place, size, padding_mode, align_corners)
    slope = slope * turn
    below = np.floor(place)
    part = place - below
    return [_Tap(below, size, 1 - part, -slope), _Tap(below + 1, size, part, slope)]


def _cubic(place, slope, size, padding_mode, align_corners):
    below = np.floor(place)
    weights = zip(range(-1, 3), cubic.weights(place - below), cubic.slopes(place - below), strict=True)
    return [
        _Tap(_padded(below + step, size, padding_mode, align_corners)[0], size, weight, change * slope)
        for step, weight, change in weights
    ]


_MODES = {"nearest": _nearest, "linear": _linear, "cubic": _cubic}


def _padded(place, size, padding_mode, align_corners):
    """Where on the axis places beyond its ends lead to, and the slope of that: 1, -1 after an odd number of turns, or 0."""
    if padding_mode == "zeros":
        return place, 1
    turn = place.dtype.type(1)
    if padding_mode == "reflection":
        place, turn = _reflected(place, size, align_corners)
    # torch counts the ends themselves as beyond, and takes NaN for the first place.
    on = np.fmin(np.fmax(place, 0), size - 1)
    return on, turn * ((on > 0) & (on < size - 1))


def _reflected(place, size, align_corners):
    """Places reflected at the ends: at the centres of the outermost elements, or at their edges."""
    low, span = (0, size - 1) if align_corners else (-0.5, size)
    if span == 0:
        return np.zeros_like(place), 0
    from_low = place - place.dtype.type(low)
    rest = np.fmod(np.abs(from_low), 2 * span)
    turned = rest > span
    place = np.where(turned, 2 * span - rest, rest) + place.dtype.type(low)
    return place, np.where(turned ^ (from_low < 0), -1, 1).astype(place.dtype)


def _product(factors):
    result, *others = factors
    for factor in others:
        result = result * factor
    return result


def _inside(taps):
    return np.logical_and.reduce([tap.inside for tap in taps])


def _index(taps, sizes):
    """Flat indices (N, 1, *out) in the planes of x."""
    index = 0
    for tap, size in zip(taps, sizes, strict=True):
        index = index * size + tap.index
    return index


def _seen(x, taps):
    """What x holds at the taps: (N, C, *out), 0 outside."""
    sizes = x.shape[2:]
    return np.where(_inside(taps), take_at(x, _index(taps, sizes), len(sizes)), 0)


def affine_base(sizes, align_corners, dtype):
    """The places of an image's own elements, each followed by a 1: (*sizes, axes + 1), the last axis of the image first.

    affine_grid(theta (N, axes, axes + 1)) is this times theta transposed.
    """
    out = np.ones((*sizes, len(sizes) + 1), dtype)
    for axis, size in enumerate(sizes):
        places = np.linspace(-1, 1, size, dtype=dtype) if size > 1 else np.zeros(size, dtype)
        if not align_corners:
            places = places * (size - 1) / max(size, 1)
        out[..., len(sizes) - 1 - axis] = places.reshape(-1, *[1] * (len(sizes) - axis - 1))
    return out
