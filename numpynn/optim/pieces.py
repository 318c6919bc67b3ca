"""How arrays of any size and layout reach an elementwise rule: as flat pieces that fit into the cache."""

from __future__ import annotations

import math
from functools import partial
from operator import is_

import numpy as np

from ..graph import owner_of
from ..kernels import threads
from .arithmetic import InPlace
from .long_arrays import LONG, SHARED, LongArrays, flattened

# Arrays below the size of SMALL are laid side by side, up to TRAY elements, and updated together: calls for each array cost
# more than copies. Twelve arrays of 8 192 float32 numbers took Adam 320 us one by one and 226 side by side; of 16 384 448 and
# 414, but SGD 102 and 135.
SMALL = 1 << 14
TRAY = 1 << 18


class Workshop:
    """Scratch memory that an optimizer keeps from step to step, and the walk over its arrays."""

    def __init__(self):
        self._idle: dict = {}
        self._idle_for_long: dict = {}
        self._trays: dict = {}
        # The tray of the parameters that begin with the array of this id.
        self._homes: dict = {}
        # Long parameters that begin with the Tensor of this id.
        self._long: dict = {}

    def update(self, rule, params, grads, states):
        """Call `rule(on, arrays)` on flat pieces until every array is updated; gives the arrays that were written.

        All are lists of Tensors, `states` one for each kind of state, in the same order; all of one parameter have one
        shape, and all of all one dtype. The rule writes into all but the gradients.
        """
        columns = [[tensor.array for tensor in kind] for kind in (params, grads, *states)]
        long = self._long.get(id(params[0]))
        if long is not None and long.is_home_of(columns):
            return self._on_long(rule, long, columns[1])
        tray = self._homes.get(id(columns[0][0]))
        if tray is not None and tray.is_home_of(columns):
            # The usual step of a small network: the last one has settled everything.
            return self._on_tray(rule, tray, columns)
        together, alone = _plan(columns)
        for places in together:
            self._in_copies(rule, columns, states, places)
        long = [i for i in alone if columns[0][i].size >= LONG]
        if long:
            self._by_script(rule, params, columns, long)
        for i in alone:
            if columns[0][i].size < LONG:
                self._apply(rule, [flattened(column[i]) for column in columns])
        return [tensor.array for kind in (params, *states) for tensor in kind]

    def _by_script(self, rule, params, columns, places):
        """Update long arrays.

        Not those that are laid side by side: what is must be rounded as it would be by itself.
        """
        columns = [[column[i] for i in places] for column in columns]
        long = self._long.get(id(params[places[0]]))
        if long is None or not long.is_home_of(columns):
            long = self._long[id(params[places[0]])] = LongArrays(columns)
        self._on_long(rule, long, columns[1])

    def _on_long(self, rule, long, grads):
        return long.step(rule, grads, self._idle_for_long.setdefault(grads[0].dtype, []))

    def _apply_to(self, rule, pieces):
        """Call the rule for each of the pieces, on all threads for the long ones."""
        if len(pieces) == 1:
            self._apply(rule, pieces[0])
            return
        for piece in pieces:
            if piece[0].size < SHARED:
                self._apply(rule, piece)
        threads.each(partial(self._apply, rule), [piece for piece in pieces if piece[0].size >= SHARED])

    def _apply(self, rule, arrays):
        """Call the rule with scratch memory that no other thread is using."""
        dtype = arrays[0].dtype
        idle = self._idle.setdefault(dtype, [])
        on = idle.pop() if idle else InPlace(dtype)
        on.begin(arrays[0].size)
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
        rows = list(map(flattened, self.flats))
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
        # An assignment each takes less time than np.concatenate, and half as much as np.copyto.
        for column, views in zip(columns[:2], self._views):
            for view, array in zip(views, column):
                view[...] = array

    def unload(self):
        """Copy the parameters out."""
        for array, view in zip(self._params, self._views[0]):
            array[...] = view


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
