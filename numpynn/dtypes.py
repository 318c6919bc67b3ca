"""torch's dtypes and sizes, as small values over NumPy's."""

from __future__ import annotations

import operator

import numpy as np

from .kernels import promotion

__all__ = [
    "Size", "bfloat16", "bool", "cdouble", "cfloat", "channels_last", "channels_last_3d", "complex128", "complex64",
    "contiguous_format", "double", "dtype", "float", "float16", "float32", "float64", "get_default_dtype", "half",
    "int", "int16", "int32", "int64", "int8", "jagged", "layout", "legacy_contiguous_format", "long", "memory_format",
    "preserve_format", "set_default_dtype", "short", "sparse_bsc", "sparse_bsr", "sparse_coo", "sparse_csc",
    "sparse_csr", "strided", "uint16", "uint32", "uint64", "uint8",
]  # fmt: skip


class dtype:
    """A data type with torch's name; `.numpy` is NumPy's. There is one object for each type, so `is` compares."""

    __slots__ = ("is_complex", "is_floating_point", "is_signed", "itemsize", "name", "numpy")

    def __init__(self, name: str, numpy: np.dtype):
        self.name = name
        self.numpy = numpy
        self.itemsize = numpy.itemsize
        self.is_floating_point = numpy.kind == "f"
        self.is_complex = numpy.kind == "c"
        self.is_signed = numpy.kind in "ifc"

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return _by_name, (self.name,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self

    def to_real(self) -> dtype:
        """The real type of the same precision."""
        return _REAL.get(self, self)

    def to_complex(self) -> dtype:
        """The complex type of the same precision."""
        return _COMPLEX.get(self, self)


class _Absent(dtype):
    """A data type of torch's that NumPy lacks: it has a name and limits, and makes no tensors."""

    __slots__ = ()

    def __init__(self, name, itemsize):
        self.name = name
        self.itemsize = itemsize
        self.is_floating_point = self.is_signed = True
        self.is_complex = False

    @property
    def numpy(self):
        raise NotImplementedError(f"{self.name} is not supported: NumPy has no such type")


def _by_name(name: str) -> dtype:
    return globals()[name]


uint8 = dtype("uint8", np.dtype(np.uint8))
uint16 = dtype("uint16", np.dtype(np.uint16))
uint32 = dtype("uint32", np.dtype(np.uint32))
uint64 = dtype("uint64", np.dtype(np.uint64))
int8 = dtype("int8", np.dtype(np.int8))
int16 = dtype("int16", np.dtype(np.int16))
int32 = dtype("int32", np.dtype(np.int32))
int64 = dtype("int64", np.dtype(np.int64))
float16 = dtype("float16", np.dtype(np.float16))
float32 = dtype("float32", np.dtype(np.float32))
float64 = dtype("float64", np.dtype(np.float64))
complex64 = dtype("complex64", np.dtype(np.complex64))
complex128 = dtype("complex128", np.dtype(np.complex128))
bfloat16 = _Absent("bfloat16", 2)
_bool = dtype("bool", np.dtype(np.bool_))
# Past this line `bool`, `int` and `float` are torch's names in this file.
_OF_PYTHON = {bool: _bool, float: float64, int: int64, complex: complex128}
bool = _bool
short, int, long, half, float, double = int16, int32, int64, float16, float32, float64
cfloat, cdouble = complex64, complex128

DTYPES = (
    uint8,
    uint16,
    uint32,
    uint64,
    int8,
    int16,
    int32,
    int64,
    float16,
    float32,
    float64,
    complex64,
    complex128,
    bool,
)
_REAL = {complex64: float32, complex128: float64}
_COMPLEX = {float16: complex64, bfloat16: complex64, float32: complex64, float64: complex128}
_OF_NUMPY = {d.numpy: d for d in DTYPES}


class memory_format:
    """An order of axes in memory, by torch's name. There is one object for each."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return _by_name, (self.name,)


contiguous_format = legacy_contiguous_format = memory_format("contiguous_format")
preserve_format = memory_format("preserve_format")
channels_last = memory_format("channels_last")
channels_last_3d = memory_format("channels_last_3d")


class layout:
    """How the elements of a tensor lie in memory, by torch's name. There is one object for each."""

    __slots__ = ("name",)

    def __init__(self, name: str):
        self.name = name

    def __repr__(self):
        return f"torch.{self.name}"

    def __reduce__(self):
        return _by_name, (self.name,)


strided = layout("strided")
sparse_coo = layout("sparse_coo")
sparse_csr = layout("sparse_csr")
sparse_csc = layout("sparse_csc")
sparse_bsr = layout("sparse_bsr")
sparse_bsc = layout("sparse_bsc")
jagged = layout("jagged")


def of_numpy(numpy_dtype: np.dtype) -> dtype:
    """torch's dtype for NumPy's; raises TypeError for those that torch lacks."""
    try:
        return _OF_NUMPY[numpy_dtype]
    except KeyError:
        supported = ", ".join(d.name for d in DTYPES)
        raise TypeError(
            f"can't convert np.ndarray of type {numpy_dtype}. The only supported types are: {supported}."
        ) from None


def to_numpy(wanted, function: str = "dtype") -> np.dtype:
    """NumPy's dtype for a dtype, or for a Python type as torch accepts it."""
    if isinstance(wanted, dtype):
        return wanted.numpy
    if isinstance(wanted, type) and wanted in _OF_PYTHON:
        return _OF_PYTHON[wanted].numpy
    raise TypeError(f"{function}(): argument 'dtype' must be torch.dtype, not {type(wanted).__name__}")


def get_default_dtype() -> dtype:
    """The dtype of new floating tensors: float32 unless `set_default_dtype` changed it."""
    return _OF_NUMPY[promotion.default_float()]


def set_default_dtype(d: dtype) -> None:
    """Set the dtype of new floating tensors. Raises TypeError unless it is floating."""
    if not isinstance(d, dtype) or not d.is_floating_point:
        raise TypeError(f"only floating-point types are supported as the default type, got {d}")
    promotion.set_default_float(d.numpy)


class Size(tuple):
    """A tensor's shape: a tuple of ints with `numel()`."""

    __slots__ = ()

    def __new__(cls, sizes=()):
        return super().__new__(cls, map(operator.index, sizes))

    def numel(self):
        """The number of elements: the product of the sizes."""
        product = 1
        for size in self:
            product *= size
        return product

    def __repr__(self):
        return f"torch.Size({list(self)})"

    def __getitem__(self, key):
        item = super().__getitem__(key)
        return Size(item) if isinstance(key, slice) else item

    def __add__(self, other):
        return Size(tuple.__add__(self, tuple(other)))

    def __mul__(self, times):
        return Size(tuple.__mul__(self, times))

    __rmul__ = __mul__
