"""Holding NumPy's BLAS to one thread where the products are small.

OpenBLAS starts its threads for the matmuls of a recurrent step too. On an idle machine that gains nothing at usual sizes; on
a busy one the threads wait for each other: the forward pass of an LSTM was seen to go from 4 to 40 ms. A call into
OpenBLAS costs 0.4 us; threadpoolctl's own context manager was measured at 200.
"""

from __future__ import annotations

import ctypes
import functools
import pathlib

import numpy as np

_SUFFIXES = ("64_", "")


@functools.cache
def _openblas():
    """(get_num_threads, set_num_threads) of the OpenBLAS that NumPy ships; None where it uses another BLAS."""
    folder = pathlib.Path(np.__file__).parent
    for path in [*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")]:
        library = ctypes.CDLL(str(path))
        for suffix in _SUFFIXES:
            names = [f"scipy_openblas_{verb}_num_threads{suffix}" for verb in ("get", "set")]
            if all(hasattr(library, name) for name in names):
                return tuple(getattr(library, name) for name in names)
    return None


def on_one_thread(kernel):
    """Decorator: while the kernel runs, BLAS uses one thread."""

    @functools.wraps(kernel)
    def held(*args):
        functions = _openblas()
        if functions is None:
            return kernel(*args)
        get, put = functions
        threads = get()
        put(1)
        try:
            return kernel(*args)
        finally:
            put(threads)

    return held
