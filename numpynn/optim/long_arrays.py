"""Long parameters and their state: updated where they lie, by a rule that is written out for them."""

from __future__ import annotations

from operator import is_

import numpy as np

from ..kernels import blas, threads
from .script import written

# Arrays of so many elements are added up by BLAS, in one pass where NumPy makes two or three: 6 us, and not 12 or 17, for 65 536
# float32 numbers; a call costs 1 us more than NumPy's.
LONG = 1 << 15

# A piece of an array is 1 MiB: long enough that two threads seldom wait for the interpreter's lock and that memory is read in
# long runs, short enough that all arrays of a rule stay in the cache which the cores share. Ten million float32 numbers on one
# thread and on two, ms: SGD 3.8 and 2.7, by pieces of 256 KiB 5.5 and 3.7, of 4 MiB 3.7 and 2.9; Adam 18.4 and 11.2, by such of
# 256 KiB 20.0 and 13.8, of 4 MiB 21.0 and 15.2.
PIECE = 1 << 20

# Pieces of so many elements are shared between threads; at shorter ones they would mostly wait for the interpreter's lock. On
# two threads Adam took 740 us over ten arrays of 32 768 and 1 010 over ten of 65 536, on one 610 and 1 240.
SHARED = 1 << 16


class LongArrays:
    """The pieces of parameters and of their state, known from step to step, and their addresses."""

    def __init__(self, columns):
        self._columns = [columns[0], *columns[2:]]
        self.written = [array for column in self._columns for array in column]
        if not all(array.flags.writeable for array in self.written):  # BLAS does not ask
            raise ValueError("assignment destination is read-only")
        self._pieces = list(self._cut())
        self._short = [piece for piece in self._pieces if piece[2][0].size < SHARED]
        self._shared = [piece for piece in self._pieces if piece[2][0].size >= SHARED]

    def is_home_of(self, columns) -> bool:
        """Whether the parameters and their state are those of the last step."""
        return len(columns) == len(self._columns) + 1 and all(
            len(column) == len(known) and all(map(is_, column, known))
            for column, known in zip([columns[0], *columns[2:]], self._columns)
        )

    def step(self, rule, grads, idle):
        """Carry the rule out with these gradients; `idle` is a list of scratch memory that nobody is using."""
        dtype = self._pieces[0][2][0].dtype
        run, count, numbers = written(rule, dtype, len(self._columns) + 1)
        flats = list(map(flattened, grads))

        def work(piece):
            place, part, (param, *state), (at, *ats) = piece
            grad = flats[place][part]
            scratch = idle.pop() if idle else _Scratch(dtype)
            arrays = (param, grad, *state), (at, blas.address_of(grad), *ats)
            run(arrays, scratch.of(param.size, count), numbers)
            idle.append(scratch)

        for piece in self._short:
            work(piece)
        threads.each(work, self._shared)
        return self.written

    def _cut(self):
        """(place, slice, arrays, addresses) of each piece, without the gradient's."""
        for place, row in enumerate(zip(*self._columns)):
            flats = [flattened(array) for array in row]
            size, step = flats[0].size, PIECE // flats[0].itemsize
            for part in [slice(start, min(start + step, size)) for start in range(0, size, step)]:
                arrays = [array[part] for array in flats]
                yield place, part, arrays, [blas.address_of(array) for array in arrays]


class _Scratch:
    """Scratch arrays as long as the longest that were asked for."""

    def __init__(self, dtype):
        self._dtype, self._whole, self._asked = dtype, [], None

    def of(self, size, count):
        """So many arrays of this size, and their addresses."""
        if self._asked != (size, count):
            self._asked = size, count
            if count > len(self._whole) or (count and size > self._whole[0].size):
                self._whole = [np.empty(size, self._dtype) for _ in range(count)]
            arrays = [array[:size] for array in self._whole[:count]]
            self._both = arrays, [blas.address_of(array) for array in arrays]
        return self._both


def flattened(array):
    """Its elements in a row, as a view where they lie so; complex numbers as pairs of real ones."""
    return as_real(array).reshape(-1)


def as_real(array):
    """A complex array as a view with a last dimension for the real and imaginary parts; any other as it is."""
    return array[..., None].view(array.real.dtype) if array.dtype.kind == "c" else array
