# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.dtypes import dtype as _dtype, dtype
from numpynn.tensor import Tensor
from numpynn import spmm as spmm

class ByteTensor:
    dtype: _dtype
    is_sparse: bool

class CharTensor:
    dtype: _dtype
    is_sparse: bool

class DoubleTensor:
    dtype: _dtype
    is_sparse: bool

class FloatTensor:
    dtype: _dtype
    is_sparse: bool

class HalfTensor:
    dtype: _dtype
    is_sparse: bool

class IntTensor:
    dtype: _dtype
    is_sparse: bool

class LongTensor:
    dtype: _dtype
    is_sparse: bool

class ShortTensor:
    dtype: _dtype
    is_sparse: bool

def addmm(mat: Tensor, mat1: Tensor, mat2: Tensor, *, beta: complex = 1.0, alpha: complex = 1.0) -> Tensor: ...
def log_softmax(input: Tensor, dim: int, *, dtype: dtype | None = None) -> Tensor: ...
def mm(mat1: Tensor, mat2: Tensor, reduce: str = "sum") -> Tensor: ...
def softmax(input: Tensor, dim: int, *, dtype: dtype | None = None) -> Tensor: ...
def sum(input: Tensor, dim: int | Sequence[int] | None = None, dtype: dtype | None = None) -> Tensor: ...
