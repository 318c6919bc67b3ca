"""Timing two pieces of work against each other: interleaved, so that a machine's moods meet both; medians of repeats."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass

# Seconds in which the other library's threads go to sleep: after their last job they spin for a while, on our core.
COOLING = 0.03


@dataclass(frozen=True)
class Pair:
    """The median seconds of one call of each, and the median ratio theirs / ours, taken pair by pair."""

    ours: float
    theirs: float
    ratio: float


def compare(ours, theirs, *, seconds=1.0, rounds=9) -> Pair:
    """Calls of `ours` and of `theirs` in turn, `rounds` times, for about `seconds` each in all."""
    for work in (ours, theirs):
        work()
        work()
    counts = [max(1, int(seconds / rounds / max(once(work, 1), 1e-9))) for work in (ours, theirs)]
    pairs = [(once(ours, counts[0]), once(theirs, counts[1])) for _ in range(rounds)]
    return Pair(
        statistics.median(a for a, _ in pairs),
        statistics.median(b for _, b in pairs),
        statistics.median(b / a for a, b in pairs),
    )


def once(work, count) -> float:
    """The seconds of one call, from `count` of them."""
    time.sleep(COOLING)
    work()
    start = time.perf_counter()
    for _ in range(count):
        work()
    return (time.perf_counter() - start) / count
