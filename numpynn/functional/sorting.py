"""Functions that sort, rank, count and look up."""

from __future__ import annotations

import numpy as np

from ..derivatives import selection, shape
from ..derivatives import sorting as primitive
from ..kernels import promotion
from ..kernels import sorting as kernel
from ..tensor import Tensor, wrap
from ._make import check_tensor, constant, deliver, entitled, method, normalise_dim, refuse_dtypes
from .numpy_names import take_numpy_names
from .reduction import _named

_sort = _named("sort", ("values", "indices"))
_topk = _named("topk", ("values", "indices"))
_kthvalue = _named("kthvalue", ("values", "indices"))
_median = _named("median", ("values", "indices"))
_nanmedian = _named("nanmedian", ("values", "indices"))
_mode = _named("mode", ("values", "indices"))


_TITLES = {
    "kthvalue": "KthvalueBackward0",
    "median": "MedianBackward1",
    "nanmedian": "NanmedianBackward1",
    "mode": "ModeBackward0",
}


def _deliver_both(result, out):
    if out is None:
        return result
    return type(result)(*[deliver(part, target) for part, target in zip(result, out, strict=True)])


def _chosen(input, d, positions, keepdim, result):
    """The elements at positions along d, whose size is one, and the positions."""
    values = selection.gather(input, d, positions)
    if not keepdim:
        kept = positions.shape[:d] + positions.shape[d + 1 :]
        values, positions = shape.reshape(values, kept), positions.reshape(kept)
    return result(entitled(values, _TITLES[result.__name__]), wrap(positions))


def _alone(input, result):
    return result(shape.copy(input), constant(np.int64(0)))


def _no_complex(function, input):
    check_tensor(function, "input", input)
    if input.array.dtype.kind == "c":
        raise RuntimeError(f"{function}(): Sort does not support complex dtypes on CPU")


@method
def sort(input, dim=-1, descending=False, *, stable=False, out=None):
    """(values, indices) in order along `dim`; equal elements stay in order, nan counts as the largest."""
    _no_complex("sort", input)
    d = normalise_dim(dim, input.array.ndim)
    if input.array.ndim == 0:
        return _deliver_both(_alone(input, _sort), out)
    positions = kernel.order(input.array, d, descending)
    values = entitled(selection.gather(input, d, positions), "SortBackward0")
    return _deliver_both(_sort(values, wrap(positions)), out)


@method
def argsort(input, dim=-1, descending=False, *, stable=False) -> Tensor:
    """The positions that sort along `dim`."""
    return sort(input.detach(), dim, descending, stable=stable).indices


def msort(input, *, out=None) -> Tensor:
    """In order along the first dimension."""
    return deliver(sort(input, 0).values, out)


method(msort)


@method
def topk(input, k, dim=-1, largest=True, sorted=True, *, out=None):
    """(values, indices) of the k largest or smallest along `dim`, in order. Raises RuntimeError where k is too large."""
    _no_complex("topk", input)
    refuse_dtypes("topk", input, "b", RuntimeError)
    d = normalise_dim(dim, input.array.ndim)
    if not 0 <= k <= (input.array.shape[d] if input.array.ndim else 1):
        raise RuntimeError(f"selected index k out of range: k is {k}, shape {list(input.array.shape)}, dim {d}")
    if input.array.ndim == 0:
        return _deliver_both(_alone(input, _topk), out)
    positions = kernel.top(input.array, k, d, largest)
    values = entitled(selection.gather(input, d, positions), "TopkBackward0")
    return _deliver_both(_topk(values, wrap(positions)), out)


@method
def kthvalue(input, k, dim=-1, keepdim=False, *, out=None):
    """(values, indices) of the k-th smallest along `dim`."""
    d = normalise_dim(dim, input.array.ndim)
    if input.array.ndim and input.array.shape[d] == 0:
        raise IndexError(f"kthvalue(): Expected reduction dim {d} to have non-zero size.")
    if not 1 <= k <= (input.array.shape[d] if input.array.ndim else 1):
        raise RuntimeError(f"kthvalue(): selected number k out of range for dimension {d}: k is {k}")
    if input.array.ndim == 0:
        return _deliver_both(_alone(input, _kthvalue), out)
    refuse_dtypes("kthvalue_cpu", input, "bc")
    return _deliver_both(_chosen(input, d, kernel.kth(input.array, k, d), keepdim, _kthvalue), out)


@method
def median(input, dim=None, keepdim=False, *, out=None):
    """The lower median, nan if there is one; along `dim`, (values, indices)."""
    return _middle(input, dim, keepdim, out, False, _median)


@method
def nanmedian(input, dim=None, keepdim=False, *, out=None):
    """The lower median of what is not nan; along `dim`, (values, indices)."""
    return _middle(input, dim, keepdim, out, True, _nanmedian)


def _middle(input, dim, keepdim, out, ignore_nan, result):
    if dim is None:
        refuse_dtypes("median_cpu", input, "bc")
        return primitive.median(input, ignore_nan)
    d = normalise_dim(dim, input.array.ndim)
    if input.array.ndim == 0:
        return _deliver_both(_alone(input, result), out)
    if input.array.shape[d] == 0:
        raise IndexError(f"{result.__name__}(): Expected reduction dim {d} to have non-zero size.")
    refuse_dtypes("median_cpu", input, "bc")
    positions = kernel.median_position(input.array, d, ignore_nan)
    return _deliver_both(_chosen(input, d, positions, keepdim, result), out)


@method
def mode(input, dim=-1, keepdim=False, *, out=None):
    """(values, indices) of the most frequent value along `dim`, the smallest of several."""
    refuse_dtypes("mode_cpu", input, "c")
    d = normalise_dim(dim, input.array.ndim)
    if input.array.ndim == 0:
        return _deliver_both(_alone(input, _mode), out)
    if input.array.shape[d] == 0:
        raise IndexError(f"mode(): Expected reduction dim {d} to have non-zero size.")
    return _deliver_both(_chosen(input, d, kernel.mode_position(input.array, d), keepdim, _mode), out)


@method
def unique(input, sorted=True, return_inverse=False, return_counts=False, dim=None):
    """The different elements, or slices along `dim`, in order; the place of each in them, and how often each occurs.

    There is no derivative. Two nan are different.
    """
    refuse_dtypes("unique", input, "c")
    axis = None if dim is None else normalise_dim(dim, input.array.ndim)
    values, inverse, counts = np.unique(
        input.array, return_inverse=True, return_counts=True, axis=axis, equal_nan=False
    )
    inverse = inverse.reshape(input.array.shape if axis is None else -1)
    return _unique(values, inverse, counts, return_inverse, return_counts)


def _unique(values, inverse, counts, return_inverse, return_counts):
    parts = [wrap(values)]
    if return_inverse:
        parts.append(wrap(inverse))
    if return_counts:
        parts.append(wrap(counts))
    return tuple(parts) if len(parts) > 1 else parts[0]


@method
def unique_consecutive(input, return_inverse=False, return_counts=False, dim=None):
    """Runs of equal elements, or of equal slices along `dim`, each once. There is no derivative."""
    refuse_dtypes("unique", input, "c")
    array, axis = (input.array.reshape(-1), 0) if dim is None else (input.array, normalise_dim(dim, input.array.ndim))
    starts, runs = kernel.consecutive(array, axis)
    counts = np.diff(np.append(starts, array.shape[axis]))
    inverse = runs.reshape(input.array.shape if dim is None else -1)
    return _unique(np.take(array, starts, axis), inverse, counts, return_inverse, return_counts)


def searchsorted(sorted_sequence, input, *, out_int32=False, right=False, side=None, out=None, sorter=None):
    """The positions at which `input` would keep the last dimension of a sorted sequence sorted.

    Before equal elements, after them with right=True or side="right". Raises RuntimeError where leading dimensions differ.
    """
    check_tensor("searchsorted", "sorted_sequence", sorted_sequence)
    if side not in (None, "left", "right"):
        raise RuntimeError(f"torch.searchsorted(): side can only be 'left' or 'right' but got {side}")
    if right and side == "left":
        raise RuntimeError(
            "torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True"
        )
    refuse_dtypes("searchsorted_out_cpu", sorted_sequence, "bc")
    sequence = sorted_sequence.array
    values = input.array if isinstance(input, Tensor) else np.asarray(input)
    if sequence.ndim != 1 and sequence.shape[:-1] != values.shape[:-1]:
        raise RuntimeError(
            "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and "
            f"input value tensor must match, but we got boundaries tensor {list(sequence.shape)} and input value tensor "
            f"{list(values.shape)}"
        )
    if sorter is not None:
        sequence = np.take_along_axis(sequence, sorter.array, -1)
    found = kernel.positions_among(sequence, values, right or side == "right")
    return deliver(constant(np.asarray(found).astype(np.int32 if out_int32 else np.int64)), out)


def bucketize(input, boundaries, *, out_int32=False, right=False, out=None):
    """The number of the interval between sorted boundaries that holds each element; right=True: a boundary opens one."""
    check_tensor("bucketize", "boundaries", boundaries)
    if boundaries.array.ndim != 1:
        raise RuntimeError(f"bucketize(): boundaries tensor must be 1 dimension, but got dim({boundaries.array.ndim})")
    return searchsorted(boundaries, input, out_int32=out_int32, right=right, out=out)


@method
def bincount(input, weights=None, minlength=0) -> Tensor:
    """How often each of 0, 1, ... occurs in a vector, or the sum of its weights."""
    if input.array.dtype.kind not in "iu":
        raise NotImplementedError(f'"bincount_cpu" not implemented for {input.dtype.name}')
    if input.array.ndim != 1 or (input.array.size and input.array.min() < 0):
        raise RuntimeError("bincount only supports 1-d non-negative integral inputs.")
    if minlength < 0:
        raise RuntimeError(f"minlength should be >= 0, got {minlength}")
    if weights is None or not input.array.size:
        return wrap(np.bincount(input.array, minlength=minlength))
    if weights.array.shape != input.array.shape:
        raise RuntimeError(
            f"weights should be 1-d and have the same length as input: {list(weights.array.shape)} and {list(input.array.shape)}"
        )
    kind = weights.array.dtype if weights.array.dtype == np.float32 else np.float64
    return wrap(np.bincount(input.array, weights.array, minlength).astype(kind))


def _range(function, array, low, high):
    if low == high == 0 and array.size:
        low, high = float(array.min()), float(array.max())
    if low > high:
        raise RuntimeError(f"{function}: max must be larger than min, got {low} and {high}")
    return (low - 1, high + 1) if low == high else (low, high)


@method
def histc(input, bins=100, min=0, max=0, *, out=None) -> Tensor:
    """How many elements lie in each of `bins` equal intervals from min to max, by default those of the elements."""
    if input.array.dtype.kind != "f":
        raise NotImplementedError(f'"histogram_cpu" not implemented for {input.dtype.name}')
    if bins <= 0:
        raise RuntimeError(f"torch.histc: bins must be > 0, got {bins}")
    low, high = _range("torch.histc", input.array, min, max)
    return deliver(wrap(kernel.histogram(input.array.reshape(-1), bins, low, high)), out)


def isin(elements, test_elements, *, assume_unique=False, invert=False) -> Tensor:
    """Whether each element is one of the test elements."""
    arrays = [a.array if isinstance(a, Tensor) else np.asarray(a) for a in (elements, test_elements)]
    for array in arrays:
        if array.dtype.kind in "bc":
            raise RuntimeError(f"Unsupported input type encountered for isin(): {array.dtype}")
    common = promotion.result_type(*arrays)
    return constant(np.isin(*[a.astype(common) for a in arrays], invert=invert))


take_numpy_names(globals(), but="unique unique_consecutive")
