"""Running products and extremes, differences, and pairs of reductions."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, selection, shape
from ..derivatives import reduction as reductions
from ..derivatives import running as primitive
from ..kernels import running as kernel
from ..tensor import Tensor, wrap
from . import indexing, joining, reduction
from ._make import constant, deliver, entitled, method, normalise_dim, normalise_dims, refuse_dtypes
from .inplace import in_place
from .numpy_names import take_numpy_names
from .reduction import _as, _in, _named

_cummax = _named("cummax", ("values", "indices"))
_cummin = _named("cummin", ("values", "indices"))
_aminmax = _named("aminmax", ("min", "max"))


@method
def cumprod(input, dim, *, dtype=None, out=None) -> Tensor:
    """The running product along `dim`."""
    result = primitive.cumprod(_as(input, dtype), normalise_dim(dim, input.array.ndim))
    return deliver(_in(result, dtype), out)


@method
def logcumsumexp(input, dim, *, out=None) -> Tensor:
    """log of the running sum of exp(x) along `dim`, without overflow."""
    d = normalise_dim(dim, input.array.ndim)
    if input.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"logcumsumexp_out_cpu" not implemented for {input.dtype.name}')
    return deliver(primitive.logcumsumexp(input, d), out)


def _running_extreme(input, dim, out, smallest, result):
    d = normalise_dim(dim, input.array.ndim)
    refuse_dtypes(f"{result.__name__}_cpu", input, "c")
    if input.array.ndim == 0:
        found = result(shape.copy(input), constant(np.int64(0)))
    else:
        positions = kernel.extreme_positions(input.array, d, smallest)
        name = f"{result.__name__.capitalize()}Backward0"
        found = result(entitled(selection.gather(input, d, positions), name), wrap(positions))
    return found if out is None else result(*[deliver(a, b) for a, b in zip(found, out, strict=True)])


@method
def cummax(input, dim, *, out=None):
    """(values, indices) of the largest up to each place along `dim`, the last of several."""
    return _running_extreme(input, dim, out, False, _cummax)


@method
def cummin(input, dim, *, out=None):
    """(values, indices) of the smallest up to each place along `dim`, the last of several."""
    return _running_extreme(input, dim, out, True, _cummin)


@method
def diff(input, n=1, dim=-1, prepend=None, append=None, *, out=None) -> Tensor:
    """The differences of neighbours along `dim`, taken n times."""
    if input.array.ndim == 0:
        raise RuntimeError("diff expects input to be at least one-dimensional")
    if n < 0:
        raise RuntimeError(f"order must be non-negative but got {n}")
    d = normalise_dim(dim, input.array.ndim)
    parts = [t for t in (prepend, input, append) if t is not None]
    result = joining.cat(parts, d) if len(parts) > 1 else input
    ahead = (slice(None),) * d
    for _ in range(n):
        later = indexing.__getitem__(result, (*ahead, slice(1, None)))
        earlier = indexing.__getitem__(result, (*ahead, slice(None, -1)))
        result = later ^ earlier if input.array.dtype.kind == "b" else arithmetic.sub(later, earlier)
    return deliver(shape.copy(input) if n == 0 else result, out)


def var_mean(input, dim=None, unbiased=None, keepdim=False, *, correction=None, out=None):
    """(variance, mean) over `dim`."""
    return reduction.var(input, dim, unbiased, keepdim, correction=correction), _mean(input, dim, keepdim)


def std_mean(input, dim=None, unbiased=None, keepdim=False, *, correction=None, out=None):
    """(standard deviation, mean) over `dim`."""
    return reduction.std(input, dim, unbiased, keepdim, correction=correction), _mean(input, dim, keepdim)


def _mean(input, dim, keepdim):
    dims = normalise_dims(None if isinstance(dim, bool) else dim, input.array.ndim)
    return reductions.wide_mean(input, dims, keepdim)


@method
def aminmax(input, *, dim=None, keepdim=False, out=None):
    """(min, max) over one dimension, or over all."""
    dims = None if dim is None else normalise_dims(normalise_dim(dim, input.array.ndim), input.array.ndim)
    if input.array.size == 0 and dims is None:
        raise RuntimeError(
            "aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity."
        )
    if dims is not None and input.array.ndim and input.array.shape[dims[0]] == 0:
        raise IndexError(f"aminmax: Expected reduction dim {dims[0]} to have non-zero size.")
    low, high = [
        entitled(extreme(input, dims, keepdim), "AminmaxBackward0") for extreme in (reductions.amin, reductions.amax)
    ]
    return _aminmax(low, high) if out is None else _aminmax(deliver(low, out[0]), deliver(high, out[1]))


def _numbers(input):
    """Which elements are not nan."""
    return wrap(np.asarray(input.array == input.array))


@method
def nansum(input, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The sum of what is not nan."""
    refuse_dtypes("nansum", input, "c", RuntimeError)
    return reduction.sum(selection.where(_numbers(input), input, 0), dim, keepdim, dtype=dtype, out=out)


@method
def nanmean(input, dim=None, keepdim=False, *, dtype=None, out=None) -> Tensor:
    """The mean of what is not nan."""
    if input.array.dtype.kind not in "fc":
        raise RuntimeError(
            f"nanmean(): expected input to have floating point or complex dtype but got {input.dtype.name}"
        )
    count = reduction.sum(_numbers(input), dim, keepdim)
    return deliver(arithmetic.div(nansum(input, dim, keepdim, dtype=dtype), count), out)


@method
def count_nonzero(input, dim=None) -> Tensor:
    """How many elements are not zero, over `dim` or in all."""
    return constant(np.asarray(np.count_nonzero(input.array, axis=normalise_dims(dim, input.array.ndim))))


@method
def dist(input, other, p=2) -> Tensor:
    """The p-norm of the difference."""
    difference = arithmetic.sub(input, other)
    refuse_dtypes("norm()", difference, "biu", RuntimeError)
    return entitled(reduction.norm(difference, p), "DistBackward0")


def trapezoid(y, x=None, *, dx=1, dim=-1) -> Tensor:
    """The integral along `dim` by trapezia, over the places x or over steps of dx."""
    if not y.array.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    d = normalise_dim(dim, y.array.ndim)
    refuse_dtypes("trapezoid: y", y, "b", RuntimeError)
    ahead = (slice(None),) * d
    later = indexing.__getitem__(y, (*ahead, slice(1, None)))
    pairs = arithmetic.add(later, indexing.__getitem__(y, (*ahead, slice(None, -1))))
    if x is None:
        return arithmetic.mul(reductions.sum(pairs, (d,), False), dx / 2)
    steps = diff(x, dim=-1 if x.array.ndim == 1 else d)
    if x.array.ndim == 1:
        steps = steps.reshape((-1,) + (1,) * (y.array.ndim - d - 1))
    return arithmetic.mul(reductions.sum(arithmetic.mul(pairs, steps), (d,), False), 0.5)


trapz = trapezoid
in_place(cumprod)

take_numpy_names(globals())
