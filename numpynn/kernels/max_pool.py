"""Max pooling over the last axes of an array, of any rank.

Each window sees its places through taps. Which of its taps saw the maximum is a small number, its code: an eighth of the memory
of an index, and all that the derivative needs. Indices are flat in the plane (or line, or volume) of the last axes, as torch's
are, and the output is x taken at them, so that derivatives are made of the pair `take_at` and `put_at` (`planes.py`).
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from .windows import adaptive_windows, fractional_windows, reach, regular_windows

# Elements of x that are pooled at a time, so that what is compared stays in the cache: twice as fast on large arrays.
BLOCK = 1 << 17


def max_pool(x, kernel, stride, padding, dilation, ceil_mode):
    """The maximum of each window and its index: (*, *L) -> two arrays (*, *out). Of equals the first, of NaNs the last.

    Derivative in x: put_at(g, indices, L).
    """
    return _with_indices(x, _regular(x.shape, kernel, stride, padding, dilation, ceil_mode))


def max_pool_coded(x, kernel, stride, padding, dilation, ceil_mode):
    """The maximum of each window and the code of the tap that saw it.

    Derivative in x: max_pool_input(g, codes, L, ...) with the same options.
    """
    return _pool(x, _regular(x.shape, kernel, stride, padding, dilation, ceil_mode))


def max_pool_input(g, codes, sizes, kernel, stride, padding, dilation, ceil_mode):
    """g added up at the places that the codes stand for, in zeros: two arrays (*, *out) -> (*, *sizes).

    Derivative in g: take_at(d, max_pool_indices(codes, sizes, ...), len(sizes)) with the same options.
    """
    windows = _regular(sizes, kernel, stride, padding, dilation, ceil_mode)
    out = np.zeros((*g.shape[: -len(sizes)], *sizes), g.dtype)
    codes, grads, planes = _planes(codes, windows), _planes(g, windows), _planes(out, windows)
    for some in _blocks(planes):
        there = planes[some].reshape(-1)
        indices = _find(codes[some], windows, sizes, apart=math.prod(sizes))
        if any([len(w.blind()) for w in windows]):
            np.minimum(indices, there.size - 1, out=indices)
        np.add.at(there, indices.reshape(-1), grads[some].reshape(-1))
    return out


def max_pool_indices(codes, sizes, kernel, stride, padding, dilation, ceil_mode):
    """The indices that max_pool finds, from the codes."""
    return _indices(codes, _regular(sizes, kernel, stride, padding, dilation, ceil_mode), sizes)


def max_pool_values(x, kernel, stride, padding, dilation, ceil_mode):
    """The maxima of max_pool alone: where no gradient is wanted the indices would take most of the time."""
    windows = _regular(x.shape, kernel, stride, padding, dilation, ceil_mode)
    first = x.ndim - len(kernel)
    for axis, along in enumerate(windows, first):
        x = _largest_along(axis, along, x)
    return x


def _regular(shape, kernel, stride, padding, dilation, ceil_mode):
    axes = zip(shape[-len(kernel) :], kernel, stride, padding, dilation, strict=True)
    return [regular_windows(*axis, ceil_mode) for axis in axes]


def _largest_along(axis, windows, x):
    best = np.full((*x.shape[:axis], windows.count, *x.shape[axis + 1 :]), _lowest(x.dtype), x.dtype)
    for inside, source in windows.spans:
        most = best[_at(axis, inside)]
        np.maximum(most, x[_at(axis, source)], out=most)
    return best


def _lowest(dtype):
    return -np.inf if dtype.kind == "f" else np.iinfo(dtype).min


def adaptive_max_pool(x, size):
    """max_pool to an output of any size, by windows that cover x evenly. Derivative in x: put_at(g, indices, L)."""
    return _with_indices(x, [adaptive_windows(*axis) for axis in zip(x.shape[x.ndim - len(size) :], size, strict=True)])


def fractional_max_pool(x, kernel, size, samples):
    """max_pool by windows at pseudo-random places: x (*, *L), samples (*, axes) in [0, 1), in the order of the axes.

    Derivative in x: put_at(g, indices, L). Source: B. Graham, Fractional Max-Pooling, arXiv:1412.6071.
    """
    rank = len(kernel)
    samples = samples.reshape(math.prod(samples.shape[:-1]), rank)
    axes = zip(x.shape[x.ndim - rank :], kernel, size, samples.T, strict=True)
    return _with_indices(x, [fractional_windows(*axis) for axis in axes], whole=True)


def _with_indices(x, windows, whole=False):
    best, codes = _pool(x, windows, whole)
    return best, _indices(codes, windows, x.shape[-len(windows) :])


def _pool(x, windows, whole=False):
    """The maxima and their codes; `windows` has one entry for each of the last axes."""
    shape = *x.shape[: -len(windows)], *[w.count for w in windows]
    best, codes = np.empty(shape, x.dtype), np.empty(shape, _code_type(windows))
    x, maxima, found = _planes(x, windows), _planes(best, windows), _planes(codes, windows)
    for some in _blocks(x, whole):
        maxima[some], found[some] = _compare(x[some], windows)
    return best, codes


def _code_type(windows):
    return np.min_scalar_type(math.prod([len(w.places) for w in windows]))


def _planes(x, windows):
    """(*, *L) -> (planes, *L)."""
    lead = x.ndim - len(windows)
    return x.reshape(math.prod(x.shape[:lead]), *x.shape[lead:])


def _blocks(planes, whole=False):
    step = max(1, len(planes) if whole else BLOCK // max(1, math.prod(planes.shape[1:])))
    return [slice(start, start + step) for start in range(0, len(planes), step)]


def _compare(x, windows):
    """The maxima, and the code of the tap that saw each: taps counted in row-major order, as a small unsigned integer.

    One axis after the other, the last first: for 3x3 windows that is 6 comparisons instead of 9.
    """
    best, codes, weight, code_type = x, None, 1, _code_type(windows)
    for axis in range(len(windows), 0, -1):
        best, codes = _compare_along(axis, windows[axis - 1], best, codes, code_type.type(weight))
        weight *= len(windows[axis - 1].places)
    if x.dtype.kind == "f":
        _prefer_nan(x, best, windows, codes)
    return best, codes


def _compare_along(axis, windows, x, codes, weight):
    best = _seen(x, axis, windows, 0)
    found = np.zeros(best.shape, weight.dtype) if codes is None else _seen(codes, axis, windows, 0)
    for o in np.flatnonzero(windows.first):
        found[_at(axis, o)] += weight * windows.first[o].astype(weight.dtype)
    for t in range(1, len(windows.places)):
        seen = _seen(x, axis, windows, t)
        better = np.greater(seen, best).view(np.uint8)
        np.maximum(best, seen, out=best)
        # A later tap has the larger code: so the greater of two codes, six times as fast as a masked copy.
        code = weight * t if codes is None else _seen(codes, axis, windows, t) + weight * t
        np.maximum(found, better * code, out=found)
    for o in windows.blind():
        best[_at(axis, o)] = _lowest(x.dtype)
    return best, found


def _at(axis, places):
    return (slice(None),) * axis + (places,)


def _seen(x, axis, windows, t):
    """What all windows see through tap t. A copy, because strided comparison is slow."""
    places, after = windows.places[t], math.prod(x.shape[axis + 1 :])
    if places.ndim > 1:
        return np.take_along_axis(x, _along(axis, places, x.ndim), axis)
    if windows.stride is None or (1 < windows.stride and 1 < after):
        return x.take(places, axis, mode="clip")
    # One copy from end to end, which runs from row into row, and then the places at the ends of rows.
    out = np.empty((*x.shape[:axis], windows.count, *x.shape[axis + 1 :]), x.dtype)
    start = int(windows.starts[0]) + t * windows.dilation
    inside, source = reach(start * after, windows.stride, x.size, out.size)
    out.reshape(-1)[inside] = x.reshape(-1)[source]
    inside, _ = windows.spans[t]
    for o in (*range(min(inside.start, windows.count)), *range(inside.stop, windows.count)):
        out[_at(axis, o)] = x[_at(axis, places[o])]
    return out


def _along(axis, places, ndim):
    """(windows,) or (planes, windows), as it stands in an array of planes."""
    return places.reshape(math.prod(places.shape[:-1]), *[1] * (axis - 1), places.shape[-1], *[1] * (ndim - axis - 1))


def _prefer_nan(x, best, windows, codes):
    """Gives the windows that saw NaN the code of the last one."""
    nan = np.isnan(best)
    if not nan.any():
        return
    nan = np.nonzero(nan)
    plane, *window = nan
    for code, taps in enumerate(product(*[range(len(w.places)) for w in windows])):
        places = [_of(w.starts, plane, o) + t * w.dilation for w, o, t in zip(windows, window, taps, strict=True)]
        stops = [_of(w.stops, plane, o) for w, o in zip(windows, window, strict=True)]
        on = np.all([(p >= 0) & (p < stop) for p, stop in zip(places, stops, strict=True)], axis=0)
        seen = np.isnan(x[(plane[on], *[p[on] for p in places])])
        codes[tuple([n[on][seen] for n in nan])] = code


def _of(bounds, plane, window):
    return bounds[window] if bounds.ndim == 1 else bounds[plane, window]


def _indices(codes, windows, sizes):
    if not codes.size:
        return np.empty(codes.shape, np.int64)
    return _find(_planes(codes, windows), windows, sizes).reshape(codes.shape)


def _find(codes, windows, sizes, apart=0):
    """The flat index of each window's tap `codes`, counted on by `apart` from plane to plane."""
    offsets = np.zeros(1, np.int64)
    starts = apart * np.arange(len(codes) if apart else 1).reshape(-1, *[1] * len(windows))
    for axis, w in enumerate(windows, 1):
        step = math.prod(sizes[axis:])
        offsets = np.add.outer(offsets, np.arange(len(w.places)) * (w.dilation * step)).ravel()
        starts = starts + _along(axis, w.starts, codes.ndim) * step
    indices = offsets.take(codes, mode="clip")
    indices += starts
    return indices
