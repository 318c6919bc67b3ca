"""How arrays of any size and layout reach an elementwise rule: as flat pieces that fit into the cache."""

from __future__ import annotations

import math
from functools import partial
from operator import is_

import numpy as np

from ..graph import owner_of
from ..kernels import threads
from .arithmetic import PIECE, InPlace

# Arrays below the size of SMALL are laid side by side, up to TRAY elements, and updated together: measured with SGD and
# Adam, calls for each array cost more than copies of up to some 6 000 float32 numbers.
SMALL = 6144
TRAY = 131072


class Workshop:
    """Scratch memory that an optimizer keeps from step to step, and the walk over its arrays."""

    def __init__(self):
        self._idle: dict = {}
        self._trays: dict = {}

    def update(self, rule, params, grads, states):
        """Call `rule(on, arrays)` on flat pieces until every array is updated.

        `params` and `grads` are arrays, `states` has a list of Tensors for each kind of state, in the same order; all
        of one parameter have one shape, and all of all one dtype. The rule writes into all but the gradients.
        """
        columns = [params, grads, *[[tensor.array for tensor in kind] for kind in states]]
        dtype = params[0].dtype
        if dtype.kind == "c":
            columns = [list(map(as_real, column)) for column in columns]
            dtype = columns[0][0].dtype
            states = None
        together, alone = _plan(columns)
        for places in together:
            self._in_copies(rule, dtype, columns, states, places)
        if alone:
            pieces = [piece for i in alone for piece in _pieces([column[i].reshape(-1) for column in columns])]
            threads.each(partial(self._apply, rule, dtype), pieces)

    def _apply(self, rule, dtype, arrays):
        """Call the rule with scratch memory that no other thread is using."""
        idle = self._idle.setdefault(dtype, [])
        on = idle.pop() if idle else InPlace(dtype)
        rule(on, arrays)
        idle.append(on)

    def _in_copies(self, rule, dtype, columns, states, places):
        """Update copies of the arrays that lie side by side."""
        if len(places) < len(columns[0]):
            columns = [[column[i] for i in places] for column in columns]
            states = states and [[kind[i] for i in places] for kind in states]
        tray = self._tray(dtype, columns, states)
        tray.load(columns, states)
        for arrays in _pieces(tray.flats):
            self._apply(rule, dtype, arrays)
        tray.unload(columns, states)

    def _tray(self, dtype, columns, states):
        # State lives in its tray, so that tensors of the same shapes need one of their own.
        owners = tuple([id(tensor) for kind in states for tensor in kind]) if states else None
        key = (dtype, tuple([array.shape for array in columns[0]]), len(columns), owners)
        tray = self._trays.get(key)
        if tray is None:
            tray = _Tray(dtype, len(columns), key[1])
            if len(self._trays) > 100:
                self._trays.clear()
            if tray.flats[0].size <= TRAY:
                self._trays[key] = tray
        return tray


class _Tray:
    """Flat arrays, one for each column, in which the arrays of the column lie side by side.

    Parameters and gradients are copied in at every step, and parameters out again. The tensors of the state move in for
    good: from then on each is a view of the tray, and copied only if someone has given it another array.
    """

    def __init__(self, dtype, columns, shapes):
        total = sum(map(math.prod, shapes))
        self.flats = [np.empty(total, dtype) for _ in range(columns)]
        self._views = [list(_split(flat, shapes)) for flat in self.flats]

    def load(self, columns, states):
        for k, column in enumerate(columns):
            if k > 1 and all(map(is_, column, self._views[k])):
                continue
            np.concatenate(column, axis=None, out=self.flats[k])
            if k > 1 and states:
                for tensor, view in zip(states[k - 2], self._views[k]):
                    tensor.array = view

    def unload(self, columns, states):
        for k, column in enumerate(columns):
            if k == 0 or (k > 1 and not states):
                for array, view in zip(column, self._views[k]):
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


def _pieces(flats):
    """The flat arrays cut into pieces that the cache holds."""
    size, step = flats[0].size, PIECE // flats[0].itemsize
    if size <= step:
        return [flats]
    return [[flat[start : start + step] for flat in flats] for start in range(0, size, step)]


def _split(flat, shapes):
    start = 0
    for shape in shapes:
        stop = start + math.prod(shape)
        yield flat[start:stop].reshape(shape)
        start = stop


def as_real(array):
    """A complex array as a view with a last dimension for the real and imaginary parts; any other as it is."""
    return array[..., None].view(array.real.dtype) if array.dtype.kind == "c" else array
