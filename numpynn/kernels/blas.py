"""Holding NumPy's BLAS to one thread where the products are small, or where several threads multiply at once.

OpenBLAS starts its threads for the matmuls of a recurrent step too. On an idle machine that gains nothing at usual sizes; on
a busy one the threads wait for each other: the forward pass of an LSTM was seen to go from 4 to 40 ms. A call into
OpenBLAS costs 0.4 us; threadpoolctl's own context manager was measured at 200.
"""

from __future__ import annotations

import functools
import threading

import numpy as np

_SUFFIXES = ("64_", "")


@functools.cache
def _openblas():
    """(get_num_threads, set_num_threads) of the OpenBLAS that NumPy ships; None where it uses another BLAS."""
    import ctypes  # neither is on the way of `import numpynn`
    import pathlib

    folder = pathlib.Path(np.__file__).parent
    for path in [*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")]:
        library = ctypes.CDLL(str(path))
        for suffix in _SUFFIXES:
            names = [f"scipy_openblas_{verb}_num_threads{suffix}" for verb in ("get", "set")]
            if all(hasattr(library, name) for name in names):
                return tuple(getattr(library, name) for name in names)
    return None


class _OneThread:
    """A context in which BLAS uses one thread. It may be entered again, and by several threads at once."""

    def __init__(self):
        self.lock = threading.Lock()
        self.inside = 0
        self.before = 1

    def __enter__(self):
        functions = _openblas()
        if functions is not None:
            with self.lock:
                if not self.inside:
                    get, put = functions
                    self.before = get()
                    put(1)
                self.inside += 1

    def __exit__(self, *exception):
        functions = _openblas()
        if functions is not None:
            with self.lock:
                self.inside -= 1
                if not self.inside:
                    functions[1](self.before)

    def set(self, threads):
        """From now on `threads`; while the context is held, from its end on."""
        functions = _openblas()
        if functions is not None:
            with self.lock:
                self.before = threads
                if not self.inside:
                    functions[1](threads)


one_thread = _OneThread()
set_threads = one_thread.set


def on_one_thread(kernel):
    """Decorator: while the kernel runs, BLAS uses one thread."""

    @functools.wraps(kernel)
    def held(*args):
        with one_thread:
            return kernel(*args)

    return held
