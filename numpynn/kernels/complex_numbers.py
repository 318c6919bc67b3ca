"""Complex numbers and their parts."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import as_strided


def view_as_real(x):
    """The parts of complex numbers along a last axis of two: a view. Derivative: the conjugate of view_as_complex(g)."""
    parts = np.asarray(x).real
    return as_strided(parts, (*x.shape, 2), (*x.strides, parts.itemsize))


def view_as_complex(x):
    """Complex numbers of the pairs along a last axis, whose two elements are neighbours: a view.

    Derivative: view_as_real of the conjugate of g.
    """
    dtype = np.result_type(x.dtype, np.complex64)
    return x.view(dtype)[..., 0] if x.size else np.empty(x.shape[:-1], dtype)


def joined(x, y):
    """x + iy. Derivatives: in x, the real part of g; in y, that of ig."""
    out = np.empty(np.broadcast_shapes(x.shape, y.shape), np.result_type(x.dtype, np.complex64))
    out.real, out.imag = x, y
    return out


def polar(length, angle):
    """length (cos(angle) + i sin(angle)). Derivatives: in length, the real part of g out / length; in angle, of ig out."""
    return joined(length * np.cos(angle), length * np.sin(angle))


def angle(x):
    """The angle of a complex number, in -π ... π; of a real one 0 or π, nan of nan. Derivative: -ig / x, and 0 at 0."""
    if x.dtype.kind == "c":
        return np.angle(x)
    return np.where(np.isnan(x), x, np.where(x < 0, x.dtype.type(np.pi), x.dtype.type(0)))
