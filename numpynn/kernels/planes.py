"""Reading and writing at flat indices in planes: the last `rank` axes of an array, be they a line, a plane or a volume.

take_at and put_at are each other's adjoint: <take_at(x, i), g> = <x, put_at(g, i)>. Indices have as many axes as the array; a
leading axis of them may be 1, for all planes along it alike.
"""

from __future__ import annotations

import math

import numpy as np


def take_at(x, indices, rank):
    """Each plane of x at its indices: x (*, *L), indices (*, *out) -> (*, *out). Derivative in x: put_at(g, indices, L)."""
    return x.ravel().take(_in_array(indices, x.shape[: x.ndim - rank], math.prod(x.shape[x.ndim - rank :])))


def put_at(g, indices, sizes):
    """g added up at its indices in zeros: g (*, *out) -> (*, *sizes). Derivative in g: take_at(d, indices, len(sizes))."""
    lead = g.shape[: g.ndim - len(sizes)]
    out = np.zeros((*lead, *sizes), g.dtype)
    # Flat indices take np.add.at's fast path, a tenth slower than plain assignment.
    np.add.at(out.reshape(out.size), _in_array(indices, lead, math.prod(sizes)).ravel(), g.ravel())
    return out


def write_at(x, indices, sizes):
    """x written at its indices in zeros, the last of several at one place. Derivative in x: take_at(g, indices, len(sizes))."""
    lead = x.shape[: x.ndim - len(sizes)]
    out = np.zeros((*lead, *sizes), x.dtype)
    out.reshape(out.size)[_in_array(indices, lead, math.prod(sizes))] = x
    return out


def _in_array(indices, lead, plane):
    """Indices flat in the whole array, from those flat in their planes."""
    first = np.arange(0, math.prod(lead) * plane, plane or 1)[: math.prod(lead)]
    return indices + first.reshape(*lead, *[1] * (indices.ndim - len(lead)))
