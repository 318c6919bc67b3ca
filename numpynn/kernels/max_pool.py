"""Max pooling over the last axes of an array, of any rank.

Indices are flat in the plane (or line, or volume) of the last axes, as torch's are. The output is x taken at them: so the
derivatives are made of the pair `take_at` and `put_at` (`planes.py`), each the other's adjoint.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from . import threads
from .windows import adaptive_windows, fractional_windows, regular_windows

# Elements of x that are pooled at a time, so that what is compared stays in the cache: twice as fast on large arrays.
BLOCK = 1 << 17


def max_pool(x, kernel, stride, padding, dilation, ceil_mode):
    """The maximum of each window and its index: (*, *L) -> two arrays (*, *out). Of equals the first, of NaNs the last.

    Derivative in x: put_at(g, indices, L).
    """
    return _pool(x, _regular(x, kernel, stride, padding, dilation, ceil_mode))


def max_pool_values(x, kernel, stride, padding, dilation, ceil_mode):
    """The maxima of max_pool alone: where no gradient is wanted the indices would take most of the time."""
    windows = _regular(x, kernel, stride, padding, dilation, ceil_mode)
    first = x.ndim - len(kernel)
    for axis, along in enumerate(windows, first):
        x = _largest_along(axis, along, x)
    return x


def _regular(x, *options):
    *options, ceil_mode = options
    sizes = x.shape[x.ndim - len(options[0]) :]
    return [regular_windows(*axis, ceil_mode) for axis in zip(sizes, *options, strict=True)]


def _largest_along(axis, windows, x):
    best = np.full((*x.shape[:axis], windows.count, *x.shape[axis + 1 :]), _lowest(x.dtype), x.dtype)
    for inside, source in windows.taps:
        most = best[_at(axis, inside)]
        np.maximum(most, x[_at(axis, source)], out=most)
    return best


def _lowest(dtype):
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min


def adaptive_max_pool(x, size):
    """max_pool to an output of any size, by windows that cover x evenly. Derivative in x: put_at(g, indices, L)."""
    return _pool(x, [adaptive_windows(*axis) for axis in zip(x.shape[x.ndim - len(size) :], size, strict=True)])


def fractional_max_pool(x, kernel, size, samples):
    """max_pool by windows at pseudo-random places: x (*, *L), samples (*, axes) in [0, 1), in the order of the axes.

    Derivative in x: put_at(g, indices, L). Source: B. Graham, Fractional Max-Pooling, arXiv:1412.6071.
    """
    rank = len(kernel)
    samples = samples.reshape(math.prod(samples.shape[:-1]), rank)
    axes = zip(x.shape[x.ndim - rank :], kernel, size, samples.T, strict=True)
    return _pool(x, [fractional_windows(*axis) for axis in axes], whole=True)


def _pool(x, windows, whole=False):
    """The maxima and their indices; `windows` has one entry for each of the last axes."""
    lead, sizes = x.shape[: x.ndim - len(windows)], x.shape[x.ndim - len(windows) :]
    counts = [w.count for w in windows]
    planes = x.reshape(math.prod(lead), *sizes)
    best = np.empty((len(planes), *counts), x.dtype)
    indices = np.empty(best.shape, np.int64)
    step = max(1, len(planes) if whole else BLOCK // max(1, math.prod(sizes)))

    def fill(start):
        some = slice(start, start + step)
        best[some], codes = _compare(planes[some], windows)
        _find(codes, windows, sizes, indices[some])

    threads.each(fill, range(0, len(planes), step))
    return best.reshape(*lead, *counts), indices.reshape(*lead, *counts)


def _compare(x, windows):
    """The maxima, and the code of the tap that saw each: taps counted in row-major order, as a small unsigned integer.

    One axis after the other, the last first: for 3x3 windows that is 6 comparisons instead of 9.
    """
    best, codes, weight = x, None, 1
    smallest = np.min_scalar_type(math.prod(len(w.taps) for w in windows))
    for axis in range(len(windows), 0, -1):
        best, codes = _compare_along(axis, windows[axis - 1], best, codes, smallest.type(weight))
        weight *= len(windows[axis - 1].taps)
    if x.dtype.kind == "f":
        _prefer_nan(x, best, windows, codes)
    return best, codes


def _compare_along(axis, windows, x, codes, weight):
    shape = (*x.shape[:axis], windows.count, *x.shape[axis + 1 :])
    best, found = np.empty(shape, x.dtype), np.empty(shape, weight.dtype)
    if windows.dilation > 1:
        # Only with dilation can a window step over the whole axis.
        best.fill(_lowest(x.dtype))
        found.fill(0)
    for t in range(_first_full(windows.taps), -1, -1):
        inside, source = _at(axis, windows.taps[t][0]), windows.taps[t][1]
        best[inside] = _seen(x, source, axis)
        found[inside] = weight * t if codes is None else _seen(codes, source, axis) + weight * t
    for t in range(1, len(windows.taps)):
        inside, source = _at(axis, windows.taps[t][0]), windows.taps[t][1]
        seen, most, code = _seen(x, source, axis), best[inside], found[inside]
        better = np.greater(seen, most).view(np.uint8)
        np.maximum(most, seen, out=most)
        # code = the tap's own where better, by arithmetic modulo 2^bits: six times as fast as a masked copy.
        change = weight * t - code if codes is None else _seen(codes, source, axis) + weight * t - code
        change *= better
        code += change
    return best, found


def _first_full(taps):
    """The first tap through which window 0 sees something: written from there back, each window begins with its first."""
    return next((t for t, (inside, _) in enumerate(taps) if inside.start == 0), len(taps) - 1)


def _at(axis, places):
    return (slice(None),) * axis + (places,)


def _seen(x, source, axis):
    """x at places of one axis: a slice, an array, or an array for each plane. A copy, because strided comparison is slow."""
    if isinstance(source, slice):
        return x[_at(axis, source)].copy()
    if source.ndim == 1:
        return x.take(source, axis)
    return np.take_along_axis(x, source.reshape(len(source), *[1] * (axis - 1), -1, *[1] * (x.ndim - axis - 1)), axis)


def _prefer_nan(x, best, windows, codes):
    """Gives the windows that saw NaN the code of the last one."""
    nan = np.isnan(best)
    if not nan.any():
        return
    nan = np.nonzero(nan)
    plane, *window = nan
    for code, taps in enumerate(product(*[range(len(w.taps)) for w in windows])):
        places = [_of(w.starts, plane, o) + t * w.dilation for w, o, t in zip(windows, window, taps, strict=True)]
        stops = [_of(w.stops, plane, o) for w, o in zip(windows, window, strict=True)]
        on = np.all([(p >= 0) & (p < stop) for p, stop in zip(places, stops, strict=True)], axis=0)
        seen = np.isnan(x[(plane[on], *[p[on] for p in places])])
        codes[tuple([n[on][seen] for n in nan])] = code


def _of(bounds, plane, window):
    return bounds[window] if bounds.ndim == 1 else bounds[plane, window]


def _find(codes, windows, sizes, out):
    """Writes the flat index of each window's tap `codes` to `out`."""
    offsets, starts = np.zeros(1, np.int64), np.zeros((1,) * codes.ndim, np.int64)
    for axis, w in enumerate(windows, 1):
        step = math.prod(sizes[axis:])
        offsets = np.add.outer(offsets, np.arange(len(w.taps)) * (w.dilation * step)).ravel()
        starts = starts + w.starts.reshape(-1, *[1] * (axis - 1), w.count, *[1] * (len(windows) - axis)) * step
    offsets.take(codes, out=out, mode="clip")
    out += starts
