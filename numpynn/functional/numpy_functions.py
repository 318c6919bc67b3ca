"""NumPy's functions that are not everyday's: on Tensors, with gradients where they have them, and on arrays without."""

from __future__ import annotations

import numpy as np

from .. import graph
from ..tensor import Tensor, wrap
from . import (
    arranging,
    contractions,
    diagonals,
    joining,
    linalg,
    pointwise,
    reduction,
    running,
    shape,
    sorting,
    special,
)

_SAME_NAMES = (np.outer, np.inner, np.vstack, np.hstack, np.dstack, np.column_stack, np.tril, np.triu, np.kron)
_PLACES = (contractions, arranging, shape)


def _axes(a, axis):
    return tuple(range(a.ndim)) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)


def _dot(a, b):
    if a.ndim == 0 or b.ndim == 0:
        return a * b
    return linalg.matmul(a, b) if b.ndim <= 2 else contractions.tensordot(a, b, dims=([a.ndim - 1], [b.ndim - 2]))


def _flat(a, axis):
    return (a.reshape(-1), 0) if axis is None else (a, axis)


def _split(ary, indices_or_sections, axis=0):
    if isinstance(indices_or_sections, int) and ary.shape[axis] % indices_or_sections:
        raise ValueError("array split does not result in an equal division")
    return list(arranging.tensor_split(ary, indices_or_sections, axis))


_FUNCTIONS = {
    np.argmax: reduction.argmax,
    np.argmin: reduction.argmin,
    np.argsort: lambda a, axis=-1: sorting.argsort(*_flat(a, axis)),
    np.sort: lambda a, axis=-1: sorting.sort(*_flat(a, axis))[0],
    np.cumsum: lambda a, axis=None: reduction.cumsum(*_flat(a, axis)),
    np.cumprod: lambda a, axis=None: running.cumprod(*_flat(a, axis)),
    np.diff: lambda a, n=1, axis=-1: running.diff(a, n, axis),
    np.std: lambda a, axis=None, ddof=0, keepdims=False: reduction.std(a, axis, correction=ddof, keepdim=keepdims),
    np.var: lambda a, axis=None, ddof=0, keepdims=False: reduction.var(a, axis, correction=ddof, keepdim=keepdims),
    np.dot: _dot,
    np.tensordot: lambda a, b, axes=2: contractions.tensordot(a, b, dims=axes),
    np.einsum: contractions.einsum,
    np.squeeze: lambda a, axis=None: shape.squeeze(a, axis),
    np.expand_dims: lambda a, axis: shape.unsqueeze(a, axis),
    np.ravel: lambda a: a.reshape(-1),
    np.broadcast_to: lambda array, shape: array.expand(shape),
    np.moveaxis: lambda a, source, destination: shape.movedim(a, source, destination),
    np.flip: lambda m, axis=None: shape.flip(m, _axes(m, axis)),
    np.roll: lambda a, shift, axis=None: shape.roll(a, shift, axis),
    np.tile: lambda A, reps: arranging.tile(A, (reps,) if isinstance(reps, int) else reps),
    np.repeat: lambda a, repeats, axis=None: arranging.repeat_interleave(a, repeats, axis),
    np.split: _split,
    np.array_split: lambda ary, indices_or_sections, axis=0: list(
        arranging.tensor_split(ary, indices_or_sections, axis)
    ),
    np.diagonal: lambda a, offset=0, axis1=0, axis2=1: diagonals.diagonal(a, offset, axis1, axis2),
    np.diag: lambda v, k=0: diagonals.diag(v, k),
    np.trace: lambda a: diagonals.trace(a),
    np.append: lambda arr, values, axis=None: joining.cat([_flat(arr, axis)[0], _flat(values, axis)[0]], axis or 0),
    np.round: lambda a, decimals=0: a.round(decimals=decimals),
}
for _function in _SAME_NAMES:
    for _place in _PLACES:
        if hasattr(_place, _function.__name__):
            _FUNCTIONS[_function] = getattr(_place, _function.__name__)
_UFUNCS = {
    np.logaddexp: special.logaddexp, np.logaddexp2: special.logaddexp2, np.deg2rad: special.deg2rad,
    np.rad2deg: special.rad2deg, np.fmax: special.fmax, np.fmin: special.fmin, np.copysign: special.copysign,
    np.float_power: special.float_power, np.floor_divide: pointwise.floor_divide, np.positive: special.positive,
}  # fmt: skip
# Answers about a tensor, of which no gradient could be asked.
_ANSWERS = {
    np.shape, np.ndim, np.size, np.allclose, np.isclose, np.array_equal, np.any, np.all, np.count_nonzero, np.nonzero,
    np.result_type, np.array2string, np.full_like, np.empty_like, np.isin, np.digitize, np.searchsorted,
}  # fmt: skip


def call(function, args, kwargs):
    """The function's counterpart on Tensors; of what has none, NumPy's own answer for the arrays within.

    Raises RuntimeError where those arrays carry gradients, which would be lost.
    """
    ours = _FUNCTIONS.get(function)
    if ours is not None:
        return ours(*args, **kwargs)
    force = function in _ANSWERS
    return function(*_arrays(args, force), **_arrays(kwargs, force))


def call_ufunc(ufunc, method, inputs, out, kwargs):
    """NumPy's own answer for the arrays within, as Tensors. `out` holds arrays."""
    ours = _UFUNCS.get(ufunc)
    if ours is not None and method == "__call__" and out is None and not kwargs:
        return ours(*[part if isinstance(part, Tensor) else wrap(np.asarray(part)) for part in inputs])
    if out is not None:
        kwargs = {**kwargs, "out": out}
    result = getattr(ufunc, method)(*_arrays(inputs), **_arrays(kwargs))
    if isinstance(result, tuple):
        return tuple([wrap(np.asarray(part)) for part in result])
    return result if result is None or out is not None else wrap(np.asarray(result))


def _arrays(value, force=False):
    if isinstance(value, Tensor):
        array = value.numpy(force=force)
        if isinstance(array, graph.Lookalike):
            raise TypeError("this function of NumPy has no counterpart under vmap")
        return array
    if isinstance(value, (tuple, list)):
        return type(value)([_arrays(part, force) for part in value])
    return {name: _arrays(part, force) for name, part in value.items()} if isinstance(value, dict) else value
