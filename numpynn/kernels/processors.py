"""Keeping the team's threads off the processor of the one that calls them.

Linux may wake a thread on the processor of the one that wakes it, though another is idle, and leave it there for tens of
milliseconds: after a pause of 30 ms a convolution took 3.2 ms on two threads, as on one; kept apart, it takes 1.8.
"""

from __future__ import annotations

import functools
import os


@functools.cache
def _here():
    """A function that gives the number of the caller's processor; None where there is none."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    import ctypes  # not on the way of `import numpynn`

    return getattr(ctypes.CDLL(None), "sched_getcpu", None)


class Apart:
    """Lets threads run wherever the caller may, but for the processor where it is now."""

    def __init__(self):
        self.kept = None

    def __call__(self, threads):
        """Keep `threads` off the caller's processor. If nothing has moved since the last call it costs half a microsecond."""
        here = _here()
        if here is None or (here(), len(threads)) == self.kept:
            return
        allowed = os.sched_getaffinity(0)
        self.kept = processor, _ = here(), len(threads)
        try:
            for thread in threads:
                os.sched_setaffinity(thread.native_id, allowed - {processor} or allowed)
        except OSError:  # not everybody may; then they run where they are
            pass
