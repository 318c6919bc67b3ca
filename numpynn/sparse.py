"""Sparse tensors: torch.sparse, for the COO layout.

They are made by `sparse_coo_tensor` and `Tensor.to_sparse`, and multiplied with dense matrices by `@`, `mm` and what is here.
What torch has beyond that for them, and other layouts, raise NotImplementedError with the name.
"""

from __future__ import annotations

import warnings

from . import dtypes
from .dtypes import Size
from .functional.sparse import addmm, log_softmax, mm, softmax, sparse_coo_tensor, spmm, sum
from .functional.sparse_tensor import SparseTensor

__all__ = [
    "ByteTensor",
    "CharTensor",
    "DoubleTensor",
    "FloatTensor",
    "HalfTensor",
    "IntTensor",
    "LongTensor",
    "ShortTensor",
    "addmm",
    "log_softmax",
    "mm",
    "softmax",
    "spmm",
    "sum",
]


class _SparseType(type):
    """The type of FloatTensor and its like: a call makes a sparse tensor, isinstance asks for the dtype."""

    def __call__(cls, *args, device=None):
        return _construct(cls.dtype, args, device)

    def __instancecheck__(cls, instance):
        return isinstance(instance, SparseTensor) and instance.dtype is cls.dtype


def _construct(dtype, args, device):
    """From indices, values and a size; from sizes; or of no elements. What is given as values keeps its dtype."""
    warnings.warn("the types of torch.sparse are deprecated: use sparse_coo_tensor", stacklevel=3)
    if not args or isinstance(args[0], (int, Size)):
        return sparse_coo_tensor(*([args[0]] if args and isinstance(args[0], Size) else [args or (0,)]), dtype=dtype)
    return sparse_coo_tensor(*args, device=device)


def _type(name, dtype):
    doc = f"Sparse tensors of {dtype.name}: {name}Tensor(indices, values, size)."
    return _SparseType(f"{name}Tensor", (), {"dtype": dtype, "is_sparse": True, "__doc__": doc, "__module__": __name__})


ByteTensor = _type("Byte", dtypes.uint8)
CharTensor = _type("Char", dtypes.int8)
DoubleTensor = _type("Double", dtypes.float64)
FloatTensor = _type("Float", dtypes.float32)
HalfTensor = _type("Half", dtypes.float16)
IntTensor = _type("Int", dtypes.int32)
LongTensor = _type("Long", dtypes.int64)
ShortTensor = _type("Short", dtypes.int16)
