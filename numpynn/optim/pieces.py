"""How arrays of any size and layout reach an elementwise rule: as flat pieces that fit into the cache."""

from __future__ import annotations

import numpy as np

from ..graph import owner_of
from .arithmetic import BLOCK, InPlace

# Below this size arrays are laid side by side and updated together, for a call costs more than copying the elements.
SMALL = 2048


class Workshop:
    """Scratch memory that an optimizer keeps from step to step, and the walk over its arrays."""

    def __init__(self):
        self._arithmetic: dict = {}
        self._trays: dict = {}

    def update(self, rule, rows):
        """Call `rule(on, arrays)` on flat pieces until every row of `rows` is updated.

        A row holds a parameter, its gradient and its state: arrays of one shape, and all rows of one dtype. The rule
        writes into all but the gradient.
        """
        dtype = rows[0][0].dtype
        if dtype.kind == "c":
            rows = [list(map(as_real, row)) for row in rows]
            dtype = rows[0][0].dtype
        on = self._arithmetic.get(dtype)
        if on is None:
            on = self._arithmetic[dtype] = InPlace(dtype)
        small, total = [], 0
        for row in rows:
            size = row[0].size
            if size >= SMALL and all(array.flags.c_contiguous for array in row):
                _cut(on, rule, [array.reshape(-1) for array in row])
                continue
            if total + size > BLOCK and small:
                self._together(on, rule, small)
                small, total = [], 0
            small.append(row)
            total += size
        if small:
            self._together(on, rule, small)

    def _together(self, on, rule, rows):
        """Update several rows at once, in copies that lie side by side."""
        if len(rows) > 1 and _share_memory([row[0] for row in rows]):
            for row in rows:
                self._together(on, rule, [row])
            return
        tray = self._tray(on.dtype, rows)
        tray.load(rows)
        _cut(on, rule, tray.flats)
        tray.unload(rows)

    def _tray(self, dtype, rows):
        key = (dtype, len(rows[0]), tuple([row[0].shape for row in rows]))
        tray = self._trays.get(key)
        if tray is None:
            tray = _Tray(dtype, len(rows[0]), key[2])
            if tray.flats[0].size <= BLOCK:
                self._trays[key] = tray
        return tray


class _Tray:
    """Flat arrays in which the columns of some rows lie side by side."""

    def __init__(self, dtype, columns, shapes):
        total = sum(map(_size, shapes))
        self.flats = [np.empty(total, dtype) for _ in range(columns)]
        self._views = [list(_split(flat, shapes)) for flat in self.flats]

    def load(self, rows):
        for flat, column in zip(self.flats, zip(*rows, strict=True), strict=True):
            np.concatenate(column, axis=None, out=flat)

    def unload(self, rows):
        for i, column in enumerate(zip(*rows, strict=True)):
            if i != 1:  # all but the gradients
                for array, view in zip(column, self._views[i], strict=True):
                    np.copyto(array, view)


def _cut(on, rule, flats):
    """Call the rule on one BLOCK of the flat arrays after the other."""
    size = flats[0].size
    if size <= BLOCK:
        rule(on, flats)
        return
    for start in range(0, size, BLOCK):
        rule(on, [flat[start : start + BLOCK] for flat in flats])


def _split(flat, shapes):
    start = 0
    for shape in shapes:
        stop = start + _size(shape)
        yield flat[start:stop].reshape(shape)
        start = stop


def _size(shape) -> int:
    return int(np.prod(shape, dtype=np.intp))


def _share_memory(arrays) -> bool:
    return len({id(array if array.base is None else owner_of(array)) for array in arrays}) < len(arrays)


def as_real(array):
    """A complex array as a view with a last dimension for the real and imaginary parts; any other as it is."""
    return array[..., None].view(array.real.dtype) if array.dtype.kind == "c" else array
