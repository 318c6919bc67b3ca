"""Resizing the last axes of an array: every mode is a linear map of each axis in turn.

interpolate and interpolate_input are each other's adjoint, so each is the other's derivative.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from . import cubic
from .axis_maps import AxisMap, apply_maps


def interpolate(x, size, mode, align_corners, scales, antialias):
    """x (*, *L) resized to (*, *size). Derivative in x: interpolate_input(g, L, ...) with the same options.

    mode: "nearest", "nearest-exact", "linear", "cubic", or with antialias "lanczos"
    scales: for each axis out / in where it is prescribed, or None where the sizes tell it; None for all None

    torch 2.13 with antialias fills every row of an output one column wide with the first row; this gives each its own. Where
    a prescribed scale contradicts the sizes, torch's gradient is now and then that of another map; this one's is the adjoint.
    """
    maps = _maps(x.shape[x.ndim - len(size) :], size, mode, align_corners, scales, antialias, x.dtype)
    return apply_maps(x, [there for there, _ in maps])


def interpolate_input(g, sizes, mode, align_corners, scales, antialias):
    """The adjoint: g (*, *size) -> (*, *sizes). Derivative in g: interpolate(d, size, ...) with the same options."""
    maps = _maps(sizes, g.shape[g.ndim - len(sizes) :], mode, align_corners, scales, antialias, g.dtype)
    return apply_maps(g, [back for _, back in maps])


def _maps(sizes, out_sizes, mode, align_corners, scales, antialias, dtype):
    # Rounding decides which neighbour is nearest, so places are computed in the precision that torch computes them in.
    dtype = np.dtype(dtype if dtype in (np.float32, np.float64) else np.float32)
    if mode.startswith("nearest") and len(sizes) == 2 and sum(out_sizes) <= 128:
        # torch resizes small planes by a rule of its own, in float32, by 1 and by 2 without regard to the scale.
        dtype, mode = np.dtype(np.float32), mode + "-small"
    scales = scales or (None,) * len(sizes)
    axes = zip(sizes, out_sizes, scales, strict=True)
    return [_map(n, m, mode, align_corners, scale, antialias, dtype) for n, m, scale in axes]


@functools.lru_cache(maxsize=256)
def _map(size, count, mode, align_corners, scale, antialias, dtype):
    """The map of one axis and its adjoint."""
    step = _step(size, count, align_corners, scale, dtype)
    if size == count and (antialias or mode in ("nearest-small", "linear")):
        source, weight = np.arange(size)[:, None], None
    elif antialias:
        source, weight = _antialiased(size, count, mode, step)
    else:
        source, weight = _MODES[mode](size, count, step, align_corners)
    dest = np.repeat(np.arange(count), source.shape[1])
    there = AxisMap(dest, source.ravel(), None if weight is None else weight.ravel(), (size, count))
    return there, there.transposed()


def _step(size, count, align_corners, scale, dtype):
    """How far apart in the input neighbours of the output stand."""
    if align_corners:
        return dtype.type(size - 1) / dtype.type(count - 1) if count > 1 else dtype.type(0)
    return dtype.type(1 / scale) if scale else dtype.type(size) / dtype.type(count)


def _places(count, step, align_corners):
    """Where in the input each of the output stands: o step with aligned corners, else (o + 1/2) step - 1/2."""
    o = np.arange(count, dtype=np.float64)
    # Rounded once, as the fused multiply-add does.
    places = o * step if align_corners else (o + 0.5) * np.float64(step) - 0.5
    return places.astype(step.dtype)


def _nearest(size, count, step, align_corners):
    return _below(_places(count, step, True).astype(np.float32), size)[:, None], None


def _nearest_small(size, count, step, align_corners):
    return (np.arange(count)[:, None] // 2, None) if count == 2 * size else _nearest(size, count, step, align_corners)


def _nearest_exact(size, count, step, align_corners):
    places = np.maximum(_places(count, step, False), 0) + step.dtype.type(0.5)
    return _below(places.astype(np.float32), size)[:, None], None


def _nearest_exact_small(size, count, step, align_corners):
    return _below((np.arange(count, dtype=np.float32) + np.float32(0.5)) * step, size)[:, None], None


def _linear(size, count, step, align_corners):
    below, part = _between(size, np.maximum(_places(count, step, align_corners), 0))
    return np.stack([below, np.minimum(below + 1, size - 1)], 1), np.stack([1 - part, part], 1)


def _cubic(size, count, step, align_corners):
    below, part = _between(size, _places(count, step, align_corners))
    weights = np.stack(cubic.weights(part.astype(np.float64)), 1)  # In float32 those near zero would cancel.
    return np.clip(below[:, None] + np.arange(-1, 3), 0, size - 1), weights.astype(part.dtype)


_MODES = {
    "nearest": _nearest,
    "nearest-small": _nearest_small,
    "nearest-exact": _nearest_exact,
    "nearest-exact-small": _nearest_exact_small,
    "linear": _linear,
    "cubic": _cubic,
}


def _below(places, size):
    return np.minimum(np.floor(places).astype(np.int64), size - 1)


def _between(size, places):
    """The input below each place, and what part of the way to the next one lies beyond it."""
    below = _below(places, size)
    return below, np.clip(places - below.astype(places.dtype), 0, 1)


def _antialiased(size, count, mode, step):
    """Sources and weights of a filter that is stretched by the step where that is above 1, so that it sees every input."""
    number = step.dtype.type
    stretch = max(step, number(1))
    reach, weight_at = _FILTERS[mode]
    support = number(reach) * stretch
    center = step * (np.arange(count, dtype=step.dtype) + number(0.5))
    first = np.maximum((center - support + number(0.5)).astype(np.int64), 0)
    last = np.minimum((center + support + number(0.5)).astype(np.int64), size)
    widest = 2 * math.ceil(support) + 1
    source = first[:, None] + np.arange(widest)
    distance = np.abs(source.astype(step.dtype) - center[:, None] + number(0.5)) * (number(1) / stretch)
    weight = np.where(source < last[:, None], weight_at(distance.astype(np.float64)), 0)
    return np.minimum(source, size - 1), (weight / weight.sum(1, keepdims=True)).astype(step.dtype)


def _triangle(x):
    return np.maximum(1 - x, 0)


def _lanczos(x):
    """C. Lanczos, Applied Analysis, 1956: a sinc, windowed by one three times as wide."""
    return np.where(x < 3, np.sinc(x) * np.sinc(x / 3), 0)


_FILTERS = {"linear": (1, _triangle), "cubic": (2, cubic.filtered), "lanczos": (3, _lanczos)}
