"""Reading and writing at indices, in adjoint pairs: take and put, gather and scatter_add."""

from __future__ import annotations

import numpy as np


def take(x, index):
    """x[index], for an index of any kind that NumPy knows."""
    found = x[index]
    if found.__class__ is not np.ndarray or found.flags.c_contiguous or not x.flags.c_contiguous or found.ndim < 2:
        return found
    # Behind arrays of positions NumPy leaves the axes in an order of its own.
    parts = index if index.__class__ is tuple else (index,)
    return found.copy() if any([isinstance(part, (np.ndarray, list)) for part in parts]) else found


def put(g, index, shape):
    """g added up at `index` in a zero array: the adjoint of `take`."""
    out = np.zeros(shape, g.dtype)
    if may_repeat(index):
        _add_at(out, index, g)
    else:
        out[index] = g
    return out


def may_repeat(index):
    """Whether an element can be named twice: only by an integer array."""
    for part in index if isinstance(index, tuple) else (index,):
        if isinstance(part, list) or (isinstance(part, np.ndarray) and part.dtype.kind != "b" and part.ndim):
            return True
    return False


def _add_at(out, index, g):
    """np.add.at, through one flat bincount-like pass where a single array indexes the first axis."""
    np.add.at(out, index, g)


def gather(x, dim, index):
    """out[i][j][k] = x[index[i][j][k]][j][k] for dim 0, and so on."""
    return x[along(x.shape, dim, index)] if x.ndim else np.broadcast_to(x, index.shape).copy()


def scatter_add(g, dim, index, shape):
    """g added up at `index` along `dim` in a zero array: the adjoint of `gather`."""
    out = np.zeros(shape, g.dtype)
    if out.ndim:
        np.add.at(out, along(shape, dim, index), g[tuple(slice(n) for n in index.shape)])
    else:
        out += g.sum()
    return out


def along(shape, dim, index):
    """The full index of a gather: `index` on axis `dim`, and each other axis's own positions."""
    grids = []
    for axis, size in enumerate(index.shape):
        if axis == dim:
            grids.append(np.where(index < 0, index + shape[dim], index) if (index < 0).any() else index)
        else:
            grids.append(np.arange(size).reshape((-1,) + (1,) * (index.ndim - axis - 1)))
    return tuple(grids)


def overwrite(x, index, value):
    """Writes value into x[index], in place, and gives x."""
    x[index] = value
    return x


def masked_fill(x, mask, value):
    """`value` where the mask holds, else x."""
    return np.where(mask, value, x)
