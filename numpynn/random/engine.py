"""The mt19937 engine: torch's seeding, torch's order of words, torch's 5056 bytes of state."""

from __future__ import annotations

import os
from threading import Lock, RLock

import numpy as np

from ..kernels.threads import each

DEFAULT_SEED = 67280421310721

_WORDS = 624
_STATE = np.dtype(
    [
        ("seed", "<u8"),
        ("left", "<i4"),
        ("seeded", "<i4"),
        ("next", "<u8"),
        ("words", "<u8", _WORDS),
        ("normal_x", "<f8"),
        ("normal_y", "<f8"),
        ("normal_rho", "<f8"),
        ("normal_is_valid", "<i4"),
        ("padding", "V4"),
        ("float_normal", "<f4"),
        ("float_normal_is_valid", "u1"),
        ("more_padding", "V3"),
    ]
)
STATE_SIZE = _STATE.itemsize

# From so many numbers on, of one word and of two, NumPy's masked draw is faster than raw words masked here.
_MANY, _MANY_WIDE = 16384, 1024
_PIECE = 1 << 16
# It takes a millisecond to drop so many.
_MOST_OWED, _SHORT = 1 << 18, 4096
# The masks of `width` bits; an array without dimensions is what a ufunc takes up fastest.
_LOW = {
    width: np.array((1 << width) - 1, np.uint32 if width < 32 else np.uint64) for width in range(1, 64) if width != 32
}


class Engine:
    """A stream of 32-bit words as torch's CPU generator draws them.

    `seed` is the 64-bit number given to `manual_seed`, of which the low 32 bits count. `spare` is the second
    normal of the last Box-Muller pair, or None: it is part of the state. `position` counts the words drawn since
    the seed or the state was set; `lookahead` is for what is made ahead of it, and None when it starts anew. Every
    method holds `lock`; hold it yourself around draws that belong together.
    """

    __slots__ = (
        *("_masked", "_owed", "_raw", "_reseed", "_seeding", "_stale", "_untouched", "_words"),
        *("lock", "lookahead", "position", "seed", "spare"),
    )

    def __init__(self, seed: int = DEFAULT_SEED):
        self.lock = RLock()
        self._words = None
        self.manual_seed(seed)

    def manual_seed(self, seed: int) -> None:
        """Start the stream of `seed`, an int in [-2**63, 2**64)."""
        with self.lock:
            self.seed = seed % 2**64
            self.spare = self.lookahead = None
            self.position = self._owed = 0
            self._stale = self._seeding = self._untouched = True

    def reseed(self) -> int:
        """Seed with 64 bits of the operating system's entropy, and return them."""
        self.manual_seed(int.from_bytes(os.urandom(8), "little"))
        return self.seed

    def bits(self, count: int, width: int) -> np.ndarray:
        """`count` integers of `width` bits, each the low bits of one word (uint32), or of two if width > 32 (uint64).

        Of two words the first is the high half.
        """
        with self.lock:
            return self._bits(count, width)

    def _bits(self, count, width):
        if self._stale:
            self._settle()
        if count:
            self._untouched = False
            self.position += count if width <= 32 else 2 * count
        if count >= (_MANY if width <= 32 else _MANY_WIDE):
            return self._masked(0, 1 << width, count, np.uint32 if width <= 32 else np.uint64)
        raw = self._raw(count if width <= 32 else 2 * count)
        numbers = raw.astype(np.uint32) if width <= 32 else raw[0::2] << 32 | raw[1::2]
        if width in _LOW:
            numbers &= _LOW[width]
        return numbers

    def fill(self, out: np.ndarray, width: int, make) -> np.ndarray:
        """`out`, of one dimension, filled by make(bits, piece) with what it makes of integers of `width` bits.

        It is called for pieces that stay in the processor's cache; so nothing of the size of `out` is made beside it.
        """
        if out.size <= _PIECE:
            make(self.bits(out.size, width), out)
            return out
        with self.lock:
            for start in range(0, out.size, _PIECE):
                piece = out[start : start + _PIECE]
                make(self.bits(piece.size, width), piece)
        return out

    def serve(self, counts: list[int], width: int, use) -> None:
        """use(index, bits) with the integers of `width` bits for each of `counts`, on all threads.

        One thread at a time draws, in the order of the counts, while others use what they have drawn.
        """
        order, turn = iter(range(len(counts))), Lock()

        def draw_and_use(_):
            with turn:
                index = next(order)
                bits = self._bits(counts[index], width)
            use(index, bits)

        with self.lock:
            each(draw_and_use, counts)

    def skip(self, words: int) -> None:
        """Draw `words` words and drop them."""
        with self.lock:
            self.owe(words)

    def owe(self, words: int) -> None:
        """Drop `words` words before any other is drawn. The lock must be held."""
        if words:
            self._owed += words
            self.position += words
            self._stale, self._untouched = True, False
            if self._owed > _MOST_OWED:
                self._settle()

    def copy_of_words(self, copy=None):
        """NumPy's bit generator in the state of this engine's: it draws the words to come, and leaves them to come.

        One that is no longer needed may be given: it is overwritten.
        """
        with self.lock:
            if self._stale:
                self._settle()
            copy = type(self._words)(0) if copy is None else copy
            copy.state = self._words.state
        return copy

    def _settle(self):
        """Do what was put off until words are needed: make those of `seed`, drop those that are owed."""
        if self._seeding:
            if self._words is None:
                self._open()
            self._reseed(self.seed & 0xFFFFFFFF)
            self._seeding = False
        if self._owed:
            # To draw without a result begins slowly.
            self._raw(self._owed, self._owed < _SHORT)
            self._owed = 0
        self._stale = False

    def _open(self):
        # numpy.random costs 10 ms to import, which `import numpynn` need not pay.
        from numpy.random import MT19937, RandomState

        self._words = MT19937(0)
        self._raw = self._words.random_raw
        legacy = RandomState(self._words)
        self._masked = legacy.randint
        self._reseed = legacy.seed

    def state(self) -> np.ndarray:
        """torch's 5056 bytes, as an array of uint8."""
        with self.lock:
            if self._stale:
                self._settle()
            words, spare, untouched = self._words.state["state"], self.spare, self._untouched
        state = np.zeros((), _STATE)
        state["seed"] = self.seed
        state["seeded"] = 1
        state["words"] = words["key"]
        state["left"], state["next"] = (1, 0) if untouched else (_WORDS + 1 - words["pos"], words["pos"])
        if spare is not None:
            state["normal_y"], state["normal_is_valid"] = spare, 1
        return np.frombuffer(state.tobytes(), np.uint8).copy()

    def set_state(self, data: np.ndarray) -> None:
        """Continue from the bytes that `state` gave. Raises RuntimeError where they are no state."""
        if data.size != STATE_SIZE:
            raise RuntimeError(
                f"Expected a CPUGeneratorImplState of size {STATE_SIZE} but found the input RNG state size to be "
                f"{data.size}"
            )
        state = np.frombuffer(data.tobytes(), _STATE)[0]
        left, following = int(state["left"]), int(state["next"])
        # With one word left the next draw makes new words, whatever `next` says; else the two must agree.
        agree = 0 <= following <= _WORDS if left == 1 else 0 < following == _WORDS + 1 - left < _WORDS + 1
        if not state["seeded"] or not agree:
            raise RuntimeError("Invalid mt19937 state")
        self._restore(state, left, following)

    def _restore(self, state, left, following):
        position = _WORDS if left == 1 else following
        words = {"key": state["words"].astype(np.uint32), "pos": position}
        with self.lock:
            self.manual_seed(int(state["seed"]))
            self._settle()
            self._words.state = {"bit_generator": "MT19937", "state": words}
            self._untouched = left == 1 and following == 0
            self.spare = float(state["normal_y"]) if state["normal_is_valid"] else None


class Ahead:
    """Uniform doubles in [0, 1), one at each call, for samplers that reject: drawn in blocks, the unused put back.

    with Ahead(engine) as uniform: ...
    """

    _BLOCK = 1024

    def __init__(self, engine: Engine):
        self.engine = engine

    def __enter__(self):
        engine = self.engine
        engine.lock.acquire()
        if engine._stale:
            engine._settle()
        self._before = engine._words.state, engine._untouched, engine.position
        self._drawn, self._block = 0, []
        return self

    def __call__(self) -> float:
        if not self._block:
            self._block = (self.engine.bits(self._BLOCK, 53)[::-1] * 2.0**-53).tolist()
            self._drawn += self._BLOCK
        return self._block.pop()

    def __exit__(self, *exception):
        engine = self.engine
        engine._words.state, engine._untouched, engine.position = self._before
        engine.skip(2 * (self._drawn - len(self._block)))
        engine.lock.release()
