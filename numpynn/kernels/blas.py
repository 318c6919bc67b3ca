"""What NumPy does not reach of its own BLAS: how many threads it uses, and the sum of two arrays by two numbers in one pass.

Products are held to one thread where they are small, or where several threads multiply at once.

OpenBLAS starts its threads for the matmuls of a recurrent step too. On an idle machine that gains nothing at usual sizes; on
a busy one the threads wait for each other: the forward pass of an LSTM was seen to go from 4 to 40 ms. A call into
OpenBLAS costs 0.4 us; threadpoolctl's own context manager was measured at 200.
"""

from __future__ import annotations

import functools
import os
import threading

import numpy as np

_SUFFIXES = ("64_", "")


@functools.cache
def _library():
    """(library, suffix of its names) of the OpenBLAS that NumPy ships; None where it uses another BLAS."""
    import ctypes  # neither is on the way of `import numpynn`
    import pathlib

    folder = pathlib.Path(np.__file__).parent
    for path in [*folder.parent.glob("numpy.libs/*openblas*"), *folder.glob(".dylibs/*openblas*")]:
        library = ctypes.CDLL(str(path))
        for suffix in _SUFFIXES:
            if all(hasattr(library, f"scipy_openblas_{verb}_num_threads{suffix}") for verb in ("get", "set")):
                return library, suffix
    return None


@functools.cache
def _openblas():
    """(get_num_threads, set_num_threads), or None."""
    found = _library()
    if found is None:
        return None
    library, suffix = found
    return tuple(getattr(library, f"scipy_openblas_{verb}_num_threads{suffix}") for verb in ("get", "set"))


def read_late_settings():
    """Let OpenBLAS know how long its threads are to spin, where it was loaded before that was set, and start them anew.

    Else they held the core on which others are to work: a step of ResNet-8 took 75 ms on two threads, and takes 45. While any other
    thread may be multiplying nothing is done.
    """
    found = _library()
    verbs = "openblas_thread_timeout", "openblas_read_env", "blas_thread_shutdown_"
    if found is None or os.name != "posix" or not all(hasattr(found[0], verb) for verb in verbs):
        return
    known, read, shut_down = [getattr(found[0], verb) for verb in verbs]
    if str(known()) != os.environ.get("OPENBLAS_THREAD_TIMEOUT", "0") and threading.active_count() == 1:
        read()
        shut_down()


@functools.cache
def _routine(verb, code, kinds):
    """CBLAS's function for arrays of dtype `code`; None where there is none. `kinds` has a letter for each argument: option,
    size, number or address."""
    found = _library() if code in "fd" else None
    name = found and f"scipy_cblas_{'s' if code == 'f' else 'd'}{verb}{found[1]}"
    if found is None or not hasattr(found[0], name):
        return None
    import ctypes

    size, number = (ctypes.c_int64 if found[1] else ctypes.c_int), (ctypes.c_float if code == "f" else ctypes.c_double)
    types = {"o": ctypes.c_int, "s": size, "n": number, "a": ctypes.c_void_p}
    function = found[0][name]  # not by attribute: its signature is this caller's own
    function.argtypes, function.restype = [types[kind] for kind in kinds], None
    return function


def axpby_of(code):
    """y = a x + b y in one pass, for flat arrays without gaps of dtype `code`; None where there is none.

    It is axpby(size, a, address of x, 1, b, address of y, 1).
    """
    return _routine("axpby", code, "snasnas")


def omatcopy_of(code):
    """The copy of a matrix of dtype `code` turned round, rows as columns; None where there is none.

    It is omatcopy(101, 112, rows, columns, 1, address, row's length in memory, address of the copy, its row's length).
    """
    return _routine("omatcopy", code, "oossnasas")


def gemm_of(code):
    """c = a b + keep * c for matrices (n, k) (k, m) of dtype `code`; None where there is none.

    It is gemm(101, 111, 111, n, m, k, 1, address of a, row's length, address of b, row's length, keep, address of c, row's length).
    """
    return _routine("gemm", code, "ooosssnasasnas")


def address_of(array):
    """Where the first element lies: array.ctypes.data in 0.3 us instead of 1.1, while which no other thread may go on."""
    view, address = _addressing()
    return address(view(array)) if array.flags.writeable else array.ctypes.data


@functools.cache
def _addressing():
    import ctypes

    return ctypes.c_char.from_buffer, ctypes.addressof


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
