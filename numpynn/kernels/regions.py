"""Functions given by one expression here and another there, evaluated in float64."""

from __future__ import annotations

import numpy as np


def in_double(f, *arrays):
    """f of the arrays, brought to one shape and to float64, in the dtype that they had."""
    dtype = np.result_type(*arrays)
    wide = np.broadcast_arrays(*[np.asarray(a, np.float64) for a in arrays])
    flat = [a.reshape(-1) for a in wide]
    return f(*flat).reshape(wide[0].shape).astype(dtype, copy=False)


def by_region(arrays, *regions, otherwise):
    """For each (mask, f) of the regions, of which the first that holds counts, f of those elements; else `otherwise`."""
    out = np.full(arrays[0].shape, np.nan)
    left = np.ones(arrays[0].shape, bool)
    for mask, f in (*regions, (left, otherwise)):
        here = np.flatnonzero(mask & left)
        if here.size:
            out[here] = f(*[a[here] for a in arrays])
            left[here] = False
    return out
