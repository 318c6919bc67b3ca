"""How arrays of any size and layout reach an elementwise rule: as flat pieces that fit into the cache."""

from __future__ import annotations

import math
from functools import partial
from operator import is_

import numpy as np

from ..graph import owner_of
from ..kernels import threads
from .arithmetic import PIECE, InPlace

# Arrays below the size of SMALL are laid side by side, up to TRAY elements, and updated together: calls for each array cost
# more than copies. Twelve arrays of 8 192 float32 numbers took Adam 320 us one by one and 226 side by side; of 16 384 448 and
# 414, but SGD 102 and 135.
SMALL = 1 << 14
TRAY = 1 << 18
# Pieces of so many elements are shared between threads; at shorter ones they would mostly wait for the interpreter's lock. On
# two threads Adam took 740 us over ten arrays of 32 768 and 1 010 over ten of 65 536, on one 610 and 1 240.
SHARED = 1 << 16


class Workshop:
    """Scratch memory that an optimizer keeps from step to step, and the walk over its arrays."""

    def __init__(self):
        self._idle: dict = {}
        self._trays: dict = {}
        # The tray of the parameters that begin with the array of this id.
        self._homes: dict = {}

    def update(self, rule, params, grads, states):
        """Call `rule(on, arrays)` on flat pieces until every array is updated; gives the arrays that were written.

        `params` and `grads` are arrays, `states` has a list of Tensors for each kind of state, in the same order; all
        of one parameter have one shape, and all of all one dtype. The rule writes into all but the gradients.
        """
        columns = [params, grads, *[[tensor.array for tensor in kind] for kind in states]]
        tray = self._homes.get(id(params[0]))
        if tray is not None and tray.is_home_of(columns):
            # The usual step of a small network: the last one has settled everything.
            return self._on_tray(rule, tray, columns)
        together, alone = _plan(columns)
        for places in together:
            self._in_copies(rule, columns, states, places)
        if alone:
            rows = [[_flat(column[i]) for column in columns] for i in alone]
            self._apply_to(
                rule, [piece for row in rows for piece in _pieces(row, PIECE // row[0].itemsize)], alone=True
            )
        return params + [tensor.array for kind in states for tensor in kind]

    def _apply_to(self, rule, pieces, alone=False):
        """Call the rule for each of the pieces, on all threads for the long ones."""
        if len(pieces) == 1:
            self._apply(rule, alone, pieces[0])
            return
        for piece in pieces:
            if piece[0].size < SHARED:
                self._apply(rule, alone, piece)
        threads.each(partial(self._apply, rule, alone), [piece for piece in pieces if piece[0].size >= SHARED])

    def _apply(self, rule, alone, arrays):
        """Call the rule with scratch memory that no other thread is using."""
        dtype = arrays[0].dtype
        idle = self._idle.setdefault(dtype, [])
        on = idle.pop() if idle else InPlace(dtype)
        on.alone = alone
        rule(on, arrays)
        idle.append(on)

    def _in_copies(self, rule, columns, states, places):
        """Update copies of the arrays that lie side by side."""
        if len(places) < len(columns[0]):
            columns = [[column[i] for i in places] for column in columns]
            states = [[kind[i] for i in places] for kind in states]
        tray = self._tray(columns, states)
        if not tray.is_home_of(columns):
            tray.move_in(columns, states)
        self._on_tray(rule, tray, columns)

    def _on_tray(self, rule, tray, columns):
        tray.load(columns)
        self._apply_to(rule, tray.pieces)
        tray.unload()
        return tray.written

    def _tray(self, columns, states):
        """The tray in which these states live, or a new one."""
        dtype, shapes = columns[0][0].dtype, tuple([array.shape for array in columns[0]])
        key = (dtype, shapes, tuple([id(tensor) for kind in states for tensor in kind]))
        tray = self._trays.get(key)
        if tray is None:
            tray = _Tray(dtype, len(columns), shapes)
            if len(self._trays) > 100:
                self._trays.clear()
            if tray.flats[0].size <= TRAY:
                self._trays[key] = tray
        if len(self._homes) > 100:
            self._homes.clear()
        self._homes[id(columns[0][0])] = tray
        return tray


class _Tray:
    """Flat arrays, one for each column, in which the arrays of the column lie side by side.

    Parameters and gradients are copied in at every step, and parameters out again. The tensors of the state move in for
    good: from then on each is a view of the tray, and copied only if someone has given it another array.
    """

    def __init__(self, dtype, columns, shapes):
        self._params = []
        self.flats = [np.empty(sum(map(math.prod, shapes)), dtype) for _ in range(columns)]
        self._views = [list(_split(flat, shapes)) for flat in self.flats]
        rows = list(map(_flat, self.flats))
        self.pieces = _pieces(rows, SHARED) if rows[0].size >= 2 * SHARED else [rows]

    def is_home_of(self, columns) -> bool:
        """Whether the parameters are those of the last step, and all of their state lies here."""
        params, _, *kinds = columns
        return (
            len(params) == len(self._params)
            and len(columns) == len(self.flats)
            and all(map(is_, params, self._params))
            and all([all(map(is_, kind, views)) for kind, views in zip(kinds, self._views[2:])])
        )

    def move_in(self, columns, states):
        """Take in the state that lies elsewhere; from now on this is the home of the parameters."""
        for kind, column, flat, views in zip(states, columns[2:], self.flats[2:], self._views[2:]):
            # By a copy: what is moved may lie in the tray already, in another's place.
            flat[...] = np.concatenate(column, axis=None)
            for tensor, view in zip(kind, views):
                tensor.array = view
        self._params = columns[0]
        self.written = self._params + self.flats[2:]

    def load(self, columns):
        """Copy the parameters and the gradients in."""
        for column, flat in zip(columns[:2], self.flats):
            np.concatenate(column, axis=None, out=flat)

    def unload(self):
        """Copy the parameters out."""
        for array, view in zip(self._params, self._views[0]):
            np.copyto(array, view)


def _plan(columns):
    """The places of arrays that are copied and updated together, and of those that are updated alone, where they lie."""
    sizes = [array.size for array in columns[0]]
    if max(sizes) < SMALL and sum(sizes) <= TRAY and _apart(columns[0]):
        return [range(len(sizes))], []
    together, alone, total = [], [], TRAY
    for i, size in enumerate(sizes):
        if size >= SMALL and all(column[i].flags.c_contiguous for column in columns):
            alone.append(i)
            continue
        total += size
        if total > TRAY:
            together.append([])
            total = size
        together[-1].append(i)
    return together if _apart(columns[0]) else [[i] for places in together for i in places], alone


def _apart(arrays) -> bool:
    """Whether no two of the arrays look at the same memory."""
    return len({id(array if array.base is None else owner_of(array)) for array in arrays}) == len(arrays)


def _pieces(flats, step):
    """The flat arrays cut into pieces of `step` elements."""
    size = flats[0].size
    if size <= step:
        return [flats]
    return [[flat[start : start + step] for flat in flats] for start in range(0, size, step)]


def _split(flat, shapes):
    start = 0
    for shape in shapes:
        stop = start + math.prod(shape)
        yield flat[start:stop].reshape(shape)
        start = stop


def _flat(array):
    """Its elements in a row, as a view where they lie so; complex numbers as pairs of real ones."""
    return as_real(array).reshape(-1)


def as_real(array):
    """A complex array as a view with a last dimension for the real and imaginary parts; any other as it is."""
    return array[..., None].view(array.real.dtype) if array.dtype.kind == "c" else array
