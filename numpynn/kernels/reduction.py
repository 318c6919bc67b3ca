"""Sums and other reductions along axes, and the adjoint of broadcasting. `dim` is a tuple of axes, or None for all."""

from __future__ import annotations

import numpy as np

from .sums import total


def sum_to(x, shape):
    """`x` summed over the axes along which `shape` was broadcast to give x.shape: the adjoint of `expand`."""
    extra = x.ndim - len(shape)
    axes = [extra + i for i, size in enumerate(shape) if size == 1 and x.shape[extra + i] != 1]
    return total(x, (*range(extra), *axes), True).reshape(shape)


def expand(x, shape):
    """`x` repeated to `shape` by strides of zero: a view."""
    if x.size == 1 and x.ndim == 0:
        # Three times as fast as np.broadcast_to, and every backward from a scalar loss passes here.
        return np.ndarray(shape, x.dtype, x, 0, (0,) * len(shape))
    if x.shape == shape:
        return x[...]
    view = np.broadcast_to(x, shape)
    # torch lets some functions write to an expanded tensor, the last value staying.
    return view if not x.flags.writeable else np.lib.stride_tricks.as_strided(x, shape, view.strides)


def sum(x, dim=None, keepdim=False):
    """The sum; integers and bools are summed in int64."""
    return total(x, dim, keepdim) if x.dtype.kind not in "biu" else np.add.reduce(x, dim, np.int64, keepdims=keepdim)


def mean(x, dim=None, keepdim=False):
    """The arithmetic mean."""
    return total(x, dim, keepdim) / count(x.shape, dim)


def wide_mean(x, dim=None, keepdim=False):
    """The arithmetic mean, summed in double precision."""
    wide = np.add.reduce(x, axis=dim, keepdims=keepdim, dtype=np.result_type(x.dtype, np.float64))
    return np.asarray(wide / count(x.shape, dim)).astype(x.dtype, copy=False)


def count(shape, dim):
    """How many elements are reduced into one; nan instead of 0, so that a mean of nothing is nan."""
    sizes = shape if dim is None else [shape[d] for d in dim]
    n = 1
    for size in sizes:
        n *= size
    return n or float("nan")


def prod(x, dim=None, keepdim=False):
    """The product; integers and bools are multiplied in int64."""
    dtype = np.int64 if x.dtype.kind in "biu" else None
    return np.multiply.reduce(x, axis=dim, keepdims=keepdim, dtype=dtype)


def amax(x, dim=None, keepdim=False):
    """The largest element; nan if there is one."""
    return np.maximum.reduce(x, axis=dim, keepdims=keepdim)


def amin(x, dim=None, keepdim=False):
    """The smallest element; nan if there is one."""
    return np.minimum.reduce(x, axis=dim, keepdims=keepdim)


def var(x, dim=None, correction=1, keepdim=False):
    """The mean square deviation from the mean, over n - correction."""
    n = count(x.shape, dim)
    deviation = x - total(x, dim, True) / n
    squares = np.square(deviation.real) + np.square(deviation.imag) if x.dtype.kind == "c" else np.square(deviation)
    freedom = max(n - correction, 0.0) if n == n else n
    return total(squares, dim, keepdim) / squares.dtype.type(freedom)


def std(x, dim=None, correction=1, keepdim=False):
    """The root of the variance."""
    return np.sqrt(var(x, dim, correction, keepdim))


def cumsum(x, dim):
    """The running sum along one axis."""
    return _running(np.add, x, dim)


def cumprod(x, dim):
    """The running product along one axis."""
    return _running(np.multiply, x, dim)


def _running(ufunc, x, dim):
    """Accumulates in int64 or double precision, as torch does: rounding errors would add up along the way."""
    if x.dtype.kind in "biu":
        return x.astype(np.int64) if x.ndim == 0 else ufunc.accumulate(x, axis=dim, dtype=np.int64)
    if x.ndim == 0:
        return x.copy()
    wide = ufunc.accumulate(x, axis=dim, dtype=np.result_type(x.dtype, np.float64))
    return wide.astype(x.dtype, copy=False)


def norm(x, dim=None, keepdim=False):
    """The root of the sum of squared moduli; of half precision in single, as the squares would not fit."""
    if x.dtype == np.float16:
        return norm(x.astype(np.float32), dim, keepdim).astype(np.float16)
    squares = np.square(x.real) + np.square(x.imag) if x.dtype.kind == "c" else np.square(x)
    return np.sqrt(total(squares, dim, keepdim))


def p_norm(x, p, dim=None, keepdim=False):
    """(Σ |x|^p)^(1/p), for p other than 0 and infinity."""
    powers = total(np.abs(x) ** p, dim, keepdim)
    # In double precision: of a sum far from 1, the root shows how 1 / p was rounded.
    return np.power(powers, 1 / p, dtype=np.result_type(powers, np.float64)).astype(powers.dtype)
