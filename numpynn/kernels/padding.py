"""Padding of the last axes of an array: `padding` holds (below, above) for each of them, in the order of the axes.

A negative number crops. So pad is its own kind of adjoint: that of pad(x, padding, value) is pad(g, negated, 0). pad_by_index
and pad_by_index_input are each other's adjoint.
"""

from __future__ import annotations

import functools

import numpy as np

from .axis_maps import AxisMap, apply_maps


def pad(x, padding, value):
    """x with `value` around it. Derivative in x: pad(g, negated(padding), 0)."""
    first = x.ndim - len(padding)
    sizes = [n + below + above for n, (below, above) in zip(x.shape[first:], padding, strict=True)]
    inside = tuple([slice(max(below, 0), n - max(above, 0)) for n, (below, above) in zip(sizes, padding, strict=True)])
    kept = tuple([
        slice(max(-below, 0), n - max(-above, 0)) for n, (below, above) in zip(x.shape[first:], padding, strict=True)
    ])  # fmt: skip
    out = np.full((*x.shape[:first], *sizes), value, x.dtype)
    out[(..., *inside)] = x[(..., *kept)]
    return out


def negated(padding):
    """The padding that undoes another."""
    return tuple([(-below, -above) for below, above in padding])


def pad_by_index(x, padding, mode):
    """x with itself around it: mode "reflect", "replicate" or "circular". Derivative in x: pad_by_index_input(g, padding, mode)."""
    sizes = x.shape[x.ndim - len(padding) :]
    return apply_maps(x, [_map(*axis, mode)[0] for axis in zip(sizes, padding, strict=True)])


def pad_by_index_input(g, padding, mode):
    """The adjoint: g added up at the places that its elements come from. Derivative in g: pad_by_index(d, padding, mode)."""
    sizes = g.shape[g.ndim - len(padding) :]
    axes = zip(sizes, padding, strict=True)
    return apply_maps(g, [_map(n - below - above, (below, above), mode)[1] for n, (below, above) in axes])


@functools.lru_cache(maxsize=256)
def _map(size, padding, mode):
    """The map of one axis and its adjoint."""
    below, above = padding
    source = _SOURCES[mode](np.arange(-below, size + above), size, below, above)
    there = AxisMap(np.arange(len(source)), source, None, (size, len(source)))
    return there, there.transposed()


def _reflect(place, size, below, above):
    place = place % max(2 * (size - 1), 1)
    return np.minimum(place, 2 * (size - 1) - place)


def _replicate(place, size, below, above):
    return np.clip(place, 0, size - 1)


def _circular(place, size, below, above):
    """What is cropped at one end does not come in again at the other."""
    first, last = max(-below, 0), size - max(-above, 0)
    return first + (place - first) % max(last - first, 1)


_SOURCES = {"reflect": _reflect, "replicate": _replicate, "circular": _circular}
