"""Sampling of images and volumes at the places that a grid names.

    grid_sample(x, grid, ...)                out = Σ_taps weight(grid) x[index(grid)]
    grid_sample_input(g, grid, sizes, ...)   its adjoint in x
    grid_sample_grid(g, x, grid, ...)        its derivative in the grid, for the gradient g of out

x (N, C, *L) with two or three axes L, grid (N, *out, axes) with places from -1 to 1, that along the last axis of x first.
mode: "linear", "nearest", or "cubic" for two axes; padding_mode: "zeros", "border" or "reflection".
orders: for each axis of x how many times the weights are differentiated along it; so derivatives in the grid are of a kind.
"""

from __future__ import annotations

from itertools import product

import numpy as np

from . import cubic
from .planes import put_at, take_at


def grid_sample(x, grid, mode, padding_mode, align_corners, orders):
    """The values of x at the places of the grid, or a derivative of them along the axes: (N, C, *out).

    Derivatives: in x grid_sample_input(g, grid, L, ...); in a place along an axis the sum over C of g times the same with
    that axis' order one higher.
    """
    out = np.zeros((*x.shape[:2], *grid.shape[1:-1]), x.dtype)
    for taps in _taps(grid, x.shape[2:], mode, padding_mode, align_corners, max(orders)):
        weight = _weight(taps, orders)
        if weight is not None:
            out += _seen(x, taps) * weight
    return out


def grid_sample_input(g, grid, sizes, mode, padding_mode, align_corners, orders):
    """The adjoint in x: (N, C, *out) -> (N, C, *sizes).

    Derivatives: in g grid_sample(d, grid, ...), in the grid those of grid_sample for the input d and the gradient g.
    """
    out = np.zeros((*g.shape[:2], *sizes), g.dtype)
    for taps in _taps(grid, sizes, mode, padding_mode, align_corners, max(orders)):
        weight = _weight(taps, orders)
        if weight is not None:
            out += put_at(np.where(_inside(taps), g * weight, 0), _index(taps, sizes), sizes)
    return out


def grid_sample_grid(g, x, grid, mode, padding_mode, align_corners):
    """The derivative of grid_sample of order 0 in the grid: (N, *out, axes)."""
    out, axes = np.zeros(grid.shape, grid.dtype), range(x.ndim - 2)
    for taps in _taps(grid, x.shape[2:], mode, padding_mode, align_corners, 1):
        worth = (g * _seen(x, taps)).sum(1, keepdims=True)
        for axis in axes:
            slope = _weight(taps, [int(other == axis) for other in axes])
            if slope is not None:
                out[..., len(axes) - 1 - axis] += (worth * slope)[:, 0]
    return out


class _Tap:
    """One neighbour along one axis for each place (N, 1, *out): its index, 0 where outside, its weight and that's derivatives.

    Derivatives of a higher order than there are in `weights` are 0.
    """

    __slots__ = ("index", "inside", "weights")

    def __init__(self, place, size, *weights):
        self.inside = (place >= 0) & (place < size)
        self.index = np.where(self.inside, place, 0).astype(np.int64)
        self.weights = weights


def _taps(grid, sizes, mode, padding_mode, align_corners, order):
    """Every combination of one tap for each axis, with derivatives up to the order."""
    axes = []
    for axis, size in enumerate(sizes):
        place, slope = _unnormalized(grid[:, None, ..., len(sizes) - 1 - axis], size, align_corners)
        axes.append(_MODES[mode](place, slope, size, padding_mode, align_corners, order))
    return product(*axes)


def _unnormalized(place, size, align_corners):
    """Places in [-1, 1] as places on the axis, and the slope of that."""
    number = place.dtype.type
    scale = number(size - 1 if align_corners else size) / number(2)
    return (place + number(1)) * scale - number(0 if align_corners else 0.5), scale


def _nearest(place, slope, size, padding_mode, align_corners, order):
    place, _ = _padded(place, size, padding_mode, align_corners)
    return [_Tap(np.rint(place), size, np.ones_like(place))]


def _linear(place, slope, size, padding_mode, align_corners, order):
    place, turn = _padded(place, size, padding_mode, align_corners)
    slope = slope * turn
    below = np.floor(place)
    part = place - below
    return [_Tap(below, size, 1 - part, -slope), _Tap(below + 1, size, part, slope)]


def _cubic(place, slope, size, padding_mode, align_corners, order):
    below = np.floor(place)
    rows = [[w * slope**k for w in cubic.WEIGHTS[k](place - below)] for k in range(min(order + 1, len(cubic.WEIGHTS)))]
    return [
        _Tap(_padded(below + step, size, padding_mode, align_corners)[0], size, *weights)
        for step, *weights in zip(range(-1, 3), *rows, strict=True)
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


def _weight(taps, orders):
    """The product of the taps' weights, each differentiated so many times; None where it is 0 everywhere."""
    result = None
    for tap, order in zip(taps, orders, strict=True):
        if order >= len(tap.weights):
            return None
        result = tap.weights[order] if result is None else result * tap.weights[order]
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
