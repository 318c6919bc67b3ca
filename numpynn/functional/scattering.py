"""Functions that write at indices, and their in-place forms."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import arithmetic, scattering, selection, shape
from ..tensor import Tensor, wrap
from . import conversion, indexing
from ._make import check_tensor, deliver, element, entitled, method, normalise_dim
from .indexing import check_index
from .inplace import in_place
from .numpy_names import take_numpy_names


def _source(function, input, d, index, src):
    """What is written: a number, or the part of a tensor that the index covers."""
    if not isinstance(src, Tensor):
        return np.asarray(src).astype(input.array.dtype)
    if src.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"{function}(): Expected self.dtype to be equal to src.dtype, got {input.dtype} and {src.dtype}"
        )
    sizes = index.array.shape
    if max(src.array.ndim, 1) != max(len(sizes), 1) or any(n > m for n, m in zip(sizes, src.array.shape, strict=False)):
        raise RuntimeError(
            f"Expected index {list(sizes)} to be no larger than src {list(src.array.shape)} and self "
            f"{list(input.array.shape)} apart from dimension {d}"
        )
    return src if src.array.shape == sizes else indexing.__getitem__(src, tuple([slice(n) for n in sizes]))


def _prepared(function, input, dim, index, src):
    """The dimension and the source, checked; an empty index writes nothing."""
    check_tensor(function, "input", input)
    d = normalise_dim(dim, input.array.ndim)
    if index.array.size == 0:
        return d, None
    check_index(function, index, input, d)
    return d, _source(function, input, d, index, src)


@method
def scatter(input, dim, index, src=None, *, value=None, reduce=None, out=None) -> Tensor:
    """The input with src, or one value, at `index` along `dim`; with reduce "add" or "multiply", combined with it.

    Of several that go to one place the last stays. Raises RuntimeError where index or src do not fit.
    """
    src = value if src is None else src
    if reduce not in (None, "add", "multiply"):
        raise RuntimeError(f"reduce argument must be either add or multiply, got {reduce!r}")
    d, source = _prepared("scatter", input, dim, index, src)
    if source is None:
        return deliver(shape.copy(input), out)
    if reduce is None:
        source = source if isinstance(source, Tensor) else wrap(source)
        return deliver(_through_vector(input, lambda x: scattering.scatter(x, d, _vector(index), _row(source))), out)
    source = source if isinstance(source, Tensor) else wrap(np.broadcast_to(source, index.array.shape))
    return deliver(_combined(input, d, index, source, "sum" if reduce == "add" else "prod"), out)


def _through_vector(input, function):
    """A function of a tensor that has dimensions, on one that may have none."""
    if input.array.ndim:
        return function(input)
    return shape.reshape(function(shape.reshape(input, (1,))), ())


def _vector(index):
    return np.atleast_1d(index.array)


def _row(source):
    return source if source.array.ndim or source.array.dtype.kind not in "fc" else shape.reshape(source, (1,))


def _combined(input, d, index, source, reduce):
    """With the sources added or multiplied in, or the larger or the smaller kept."""
    if input.array.ndim == 0:
        return _through_vector(
            input, lambda x: _combined(x, 0, wrap(_vector(index)), shape.reshape(source, (index.array.size,)), reduce)
        )
    if index.array.ndim == 0:
        index, source = wrap(_vector(index)), shape.reshape(source, (1,))
    if reduce == "sum":
        return arithmetic.add(input, selection.scatter_add(source, d, index, input.array.shape))
    return scattering.combine(input, d, index, source, reduce)


@method
def scatter_add(input, dim, index, src, *, out=None) -> Tensor:
    """The input with src added at `index` along `dim`."""
    d, source = _prepared("scatter_add", input, dim, index, src)
    result = shape.copy(input) if source is None else _combined(input, d, index, source, "sum")
    return deliver(entitled(result, "ScatterAddBackward0"), out)


_IDENTITY = {"sum": 0, "mean": 0, "prod": 1, "amax": -np.inf, "amin": np.inf}


@method
def scatter_reduce(input, dim, index, src, reduce, *, include_self=True, out=None) -> Tensor:
    """The input with src combined in at `index`: reduce is "sum", "prod", "mean", "amax" or "amin".

    Without include_self what stood at a place written to is forgotten first.
    """
    if reduce not in _IDENTITY:
        raise RuntimeError(f"reduce argument must be either sum, prod, mean, amax or amin, got {reduce}.")
    d, source = _prepared("scatter_reduce", input, dim, index, src)
    if source is None:
        return deliver(shape.copy(input), out)
    start = input if include_self else scatter(input, d, index, _identity(reduce, input.array.dtype))
    result = _combined(start, d, index, source, "sum" if reduce == "mean" else reduce)
    return deliver(_divided(result, d, index, include_self) if reduce == "mean" else result, out)


def _identity(reduce, dtype):
    value = _IDENTITY[reduce]
    if dtype.kind in "iu" and isinstance(value, float):
        return np.iinfo(dtype).min if value < 0 else np.iinfo(dtype).max
    return value


def _divided(total, d, index, include_self):
    """The sums over the number of their terms."""
    ones = wrap(np.ones(index.array.shape, total.array.dtype))
    terms = _combined(wrap(np.full(total.array.shape, int(include_self), total.array.dtype)), d, index, ones, "sum")
    terms = wrap(np.maximum(terms.array, 1))
    return arithmetic.div(total, terms) if total.array.dtype.kind in "fc" else arithmetic.div_floor(total, terms)


def _along(input, dim, index, function):
    """The full index of slices along a dimension, checked."""
    d = normalise_dim(dim, input.array.ndim)
    if index.array.ndim > 1:
        raise IndexError(f"{function}(): Index is supposed to be a vector, but got dim: {index.array.ndim}")
    if index.dtype not in (dtypes.int64, dtypes.int32):
        raise RuntimeError(f"{function}(): Expected dtype int32/int64 for index but got: {index.dtype}")
    return d, (slice(None),) * d + (np.atleast_1d(index.array),)


def _check_bounds(function, input, d, index):
    bound = input.array.shape[d] if input.array.ndim else 1
    if index.array.size and (index.array.max() >= bound or index.array.min() < -bound):
        raise IndexError(f"{function}(): index out of range: {index.array.tolist()} for dimension {d} of size {bound}")


@method
def index_add(input, dim, index, source, *, alpha=1, out=None) -> Tensor:
    """The input with alpha times the slices of source added at `index` along `dim`."""
    d, where = _along(input, dim, index, "index_add")
    if source.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"index_add_(): self ({input.dtype}) and source ({source.dtype}) must have the same scalar type"
        )
    expected = (*input.array.shape[:d], index.array.size, *input.array.shape[d + 1 :])
    if source.array.shape != expected and (source.array.ndim or input.array.ndim):
        raise RuntimeError(
            f"index_add_(): source of shape {list(source.array.shape)} does not fit {index.array.size} slices of "
            f"{list(input.array.shape)} along dimension {d}"
        )
    bound = input.array.shape[d] if input.array.ndim else 1
    if index.array.size and source.array.size and (index.array.max() >= bound or index.array.min() < 0):
        bad = index.array.max() if index.array.max() >= bound else index.array.min()
        raise RuntimeError(f"index {bad} is out of bounds for dimension {d} with size {bound}")
    if alpha != 1:
        source = arithmetic.mul(source, bool(alpha) if source.array.dtype.kind == "b" else alpha)
    if input.array.ndim == 0:
        return deliver(arithmetic.add(input, source), out)
    total = arithmetic.add(input, selection.put(source, where, input.array.shape))
    return deliver(entitled(total, "IndexAddBackward0"), out)


@method
def index_copy(input, dim, index, source, *, out=None) -> Tensor:
    """The input with the slices of source at `index` along `dim`."""
    d, where = _along(input, dim, index, "index_copy")
    if source.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"index_copy_(): self and source expected to have the same dtype, but got (self) {input.dtype.name} and "
            f"(source) {source.dtype.name}"
        )
    expected = (*input.array.shape[:d], index.array.size, *input.array.shape[d + 1 :])
    if input.array.ndim and source.array.shape != expected:
        raise IndexError(
            f"index_copy_(): source of shape {list(source.array.shape)} does not fit {index.array.size} slices of "
            f"{list(input.array.shape)} along dimension {d}"
        )
    _check_bounds("index_copy", input, d, index)
    return deliver(_through_vector(input, lambda x: selection.overwrite(shape.copy(x), where, source)), out)


@method
def index_fill(input, dim, index, value) -> Tensor:
    """The input with one value in the slices at `index` along `dim`."""
    d, where = _along(input, dim, index, "index_fill")
    if isinstance(value, Tensor) and value.array.ndim:
        raise RuntimeError(
            f"index_fill_ only supports a 0-dimensional value tensor, but got tensor with {value.array.ndim} dimension(s)."
        )
    _check_bounds("index_fill", input, d, index)
    value = (
        conversion.cast_to(value, input.array.dtype)
        if isinstance(value, Tensor)
        else _real_element(value, input.array.dtype)
    )
    filled = _through_vector(input, lambda x: selection.overwrite(shape.copy(x), where, value))
    return entitled(filled, "IndexFillBackward0")


def _real_element(value, dtype):
    if isinstance(value, complex) and dtype.kind != "c":
        raise RuntimeError("index_fill_(): Converting complex Scalar to non-complex type is not supported")
    return element(value, dtype)


def index_put(input, indices, values, accumulate=False) -> Tensor:
    """The input with input[indices] = values, or with them added up there."""
    if values.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"Index put requires the source and destination dtypes match, got {input.dtype.name} for the destination and "
            f"{values.dtype.name} for the source."
        )
    where = indexing._numpy_index(tuple([slice(None) if i is None else i for i in indices]))
    if not accumulate:
        return selection.overwrite(shape.copy(input), where, values)
    target = input.array[where].shape
    values = values if values.array.shape == target else shape.expand(values, target)
    return arithmetic.add(input, selection.put(values, where, input.array.shape))


method(index_put)


@method
def masked_scatter(input, mask, source) -> Tensor:
    """The input with the elements of source, one after the other, where the mask holds."""
    if mask.array.dtype.kind != "b":
        raise RuntimeError(f"masked_scatter_ only supports boolean masks, but got mask with dtype {mask.dtype.name}")
    if source.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"masked_scatter: expected self and source to have same dtypes but got {input.dtype.name} and {source.dtype.name}"
        )
    sizes = np.broadcast_shapes(input.array.shape, mask.array.shape)
    places = np.broadcast_to(mask.array, sizes)
    count = int(places.sum())
    if source.array.size < count:
        raise RuntimeError(f"Number of elements of source < number of ones in mask: {source.array.size} < {count}")
    given = indexing.__getitem__(shape.reshape(source, (source.array.size,)), slice(count))
    whole = shape.copy(input) if sizes == input.array.shape else shape.contiguous(shape.expand(input, sizes))
    return selection.overwrite(whole, places, given)


@method
def take(input, index) -> Tensor:
    """The elements at positions counted in row-major order."""
    if index.dtype is not dtypes.int64:
        raise RuntimeError(f"take(): Expected a long tensor for index, but got {index.dtype.name}")
    if index.array.size and not -input.array.size <= index.array.min() <= index.array.max() < input.array.size:
        raise IndexError(
            f"out of range: tried to access {index.array.tolist()} on a tensor of {input.array.size} elements."
        )
    return selection.take(shape.reshape(input, (input.array.size,)), np.asarray(index.array)[...])


@method
def take_along_dim(input, indices, dim=None, *, out=None) -> Tensor:
    """As `gather`, with the other dimensions broadcast; without `dim`, positions in row-major order."""
    if indices.dtype is not dtypes.int64:
        raise RuntimeError(f"torch.take_along_dim(): dtype of indices should be Long but got {indices.dtype.name}")
    if dim is None:
        flat = shape.reshape(input, (input.array.size,))
        return deliver(selection.gather(flat, 0, indices.array.reshape(-1)), out)
    if indices.array.ndim != input.array.ndim:
        raise RuntimeError(
            f"torch.take_along_dim(): input and indices should have the same number of dimensions, but got {input.array.ndim} "
            f"dimensions for input, and {indices.array.ndim} dimensions for indices"
        )
    if not input.array.ndim:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    d = normalise_dim(dim, input.array.ndim)
    for axis, (n, m) in enumerate(zip(input.array.shape, indices.array.shape, strict=True)):
        if axis != d and n != m and 1 not in (n, m):
            raise RuntimeError(
                f"The size of tensor a ({m}) must match the size of tensor b ({n}) at non-singleton dimension {axis}"
            )
    pairs = enumerate(zip(input.array.shape, indices.array.shape, strict=True))
    sizes = [None if axis == d else np.broadcast_shapes((n,), (m,))[0] for axis, (n, m) in pairs]
    whole = shape.expand(input, tuple([input.array.shape[d] if n is None else n for n in sizes]))
    index = np.broadcast_to(indices.array, tuple([indices.array.shape[d] if n is None else n for n in sizes]))
    return deliver(selection.gather(whole, d, index), out)


def put(input, index, source, accumulate=False) -> Tensor:
    """The input with source at positions counted in row-major order, or added there.

    Raises IndexError where index and source differ in size.
    """
    if source.array.dtype != input.array.dtype:
        raise RuntimeError(
            f"put_(): self and source expected to have the same dtype, got {input.dtype} and {source.dtype}"
        )
    if index.array.size != source.array.size:
        raise IndexError(
            f"put_(): Expected source and index to have the same number of elements, but got source.numel() = "
            f"{source.array.size}, index.numel() = {index.array.size}"
        )
    flat = shape.reshape(input, (input.array.size,))
    given = shape.reshape(source, (source.array.size,))
    return shape.reshape(index_put(flat, (wrap(index.array.reshape(-1)),), given, accumulate), input.array.shape)


method(put)
for _function in (
    scatter,
    scatter_add,
    scatter_reduce,
    index_add,
    index_copy,
    index_fill,
    index_put,
    masked_scatter,
    put,
):
    in_place(_function)

take_numpy_names(globals())
