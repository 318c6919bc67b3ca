"""From one dtype to another, and to where the memory lies."""

from __future__ import annotations

import math

import numpy as np

from .. import dtypes
from ..derivatives import arithmetic, shape
from ..device import CPU, check_device
from ..tensor import Tensor, wrap
from ._make import method
from .memory_format import in_memory_format, laid_out
from .views import view_of

__all__ = ["conj", "imag", "is_complex", "is_floating_point", "real"]


def cast_to(tensor: Tensor, numpy_dtype: np.dtype) -> Tensor:
    """The tensor in a NumPy dtype; integers carry no gradient."""
    if tensor.array.dtype == numpy_dtype:
        return tensor
    if numpy_dtype.kind not in "fc" or tensor.vertex is None:
        source = tensor.array.real if tensor.array.dtype.kind == "c" and numpy_dtype.kind not in "bc" else tensor.array
        return wrap(source.astype(numpy_dtype, order="C" if 0 in source.strides else "K"))
    return shape.cast(tensor, numpy_dtype)


@method
def to(self, *args, dtype=None, device=None, non_blocking=False, copy=False, memory_format=None) -> Tensor:
    """In another dtype: `to(dtype)`, `to(device, dtype)`, `to(other)`. The tensor itself where nothing changes."""
    for arg in args:
        if isinstance(arg, Tensor):
            dtype, device = arg.dtype, arg.device
        elif arg is None or isinstance(arg, bool):
            continue
        elif isinstance(arg, dtypes.dtype) or arg in (float, int, complex):
            dtype = arg
        else:
            device = arg
    check_device(device)
    wanted = self.array.dtype if dtype is None else dtypes.to_numpy(dtype, "to")
    if wanted != self.array.dtype:
        return in_memory_format(cast_to(self, wanted), memory_format)
    moved = memory_format is not None and laid_out(self.array, memory_format) is not self.array
    return in_memory_format(shape.copy(self), memory_format) if copy or moved else self


@method
def type_as(self, other) -> Tensor:
    """In the dtype of another tensor."""
    return cast_to(self, other.array.dtype)


TYPE_NAMES = {
    dtypes.float16: "Half", dtypes.float32: "Float", dtypes.float64: "Double", dtypes.bool: "Bool",
    dtypes.int8: "Char", dtypes.int16: "Short", dtypes.int32: "Int", dtypes.int64: "Long",
    dtypes.uint8: "Byte", dtypes.uint16: "UInt16", dtypes.uint32: "UInt32", dtypes.uint64: "UInt64",
    dtypes.complex64: "ComplexFloat", dtypes.complex128: "ComplexDouble", dtypes.bfloat16: "BFloat16",
}  # fmt: skip
_NAMED_TYPES = {f"torch.{name}Tensor": dtype for dtype, name in TYPE_NAMES.items()}


def type_(self, dtype=None, non_blocking=False):
    """The name of the type, such as "torch.FloatTensor"; given such a name or a dtype, the tensor in that.

    Raises ValueError for a name of no type.
    """
    if dtype is None:
        return f"torch.{TYPE_NAMES[self.dtype]}Tensor"
    if getattr(dtype, "is_cuda", False) or (isinstance(dtype, str) and dtype.startswith("torch.cuda.")):
        raise RuntimeError(f"type {dtype} not available: Torch not compiled with CUDA enabled")
    if isinstance(dtype, str):
        if dtype not in _NAMED_TYPES:
            raise ValueError(f"invalid type: '{dtype}'")
        dtype = _NAMED_TYPES[dtype]
    # FloatTensor and its like know their dtype.
    dtype = getattr(dtype, "dtype", dtype)
    return cast_to(self, dtypes.to_numpy(dtype, "type"))


method(type_, "type")


def _to(name, dtype):
    def convert(self, memory_format=None):
        return to(self, dtype, memory_format=memory_format)

    convert.__name__ = convert.__qualname__ = name
    convert.__doc__ = f"In {dtype.name}."
    setattr(Tensor, name, convert)


for _name in ("double", "float", "half", "long", "int", "short", "bool", "cfloat", "cdouble"):
    _to(_name, getattr(dtypes, _name))
_to("bfloat16", dtypes.bfloat16)
_to("char", dtypes.int8)
_to("byte", dtypes.uint8)


@method
def cpu(self, memory_format=None) -> Tensor:
    """The tensor itself: it is on the CPU."""
    return self


@method
def cuda(self, device=None, non_blocking=False, memory_format=None) -> Tensor:
    """Raises AssertionError, as a torch without CUDA does."""
    raise AssertionError("Torch not compiled with CUDA enabled")


@method
def is_floating_point(input) -> bool:
    """Whether the dtype is float16, float32 or float64."""
    return input.array.dtype.kind == "f"


@method
def is_complex(input) -> bool:
    """Whether the dtype is complex."""
    return input.array.dtype.kind == "c"


@method
def is_contiguous(self, memory_format=dtypes.contiguous_format) -> bool:
    """Whether the elements lie in row-major order, or with the channels innermost."""
    if memory_format is dtypes.contiguous_format:
        return self.array.flags.c_contiguous
    return laid_out(self.array, memory_format) is self.array


@method
def stride(self, dim=None):
    """The steps in memory, in elements, from one element to the next along each dimension, or along one."""
    array = self.array
    if array.size == 0 and not any(array.strides):
        # NumPy has no steps for what has no elements; torch has those of a dimension of one.
        steps = tuple([math.prod([max(n, 1) for n in array.shape[d + 1 :]]) for d in range(array.ndim)])
    else:
        steps = tuple([step // array.itemsize for step in array.strides])
        if 0 in steps and 1 in array.shape:
            steps = _over_new_dimensions(array.shape, steps)
    return steps if dim is None else steps[dim]


def _over_new_dimensions(shape, steps):
    """NumPy does not step along a new dimension of one; torch steps over all that lies within it."""
    steps = list(steps)
    for d in reversed(range(len(shape))):
        if shape[d] == 1 and steps[d] == 0:
            steps[d] = shape[d + 1] * steps[d + 1] if d + 1 < len(shape) else 1
    return tuple(steps)


@method
def element_size(self) -> int:
    """The bytes of one element."""
    return self.array.itemsize


@method
def data_ptr(self) -> int:
    """The address of the first element."""
    return self.array.ctypes.data


@method
def conj(input) -> Tensor:
    """The complex conjugate; the tensor itself if it is real."""
    return arithmetic.conj(input) if input.array.dtype.kind == "c" else input


@method
def real(input) -> Tensor:
    """The real part: a view."""
    return view_of(input, arithmetic.real(input)) if input.array.dtype.kind == "c" else input


@method
def imag(input) -> Tensor:
    """The imaginary part: a view. Raises RuntimeError for real tensors."""
    if input.array.dtype.kind != "c":
        raise RuntimeError(f"imag is not implemented for tensors with non-complex dtypes, got {input.dtype.name}")
    return view_of(input, arithmetic.imag(input))


def _overwrite(part, value):
    """A part of complex numbers, in place, by a tensor or a number."""
    part.copy_(value) if isinstance(value, Tensor) else part.fill_(value)


Tensor.real = property(real, lambda self, value: _overwrite(real(self), value), doc=real.__doc__)
Tensor.imag = property(imag, lambda self, value: _overwrite(imag(self), value), doc=imag.__doc__)
Tensor.device = property(lambda self: CPU, doc="The device: always the CPU.")
Tensor.is_cuda = property(lambda self: False, doc="False.")
Tensor.itemsize = property(lambda self: self.array.itemsize, doc="The bytes of one element.")
Tensor.nbytes = property(lambda self: self.array.nbytes, doc="The bytes of all elements.")
Tensor.nelement = lambda self: self.array.size
