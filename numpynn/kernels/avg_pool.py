"""Average pooling over the last axes of an array, of any rank: sums along one axis after the other, then one division.

avg_pool and avg_pool_input are each other's adjoint, and so are adaptive_avg_pool and adaptive_avg_pool_input.
"""

from __future__ import annotations

import functools

import numpy as np

from .axis_maps import AxisMap, apply_maps
from .windows import adaptive_windows, regular_windows


def avg_pool(x, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override):
    """The mean of each window: (*, *L) -> (*, *out). Derivative in x: avg_pool_input(g, L, ...) with the same options.

    The zeros of the padding count if count_include_pad; divisor_override, if not None, divides the sums instead.
    """
    axes = _regular(x.shape[x.ndim - len(kernel) :], kernel, stride, padding, ceil_mode, count_include_pad)
    return _mean(x, axes, divisor_override)


def avg_pool_input(g, sizes, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override):
    """The adjoint: (*, *out) -> (*, *sizes). Derivative in g: avg_pool(d, ...) with the same options."""
    return _spread(g, _regular(sizes, kernel, stride, padding, ceil_mode, count_include_pad), divisor_override)


def adaptive_avg_pool(x, size):
    """The means of windows that cover x evenly: (*, *L) -> (*, *size). Derivative in x: adaptive_avg_pool_input(g, L)."""
    return _mean(x, [_adaptive_axis(*axis) for axis in zip(x.shape[x.ndim - len(size) :], size, strict=True)])


def adaptive_avg_pool_input(g, sizes):
    """The adjoint: (*, *size) -> (*, *sizes). Derivative in g: adaptive_avg_pool(d, size)."""
    return _spread(g, [_adaptive_axis(*axis) for axis in zip(sizes, g.shape[g.ndim - len(sizes) :], strict=True)])


def _mean(x, axes, divisor=None):
    if x.dtype == np.float16:
        return _mean(x.astype(np.float32), axes, divisor).astype(np.float16)
    total = apply_maps(x, [there for there, _, _ in axes])
    divisor = _divisor(axes, divisor, x.dtype)
    if x.dtype.kind in "iu":
        return np.sign(total) * (np.abs(total) // divisor)
    total /= divisor
    return total


def _spread(g, axes, divisor=None):
    return apply_maps(g / _divisor(axes, divisor, g.dtype), [back for _, back, _ in axes])


def _divisor(axes, divisor, dtype):
    """How many elements count in each window: an array like the output's last axes."""
    if divisor is None:
        divisor = functools.reduce(np.multiply.outer, [lengths for _, _, lengths in axes])
    return np.asarray(divisor, dtype)


def _regular(sizes, kernel, stride, padding, ceil_mode, include_pad):
    axes = zip(sizes, kernel, stride, padding, strict=True)
    return [_regular_axis(*axis, ceil_mode, include_pad) for axis in axes]


@functools.lru_cache(maxsize=256)
def _regular_axis(size, kernel, stride, padding, ceil_mode, include_pad):
    """The map that sums the windows of one axis, its adjoint, and the windows' lengths."""
    windows = regular_windows(size, kernel, stride, padding, 1, ceil_mode)
    taps = [(np.r_[inside], np.r_[source]) for inside, source in windows.taps]
    turn = np.repeat(np.arange(len(taps)), [len(inside) for inside, _ in taps])
    there = AxisMap(*np.concatenate(taps, axis=1), None, (size, windows.count), turn)
    starts, stops = windows.starts, windows.starts + kernel
    outside = padding if include_pad else 0
    return there, there.transposed(), np.minimum(stops, size + outside) - np.maximum(starts, -outside)


@functools.lru_cache(maxsize=256)
def _adaptive_axis(size, count):
    """The same for windows that cover the axis evenly."""
    windows = adaptive_windows(size, count)
    lengths = windows.stops - windows.starts
    dest = np.repeat(np.arange(count), lengths)
    source = np.arange(len(dest)) + np.repeat(windows.starts + lengths - np.cumsum(lengths), lengths)
    there = AxisMap(dest, source, None, (size, count))
    return there, there.transposed(), lengths
