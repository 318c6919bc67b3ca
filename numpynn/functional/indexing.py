"""Reading and writing at indices."""

from __future__ import annotations

import numpy as np

from .. import dtypes, graph
from ..derivatives import selection
from ..modes import thread
from ..tensor import Tensor, wrap
from . import conversion
from ._make import deliver, element, entitled, is_view, method, normalise_dim
from .inplace import check_apart, check_overlap, check_writable, hang_anew, is_itself
from .numpy_names import take_numpy_names
from .views import view_of

__all__ = ["gather", "index_select", "masked_fill", "masked_select", "narrow", "select"]


_NO_POSITIONS = "tensors used as indices must be long, int, byte or bool tensors"


def _numpy_index(index):
    """The index as NumPy takes it: tensors as arrays; torch's lists of positions as arrays."""
    if isinstance(index, tuple):
        parts = tuple([_part(part) for part in index])
        return parts if len(parts) < 2 else _with_one_ellipsis(parts)
    if isinstance(index, list):
        return _part(index)
    return _part(index)


def _with_one_ellipsis(parts):
    """The first ellipsis stands for all dimensions that are not named; torch lets others follow, that stand for none."""
    places = [place for place, part in enumerate(parts) if part is Ellipsis]
    return parts if len(places) < 2 else tuple([p for i, p in enumerate(parts) if p is not Ellipsis or i == places[0]])


def _part(part):
    if isinstance(part, Tensor):
        if part.array.dtype.itemsize < 4 and part.array.dtype.kind == "i":
            raise IndexError(_NO_POSITIONS)
        return _positions(part.array)
    if isinstance(part, slice):
        return _positive_slice(part)
    if isinstance(part, (list, range)):
        return _positions(
            np.array([p.array if isinstance(p, Tensor) else p for p in part], dtype=None if len(part) else np.int64)
        )
    if isinstance(part, np.ndarray):
        return _positions(part)
    if isinstance(part, (np.integer, np.bool_)):
        return part.item()
    if part is None or part is Ellipsis or isinstance(part, int):
        return part
    if isinstance(part, str):
        raise TypeError(f"invalid index {part!r}: a tensor has no named parts")
    raise IndexError(
        "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got "
        f"{type(part).__name__})"
    )


def _positions(array):
    if array.dtype.kind not in "biu":
        raise IndexError(_NO_POSITIONS)
    if isinstance(array, graph.Lookalike):
        return array
    # torch reads a uint8 index as a mask.
    return (
        array.astype(bool)
        if array.dtype == np.uint8
        else array
        if array.ndim or array.dtype.kind == "b"
        else int(array)
    )


def _positive_slice(part):
    start, stop, step = (int(v) if isinstance(v, Tensor) else v for v in (part.start, part.stop, part.step))
    if step is not None and step <= 0:
        raise ValueError("step must be greater than zero")
    return slice(start, stop, step)


def _read_out_of_range(error, array, index):
    return IndexError(f"{error} (index into a tensor of shape {list(array.shape)})")


@method
def __getitem__(self, index) -> Tensor:
    index = _numpy_index(index)
    if index.__class__ is tuple and _mixes(index):
        basic, advanced = _in_two_steps(index, self.array.ndim)
        return __getitem__(__getitem__(self, basic), advanced)
    if index.__class__ is np.ndarray and index.dtype.kind == "b" and index.shape != self.array.shape[: index.ndim]:
        raise IndexError(
            f"The shape of the mask {list(index.shape)} at index 0 does not match the shape of the indexed tensor "
            f"{list(self.array.shape)} at index 0"
        )
    if self.array.ndim == 0 and isinstance(index, int) and not isinstance(index, bool):
        raise IndexError(
            "invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor "
            "to a number"
        )
    try:
        result = selection.take(self, _nothing_scalar(index))
    except IndexError as error:
        raise _read_out_of_range(error, self.array, index) from None
    return view_of(self, result) if is_view(result.array, self.array) else result


def _mixes(index):
    """Whether there are both numbers and arrays: for NumPy the numbers are arrays too, which may move the dimensions."""
    numbers = arrays = False
    for part in index:
        if part.__class__ is int:
            numbers = True
        elif isinstance(part, (np.ndarray, graph.Lookalike)):
            arrays = True
    return numbers and arrays


def _in_two_steps(index, ndim):
    """An index with the numbers and slices alone, and one with the arrays for what that leaves."""
    taken = sum([0 if p is None or p is Ellipsis else p.ndim if _is_mask(p) else 1 for p in index])
    if not any([part is Ellipsis for part in index]):
        index = (*index, Ellipsis)
    basic, advanced = [], []
    for part in index:
        if part is Ellipsis:
            basic += [slice(None)] * (ndim - taken)
            advanced += [slice(None)] * (ndim - taken)
        elif isinstance(part, (np.ndarray, graph.Lookalike)):
            basic += [slice(None)] * (part.ndim if _is_mask(part) else 1)
            advanced.append(part)
        else:
            basic.append(part)
            if part.__class__ is not int:
                advanced.append(slice(None))
    return tuple(basic), tuple(advanced)


def _is_mask(part):
    return isinstance(part, np.ndarray) and part.dtype.kind == "b"


def _nothing_scalar(index):
    """An index under which NumPy gives a 0-dim view, not a scalar copied out of memory."""
    if isinstance(index, tuple):
        return index if any([part is Ellipsis for part in index]) else (*index, Ellipsis)
    return (index, Ellipsis) if isinstance(index, int) and not isinstance(index, bool) else index


@method
def __setitem__(self, index, value) -> None:
    index = _numpy_index(index)
    if index.__class__ is tuple and _mixes(index):
        basic, advanced = _in_two_steps(index, self.array.ndim)
        return __setitem__(__getitem__(self, basic), advanced, value)
    index = _nothing_scalar(index)
    target = _target(self.array, index)
    check_writable(self)
    if not isinstance(value, Tensor):
        value = wrap(element(value, self.array.dtype))
    before = self.vertex
    if _is_advanced(index):
        _check_put(self, index, value)
    elif not is_itself(target, value.array):
        check_overlap(target, (value,))
    source = _fit_value(value, target.shape)
    if (before is not None or value.vertex is not None) and thread.state.enabled:
        source = conversion.cast_to(source, self.array.dtype)
        written = selection.overwrite(self, index, source)
        graph.mark_written(self.array)
        if written.vertex is not None:
            written.vertex.age = graph.clock()
            hang_anew(self, written.vertex)
    else:
        _assign(self.array, index, source.array)
        graph.mark_written(self.array)


def _target(array, index):
    try:
        return array[index]
    except IndexError as error:
        raise _read_out_of_range(error, array, index) from None


def _is_advanced(index):
    parts = index if isinstance(index, tuple) else (index,)
    return any([isinstance(part, (np.ndarray, list)) for part in parts])


def _check_put(self, index, value):
    """An array of positions or a mask takes only values of the tensor's own dtype, from memory of their own."""
    parts = [part for part in (index if isinstance(index, tuple) else (index,)) if isinstance(part, (np.ndarray, list))]
    mask = len(parts) == 1 and np.asarray(parts[0]).dtype.kind == "b" and np.ndim(parts[0]) > 0
    if value.array.dtype != self.array.dtype and not (mask and value.array.size == 1):
        raise RuntimeError(
            f"Index put requires the source and destination dtypes match, got {self.dtype.name} for the destination and "
            f"{value.dtype.name} for the source."
        )
    if value.array.size > 1 or not mask:
        check_apart(self.array, value.array)


def _assign(array, index, value):
    with np.errstate(all="ignore"):
        array[index] = value.real if value.dtype.kind == "c" and array.dtype.kind not in "bc" else value


def _fit_value(value, shape):
    """The value without leading dimensions of size one that the target does not have, as torch allows."""
    sizes = value.array.shape
    while len(sizes) > len(shape) and sizes[0] == 1:
        sizes = sizes[1:]
    if len(sizes) > len(shape) or any(a not in (1, b) for a, b in zip(sizes[::-1], shape[::-1], strict=False)):
        raise RuntimeError(_mismatch(value.array.shape, shape))
    return value if sizes == value.array.shape else value.reshape(sizes)


def _mismatch(sizes, shape):
    padded = (1,) * (len(shape) - len(sizes)) + tuple(sizes)
    found = [(d, n, padded[d]) for d, n in enumerate(shape) if padded[d] not in (1, n)]
    d, wanted, given = found[-1] if found else (0, list(shape), list(sizes))
    return (
        f"The expanded size of the tensor ({wanted}) must match the existing size ({given}) at non-singleton dimension {d}. "
        f"Target sizes: {list(shape)}. Tensor sizes: {list(sizes)}"
    )


@method
def gather(input, dim, index, *, sparse_grad=False, out=None) -> Tensor:
    """out[i][j][k] = input[index[i][j][k]][j][k] for dim 0, input[i][index[i][j][k]][k] for dim 1, and so on.

    Raises RuntimeError where index is no int64 tensor, has another number of dimensions, or reaches outside.
    """
    d = normalise_dim(dim, input.array.ndim)
    check_index("gather", index, input, d)
    return deliver(selection.gather(input, d, index), out)


def check_index(function, index, input, d):
    """Raise where an index tensor does not fit `input` along dimension d."""
    if index.dtype not in (dtypes.int64, dtypes.int32):
        raise RuntimeError(f"{function}(): Expected dtype int32 or int64 for index, got {index.dtype}")
    if max(index.array.ndim, 1) != max(input.array.ndim, 1):
        raise RuntimeError(
            f"{function}(): Index tensor must have the same number of dimensions as input tensor, got {index.array.ndim} and "
            f"{input.array.ndim}"
        )
    for axis, (n, m) in enumerate(zip(index.array.shape, input.array.shape, strict=False)):
        if axis != d and n > m:
            raise RuntimeError(
                f"Size does not match at dimension {axis} expected index {list(index.array.shape)} to be no larger than self "
                f"{list(input.array.shape)} apart from dimension {d}"
            )
    bound = input.array.shape[d] if input.array.ndim else 1
    if index.array.size and (index.array.max() >= bound or index.array.min() < 0):
        bad = index.array.max() if index.array.max() >= bound else index.array.min()
        raise RuntimeError(f"index {bad} is out of bounds for dimension {d} with size {bound}")


@method
def index_select(input, dim, index, *, out=None) -> Tensor:
    """The slices at `index` along a dimension."""
    d = normalise_dim(dim, input.array.ndim)
    if index.array.ndim > 1:
        raise IndexError("index_select(): Index is supposed to be a vector")
    bound = input.array.shape[d] if input.array.ndim else 1
    if index.array.size and (index.array.max() >= bound or index.array.min() < 0):
        raise IndexError("index out of range in self")
    if input.array.ndim == 0:
        return deliver(input.clone(), out)
    chosen = selection.take(input, (slice(None),) * d + (np.atleast_1d(index.array),))
    return deliver(entitled(chosen, "IndexSelectBackward0"), out)


@method
def masked_fill(input, mask, value) -> Tensor:
    """`value` where the mask holds, else the input."""
    if mask.array.dtype.kind != "b":
        raise RuntimeError(f"masked_fill_ only supports boolean masks, but got mask with dtype {mask.dtype.name}")
    if isinstance(value, Tensor) and value.array.ndim:
        raise RuntimeError(
            f"masked_fill only supports a 0-dimensional value tensor, but got tensor with {value.array.ndim} dimension(s)."
        )
    number = (
        conversion.cast_to(value, input.array.dtype)
        if isinstance(value, Tensor)
        else element(value, input.array.dtype)[()]
    )
    _check_mask(input.array.shape, mask.array.shape)
    filled = selection.masked_fill(input, mask, number)
    return entitled(filled, "MaskedFillBackward1") if isinstance(value, Tensor) else filled


def _check_mask(shape, mask_shape):
    """Raise RuntimeError where a mask does not broadcast with what it is laid over."""
    for back, (n, m) in enumerate(zip(shape[::-1], mask_shape[::-1], strict=False)):
        if n != m and 1 not in (n, m):
            dim = max(len(shape), len(mask_shape)) - 1 - back
            raise RuntimeError(
                f"The size of tensor a ({n}) must match the size of tensor b ({m}) at non-singleton dimension {dim}"
            )


@method
def masked_select(input, mask, *, out=None) -> Tensor:
    """The elements where the mask holds, as a vector."""
    _check_mask(input.array.shape, mask.array.shape)
    shape = np.broadcast_shapes(input.array.shape, mask.array.shape)
    chosen = selection.take(input.expand(shape), np.broadcast_to(mask.array, shape))
    return deliver(entitled(chosen, "MaskedSelectBackward0"), out)


@method
def narrow(input, dim, start, length) -> Tensor:
    """`length` slices from `start` along a dimension: a view."""
    if not input.array.ndim:
        raise RuntimeError("narrow() cannot be applied to a 0-dim tensor.")
    d = normalise_dim(dim, input.array.ndim)
    size = input.array.shape[d]
    start = int(start) + (size if start < 0 else 0)
    if not 0 <= start <= size - length or length < 0:
        raise RuntimeError(f"start ({start}) + length ({length}) exceeds dimension size ({size}).")
    return entitled(__getitem__(input, (slice(None),) * d + (slice(start, start + length),)), "SliceBackward0")


@method
def select(input, dim, index) -> Tensor:
    """The slice at one position along a dimension, without it: a view."""
    d = normalise_dim(dim, input.array.ndim)
    size = input.array.shape[d]
    if not -size <= index < size:
        raise IndexError(
            f"select(): index {index} out of range for tensor of size {list(input.array.shape)} at dimension {d}"
        )
    return __getitem__(input, (slice(None),) * d + (int(index),))


take_numpy_names(globals())
