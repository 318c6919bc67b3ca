# Written by `python -m stubs`: do not edit.

from builtins import bool as _bool, int as _int
from collections.abc import Sequence
from numpy import dtype as _dtype
from typing import Any, Self, SupportsIndex, overload

class Size(tuple[_int, ...]):
    def __new__(cls, sizes: _int | Sequence[_int] = ...) -> Self: ...
    def numel(self) -> _int: ...
    def __repr__(self) -> str: ...
    @overload
    def __getitem__(self, key: SupportsIndex) -> _int: ...
    @overload
    def __getitem__(self, key: slice[Any, Any, Any]) -> Size: ...
    def __add__(self, other: tuple[_int, ...]) -> Size: ...
    def __mul__(self, times: SupportsIndex) -> Size: ...
    def __rmul__(self, times: SupportsIndex) -> Size: ...

bfloat16: dtype
bool: dtype
channels_last: memory_format
channels_last_3d: memory_format
complex128: dtype
complex64: dtype

class dtype:
    def __init__(self, name: str, numpy: _dtype[Any]) -> None: ...
    def __repr__(self) -> str: ...
    def to_real(self) -> dtype: ...
    def to_complex(self) -> dtype: ...
    is_complex: _bool
    is_floating_point: _bool
    is_signed: _bool
    itemsize: _int
    name: str
    numpy: _dtype[Any]

float32: dtype
float64: dtype
def get_default_dtype() -> dtype: ...
half: dtype
int32: dtype
int8: dtype
jagged: layout

class layout:
    def __init__(self, name: str) -> None: ...
    def __repr__(self) -> str: ...
    name: str

legacy_contiguous_format: memory_format
long: dtype

class memory_format:
    def __init__(self, name: str) -> None: ...
    def __repr__(self) -> str: ...
    name: str

def of_numpy(numpy_dtype: _dtype[Any]) -> dtype: ...
preserve_format: memory_format
def set_default_dtype(d: dtype) -> None: ...
short: dtype
sparse_bsc: layout
sparse_bsr: layout
sparse_coo: layout
sparse_csc: layout
sparse_csr: layout
strided: layout
def to_numpy(wanted: Any, function: str = "dtype") -> _dtype[Any]: ...
uint16: dtype
uint32: dtype
uint64: dtype
uint8: dtype

cdouble = complex128
cfloat = complex64
contiguous_format = legacy_contiguous_format
double = float64
float = float32
float16 = half
int = int32
int16 = short
int64 = long
