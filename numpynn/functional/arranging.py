"""Grids, tiles, windows, cuts and joins."""

from __future__ import annotations

import numpy as np

from .. import graph
from ..derivatives import selection, shape
from ..tensor import Tensor, wrap
from . import conversion, indexing, joining
from . import shape as shapes
from ._make import deliver, entitled, given_sizes, method, normalise_dim, sizes_of
from .inplace import check_writable
from .numpy_names import take_numpy_names
from .views import view_of


def _each(tensors):
    return tuple(tensors[0]) if len(tensors) == 1 and not isinstance(tensors[0], Tensor) else tensors


def broadcast_tensors(*tensors):
    """The tensors expanded to their common shape: views."""
    tensors = _each(tensors)
    try:
        sizes = np.broadcast_shapes(*[t.array.shape for t in tensors])
    except ValueError as error:
        raise RuntimeError(f"broadcast_tensors: {error}") from None
    return tuple([shapes.expand(t, sizes) for t in tensors])


def meshgrid(*tensors, indexing=None):
    """Vectors spread over a grid with one dimension for each; "xy" exchanges the first two, "ij" is the default."""
    tensors = _each(tensors)
    if indexing not in (None, "ij", "xy"):
        raise RuntimeError(f'torch.meshgrid: indexing must be one of "xy" or "ij", but received: {indexing}')
    for t in tensors:
        if t.array.ndim > 1:
            raise RuntimeError(
                f"torch.meshgrid: Expected 0D or 1D tensor in the tensor list but got: {list(t.array.shape)}"
            )
    if not tensors:
        raise RuntimeError("meshgrid expects a non-empty TensorList")
    if len({t.array.dtype for t in tensors}) > 1:
        raise RuntimeError("meshgrid expects all tensors to have the same dtype")
    if indexing == "xy" and len(tensors) > 1:
        grids = meshgrid(tensors[1], tensors[0], *tensors[2:])
        return (grids[1], grids[0], *grids[2:])
    sizes = tuple([t.array.size for t in tensors])
    columns = [t.reshape(*[-1 if axis == i else 1 for axis in range(len(sizes))]) for i, t in enumerate(tensors)]
    return tuple([shapes.expand(c, sizes) for c in columns])


def cartesian_prod(*tensors) -> Tensor:
    """All tuples of elements, one of each vector, in order: (count, vectors)."""
    for tensor in tensors:
        if tensor.array.ndim != 1:
            raise RuntimeError(f"Expect a 1D vector, but got shape {list(tensor.array.shape)}")
    if len(tensors) == 1:
        return tensors[0]
    return joining.stack([grid.reshape(-1) for grid in meshgrid(*tensors)], 1)


@method
def repeat_interleave(input, repeats=None, dim=None, *, output_size=None) -> Tensor:
    """Each slice along `dim` repeated, all alike or by a vector of counts; without `dim`, each element.

    Given counts alone, each position as often as its count says.
    """
    if repeats is None:
        return wrap(np.repeat(np.arange(input.array.size), _counts(input)))
    if dim is None:
        input, dim = shape.reshape(input, (input.array.size,)), 0
    d = normalise_dim(dim, input.array.ndim)
    counts = repeats if isinstance(repeats, int) else _counts(repeats)
    n = input.array.shape[d]
    if not isinstance(counts, int) and counts.size not in (1, n):
        raise RuntimeError(
            f"repeats must have the same size as input along dim, but got repeats.size(0) = {counts.size} and input.size({d}) = {n}"
        )
    if isinstance(counts, int) and counts < 0:
        raise RuntimeError(f"repeats can not be negative, got {counts}")
    positions = np.repeat(np.arange(n), counts)
    if output_size is not None and output_size != positions.size:
        raise RuntimeError(f"repeat_interleave: Invalid output_size {output_size}, expected {positions.size}")
    return selection.take(input, (slice(None),) * d + (positions,))


def _counts(repeats):
    if repeats.array.dtype.kind not in "iu":
        raise RuntimeError(f"repeats has to be Long or Int tensor, got {repeats.dtype.name}")
    if repeats.array.size and repeats.array.min() < 0:
        raise RuntimeError("repeats can not be negative")
    return repeats.array.reshape(-1)


def tile(input, dims) -> Tensor:
    """Repeated along each dimension; missing counts on the left are 1."""
    counts = sizes_of((dims,))
    return input.repeat((1,) * (input.array.ndim - len(counts)) + counts)


method(lambda self, *times, dims=None: tile(self, given_sizes("tile", "dims", times, dims)), "tile")


@method
def tensor_split(input, indices_or_sections=None, dim=0, *, sections=None, indices=None):
    """Cut into nearly equal sections, or at positions: views."""
    indices_or_sections = _given("tensor_split", indices_or_sections, sections, indices)
    if input.array.ndim == 0:
        raise RuntimeError("tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims")
    d = normalise_dim(dim, input.array.ndim)
    n = input.array.shape[d]
    if isinstance(indices_or_sections, Tensor):
        indices_or_sections = indices_or_sections.tolist()
    if isinstance(indices_or_sections, int):
        sections = indices_or_sections
        if sections <= 0:
            raise RuntimeError(f"number of sections must be larger than 0, got {sections}")
        cuts = [n // sections * i + min(i, n % sections) for i in range(1, sections)]
    else:
        cuts = list(indices_or_sections)
    ahead = (slice(None),) * d
    return tuple(
        [indexing.__getitem__(input, (*ahead, slice(a, b))) for a, b in zip([None, *cuts], [*cuts, None], strict=True)]
    )


def _given(function, *ways):
    """The one argument of several that says where to cut."""
    given = [way for way in ways if way is not None]
    if len(given) != 1:
        raise TypeError(f"{function}() takes one of indices_or_sections, sections and indices, got {len(given)}")
    return given[0]


def _split_along(function, least, dim_of):
    def split(input, indices_or_sections=None, *, sections=None, indices=None):
        indices_or_sections = _given(function, indices_or_sections, sections, indices)
        if input.array.ndim < least:
            raise RuntimeError(
                f"torch.{function} requires a tensor with at least {least} dimension, but got a tensor with "
                f"{input.array.ndim} dimensions!"
            )
        d = dim_of(input.array.ndim)
        if isinstance(indices_or_sections, int) and (
            indices_or_sections < 1 or input.array.shape[d] % indices_or_sections
        ):
            raise RuntimeError(
                f"torch.{function} attempted to split along dimension {d}, but the size of the dimension {input.array.shape[d]} "
                f"is not divisible by the split_size {indices_or_sections}!"
            )
        return tensor_split(input, indices_or_sections, d)

    split.__name__ = split.__qualname__ = function
    split.__doc__ = "Cut along one dimension into equal sections, or at positions: views."
    return method(split)


hsplit = _split_along("hsplit", 1, lambda ndim: min(ndim - 1, 1))
vsplit = _split_along("vsplit", 2, lambda ndim: 0)
dsplit = _split_along("dsplit", 3, lambda ndim: 2)


def _at_least(least):
    def lift(*tensors):
        if len(tensors) == 1 and isinstance(tensors[0], Tensor):
            return _lifted(tensors[0], least)
        return tuple([_lifted(t, least) for t in _each(tensors)])

    lift.__name__ = lift.__qualname__ = f"atleast_{least}d"
    lift.__doc__ = f"With dimensions of size one put before or after, so that there are at least {least}: views."
    return lift


_LIFTS = {
    (0, 1): (1,),
    (0, 2): (1, 1),
    (1, 2): (1, None),
    (0, 3): (1, 1, 1),
    (1, 3): (1, None, 1),
    (2, 3): (None, None, 1),
}


def _lifted(tensor, least):
    pattern = _LIFTS.get((tensor.array.ndim, least))
    if pattern is None:
        return tensor
    sizes = iter(tensor.array.shape)
    return tensor.reshape(tuple([next(sizes) if p is None else 1 for p in pattern]))


atleast_1d, atleast_2d, atleast_3d = _at_least(1), _at_least(2), _at_least(3)


def hstack(tensors, *, out=None) -> Tensor:
    """Joined along the second dimension, vectors along their only one."""
    lifted = [_lifted(t, 1) for t in tensors]
    return joining.cat(lifted, 0 if lifted and lifted[0].array.ndim == 1 else 1, out=out)


def vstack(tensors, *, out=None) -> Tensor:
    """Joined along the first dimension, vectors as rows."""
    return joining.cat([_lifted(t, 2) for t in tensors], 0, out=out)


row_stack = vstack


def dstack(tensors, *, out=None) -> Tensor:
    """Joined along the third dimension."""
    return joining.cat([_lifted(t, 3) for t in tensors], 2, out=out)


def column_stack(tensors, *, out=None) -> Tensor:
    """Joined along the second dimension, vectors as columns."""
    return joining.cat([t.reshape(-1, 1) if t.array.ndim < 2 else t for t in tensors], 1, out=out)


@method
def fliplr(input) -> Tensor:
    """The second dimension reversed."""
    if input.array.ndim < 2:
        raise RuntimeError(f"Input must be >= 2-d, but got {input.array.ndim}-d.")
    return shape.flip(input, (1,))


@method
def flipud(input) -> Tensor:
    """The first dimension reversed."""
    if input.array.ndim < 1:
        raise RuntimeError(f"Input must be >= 1-d, but got {input.array.ndim}-d.")
    return shape.flip(input, (0,))


@method
def rot90(input, k=1, dims=(0, 1)) -> Tensor:
    """Turned k quarters in the plane of two dimensions, from the first towards the second."""
    if len(dims) != 2:
        raise RuntimeError(f"expected total rotation dims == 2, but got dims = {len(dims)}")
    if input.array.ndim < 2:
        raise RuntimeError(f"expected total dims >= 2, but got total dims = {input.array.ndim}")
    a, b = [normalise_dim(d, input.array.ndim) for d in dims]
    if a == b:
        raise RuntimeError(f"expected rotation dims to be different, but got dim0 = {dims[0]} and dim1 = {dims[1]}")
    if k % 4 == 0:
        return shape.copy(input)
    if k % 4 == 2:
        return shape.flip(input, (a, b))
    return (
        shape.flip(input, (b,)).transpose(a, b).clone()
        if k % 4 == 1
        else shape.flip(input, (a,)).transpose(a, b).clone()
    )


@method
def ravel(input) -> Tensor:
    """The elements in row-major order; a view if possible."""
    return input.reshape(-1)


@method
def narrow_copy(input, dim, start, length, *, out=None) -> Tensor:
    """`length` slices from `start` along a dimension, copied."""
    return deliver(shape.copy(indexing.narrow(input, dim, start, length)), out)


@method
def unfold(self, dimension, size, step) -> Tensor:
    """All windows of `size` slices along a dimension, `step` apart, as a last dimension: a view."""
    d = normalise_dim(dimension, self.array.ndim)
    n = self.array.shape[d] if self.array.ndim else 1
    if size > n:
        raise RuntimeError(f"maximum size for tensor at dimension {d} is {n} but size is {size}")
    if step <= 0:
        raise RuntimeError(f"step is {step} but must be > 0")
    strides = conversion.stride(self)
    if self.array.ndim == 0:
        return view_of(self, entitled(shape.as_strided(self, (size,), (1,), 0), "UnfoldBackward0"))
    sizes = (*self.array.shape[:d], (n - size) // step + 1, *self.array.shape[d + 1 :], size)
    steps = (*strides[:d], strides[d] * step, *strides[d + 1 :], strides[d])
    return view_of(self, entitled(shape.as_strided(self, sizes, steps, 0), "UnfoldBackward0"))


def _check_storage_bounds(base, size, stride, offset):
    """Raise RuntimeError where the view would look beyond the memory of the base."""
    need = offset + 1 + sum([(n - 1) * step for n, step in zip(size, stride)])
    owner = graph.owner_of(base.array)
    lead = base.array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    have = (owner.nbytes - lead) // base.array.itemsize
    if 0 not in size and need > have:
        raise RuntimeError(
            f"setStorage: sizes {list(size)}, strides {list(stride)}, storage offset {offset}, and itemsize "
            f"{base.array.itemsize} requiring a storage size of {need * base.array.itemsize} are out of bounds for storage of "
            f"size {have * base.array.itemsize}"
        )


@method
def as_strided(input, size, stride, storage_offset=None) -> Tensor:
    """A view with sizes and steps of its own, both in elements, counted from the start of the memory."""
    base = input if input._base is None else input._base
    start = input.array.__array_interface__["data"][0] - base.array.__array_interface__["data"][0]
    own = start // input.array.itemsize
    first = own if storage_offset is None else storage_offset
    _check_steps(size, stride, first)
    _check_storage_bounds(base, tuple(size), tuple(stride), first)
    _check_history(input, own, size, stride, first)
    return view_of(
        input,
        shape.as_strided(input, tuple(size), tuple(stride), first - own),
    )


def _check_steps(size, stride, first):
    if len(size) != len(stride):
        raise RuntimeError(f"mismatch in length of strides and shape: {list(size)} and {list(stride)}")
    if any([step < 0 for step in stride]):
        raise RuntimeError(f"as_strided: Negative strides are not supported at the moment, got strides: {list(stride)}")
    if first < 0:
        raise RuntimeError(f"Tensor: invalid storage offset {first}")


def _check_history(input, own, size, stride, first):
    """Raise NotImplementedError where a tensor with a history is to show memory that is not its own."""
    if input.requires_grad and 0 not in size:
        last, held = [
            1 + sum([(n - 1) * step for n, step in zip(sizes, steps)])
            for sizes, steps in ((size, stride), (input.array.shape, input.stride()))
        ]
        if first < own or first + last > own + held:
            raise NotImplementedError("as_strided: no gradient of what lies outside of the view that it is called on")


def _rearranged(name, function):
    def rearrange(self, *args, **kwargs):
        check_writable(self)
        result = function(self, *args, **kwargs)
        self.array, self.vertex = result.array, result.vertex
        graph.mark_written(self.array)
        return self

    rearrange.__doc__ = f"`{name[:-1]}`, in place: the same memory, looked at in another way."
    rearrange.__name__ = rearrange.__qualname__ = name
    method(rearrange)


for _name in ("squeeze", "unsqueeze", "transpose", "swapaxes", "swapdims", "t"):
    _rearranged(f"{_name}_", getattr(shapes, _name))
_rearranged("as_strided_", as_strided)

take_numpy_names(globals())
