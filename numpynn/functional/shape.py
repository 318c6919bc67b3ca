"""Functions that change the shape or the order of elements; views wherever torch gives views."""

from __future__ import annotations

import operator

import numpy as np

from ..derivatives import shape
from ..dtypes import Size, contiguous_format
from ..tensor import Tensor
from ._make import deliver, entitled, given_sizes, is_view, method, normalise_dim
from .memory_format import in_memory_format, laid_out
from .numpy_names import take_numpy_names
from .views import view_of

__all__ = [
    "broadcast_to", "clone", "flatten", "flip", "moveaxis", "movedim", "permute", "reshape", "roll", "squeeze",
    "swapaxes", "swapdims", "t", "transpose", "tril", "triu", "unflatten", "unsqueeze",
]  # fmt: skip


_reshaped = shape.reshape


def _maybe_view(source, result):
    return view_of(source, result) if is_view(result.array, source.array) else result


def resolve_sizes(sizes, numel: int) -> tuple[int, ...]:
    """Sizes with one -1 resolved. Raises RuntimeError where they do not multiply to `numel`."""
    known, unknown = 1, None
    for position, size in enumerate(sizes):
        if size == -1:
            if unknown is not None:
                raise RuntimeError("only one dimension can be inferred")
            unknown = position
        elif size < 0:
            raise RuntimeError(f"invalid shape dimension {size}")
        else:
            known *= size
    if unknown is not None and known == 0 and numel == 0:
        raise RuntimeError(
            f"cannot reshape tensor of 0 elements into shape {list(sizes)} because the unspecified dimension size -1 can be "
            "any value and is ambiguous"
        )
    if (unknown is None and known != numel) or (unknown is not None and (known == 0 or numel % known)):
        raise RuntimeError(f"shape '{list(sizes)}' is invalid for input of size {numel}")
    if unknown is None:
        return tuple(sizes)
    return (*sizes[:unknown], numel // known, *sizes[unknown + 1 :])


@method
def reshape(input, *sizes, shape=None) -> Tensor:
    """The elements in row-major order in another shape, one size of which may be -1; a view if possible."""
    sizes = resolve_sizes(given_sizes("reshape", "shape", sizes, shape), input.array.size)
    return _maybe_view(input, _reshaped(input, sizes))


@method
def view(self, *sizes, size=None, dtype=None) -> Tensor:
    """As `reshape`, but always a view. Raises RuntimeError where that would need a copy.

    Given a dtype in place of sizes, the same bytes read as that dtype.
    """
    if dtype is not None or (len(sizes) == 1 and not isinstance(sizes[0], (int, tuple, list, np.integer))):
        from .reinterpreting import view_as_dtype

        return view_as_dtype(self, dtype or sizes[0])
    result = shape.reshape(self, resolve_sizes(given_sizes("view", "size", sizes, size), self.array.size))
    if self.array.size and not is_view(result.array, self.array):
        raise RuntimeError(
            "view size is not compatible with input tensor's size and stride (at least one dimension spans across two "
            "contiguous subspaces). Use .reshape(...) instead."
        )
    return view_of(self, result)


@method
def view_as(self, other) -> Tensor:
    """A view in the shape of another tensor."""
    return view(self, other.array.shape)


@method
def reshape_as(self, other) -> Tensor:
    """In the shape of another tensor."""
    return reshape(self, other.array.shape)


@method
def flatten(input, start_dim=0, end_dim=-1) -> Tensor:
    """The dimensions from `start_dim` to `end_dim` as one."""
    sizes = input.array.shape
    start, end = normalise_dim(start_dim, len(sizes)), normalise_dim(end_dim, len(sizes))
    if start > end:
        raise RuntimeError("flatten() has invalid args: start_dim cannot come after end_dim")
    if not sizes:
        return reshape(input, (1,))
    if start == end:
        return input
    merged = 1
    for size in sizes[start : end + 1]:
        merged *= size
    return _maybe_view(input, shape.reshape(input, (*sizes[:start], merged, *sizes[end + 1 :])))


@method
def unflatten(input, dim, sizes) -> Tensor:
    """One dimension split into several, one size of which may be -1."""
    d = normalise_dim(dim, input.array.ndim)
    before = input.array.shape
    if not before:
        raise RuntimeError("unflatten: a tensor without dimensions has none that could be split")
    sizes = tuple(sizes)
    if not sizes:
        raise RuntimeError("unflatten: sizes must be non-empty")
    try:
        resolved = resolve_sizes(sizes, before[d])
    except RuntimeError:
        raise RuntimeError(
            f"unflatten: Provided sizes {list(sizes)} don't multiply up to the size of dim {d} ({before[d]}) in the input tensor"
        ) from None
    return _maybe_view(input, shape.reshape(input, (*before[:d], *resolved, *before[d + 1 :])))


@method
def squeeze(input, dim=None, *more) -> Tensor:
    """Without the dimensions of size one: all of them, or those named."""
    sizes = input.array.shape
    dim = (dim, *more) if more else dim
    dims = range(len(sizes)) if dim is None else [dim] if isinstance(dim, int) else dim
    gone = {normalise_dim(d, len(sizes)) for d in dims}
    primitive = shape.squeeze if dim is None else shape.squeeze_dim
    return view_of(input, primitive(input, tuple([n for d, n in enumerate(sizes) if n != 1 or d not in gone])))


@method
def unsqueeze(input, dim) -> Tensor:
    """With a new dimension of size one at `dim`."""
    d = normalise_dim(dim, input.array.ndim + 1)
    sizes = input.array.shape
    return view_of(input, shape.unsqueeze(input, (*sizes[:d], 1, *sizes[d:])))


@method
def permute(input, *order, dims=None) -> Tensor:
    """The dimensions in another order."""
    wanted = given_sizes("permute", "dims", order, dims)
    ndim = input.array.ndim
    if len(wanted) != ndim:
        raise RuntimeError(
            "permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering "
            f"of dimensions i.e. input.dim() = {ndim} is not equal to len(dims) = {len(wanted)}"
        )
    order = tuple([normalise_dim(d, ndim) for d in wanted])
    if len(set(order)) != ndim:
        raise RuntimeError("permute(): duplicate dims are not allowed.")
    return view_of(input, shape.permute(input, order))


@method
def transpose(input, dim0, dim1) -> Tensor:
    """Two dimensions exchanged."""
    try:
        ndim = input.array.ndim
    except NotImplementedError:
        return input.transpose(dim0, dim1)  # of a sparse tensor, which has no array
    d0, d1 = normalise_dim(dim0, ndim), normalise_dim(dim1, ndim)
    order = list(range(ndim))
    if ndim:
        order[d0], order[d1] = d1, d0
    return view_of(input, shape.transpose(input, tuple(order)))


@method
def swapaxes(input, axis0, axis1) -> Tensor:
    """`transpose` by another name."""
    return transpose(input, axis0, axis1)


swapdims = method(transpose, "swapdims")


@method
def t(input) -> Tensor:
    """A matrix transposed; a vector as it is."""
    ndim = input.ndim
    if ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {ndim}D")
    return entitled(transpose(input, 0, ndim - 1), "TBackward0") if ndim else view_of(input, shape.permute(input, ()))


@method
def movedim(input, source, destination) -> Tensor:
    """Dimensions moved to other positions, the others keeping their order."""
    ndim = input.array.ndim
    source = [source] if isinstance(source, int) else list(source)
    destination = [destination] if isinstance(destination, int) else list(destination)
    if len(source) != len(destination):
        raise RuntimeError(
            f"movedim: Invalid source or destination dims: source ({source} dims) should contain the same number of dims as "
            f"destination ({destination} dims)"
        )
    source = [normalise_dim(d, ndim) for d in source]
    destination = [normalise_dim(d, ndim) for d in destination]
    if not ndim:
        return view_of(input, shape.reshape(input, ()))
    order = [d for d in range(ndim) if d not in source]
    for to, d in sorted(zip(destination, source, strict=True)):
        order.insert(to, d)
    return permute(input, order)


moveaxis = method(movedim, "moveaxis")


@method
def expand(self, *sizes, size=None, implicit=False) -> Tensor:
    """Dimensions of size one repeated without a copy; -1 keeps a size. `implicit` changes nothing."""
    wanted = given_sizes("expand", "size", sizes, size)
    have = self.array.shape
    extra = len(wanted) - len(have)
    if extra < 0:
        raise RuntimeError(
            f"expand(torch.FloatTensor{{{list(have)}}}, size={list(wanted)}): the number of sizes provided ({len(wanted)}) must "
            f"be greater or equal to the number of dimensions in the tensor ({len(have)})"
        )
    if -1 in wanted[:extra]:
        raise RuntimeError(
            f"The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension {wanted.index(-1)}"
        )
    target = tuple([have[i - extra] if n == -1 and i >= extra else n for i, n in enumerate(wanted)])
    for i, n in enumerate(have):
        if n != 1 and n != target[i + extra]:
            raise RuntimeError(
                f"The expanded size of the tensor ({target[i + extra]}) must match the existing size ({n}) at non-singleton "
                f"dimension {i + extra}.  Target sizes: {list(wanted)}.  Tensor sizes: {list(have)}"
            )
    return view_of(self, shape.expand(self, target))


@method
def expand_as(self, other) -> Tensor:
    """Expanded to the shape of another tensor."""
    return expand(self, other.array.shape)


def broadcast_to(input, *sizes, size=None) -> Tensor:
    """As `Tensor.expand`."""
    return expand(input, given_sizes("broadcast_to", "size", sizes, size))


method(broadcast_to)


@method
def flip(input, *along, dims=None) -> Tensor:
    """Reversed along dimensions."""
    order = tuple([normalise_dim(d, input.array.ndim) for d in given_sizes("flip", "dims", along, dims)])
    return shape.flip(input, order if input.array.ndim else ())


@method
def roll(input, shifts, dims=None) -> Tensor:
    """Rolled along dimensions, or as one flat row."""
    if dims is None or dims == ():
        return shape.roll(input, shifts if isinstance(shifts, int) else tuple(shifts), None)
    shifts = (shifts,) if isinstance(shifts, int) else tuple(shifts)
    dims = (dims,) if isinstance(dims, int) else tuple(dims)
    if len(shifts) != len(dims):
        raise RuntimeError(f"shifts and dimensions must align. shifts: {len(shifts)}, dims:{len(dims)}")
    if not input.array.ndim:
        raise IndexError(f"Dimension specified as {dims[0]} but tensor has no dimensions")
    return shape.roll(input, shifts, tuple([normalise_dim(d, input.array.ndim) for d in dims]))


@method
def repeat(self, *times, repeats=None) -> Tensor:
    """Copies laid side by side, `repeats[d]` times along dimension d."""
    times = given_sizes("repeat", "repeats", times, repeats)
    have = self.array.shape
    if len(times) < len(have):
        raise RuntimeError("Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor")
    have = (1,) * (len(times) - len(have)) + have
    paired = [n for size in have for n in (1, size)]
    spread = [n for count, size in zip(times, have, strict=True) for n in (count, size)]
    whole = tuple([count * size for count, size in zip(times, have, strict=True)])
    result = shape.reshape(shape.expand(shape.reshape(self, tuple(paired)), tuple(spread)), whole)
    result = shape.copy(result) if is_view(result.array, self.array) else result
    return entitled(result, "RepeatBackward0")


@method
def tril(input, diagonal=0, *, out=None) -> Tensor:
    """The part on and below a diagonal of the last two dimensions. Raises RuntimeError where there are fewer."""
    _check_matrix("tril", input)
    return deliver(shape.tril(input, operator.index(diagonal)), out)


@method
def triu(input, diagonal=0, *, out=None) -> Tensor:
    """The part on and above a diagonal of the last two dimensions. Raises RuntimeError where there are fewer."""
    _check_matrix("triu", input)
    return deliver(shape.triu(input, operator.index(diagonal)), out)


def _check_matrix(function, input):
    if input.array.ndim < 2:
        raise RuntimeError(
            f"{function}: input tensor must have at least 2 dimensions, but got {input.array.ndim} dimension(s)"
        )


@method
def contiguous(self, memory_format=contiguous_format) -> Tensor:
    """In row-major order, or with the channels innermost: the tensor itself if it is so already."""
    if self.array.flags.c_contiguous and memory_format is contiguous_format:
        return self
    if laid_out(self.array, memory_format) is self.array:
        return self
    return in_memory_format(shape.copy(self), memory_format)


@method
def clone(input, *, memory_format=None) -> Tensor:
    """A copy that gradients pass through."""
    return in_memory_format(shape.copy(input), memory_format)


@method
def size(self, dim=None):
    """The sizes, or that of one dimension."""
    sizes = self.array.shape
    return Size(sizes) if dim is None else sizes[normalise_dim(dim, len(sizes)) if sizes else _no_dim(dim)]


def _no_dim(dim):
    raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")


@method
def dim(self) -> int:
    """The number of dimensions."""
    return self.array.ndim


Tensor.T = property(lambda self: permute(self, tuple(range(self.array.ndim))[::-1]), doc="The dimensions reversed.")


def matrix_transpose(self, name) -> Tensor:
    """The last two dimensions exchanged; a number is its own transpose. Raises RuntimeError for vectors."""
    if self.array.ndim == 1:
        raise RuntimeError(f"tensor.{name} is only supported on matrices or batches of matrices. Got 1-D tensor.")
    return transpose(self, -2, -1) if self.array.ndim else self


def _H(self) -> Tensor:
    if self.array.ndim not in (0, 2):
        raise RuntimeError(
            f"tensor.H is only supported on matrices (2-D tensors). Got {self.array.ndim}-D tensor. For batches of "
            "matrices, consider using tensor.mH"
        )
    return matrix_transpose(self, "H").conj()


Tensor.mT = property(lambda self: matrix_transpose(self, "mT"), doc="The last two dimensions exchanged.")
Tensor.mH = property(lambda self: matrix_transpose(self, "mH").conj(), doc="The matrices transposed and conjugated.")
Tensor.H = property(_H, doc="The matrix transposed and conjugated.")

take_numpy_names(globals(), but="unflatten")
