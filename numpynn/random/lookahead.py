"""What the words to come will give, made ahead for those who draw few numbers at a time.

The transform of boxmuller.py is some eighty calls of NumPy, whatever the count: for a few numbers they would cost far
more than the numbers, and even the calls for a few uniform ones more than copying them. So a second engine runs ahead of
the first, and what its words give waits here until the first has come to them. The stream is drawn as ever; nothing
that is seen of it depends on this.
"""

from __future__ import annotations

import numpy as np

from . import boxmuller

# So many words are made at first; then twice as many as before, and at most so many.
_LEAST, _MOST = 1024, 16384
# Where the engine is so far ahead, to copy its state costs less than to draw so many words.
_FAR = 1 << 15
_LOW_24 = np.array(0xFFFFFF, np.uint64)
_UNIT, _ZERO = np.array(2.0**-24, np.float32), np.array(0, np.float32)
_HALF, _BLOCK = 8, 16
# To begin costs as much as some 100 draws of uniform numbers gain; and may be in vain.
_ENOUGH = 256
# What a draw gains, counted in draws of uniform numbers.
_UNIFORM, _NORMAL = 1, 128


class Lookahead:
    """Tables by the position of a word: its uniform number, and the normal numbers that it gives with the eighth after it.

    Every method needs the engine's lock.
    """

    __slots__ = ("_blocks", "_demand", "_end", "_normals", "_scout", "_start", "_uniform", "_words")

    def __init__(self):
        self._scout = None
        self._demand = self._start = self._end = 0
        self._words, self._uniform = np.empty(0, np.int32), np.empty(0, np.float32)

    def uniform(self, engine, out: np.ndarray) -> bool:
        """Fill `out`, float32, with uniform numbers; or refuse, where it would not pay."""
        count = out.size
        if engine.position + count > self._end and not self._reach(engine, count, _UNIFORM):
            return False
        at = engine.position - self._start
        out[...] = self._uniform[at : at + count]
        engine.owe(count)
        return True

    def normal(self, engine, out: np.ndarray, drawn: int) -> bool:
        """Fill `out`, float32, with blocks of 16 normal numbers, of which the last one ends with the last word drawn; or refuse."""
        if engine.position + drawn > self._end and not self._reach(engine, drawn, _NORMAL):
            return False
        if self._normals is None:
            self._make_normals()
        at, whole = engine.position - self._start, out.size & -_BLOCK
        first = at % _BLOCK
        out[:whole] = self._blocks_from(first)[at - first : at - first + whole]
        if whole < out.size:
            last = at + drawn - _BLOCK
            first = last % _BLOCK
            out[-_BLOCK:] = self._blocks_from(first)[last - first : last - first + _BLOCK]
        engine.owe(drawn)
        return True

    def _reach(self, engine, count, gain):
        """Make the tables hold the next `count` words, if it pays.

        Where others drew beyond the tables they must begin anew; if that is the rule, they are seldom of use.
        """
        if not 0 < self._words.size >= engine.position - self._start:
            self._demand += gain
            if self._demand <= _ENOUGH:
                return False
        self._go_on(engine, count)
        return True

    def _go_on(self, engine, count):
        """Keep what is still to come, and add to it."""
        gap = engine.position - self._start - self._words.size
        if self._scout is None or gap > _FAR:
            self._scout = engine.copy_of_words(self._scout)
        elif gap > 0:
            self._scout.random_raw(gap, False)
        kept, more = self._words[engine.position - self._start :], max(count, _LEAST)
        if gap <= 0:
            more = max(min(2 * self._words.size, _MOST), more)
        self._demand = 0
        self._words = np.concatenate([kept, (self._scout.random_raw(more) & _LOW_24).astype(np.int32)])
        self._start = engine.position
        self._end = self._start + self._words.size
        self._uniform = self._words.astype(np.float32) * _UNIT
        self._normals = None

    def _make_normals(self):
        """Radius times cosine, and radius times sine; added to 0, which makes +0 of -0."""
        count = self._words.size - _HALF
        radius = boxmuller.radius(self._words[:-_HALF], np.empty(count, np.float32))
        normals = boxmuller.cosine_sine(self._words[_HALF:], np.empty((2, count), np.float32))
        self._normals = np.zeros((2, self._words.size), np.float32)
        np.multiply(normals, radius, self._normals[:, :count])
        self._normals += _ZERO
        self._blocks = {}

    def _blocks_from(self, first):
        """The blocks of the words at first, first + 16, ..., one after the other."""
        blocks = self._blocks.get(first)
        if blocks is None:
            whole = (self._words.size - first) // _BLOCK
            rows = self._normals[:, first : first + whole * _BLOCK].reshape(2, whole, _BLOCK)
            blocks = self._blocks[first] = rows[:, :, :_HALF].swapaxes(0, 1).reshape(-1)
        return blocks
