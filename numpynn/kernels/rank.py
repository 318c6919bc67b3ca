"""Matrices of low rank: a few numbers for each row times a few for each column, (n, k) @ (k, m).

NumPy's product takes three times as long as BLAS where k is 1, and does not add to what is there.
"""

from __future__ import annotations

import functools

import numpy as np

from . import blas

# Of so many elements BLAS is called by address, which costs 3 us and not 0.6: (64, 1) @ (1, 512) takes 6.2 us and not 7.0, 512 rows
# 21 and not 66; adding (512, 2) @ (2, 512) takes 25 and not 60.
_LARGE = 1 << 16
_BY_ROWS, _AS_IT_IS = 101, 111  # CBLAS's names for the layout and for not transposing


def plane(by_row, by_column, out):
    """out = by_row @ by_column, all without gaps and of one dtype."""
    gemm = _gemm(out.dtype.char) if out.size >= _LARGE else None
    return by_row.dot(by_column, out=out) if gemm is None else gemm(by_row, by_column, 0.0, out)


def add_plane(by_row, by_column, out):
    """out += by_row @ by_column."""
    gemm = _gemm(out.dtype.char) if out.size >= _LARGE else None
    if gemm is None:
        return np.add(out, by_row.dot(by_column), out=out)
    return gemm(by_row, by_column, 1.0, out)


@functools.cache
def _gemm(code):
    """gemm(a, b, keep, out): out = a @ b + keep * out. None where NumPy's BLAS is not reached."""
    found = blas._library() if code in "fd" else None
    if found is None:
        return None
    import ctypes

    library, suffix = found
    function = library[f"scipy_cblas_{'s' if code == 'f' else 'd'}gemm" + suffix]
    size, number = (ctypes.c_int64 if suffix else ctypes.c_int), (ctypes.c_float if code == "f" else ctypes.c_double)
    place, option = ctypes.c_void_p, ctypes.c_int
    function.argtypes = [*[option] * 3, *[size] * 3, number, place, size, place, size, number, place, size]
    function.restype = None

    def gemm(a, b, keep, out):
        (n, k), m = a.shape, b.shape[1]
        a, b, c = blas.address_of(a), blas.address_of(b), blas.address_of(out)
        function(_BY_ROWS, _AS_IT_IS, _AS_IT_IS, n, m, k, 1.0, a, k, b, m, keep, c, m)
        return out

    return gemm
