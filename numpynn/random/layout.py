"""In which order torch writes random numbers into memory: along its strides, not along its dimensions."""

from __future__ import annotations

import numpy as np


def write(out: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Write `values` into `out` one after the other, as torch's kernels step through its memory."""
    if out.flags.c_contiguous:
        out[...] = values.reshape(out.shape)
    else:
        rows = out.transpose(memory_order(out))
        rows[...] = values.reshape(rows.shape)
    return out


def read(x: np.ndarray, like: np.ndarray) -> np.ndarray:
    """The elements of x, broadcast to `like`, in the order in which `write` fills `like`."""
    x = np.broadcast_to(x, like.shape)
    return (x if like.flags.c_contiguous else x.transpose(memory_order(like))).ravel()


def dense_like(x: np.ndarray, dtype=None) -> np.ndarray:
    """An uninitialised array with the shape of x and its dimensions in the same order of memory, without gaps."""
    dtype = x.dtype if dtype is None else dtype
    if x.flags.c_contiguous and 1 not in x.shape:
        return np.empty(x.shape, dtype)
    order = memory_order(x)
    return np.empty([x.shape[dim] for dim in order], dtype).transpose(np.argsort(order))


def memory_order(x: np.ndarray) -> list[int]:
    """The dimensions of x from the largest stride to the smallest; a broadcast one stays where it stands.

    An insertion sort from the last dimension, because with strides of 0 the comparison is no order.
    """
    order = list(range(x.ndim))[::-1]
    for start in range(1, x.ndim):
        moving = start
        for other in range(start - 1, -1, -1):
            compared = _compare(x, order[other], order[moving])
            if compared < 0:
                break
            if compared > 0:
                order[other], order[moving] = order[moving], order[other]
                moving = other
    return order[::-1]


def _compare(x, first, second):
    """1 where `first` must stand outside `second`, -1 where inside, 0 where nothing decides."""
    a, b = abs(x.strides[first]), abs(x.strides[second])
    if a == 0 or b == 0:
        return 0
    if a == b:
        return int(x.shape[first] > x.shape[second])
    return 1 if a > b else -1
