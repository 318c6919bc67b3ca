"""Sparse linear maps along one axis: out[dest] += weight * x[source]. What pads by index, resizes or averages is made of them.

A map of each of the last axes in turn is a separable linear map of a line, plane or volume; its adjoint is made of the
transposed maps.
"""

from __future__ import annotations

import numpy as np


class AxisMap:
    """A map from an axis of size `sizes[0]` to one of size `sizes[1]`, given by equally long dest, source and weight.

    Without weights they are 1. The entries are kept in rounds that write no place twice, so that a round is one indexed
    addition. `turn` says which round each is in, and then no round may read a place twice either; by default they are
    counted for each place written. `copied` has the source of each place where all are written just once, in several rounds.
    """

    __slots__ = ("copied", "covers", "entries", "rounds", "sizes")

    def __init__(self, dest, source, weight, sizes, turn=None):
        self.entries, self.sizes = (dest, source, weight, turn), sizes
        if turn is None:
            order = np.argsort(dest, kind="stable")
            dest, source, weight = dest[order], source[order], weight if weight is None else weight[order]
            turn = np.arange(len(dest)) - np.searchsorted(dest, dest)
        picks = [turn == r for r in range(int(turn.max(initial=-1)) + 1)]
        self.rounds = [
            (_as_slice(dest[pick]), _as_slice(source[pick]), weight if weight is None else weight[pick])
            for pick in picks
        ]
        self.covers = bool(picks) and int(picks[0].sum()) == sizes[1]
        once = weight is None and len(picks) > 1 and np.array_equal(np.sort(dest), np.arange(sizes[1]))
        self.copied = source[np.argsort(dest)] if once else None

    def transposed(self):
        """The adjoint map."""
        dest, source, weight, turn = self.entries
        return AxisMap(source, dest, weight, self.sizes[::-1], turn)

    def __call__(self, x, axis):
        """The map along one axis of x."""
        if self.copied is not None and axis < x.ndim - 1:
            # Whole rows, four times as fast as round after round.
            return x.take(self.copied, axis)
        before, after = (slice(None),) * axis, (1,) * (x.ndim - axis - 1)
        shape = (*x.shape[:axis], self.sizes[1], *x.shape[axis + 1 :])
        out = np.empty(shape, x.dtype) if self.covers else np.zeros(shape, x.dtype)
        for turn, (dest, source, weight) in enumerate(self.rounds):
            seen = x[(*before, source)] if isinstance(source, slice) else x.take(source, axis)
            if weight is not None:
                seen = seen * weight.reshape(-1, *after).astype(x.dtype, copy=False)
            if turn == 0:
                out[(*before, dest)] = seen
            else:
                out[(*before, dest)] += seen
        return out


def _as_slice(index):
    """Evenly spaced places as a slice, of which NumPy makes a view, others as they are."""
    if len(index) == 0:
        return slice(0, 0)
    step = int(index[1] - index[0]) if len(index) > 1 else 1
    if step < 1 or np.any(np.diff(index) != step):
        return index
    return slice(int(index[0]), int(index[-1]) + 1, step)


def apply_maps(x, maps):
    """One map along each of the last axes of x. The sums of float16 are made in float32."""
    if x.dtype == np.float16:
        return apply_maps(x.astype(np.float32), maps).astype(np.float16)
    first = x.ndim - len(maps)
    for axis in sorted(range(len(maps)), key=lambda axis: _turn(maps[axis], axis)):
        x = maps[axis](x, first + axis)
    return x


def _turn(along, axis):
    """What shrinks most comes first, so that the others have less to do; of what only copies, the last axis."""
    return along.sizes[1] / max(along.sizes[0], 1), axis if along.copied is None else -axis
