"""Making tensors."""

from __future__ import annotations

import functools
import math
import operator
import warnings

import numpy as np

from .. import dtypes
from ..device import check_device
from ..kernels import promotion
from ..tensor import Tensor, wrap
from ._make import check_storage, deliver, element, method, shape_of
from .memory_format import in_memory_format

__all__ = [
    "arange", "as_tensor", "empty", "empty_like", "eye", "from_numpy", "full", "full_like", "linspace", "ones",
    "ones_like", "tensor", "zeros", "zeros_like",
]  # fmt: skip


def _made(array, requires_grad=False, device=None) -> Tensor:
    """A new tensor with the options that every constructor takes."""
    check_device(device)
    tensor = wrap(array)
    return tensor.requires_grad_() if requires_grad else tensor


def _dtype(dtype, function, default=None):
    return (default or promotion.default_float()) if dtype is None else dtypes.to_numpy(dtype, function)


def tensor(data, *, dtype=None, device=None, requires_grad=False, pin_memory=False) -> Tensor:
    """A tensor with a copy of `data`: a number, nested sequences of numbers, an array or a tensor.

    Python floats become the default dtype, Python ints int64; arrays and tensors keep their dtype.

    >>> import numpynn
    >>> numpynn.tensor([[1, 2], [3, 4]])
    tensor([[1, 2],
            [3, 4]])
    """
    check_storage(pin_memory=pin_memory)
    return _made(_array_of(data, dtype), requires_grad, device)


def _array_of(data, dtype):
    if isinstance(data, Tensor):
        array = data.array
    elif isinstance(data, (np.ndarray, np.generic)):
        array = _native(np.asarray(data))
    else:
        array = _from_nested(data, dtype)
    dtypes.of_numpy(array.dtype)
    with np.errstate(all="ignore"):
        return np.array(array, dtype=None if dtype is None else dtypes.to_numpy(dtype, "tensor"), order="C")


def _native(array):
    return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))


def _from_nested(data, dtype):
    if hasattr(data, "__array_interface__") or hasattr(data, "__dlpack__"):
        return np.asarray(data)
    items, number = _leaves(data)
    try:
        array = np.array(items)
    except (ValueError, OverflowError) as error:
        raise _shape_error(data, error) from None
    if array.dtype.kind in "US" and array.ndim:
        raise ValueError("too many dimensions 'str'")
    if array.dtype.kind == "O":
        strange = {type(item).__name__ for item in array.flat if not isinstance(item, (bool, int, float, complex))}
        raise RuntimeError(f"tensor(): Could not infer dtype of {', '.join(sorted(strange)) or 'integers this large'}")
    if array.dtype.kind in "US":
        raise _shape_error(data, None)
    if dtype is not None:
        _check_range_of(array, dtypes.to_numpy(dtype, "tensor"))
        return array
    if number is Tensor:
        return array.astype(functools.reduce(promotion.promote_types, _dtypes_in(data)))
    return array.astype(promotion.default_float()) if number is float or array.size == 0 else _number(array)


def _number(array):
    if array.dtype.kind == "c":
        return array.astype(promotion.promote_types(np.dtype(np.complex64), promotion.default_float()))
    return array


def _leaves(data):
    """`data` with tensors turned into arrays, and float if a Python float stands in it (and nothing wider)."""
    if isinstance(data, (list, tuple, range)):
        pairs = [_leaves(item) for item in data]
        kinds = {kind for _, kind in pairs}
        return [item for item, _ in pairs], next((kind for kind in (Tensor, complex, float) if kind in kinds), None)
    if isinstance(data, Tensor):
        return data.array, Tensor
    if isinstance(data, complex):
        return data, complex
    return data, float if isinstance(data, float) and not isinstance(data, np.generic) else None


def _dtypes_in(data):
    """The dtypes of all numbers and tensors in nested sequences."""
    if isinstance(data, (list, tuple, range)):
        return [dtype for item in data for dtype in _dtypes_in(item)]
    return [
        data.array.dtype
        if isinstance(data, Tensor)
        else getattr(data, "dtype", None) or promotion.dtype_of_number(data)
    ]


def _check_range_of(array, target):
    """Raise RuntimeError where a number is beyond an integer dtype; negative ones wrap around in unsigned ones."""
    if target.kind in "iu" and array.dtype.kind in "iuf" and array.size:
        for extreme in (array.min(), array.max()):
            element(extreme.item(), target)


def _shape_error(data, error):
    if error is None or not isinstance(data, (list, tuple)):
        return TypeError(
            f"tensor(): could not infer the type of a number from {type(data).__name__} data: {data!r:.80}"
        )
    if isinstance(error, OverflowError):
        return RuntimeError(f"tensor(): {error}")
    return ValueError(f"tensor(): expected sequences of equal length at each depth: {error}")


def as_tensor(data, dtype=None, device=None) -> Tensor:
    """`data` as a tensor, without a copy where its memory and dtype can be shared."""
    check_device(device)
    if isinstance(data, Tensor):
        return data if dtype is None or data.dtype is dtype else data.to(dtype)
    if isinstance(data, np.ndarray):
        shared = _sharing(_native(data))
        return shared if dtype is None or shared.dtype is dtype else shared.to(dtype)
    return tensor(data, dtype=dtype)


def from_numpy(ndarray) -> Tensor:
    """A tensor that shares the memory of an array. Raises TypeError for a dtype that torch lacks.

    Warns of an array that must not be written to, as torch does; writes into the tensor then raise ValueError.
    """
    shared = _sharing(ndarray)
    if not ndarray.flags.writeable:
        warnings.warn(
            "The given NumPy array is not writable, and PyTorch does not support non-writable tensors. You may want to copy the "
            "array to protect its data or make it writable before converting it to a tensor.",
            stacklevel=2,
        )
    return shared


def _sharing(ndarray):
    if not isinstance(ndarray, np.ndarray):
        raise TypeError(f"expected np.ndarray (got {type(ndarray).__name__})")
    dtypes.of_numpy(ndarray.dtype)
    if any([step < 0 for step in ndarray.strides]):
        raise ValueError(
            "At least one stride in the given numpy array is negative, and tensors with negative strides are not currently "
            "supported. (You can probably work around this by making a copy of your array with array.copy().)"
        )
    return wrap(np.asarray(ndarray))


def zeros(
    *sizes, size=None, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """Zeros."""
    check_storage(layout, pin_memory)
    return deliver(_made(np.zeros(shape_of("zeros", sizes, size), _dtype(dtype, "zeros")), requires_grad, device), out)


def ones(
    *sizes, size=None, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """Ones."""
    check_storage(layout, pin_memory)
    return deliver(_made(np.ones(shape_of("ones", sizes, size), _dtype(dtype, "ones")), requires_grad, device), out)


def empty(
    *sizes,
    size=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
    memory_format=None,
) -> Tensor:
    """Uninitialised memory."""
    check_storage(layout, pin_memory)
    return in_memory_format(
        deliver(_made(np.empty(shape_of("empty", sizes, size), _dtype(dtype, "empty")), requires_grad, device), out),
        memory_format,
    )


def full(
    size, fill_value, *, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """One value everywhere; its type decides the dtype."""
    check_storage(layout, pin_memory)
    value = fill_value.item() if isinstance(fill_value, Tensor) else fill_value
    default = promotion.dtype_of_number(value)
    filled = np.full(shape_of("full", (size,)), element(value, _dtype(dtype, "full", default)))
    return deliver(_made(filled, requires_grad, device), out)


def arange(
    start=None,
    end=None,
    step=1,
    *,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """start, start + step, ... below `end`: ceil((end - start) / step) values. Integers if all three are."""
    check_storage(layout, pin_memory)
    if end is None:
        start, end = 0, start
    if end is None:
        raise TypeError('arange() missing 1 required positional arguments: "end"')
    start, end, step = (_number_of(v) for v in (start or 0, end, step))
    _check_range(start, end, step)
    whole = all(isinstance(v, int) for v in (start, end, step))
    target = _dtype(dtype, "arange", np.dtype(np.int64) if whole else None)
    count = -((start - end) // step) if whole else math.ceil((end - start) / step)
    steps = np.arange(count)
    return deliver(_made((start + steps * step).astype(target), requires_grad, device), out)


def _number_of(value):
    return value.item() if isinstance(value, (Tensor, np.generic)) else value


def _check_range(start, end, step):
    if step == 0:
        raise RuntimeError("step must be nonzero")
    if not all(map(math.isfinite, (start, end))):
        raise RuntimeError(f"unsupported range: {start} -> {end}")
    if (step > 0) != (end >= start) and end != start:
        raise RuntimeError("upper bound and lower bound inconsistent with step sign")


def linspace(
    start,
    end,
    steps,
    *,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """`steps` values from `start` to `end`, both included, evenly spaced."""
    check_storage(layout, pin_memory)
    steps = operator.index(steps)
    if steps < 0:
        raise RuntimeError("number of steps must be non-negative")
    start, end = _number_of(start), _number_of(end)
    return deliver(_made(_linspace(start, end, steps, _dtype(dtype, "linspace")), requires_grad, device), out)


def _linspace(start, end, steps, dtype):
    """From both ends towards the middle, as torch does, so that it is symmetric."""
    if steps == 1:
        return np.full(1, start, dtype)
    kind = dtype if dtype.kind in "fc" else np.dtype(np.float64)
    step = kind.type((end - start) / (steps - 1)) if steps else kind.type(0)
    i = np.arange(steps)
    ahead = kind.type(start) + step * i.astype(kind)
    behind = kind.type(end) - step * (steps - 1 - i).astype(kind)
    return np.where(i < steps // 2, ahead, behind).astype(dtype)


def eye(n, m=None, *, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False) -> Tensor:
    """Ones on the diagonal of an n x m matrix of zeros."""
    check_storage(layout, pin_memory)
    if n < 0 or (m is not None and m < 0):
        raise RuntimeError(f"n must be greater or equal to 0, got {n if n < 0 else m}")
    return deliver(_made(np.eye(n, m, dtype=_dtype(dtype, "eye")), requires_grad, device), out)


def zeros_like(
    input, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None, pin_memory=False
) -> Tensor:
    """Zeros of the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    return in_memory_format(
        _made(np.zeros_like(input.array, _dtype(dtype, "zeros_like", input.array.dtype)), requires_grad, device),
        memory_format,
    )


def ones_like(
    input, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None, pin_memory=False
) -> Tensor:
    """Ones of the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    return in_memory_format(
        _made(np.ones_like(input.array, _dtype(dtype, "ones_like", input.array.dtype)), requires_grad, device),
        memory_format,
    )


def empty_like(
    input, *, dtype=None, layout=None, device=None, requires_grad=False, memory_format=None, pin_memory=False
) -> Tensor:
    """Uninitialised memory of the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    return in_memory_format(
        _made(np.empty_like(input.array, _dtype(dtype, "empty_like", input.array.dtype)), requires_grad, device),
        memory_format,
    )


def full_like(
    input,
    fill_value,
    *,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    memory_format=None,
    pin_memory=False,
) -> Tensor:
    """One value everywhere, in the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    target = _dtype(dtype, "full_like", input.array.dtype)
    return in_memory_format(
        _made(np.full_like(input.array, _number_of(fill_value), target), requires_grad, device), memory_format
    )


@method
def new_zeros(
    self, *sizes, size=None, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False
) -> Tensor:
    """Zeros of this tensor's dtype."""
    check_storage(layout, pin_memory)
    return _made(
        np.zeros(shape_of("new_zeros", sizes, size), _dtype(dtype, "new_zeros", self.array.dtype)),
        requires_grad,
        device,
    )


@method
def new_ones(
    self, *sizes, size=None, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False
) -> Tensor:
    """Ones of this tensor's dtype."""
    check_storage(layout, pin_memory)
    return _made(
        np.ones(shape_of("new_ones", sizes, size), _dtype(dtype, "new_ones", self.array.dtype)), requires_grad, device
    )


@method
def new_empty(
    self, *sizes, size=None, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False
) -> Tensor:
    """Uninitialised memory of this tensor's dtype."""
    check_storage(layout, pin_memory)
    return _made(
        np.empty(shape_of("new_empty", sizes, size), _dtype(dtype, "new_empty", self.array.dtype)),
        requires_grad,
        device,
    )


@method
def new_full(
    self, size, fill_value, *, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False
) -> Tensor:
    """One value everywhere, in this tensor's dtype."""
    check_storage(layout, pin_memory)
    target = _dtype(dtype, "new_full", self.array.dtype)
    return _made(np.full(shape_of("new_full", (size,)), _number_of(fill_value), target), requires_grad, device)


@method
def new_tensor(self, data, *, dtype=None, device=None, requires_grad=False, layout=None, pin_memory=False) -> Tensor:
    """A tensor with a copy of `data`, of this tensor's dtype."""
    check_storage(layout, pin_memory)
    return tensor(data, dtype=dtype or self.dtype, device=device, requires_grad=requires_grad)
