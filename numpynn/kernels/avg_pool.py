"""Average pooling over the last axes of an array, of any rank: sums along one axis after the other, then one division.

avg_pool and avg_pool_input are each other's adjoint, and so are adaptive_avg_pool and adaptive_avg_pool_input.
"""

from __future__ import annotations

import functools

import numpy as np

from .axis_maps import AxisMap, apply_maps
from .windows import adaptive_windows, regular_windows

FEW = 4  # Up to so many taps, one after the other in even steps are faster to write than all at once in any order.
LONG = 32  # Beyond so many taps, one window after the other is faster to sum.


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
    """The map that sums the windows of one axis, its adjoint, and how many places count in each window."""
    windows = regular_windows(size, kernel, stride, padding, 1, ceil_mode)
    outside = padding if include_pad else 0
    lengths = np.minimum(windows.starts + kernel, size + outside) - np.maximum(windows.starts, -outside)
    return *_sums(windows.starts, windows.stops, size), lengths


@functools.lru_cache(maxsize=256)
def _adaptive_axis(size, count):
    """The same for windows that cover the axis evenly."""
    windows = adaptive_windows(size, count)
    return *_sums(windows.starts, windows.stops, size), windows.stops - windows.starts


def _sums(starts, stops, size):
    spans = [range(max(start, 0), stop) for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]
    dest = np.repeat(np.arange(len(spans)), [len(span) for span in spans])
    source = np.array([place for span in spans for place in span], np.int64)
    tap = source - starts[dest]
    few = len(set(starts.tolist())) == len(starts) and tap.max(initial=0) < FEW
    there = AxisMap(dest, source, None, (size, len(spans)), tap if few else None)
    long = len(there.rounds) > max(LONG, len(spans))
    return _LongSums(spans, size) if long else there, there.transposed()


class _LongSums:
    """The sums of a few long windows along an axis."""

    __slots__ = ("sizes", "spans")
    copied = None

    def __init__(self, spans, size):
        self.spans, self.sizes = spans, (size, len(spans))

    def __call__(self, x, axis):
        before = (slice(None),) * axis
        parts = [x[(*before, slice(span.start, span.stop))].sum(axis, x.dtype, keepdims=True) for span in self.spans]
        return np.concatenate(parts, axis)
