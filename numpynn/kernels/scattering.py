"""Writing at indices along an axis, with all that arrives at one place combined."""

from __future__ import annotations

import numpy as np

from .indexing import along

_COMBINE = {"prod": np.multiply, "amax": np.maximum, "amin": np.minimum}


def scatter(x, dim, index, src):
    """A copy of x in which src stands at `index` along an axis: out[index[i][j]][j] = src[i][j] for axis 0."""
    out = x.copy()
    out[along(x.shape, dim, index)] = src
    return out


def combine(x, dim, index, src, reduce):
    """A copy of x with src multiplied in at `index`, or the larger or the smaller kept."""
    out = x.copy()
    _COMBINE[reduce].at(out, along(x.shape, dim, index), src)
    return out
