"""Random permutations: randperm."""

from __future__ import annotations

import numpy as np

# Below, following the swaps one by one takes less time than sorting them.
_FEW = 512
# From here on torch draws two words for an index, and builds the permutation the other way round.
_TWO_WORDS = (2**32 - 1) // 20


def permutation(engine, n: int) -> np.ndarray:
    """The numbers 0 ... n - 1 in random order (int64)."""
    if n < 2:
        return np.arange(n)
    if n >= _TWO_WORDS:
        return _inside_out(engine.bits(n, 64))
    places = np.arange(n - 1)
    partners = places + (engine.bits(n - 1, 32) % (n - places)).astype(np.int64)
    return _swap(partners.tolist()) if n < _FEW else _follow(np.append(partners, n - 1))


def _swap(partners):
    """Fisher and Yates: at step i the elements in the places i and partners[i] are exchanged."""
    result = list(range(len(partners) + 1))
    for i, j in enumerate(partners):
        result[i], result[j] = result[j], result[i]
    return np.array(result)


def _follow(partners):
    """What `_swap` gives, found without the loop: the element taken at step i is followed back to its origin.

    Place p holds p until the first step whose partner it is, and then what that step's own place held. The last step
    before p that put something into p is thus `source[p]`, and following the sources ends at an element in its
    original place.
    """
    n = len(partners)
    steps = np.arange(n)
    ordered = np.sort(partners << 32 | steps)
    place, step = ordered >> 32, ordered & 0xFFFFFFFF
    again = place[1:] == place[:-1]
    before = np.full(n, -1)
    before[step[1:][again]] = step[:-1][again]
    source = steps.copy()
    source[place] = step
    while True:
        further = source[source]
        if np.array_equal(further, source):
            break
        source = further
    return np.where(before >= 0, source[before], partners)


def _inside_out(words):
    n = len(words)
    result = np.empty(n, np.int64)
    view = memoryview(result)
    for start in range(0, n, 1 << 20):
        steps = np.arange(start, min(start + (1 << 20), n))
        partners = (words[start : start + (1 << 20)] % (steps + 1).astype(np.uint64)).tolist()
        for i, j in zip(steps.tolist(), partners):
            view[i] = view[j]
            view[j] = i
    return result
