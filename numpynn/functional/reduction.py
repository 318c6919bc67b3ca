"""Functions that reduce along dimensions."""

from __future__ import annotations

import math

import numpy as np

from ..derivatives import arithmetic, reduction, selection, shape
from ..tensor import Tensor, wrap
from . import conversion
from ._make import constant, deliver, deliver_exactly, entitled, method, normalise_dim, normalise_dims, refuse_dtypes
from .numpy_names import NAMES, take_numpy_names

__all__ = [
    "all", "amax", "amin", "any", "argmax", "argmin", "cumsum", "max", "mean", "min", "norm", "numel", "prod", "std",
    "sum", "var",
]  # fmt: skip


def _as(input, dtype):
    return input if dtype is None else conversion.to(input, dtype)


def _in(result, dtype):
    """The result in the dtype that was asked for, which for integers is not that of the sum."""
    return result if dtype is None or result.dtype is dtype else conversion.cast_to(result, dtype.numpy)


@method
def sum(input, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The sum over `dim`, or over all dimensions; integers are summed in int64."""
    try:
        dims = normalise_dims(dim, input.array.ndim)
    except NotImplementedError:
        return input.sum(dim, keepdim, dtype=dtype)  # of a sparse tensor, which has no array
    return deliver(_in(reduction.sum(_as(input, dtype), dims, keepdim), dtype), out)


@method
def mean(input, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The arithmetic mean over `dim`, or over all dimensions. Raises RuntimeError for integers."""
    input = _as(input, dtype)
    if input.array.dtype.kind not in "fc":
        raise RuntimeError(
            "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. "
            f"Got: {input.dtype.name}"
        )
    return deliver(reduction.mean(input, normalise_dims(dim, input.array.ndim), keepdim), out)


@method
def prod(input, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The product over one dimension, or over all."""
    dims = None if dim is None else normalise_dims(normalise_dim(dim, input.array.ndim), input.array.ndim)
    return deliver(_in(reduction.prod(_as(input, dtype), dims, keepdim), dtype), out)


def _moment(primitive, input, dim, unbiased, keepdim, correction, out):
    if isinstance(dim, bool):
        dim, unbiased = None, dim
    if correction is None:
        correction = 1 if unbiased is None else int(unbiased)
    if input.array.dtype.kind not in "fc":
        raise RuntimeError(f"std and var only support floating point and complex dtypes, got {input.dtype.name}")
    dims = normalise_dims(dim, input.array.ndim)
    return deliver(primitive(input, dims, correction, keepdim), out)


@method
def var(input, dim=None, unbiased=None, keepdim=False, *, correction=None, out=None) -> Tensor:
    """The mean square deviation from the mean, over n - correction (1 by default)."""
    return _moment(reduction.var, input, dim, unbiased, keepdim, correction, out)


@method
def std(input, dim=None, unbiased=None, keepdim=False, *, correction=None, out=None) -> Tensor:
    """The root of the variance."""
    return _moment(reduction.std, input, dim, unbiased, keepdim, correction, out)


@method
def amax(input, dim=(), keepdim=False, *, out=None) -> Tensor:
    """The largest element over `dim`; ties share the gradient."""
    _check_not_empty(input, dim, "amax")
    return deliver(reduction.amax(input, normalise_dims(dim, input.array.ndim), keepdim), out)


@method
def amin(input, dim=(), keepdim=False, *, out=None) -> Tensor:
    """The smallest element over `dim`; ties share the gradient."""
    _check_not_empty(input, dim, "amin")
    return deliver(reduction.amin(input, normalise_dims(dim, input.array.ndim), keepdim), out)


def _check_not_empty(input, dim, name):
    if input.array.size:
        return
    if dim is None or dim == ():
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' "
            "argument."
        )
    for d in normalise_dims(dim, input.array.ndim) or ():
        if input.array.shape[d] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {d} to have non-zero size.")


def _named(name, fields):
    """A named tuple of results, as torch.return_types has them."""
    from collections import namedtuple

    result = namedtuple(name, fields)
    result.__repr__ = _as_torch_prints
    return result


def _as_torch_prints(self):
    fields = ",\n".join([f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True)])
    return f"torch.return_types.{type(self).__name__}(\n{fields})"


_max = _named("max", ("values", "indices"))
_min = _named("min", ("values", "indices"))


def _extreme(input, dim, keepdim, arg, result):
    refuse_dtypes(f"{result.__name__}()", input, "c", RuntimeError)
    d = normalise_dim(dim, input.array.ndim)
    if input.array.ndim == 0:
        return result(shape.copy(input), constant(np.int64(0)))
    if input.array.shape[d] == 0:
        raise IndexError(f"{result.__name__}(): Expected reduction dim {d} to have non-zero size.")
    indices = np.expand_dims(arg(input.array, axis=d), d)
    values = selection.gather(input, d, indices)
    if not keepdim:
        kept = indices.shape[:d] + indices.shape[d + 1 :]
        values, indices = shape.reshape(values, kept), indices.reshape(kept)
    return result(entitled(values, f"{result.__name__.capitalize()}Backward0"), wrap(indices))


@method
def max(input, *dim_or_other, out=None, **named):
    """The largest element: max(input); along a dimension, (values, indices): max(input, dim, keepdim=False); of two tensors,
    the larger elementwise: max(input, other).
    """
    other, dim, keepdim = _which("max", input, dim_or_other, named)
    if other is not None:
        return deliver(arithmetic.maximum(input, other), out)
    if dim is not None:
        return _delivered(_extreme(input, dim, keepdim, np.argmax, _max), out)
    _check_some(input, "max")
    return deliver(entitled(reduction.amax(input, None, False), "MaxBackward1"), out)


@method
def min(input, *dim_or_other, out=None, **named):
    """The smallest element: min(input); along a dimension, (values, indices): min(input, dim, keepdim=False); of two tensors,
    the smaller elementwise: min(input, other).
    """
    other, dim, keepdim = _which("min", input, dim_or_other, named)
    if other is not None:
        return deliver(arithmetic.minimum(input, other), out)
    if dim is not None:
        return _delivered(_extreme(input, dim, keepdim, np.argmin, _min), out)
    _check_some(input, "min")
    return deliver(entitled(reduction.amin(input, None, False), "MinBackward1"), out)


def _which(name, input, given, named):
    """(other, dim, keepdim): of which of its three kinds a call of max or min is."""
    if not given and not named:
        return None, None, False
    first = "other" if given and isinstance(given[0], Tensor) else "dim"
    asked = dict(zip((first, "keepdim"), given)) | {NAMES.get(key, key): value for key, value in named.items()}
    if len(asked) == len(given) + len(named):
        other, dim, keepdim = asked.get("other"), asked.get("dim"), asked.get("keepdim", False)
        if asked.keys() == {"other"} and isinstance(other, Tensor):
            return other, None, False
        if asked.keys() <= {"dim", "keepdim"} and _is_index(dim) and isinstance(keepdim, bool):
            return None, dim, keepdim
    raise TypeError(
        f"{name}() expects nothing, a dim and perhaps a keepdim, or a Tensor as other, beside an input of shape "
        f"{list(input.array.shape)}, but got {(*given, *[f'{key}={value}' for key, value in named.items()])}"
    )


def _is_index(value):
    return hasattr(value, "__index__") and not isinstance(value, bool)


def _delivered(result, out):
    """The named tuple, or with `out` its parts written into a pair of tensors."""
    return result if out is None else type(result)(*map(deliver, result, out))


def _check_some(input, name):
    if input.array.size == 0:
        raise RuntimeError(
            f"{name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' "
            "argument."
        )


@method
def argmax(input, dim=None, keepdim=False, *, out=None) -> Tensor:
    """The position of the largest element, the first of several."""
    return deliver_exactly(_arg(input, dim, keepdim, np.argmax, "argmax"), out)


@method
def argmin(input, dim=None, keepdim=False, *, out=None) -> Tensor:
    """The position of the smallest element, the first of several."""
    return deliver_exactly(_arg(input, dim, keepdim, np.argmin, "argmin"), out)


def _arg(input, dim, keepdim, arg, name):
    refuse_dtypes(f"{name}()", input, "bc", RuntimeError)
    if dim is not None:
        dim = normalise_dim(dim, input.array.ndim)
        dim = dim if input.array.ndim else None
        if dim is not None and input.array.shape[dim] == 0:
            raise IndexError(f"{name}(): Expected reduction dim {dim} to have non-zero size.")
    elif input.array.size == 0:
        raise IndexError(f"{name}(): Expected reduction dim to be specified for input.numel() == 0.")
    return constant(arg(input.array, axis=dim, keepdims=keepdim))


@method
def all(input, dim=None, keepdim=False, *, out=None) -> Tensor:
    """Whether all elements are non-zero."""
    return deliver_exactly(_truth(input, dim, keepdim, np.logical_and), out)


@method
def any(input, dim=None, keepdim=False, *, out=None) -> Tensor:
    """Whether any element is non-zero."""
    return deliver_exactly(_truth(input, dim, keepdim, np.logical_or), out)


def _truth(input, dim, keepdim, ufunc):
    dims = normalise_dims(dim, input.array.ndim)
    if dim is not None and not isinstance(dim, int) and not len(dim):
        answer = input.array.astype(bool)  # no dimensions are none here, not all
    else:
        answer = ufunc.reduce(input.array, axis=dims, keepdims=keepdim)
    return constant(np.asarray(answer).astype(np.uint8) if input.array.dtype == np.uint8 else answer)


@method
def cumsum(input, dim, *, dtype=None, out=None) -> Tensor:
    """The running sum along `dim`."""
    return deliver(_in(reduction.cumsum(_as(input, dtype), normalise_dim(dim, input.array.ndim)), dtype), out)


@method
def norm(input, p="fro", dim=None, keepdim=False, out=None, dtype=None) -> Tensor:
    """(sum |x|^p)^(1/p) over `dim`; "fro" is p = 2, inf the largest, 0 the number of non-zeros."""
    input = _as(input, dtype)
    refuse_dtypes("linalg.vector_norm", input, "biu", RuntimeError)
    dims = normalise_dims(dim, input.array.ndim)
    return deliver(vector_norm(input, 2 if p in ("fro", None) else p, dims, keepdim), out)


def vector_norm(input, p, dims, keepdim):
    """The p-norm of the elements over normalised dims."""
    size = arithmetic.abs(input)
    if p == math.inf:
        return reduction.amax(size, dims, keepdim)
    if p == -math.inf:
        return reduction.amin(size, dims, keepdim)
    if p == 0:
        return reduction.sum(arithmetic.sign(size), dims, keepdim)
    if p == 1:
        return reduction.sum(size, dims, keepdim)
    if p == 2:
        return reduction.norm(input, dims, keepdim)
    return reduction.p_norm(input, p, dims, keepdim)


@method
def numel(input) -> int:
    """The number of elements."""
    return input.array.size


take_numpy_names(globals(), but="norm")
