"""The same inputs, laid out differently in memory."""

from __future__ import annotations

import numpy as np


def contiguous(arrays):
    """As they are."""
    return {name: array.copy(order="C") for name, array in arrays.items()}


def strided(arrays):
    """Dimensions reversed in memory, every second element used; between them is NaN, or the largest int."""
    return {name: _spread(array) for name, array in arrays.items()}


def empty(arrays):
    """A batch of no rows: the first dimension of each input that has the size of the first input's."""
    sizes = [array.shape[0] for array in arrays.values() if array.ndim]
    batch = sizes[0] if sizes else None
    return {name: array[:0] if array.shape[:1] == (batch,) else array for name, array in arrays.items()}


LAYOUTS = {"contiguous": contiguous, "strided": strided, "empty": empty}


def _spread(array):
    kind = array.dtype.kind
    between = np.nan if kind in "fc" else True if kind == "b" else np.iinfo(array.dtype).max
    room = np.full([2 * size for size in array.shape[::-1]], between, dtype=array.dtype)
    view = room[(..., *(slice(None, None, 2) for _ in array.shape))].T
    view[...] = array
    return view
