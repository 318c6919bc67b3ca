"""The parts of normal numbers that the words to come will give, made ahead.

The transform of boxmuller.py is some eighty calls of NumPy, whatever the count: for a few numbers at a time they would
cost far more than the numbers. Radius, sine and cosine belong to one word each. So a second engine runs ahead of the
first, and what its words give waits here until the first has come to them. The stream is drawn as ever; nothing that
is seen of it depends on this.
"""

from __future__ import annotations

import numpy as np

from . import boxmuller

_LEAST, _MOST = 512, 16384
_LOW_24 = np.array(0xFFFFFF, np.uint64)


class Lookahead:
    """Tables of the words of an engine that have the positions start, start + 1, ..."""

    def __init__(self):
        self._scout = None
        self._start = self._size = 0
        self._tables = ()

    def parts(self, engine, count: int) -> list[np.ndarray]:
        """Radii, sines and cosines of the next `count` words, as float32 arrays. The engine's lock must be held."""
        if self._scout is None:
            self._scout = engine.copy_of_words()
            self._start = engine.position
            self._tables = _tables_of(self._scout, _LEAST)
        if engine.position + count > self._start + len(self._tables[0]):
            self._go_on(engine.position, count)
        at = engine.position - self._start
        return [table[at : at + count] for table in self._tables]

    def _go_on(self, position, count):
        """Keep what is still to come, and add to it."""
        drawn = self._start + len(self._tables[0])
        if position > drawn:
            self._scout.random_raw(position - drawn, False)
        kept = [table[position - self._start :] for table in self._tables]
        more = min(max(2 * len(self._tables[0]), count), _MOST)
        self._tables = [np.concatenate(pair) for pair in zip(kept, _tables_of(self._scout, more))]
        self._start = position


def _tables_of(scout, count):
    words = (scout.random_raw(count) & _LOW_24).astype(np.int32)
    radius = boxmuller.radius(words, np.empty(count, np.float32))
    cosine, sine = boxmuller.cosine_sine(words, np.empty((2, count), np.float32))
    return [radius, sine, cosine]
