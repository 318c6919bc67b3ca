"""NumPy's protocols: np.exp(t), np.sum(t, axis=0) and their like reach the functions here, and are differentiable."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, selection
from ..derivatives import shape as shapes
from ..tensor import Tensor, wrap
from . import comparison, creation, linalg, pointwise, reduction
from . import shape as shape_functions

_UFUNCS = {
    np.add: arithmetic.add, np.subtract: arithmetic.sub, np.multiply: arithmetic.mul, np.true_divide: arithmetic.div,
    np.negative: arithmetic.neg, np.power: arithmetic.pow, np.exp: arithmetic.exp, np.exp2: arithmetic.exp2,
    np.expm1: arithmetic.expm1, np.log: arithmetic.log, np.log2: arithmetic.log2, np.log10: arithmetic.log10,
    np.log1p: arithmetic.log1p, np.sqrt: arithmetic.sqrt, np.square: arithmetic.square, np.reciprocal: arithmetic.reciprocal,
    np.sin: arithmetic.sin, np.cos: arithmetic.cos, np.tan: arithmetic.tan, np.arcsin: arithmetic.asin,
    np.arccos: arithmetic.acos, np.arctan: arithmetic.atan, np.arctan2: arithmetic.atan2, np.sinh: arithmetic.sinh,
    np.cosh: arithmetic.cosh, np.tanh: arithmetic.tanh, np.arcsinh: arithmetic.asinh, np.arccosh: arithmetic.acosh,
    np.arctanh: arithmetic.atanh, np.hypot: arithmetic.hypot, np.absolute: arithmetic.abs, np.sign: arithmetic.sign,
    np.floor: arithmetic.floor, np.ceil: arithmetic.ceil, np.trunc: arithmetic.trunc, np.rint: arithmetic.round,
    np.maximum: arithmetic.maximum, np.minimum: arithmetic.minimum, np.fmod: arithmetic.fmod,
    np.remainder: arithmetic.remainder, np.matmul: linalg.matmul, np.equal: comparison.eq, np.not_equal: comparison.ne,
    np.less: comparison.lt, np.less_equal: comparison.le, np.greater: comparison.gt, np.greater_equal: comparison.ge,
    np.logical_and: comparison.logical_and, np.logical_or: comparison.logical_or, np.logical_not: comparison.logical_not,
    np.isnan: comparison.isnan, np.isinf: comparison.isinf, np.isfinite: comparison.isfinite,
}  # fmt: skip


def _array_ufunc(self, ufunc, method, *inputs, out=None, **kwargs):
    function = _UFUNCS.get(ufunc)
    if out is not None or method != "__call__" or kwargs or function is None:
        if out is not None and any([isinstance(part, Tensor) for part in out]):
            return NotImplemented
        from .numpy_functions import call_ufunc

        return call_ufunc(ufunc, method, inputs, out, kwargs)
    if not isinstance(inputs[0], Tensor):
        inputs = (wrap(np.asarray(inputs[0])), *inputs[1:])
    return function(*inputs)


def _reducing(function):
    def reduce(a, axis=None, keepdims=False):
        # No axes are none for NumPy, and all for torch.
        return a if axis == () else function(a, axis, keepdims)

    return reduce


def _conjugate(x):
    return arithmetic.conj(x)


_UFUNCS[np.conjugate] = _conjugate
_FUNCTIONS = {
    np.sum: _reducing(reduction.sum),
    np.mean: _reducing(reduction.mean),
    np.prod: _reducing(reduction.prod),
    np.max: _reducing(reduction.amax),
    np.min: _reducing(reduction.amin),
    np.where: lambda condition, *values: selection.where(condition, *values) if values else np.nonzero(condition),
    np.zeros_like: creation.zeros_like,
    np.ones_like: creation.ones_like,
    np.reshape: shape_functions.reshape,
    np.transpose: lambda a, axes=None: a.T if axes is None else shapes.permute(a, tuple(axes)),
    np.swapaxes: lambda a, axis1, axis2: a.transpose(axis1, axis2),
    np.concatenate: lambda arrays, axis=0: _join(shapes.cat, arrays, axis),
    np.stack: lambda arrays, axis=0: _join(shapes.stack, arrays, axis),
    np.clip: pointwise.clamp,
}


def _join(primitive, arrays, axis):
    return primitive(*arrays, dim=axis)


def _array_function(self, function, types, args, kwargs):
    ours = _FUNCTIONS.get(function)
    if ours is None and function.__module__ in ("numpy.fft", "numpy.linalg"):
        from . import numpy_rooms

        ours = numpy_rooms.find(function)
    if ours is None:
        from .numpy_functions import call

        return call(function, args, kwargs)
    return ours(*args, **kwargs)


Tensor.__array_ufunc__ = _array_ufunc
Tensor.__array_function__ = _array_function
