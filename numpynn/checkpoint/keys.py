"""Keys of dictionaries and members of sets, as far as a stranger may choose them.

A key is hashed and compared, and both can be made to take for ever: by a tuple that holds itself twice at each of 100
levels, by numbers chosen to collide, by nesting deeper than the C stack. So keys are looked at before they are hashed.
"""

from __future__ import annotations

import numpy as np

from .errors import UnpicklingError, short

_PLAIN = frozenset([str, bool, float, type(None), bytes])
# Of these, thousands of values can share one hash: a long double is hashed as the double next to it.
_COLLIDING = frozenset([complex, np.longdouble])
_MOST_PARTS = 100
_MOST_COLLISIONS = 1000


class KeyGuard:
    """Lets pass what is quickly hashed. `others` are further types that may be keys."""

    def __init__(self, others=()):
        self.others = frozenset(others)
        self._first = {}
        self._collisions = 0

    def checked(self, items: list) -> list:
        """`items`, when each may be a member of a set."""
        for item in items:
            self.check(item)
        return items

    def check(self, key) -> None:
        """Raise UnpicklingError unless `key` may be a key."""
        kind = type(key)
        if kind in _PLAIN:
            return
        if kind is int:
            _check_int(key)
        elif kind in _COLLIDING or isinstance(key, tuple):
            self._check_parts(key)
            self._check_collision(key)
        elif kind not in self.others and not (isinstance(key, np.generic) and key.dtype.kind in "biufSU"):
            raise UnpicklingError(f"{short(key)} cannot be the key of a dictionary or a member of a set")

    def _check_parts(self, key):
        pending, count = [key], 0
        while pending:
            part = pending.pop()
            count += 1
            if count > _MOST_PARTS:
                raise UnpicklingError(f"a tuple of more than {_MOST_PARTS} parts cannot be a key")
            if isinstance(part, tuple):
                pending.extend(part[: _MOST_PARTS + 1])
            elif type(part) not in _COLLIDING:
                self.check(part)

    def _check_collision(self, key):
        if self._first.setdefault(hash(key), key) != key:
            self._collisions += 1
            if self._collisions > _MOST_COLLISIONS:
                raise UnpicklingError("keys that were chosen to collide")


def _check_int(key):
    # Within 64 bits a few ints share a hash; beyond, any number of them can.
    if key.bit_length() > 64:
        raise UnpicklingError(f"an integer of {key.bit_length()} bits cannot be a key")
