"""Max pooling over the last axes of an array, of any rank.

Indices are flat in the plane (or line, or volume) of the last axes, as torch's are, and the output is x taken at them: so
derivatives are made of the pair `take_at` and `put_at` (`planes.py`). How far an index is from where its window starts is a
small number, its code: an eighth of the memory, and all that the derivative needs to keep.
"""

from __future__ import annotations

import functools
import math
from itertools import product

import numpy as np

from . import threads
from .windows import adaptive_windows, fractional_windows, reach, regular_windows

# Elements of x that are compared at a time: some thirty calls, which are short for half as many, so that two threads waited for
# the interpreter's lock and took longer than one; 13.8 ms for (64, 64, 56, 56) in blocks of 2^19, 20.8 in blocks of 2^18.
BLOCK = 1 << 19
# Elements of x whose gradients are added up at a time, by indices of eight bytes. Never shared: np.add.at keeps the lock.
SCATTERED = 1 << 17
# With fewer elements than this, copies cost more than they save.
SMALL = 1 << 15


def max_pool(x, kernel, stride, padding, dilation, ceil_mode):
    """The maximum of each window and its index: (*, *L) -> two arrays (*, *out). Of equals the first, of NaNs the last.

    Derivative in x: put_at(g, indices, L).
    """
    return _with_indices(x, _regular(x.shape, kernel, stride, padding, dilation, ceil_mode))


def max_pool_coded(x, kernel, stride, padding, dilation, ceil_mode):
    """The maximum of each window and the code of its index.

    Derivative in x: max_pool_input(g, codes, L, ...) with the same options.
    """
    return _pool(x, _regular(x.shape, kernel, stride, padding, dilation, ceil_mode))


def max_pool_input(g, codes, sizes, kernel, stride, padding, dilation, ceil_mode):
    """g added up at the indices of the codes, in zeros: two arrays (*, *out) -> (*, *sizes).

    Derivative in g: take_at(d, max_pool_indices(codes, sizes, ...), len(sizes)) with the same options.
    """
    windows, starts = _geometry(sizes, kernel, stride, padding, dilation, ceil_mode)
    size = math.prod(sizes)
    out = np.zeros((*g.shape[: -len(sizes)], *sizes), g.dtype)
    codes, grads, planes = _planes(codes, windows), _planes(g, windows), _planes(out, windows)
    blocks, blind = _blocks(planes, SCATTERED), any([w.blind for w in windows])
    starts = starts + np.arange(0, blocks.step * size, size or 1).reshape(-1, *[1] * len(sizes))
    for start in blocks:
        some = slice(start, start + blocks.step)
        there = planes[some].reshape(-1)
        indices = codes[some].astype(np.int64)
        indices += starts[: len(indices)]
        if blind:
            np.minimum(indices, there.size - 1, out=indices)
        np.add.at(there, indices.reshape(-1), grads[some].reshape(-1))
    return out


def max_pool_indices(codes, sizes, kernel, stride, padding, dilation, ceil_mode):
    """The indices that max_pool finds, from the codes."""
    windows, starts = _geometry(sizes, kernel, stride, padding, dilation, ceil_mode)
    return (_planes(codes, windows) + starts).reshape(codes.shape)


@functools.lru_cache(maxsize=32)
def _geometry(sizes, *options):
    windows = _regular(sizes, *options)
    return windows, _starts(windows, sizes)


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
    if windows.whole and len(windows.spans) > 1 and x.size < SMALL:
        return functools.reduce(np.maximum, [x[_at(axis, source)] for _, source in windows.spans])
    best = _seen(x, axis, windows, 0)
    for t in range(1, len(windows.places)):
        np.maximum(best, _seen(x, axis, windows, t), out=best)
    if windows.blind:
        best[_at(axis, windows.blind)] = _lowest(best.dtype)
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
    if not codes.size:
        return best, codes.astype(np.int64)
    starts = _starts(windows, x.shape[-len(windows) :])
    return best, (_planes(codes, windows) + starts).reshape(codes.shape)


def _pool(x, windows, whole=False):
    """The maxima and their codes; `windows` has one entry for each of the last axes."""
    shape = *x.shape[: -len(windows)], *[w.count for w in windows]
    steps = _steps(windows, x.shape)
    best, codes = np.empty(shape, x.dtype), np.empty(shape, steps[0].dtype)
    x, maxima, found = _planes(x, windows), _planes(best, windows), _planes(codes, windows)
    blocks = _blocks(x, x.size if whole else BLOCK)

    def fill(start):
        some = slice(start, start + blocks.step)
        maxima[some], found[some] = _compare(x[some], windows, steps)

    threads.each(fill, blocks)
    return best, codes


def _starts(windows, sizes):
    """The flat index of where each window starts, in the plane or before it: (1, *out), or (planes, *out)."""
    starts = np.zeros((1,) * (1 + len(sizes)), np.int64)
    for axis, w in enumerate(windows, 1):
        starts = starts + _along(axis, w.starts, starts.ndim) * math.prod(sizes[axis:])
    return starts


def _steps(windows, shape):
    """For each axis how far it is from one tap to the next, in the smallest unsigned integers that hold a window's codes."""
    steps = [w.dilation * math.prod(shape[axis:]) for axis, w in enumerate(windows, len(shape) - len(windows) + 1)]
    farthest = sum([max(1, len(w.places) - 1) * step for w, step in zip(windows, steps, strict=True)])
    return [np.min_scalar_type(farthest).type(step) for step in steps]


def _planes(x, windows):
    """(*, *L) -> (planes, *L)."""
    lead = x.ndim - len(windows)
    return x.reshape(math.prod(x.shape[:lead]), *x.shape[lead:])


def _blocks(planes, most):
    """Where blocks of planes start, of at most so many elements, or one plane."""
    return range(0, len(planes), max(1, min(len(planes), most // max(1, math.prod(planes.shape[1:])))))


def _compare(x, windows, steps):
    """The maxima and the codes of x (planes, *L).

    One axis after the other, the last first: for 3x3 windows that is 6 comparisons instead of 9.
    """
    best, codes = x, None
    for axis in range(len(windows), 0, -1):
        best, codes = _compare_along(axis, windows[axis - 1], best, codes, steps[axis - 1])
    if x.dtype.kind == "f":
        _prefer_nan(x, best, windows, steps, codes)
    for axis, along in enumerate(windows, 1):
        if along.blind:
            best[_at(axis, along.blind)] = _lowest(x.dtype)
            codes[_at(axis, along.blind)] = _first_codes(windows, steps)[_at(axis, along.blind)]
    return best, codes


def _first_codes(windows, steps):
    """The code of each window's first tap on the axes: (1, *out)."""
    first = [step * w.first.astype(step.dtype) for w, step in zip(windows, steps, strict=True)]
    return functools.reduce(np.add.outer, first)[None]


def _compare_along(axis, windows, x, codes, step):
    best = _seen(x, axis, windows, 0)
    found = np.zeros(best.shape, step.dtype) if codes is None else _seen(codes, axis, windows, 0)
    for o, t in windows.late:
        found[_at(axis, o)] += step * t
    for t in range(1, len(windows.places)):
        seen = _seen(x, axis, windows, t)
        better = np.greater(seen, best).view(np.uint8)
        np.maximum(best, seen, out=best)
        code = step * t if codes is None else _seen(codes, axis, windows, t) + step * t
        # What is seen later has the larger code: so the greater of two, six times as fast as a masked copy.
        np.maximum(found, better * code, out=found)
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
    if not windows.whole:
        inside, _ = windows.spans[t]
        for o in (*range(min(inside.start, windows.count)), *range(inside.stop, windows.count)):
            out[_at(axis, o)] = x[_at(axis, places[o])]
    return out


def _along(axis, places, ndim):
    """(windows,) or (planes, windows), as it stands in an array of planes."""
    return places.reshape(math.prod(places.shape[:-1]), *[1] * (axis - 1), places.shape[-1], *[1] * (ndim - axis - 1))


def _prefer_nan(x, best, windows, steps, codes):
    """Gives the windows that saw NaN the code of the last one."""
    nan = np.isnan(best)
    if not nan.any():
        return
    nan = np.nonzero(nan)
    plane, *window = nan
    for taps in product(*[range(len(w.places)) for w in windows]):
        places = [_of(w.starts, plane, o) + t * w.dilation for w, o, t in zip(windows, window, taps, strict=True)]
        stops = [_of(w.stops, plane, o) for w, o in zip(windows, window, strict=True)]
        on = np.all([(p >= 0) & (p < stop) for p, stop in zip(places, stops, strict=True)], axis=0)
        seen = np.isnan(x[(plane[on], *[p[on] for p in places])])
        codes[tuple([n[on][seen] for n in nan])] = sum([t * step for t, step in zip(taps, steps, strict=True)])


def _of(bounds, plane, window):
    return bounds[window] if bounds.ndim == 1 else bounds[plane, window]
