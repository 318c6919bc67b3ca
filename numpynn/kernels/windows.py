"""Where windows fall on an axis: how many there are, and which places one tap of every window sees.

Window o starts at o * stride - padding, and its tap t stands t * dilation further on.
"""

from __future__ import annotations

import functools

import numpy as np


def window_count(size, kernel, stride, padding, dilation, ceil_mode=False):
    """How many windows fit on an axis that is padded on both sides.

    (size + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down; rounded up with ceil_mode, where a last window
    that would start in the padding above does not count.
    """
    free = size + 2 * padding - dilation * (kernel - 1) - 1
    if not ceil_mode:
        return free // stride + 1
    count = -(-free // stride) + 1
    return count - 1 if (count - 1) * stride >= size + padding else count


@functools.lru_cache(maxsize=1024)
def reach(start, stride, size, count):
    """Which of the `count` places start, start + stride, ... lie on an axis of `size`: a slice of them, a slice of the axis."""
    first = max(0, -(start // stride))
    last = max(first, min(count, (size - 1 - start) // stride + 1))
    begin = start + first * stride
    return slice(first, last), slice(begin, max(begin, begin + (last - first - 1) * stride + 1), stride)


class Windows:
    """The windows of a pooling along one axis.

    starts: where each window starts, before the axis does if that is padded; (windows,), or (planes, windows)
    stops: where the window or the axis ends, likewise
    first: which tap of each window is the first on the axis, likewise
    late: (window, tap) for each window whose first tap on the axis is not tap 0
    blind: the windows that see nothing, for with dilation one can step over the whole axis
    places: for each tap, the place that each window sees through it; outside the axis, the nearest place of the window
    spans: for each tap, the slice of the windows that see something through it, and the slice that they see; or None
    whole: whether all windows see something through all taps, which have spans
    stride: by how much windows are apart if that many places of the axis fall to each, or None
    """

    __slots__ = ("blind", "count", "dilation", "first", "late", "places", "spans", "starts", "stops", "stride", "whole")

    def __init__(self, starts, stops, dilation, taps, spans=None, stride=None):
        self.count, self.starts, self.stops, self.dilation = starts.shape[-1], starts, stops, dilation
        self.first = first = -(np.minimum(starts, 0) // dilation)
        last = (stops - 1 - starts) // dilation
        self.late = [(o, int(first[o])) for o in np.flatnonzero(first).tolist()]
        self.blind = np.flatnonzero(first > last).tolist()
        self.places = [starts + dilation * np.clip(t, first, last) for t in range(taps)]
        self.spans, self.stride = spans, stride
        self.whole = spans is not None and all([inside == slice(0, self.count) for inside, _ in spans])


@functools.lru_cache(maxsize=256)
def regular_windows(size, kernel, stride, padding, dilation, ceil_mode):
    """Windows of one size, evenly spaced."""
    count = window_count(size, kernel, stride, padding, dilation, ceil_mode)
    spans = [reach(t * dilation - padding, stride, size, count) for t in range(kernel)]
    starts = np.arange(count) * stride - padding
    stops = np.minimum(starts + dilation * (kernel - 1) + 1, size)
    return Windows(starts, stops, dilation, kernel, spans, stride if size == count * stride else None)


def adaptive_windows(size, count):
    """Windows that cover the axis: from o * size / count, rounded down, to (o + 1) * size / count, rounded up."""
    if count and size and size % count == 0:
        return regular_windows(size, size // count, size // count, 0, 1, False)
    edges = np.arange(count + 1) * size
    return _irregular(edges[:-1] // max(count, 1), -(-edges[1:] // max(count, 1)))


def fractional_windows(size, kernel, count, samples):
    """For each sample u, `count` windows that start at trunc((o + u) a) - trunc(u a), a = (size - kernel) / (count - 1).

    The last one ends with the axis.
    """
    spread = samples.dtype.type(size - kernel) / samples.dtype.type(max(count - 1, 1))
    steps = samples[:, None] + np.arange(count, dtype=samples.dtype)
    starts = (steps * spread).astype(np.int64) - (samples[:, None] * spread).astype(np.int64)
    starts[:, -1:] = size - kernel
    return _irregular(starts, starts + kernel)


def _irregular(starts, stops):
    """Windows from starts to stops; through the taps that a shorter window lacks it sees its last place again."""
    return Windows(starts, stops, 1, int((stops - starts).max(initial=1)))
