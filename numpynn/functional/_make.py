"""How the functions of this room are made: as Tensor methods, with out=, with dimensions checked."""

from __future__ import annotations

import math
import operator

import numpy as np

from .. import graph
from ..dtypes import strided
from ..kernels import promotion
from ..primitive import as_array
from ..tensor import Tensor, wrap


def method(function, name=None):
    """Decorator: the function is a method of Tensor too, under its own name or another."""
    setattr(Tensor, name or function.__name__, function)
    return function


def check_tensor(function: str, argument: str, value) -> None:
    """Raise TypeError unless `value` is a Tensor."""
    if not isinstance(value, Tensor):
        raise TypeError(f"{function}(): argument '{argument}' must be Tensor, not {type(value).__name__}")


def floating(function: str, tensor: Tensor) -> Tensor:
    """The tensor; raises TypeError for what is no Tensor, NotImplementedError for integers and bools, as torch does."""
    if not isinstance(tensor, Tensor):
        raise TypeError(f"{function}(): argument 'input' (position 1) must be Tensor, not {type(tensor).__name__}")
    if tensor.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"{function}" not implemented for {tensor.dtype.name}')
    return tensor


def refuse_dtypes(function: str, tensor: Tensor, kinds: str, error=NotImplementedError) -> None:
    """Raise where torch does not have the function for a dtype; `kinds` holds NumPy's letters of them."""
    if tensor.array.dtype.kind in kinds:
        raise error(f"\"{function}\" not implemented for '{tensor.dtype.name}'")


def normalise_dim(dim, ndim: int) -> int:
    """A dimension counted from the start. Raises IndexError if there is none of that number; a 0-dim tensor has 0 and -1."""
    if dim.__class__ is not int:
        dim = _index(dim)
    span = ndim or 1
    if not -span <= dim < span:
        raise IndexError(f"Dimension out of range (expected to be in range of [{-span}, {span - 1}], but got {dim})")
    return dim + span if dim < 0 else dim


def _index(dim):
    try:
        return operator.index(dim)
    except TypeError:
        raise TypeError(f"argument 'dim' must be int, not {type(dim).__name__}") from None


def normalise_dims(dim, ndim: int) -> tuple[int, ...] | None:
    """Several dimensions counted from the start, None for all of them. Raises RuntimeError if one occurs twice."""
    if dim is None:
        return None
    if isinstance(dim, int):
        return (normalise_dim(dim, ndim),) if ndim else _none_of(normalise_dim(dim, ndim))
    dims = tuple([normalise_dim(d, ndim) for d in dim])
    for d in dims:
        if dims.count(d) > 1:
            raise RuntimeError(f"dim {d} appears multiple times in the list of dims")
    return dims if dims and ndim else None


def _none_of(_):
    return None


def sizes_of(sizes) -> tuple[int, ...]:
    """Sizes given one by one or as one sequence, as a tuple of ints."""
    for size in sizes:
        if size.__class__ is not int:
            break
    else:
        return tuple(sizes)
    if len(sizes) == 1 and not isinstance(sizes[0], (int, np.integer)) and hasattr(sizes[0], "__iter__"):
        sizes = sizes[0]
    return tuple([operator.index(size) for size in sizes])


def given_sizes(function: str, name: str, sizes, named) -> tuple[int, ...]:
    """Sizes given one by one, as one sequence, or by the keyword `name`. Raises TypeError where there are none."""
    if named is not None:
        return tuple([operator.index(size) for size in named])
    if not sizes:
        raise TypeError(f'{function}() missing 1 required positional arguments: "{name}"')
    return sizes_of(sizes)


def shape_of(function: str, sizes, size=None) -> tuple[int, ...]:
    """The shape given by sizes one by one, or by one sequence. Raises TypeError for no ints, RuntimeError below 0."""
    given = sizes if size is None else (*sizes, size)
    for n in given:
        if n.__class__ is not int or n < 0:
            break
    else:
        if given:
            return given
    if not given:
        raise TypeError(f"{function}(): missing argument 'size'")
    try:
        shape = sizes_of(given)
    except TypeError:
        shape = None
    if shape is None or (given[0].__class__ is bool):
        raise TypeError(f"{function}(): argument 'size' must be tuple of ints, got {given}")
    if any([n < 0 for n in shape]):
        raise RuntimeError(f"{function}: Trying to create tensor with negative dimension {min(shape)}: {list(shape)}")
    return shape


def check_storage(layout=None, pin_memory=False) -> None:
    """Raise for memory that is not here: another layout than rows of elements, or memory pinned for an accelerator."""
    if layout is not None and layout is not strided:
        raise NotImplementedError(f"layout is not supported, got {layout}")
    if pin_memory:
        raise RuntimeError("pin_memory: Cannot access accelerator device when none is available.")


def deliver(result: Tensor, out: Tensor | None) -> Tensor:
    """`result`, or `out` with the result written into it as torch's out= does."""
    if out is None:
        return result
    if result.requires_grad or out.requires_grad:
        raise RuntimeError(
            "functions with out=... arguments don't support automatic differentiation, but one of the arguments requires grad."
        )
    if not promotion.can_cast(result.array.dtype, out.array.dtype):
        raise RuntimeError(f"result type {result.dtype} can't be cast to the desired output type {out.dtype}")
    if out.array.shape != result.array.shape:
        out.array = np.empty_like(result.array, out.array.dtype)
    np.copyto(out.array, result.array, casting="unsafe")
    graph.mark_written(out.array)
    return out


def deliver_exactly(result: Tensor, out: Tensor | None) -> Tensor:
    """As `deliver`, for the functions that fill no other dtype than their own."""
    if out is not None and out.array.dtype != result.array.dtype:
        raise RuntimeError(f"Found dtype {out.dtype.name} but expected {result.dtype.name}")
    return deliver(result, out)


def unary(primitive, name: str, formula: str, exact: bool = False):
    """A function of one tensor, elementwise, and the Tensor method of that name. `exact`: with an `out` of its dtype."""
    hand_over = deliver_exactly if exact else deliver

    def function(input, *, out=None):
        if not isinstance(input, Tensor):
            check_tensor(name, "input", input)
        return primitive(input) if out is None else hand_over(primitive(input), out)

    return _finish(function, primitive, name, f"{formula}, elementwise.")


def binary(primitive, name: str, formula: str, numbers: bool = True):
    """A function of two tensors, elementwise with broadcasting, and the Tensor method; one may be a number if `numbers`."""

    def function(input, other, *, out=None):
        if not isinstance(input, Tensor) and not (numbers and isinstance(other, Tensor)):
            check_tensor(name, "input", input)
        if not numbers:
            check_tensor(name, "other", other)
        result = primitive(input, other)
        return result if out is None else deliver(result, out)

    return _finish(function, primitive, name, f"{formula}, elementwise with broadcasting.")


def _finish(function, primitive, name, doc):
    function.__name__ = function.__qualname__ = name
    function.__doc__ = doc
    function.primitive = primitive
    return method(function)


def element(number, dtype: np.dtype) -> np.ndarray:
    """A Python number as an element of a dtype. Raises RuntimeError where it does not fit; unsigned ones wrap around."""
    if not _fits(number, dtype):
        raise RuntimeError(f"value cannot be converted to type {dtype} without overflow")
    if isinstance(number, complex) and dtype.kind != "c":
        number = number.real if dtype.kind != "b" else bool(number)
    return np.asarray(number).astype(dtype)


def _fits(number, dtype):
    if dtype.kind in "bc":
        return True
    if isinstance(number, complex):
        return number.imag == 0 and _fits(number.real, dtype)
    if dtype.kind == "f":
        return not math.isfinite(number) or abs(number) <= float(np.finfo(dtype).max)
    limits = np.iinfo(dtype)
    low = -int(limits.max) if dtype.kind == "u" and isinstance(number, int) else int(limits.min)
    return low <= number <= int(limits.max)


def entitled(tensor: Tensor, name: str) -> Tensor:
    """The tensor, whose last recorded call goes by torch's name for the whole of which it is the end."""
    vertex = tensor.vertex
    if vertex is not None:
        vertex.rule = vertex.rule.named(name)
    return tensor


def is_view(view: np.ndarray, of: np.ndarray) -> bool:
    """Whether an array made by a rearrangement of another looks at the same memory."""
    return view is of or graph.owner_of(view) is graph.owner_of(of)


def constant(array) -> Tensor:
    """A Tensor without history over an array, or over NumPy's scalar."""
    return wrap(array if array.__class__ is np.ndarray else as_array(array))
