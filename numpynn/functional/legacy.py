"""Constructors from before `tensor()`: Tensor(2, 3), FloatTensor([1.0]), x.new(2), and types as torch names them."""

from __future__ import annotations

import warnings

import numpy as np

from .. import dtypes
from ..device import device as device_of
from ..dtypes import Size
from ..tensor import Tensor
from . import creation
from ._make import sizes_of
from .conversion import TYPE_NAMES
from .views import view_of


class tensortype(type):
    """The type of FloatTensor and its like: a call makes a tensor of the dtype, isinstance asks for it."""

    def __call__(cls, *args, **kwargs):
        return construct(cls.dtype, args, **kwargs)

    def __instancecheck__(cls, instance):
        return isinstance(instance, Tensor) and instance.array.dtype == cls.dtype.numpy

    def __repr__(cls):
        return f"<class '{cls.__module__}.{cls.__name__}'>"


def construct(dtype: dtypes.dtype | None, args, *, size=None, data=None, device=None) -> Tensor:
    """A tensor as the legacy constructors make it; `dtype` None is the default dtype, or that of a tensor given.

    No argument: no elements. Sizes, one by one or as a `Size`: uninitialised memory. A sequence or array: its values. A tensor
    or storage of this dtype: the same memory. Raises TypeError for anything else.
    """
    _check_legacy_device(device)
    given = [value for value in (size, data) if value is not None]
    args = tuple(args) or (tuple(sizes_of((size,))) if size is not None else tuple(given))
    wanted = dtypes.get_default_dtype() if dtype is None else dtype
    if not args or isinstance(args[0], Size) or all([_is_size(arg) for arg in args]):
        return creation.empty(*(args or (0,)), dtype=wanted)
    if len(args) > 1:
        raise TypeError(f"new(): expected sizes or one sequence, got {', '.join(type(arg).__name__ for arg in args)}")
    return _of_data(args[0], wanted, dtype)


def _check_legacy_device(wanted):
    if wanted is not None and device_of(wanted).type != "cpu":
        raise RuntimeError(
            f"legacy constructor expects device type: cpu but device type: {device_of(wanted).type} was passed"
        )


def _is_size(value):
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _of_data(data, wanted, dtype):
    if hasattr(data, "as_tensor_of"):  # a storage
        return data.as_tensor_of(wanted)
    if isinstance(data, Tensor):
        if dtype is not None and data.dtype is not wanted:
            raise TypeError(f"expected a tensor of dtype {wanted.name} (got one of {data.dtype.name})")
        return view_of(data, data.detach())
    if isinstance(data, str):
        raise TypeError(f"new(): invalid data type '{type(data).__name__}'")
    if not hasattr(data, "__len__") or not hasattr(data, "__getitem__"):
        raise TypeError(f"new(): data must be a sequence (got {type(data).__name__})")
    return creation.tensor(data, dtype=wanted)


def _tensor_type(dtype, name):
    return tensortype(f"{name}Tensor", (), {"dtype": dtype, "layout": dtypes.strided, "is_cuda": False, "is_sparse": False,
                                            "__module__": "torch", "__doc__": f"Tensors of {dtype.name}."})  # fmt: skip


_LEGACY = {
    name: _tensor_type(getattr(dtypes, dtype), name)
    for dtype, name in (
        ("bfloat16", "BFloat16"), ("bool", "Bool"), ("uint8", "Byte"), ("int8", "Char"), ("float64", "Double"),
        ("float32", "Float"), ("float16", "Half"), ("int32", "Int"), ("int64", "Long"), ("int16", "Short"),
    )
}  # fmt: skip
BFloat16Tensor, BoolTensor, ByteTensor, CharTensor, DoubleTensor = [
    _LEGACY[name] for name in ("BFloat16", "Bool", "Byte", "Char", "Double")
]
FloatTensor, HalfTensor, IntTensor, LongTensor, ShortTensor = [
    _LEGACY[name] for name in ("Float", "Half", "Int", "Long", "Short")
]


def new(self, *args, **kwargs) -> Tensor:
    """A tensor of this dtype, as the legacy constructors make it."""
    return construct(self.dtype, args, **kwargs)


def constructed(cls, *args, **kwargs) -> Tensor:
    """What `Tensor(...)` gives: see `construct`; of a subclass an object of that."""
    made = construct(None, args, **kwargs)
    return made if cls is Tensor else made.as_subclass(cls)


def as_subclass(self, cls):
    """The same memory and history as an object of a subclass of Tensor."""
    if not (isinstance(cls, type) and issubclass(cls, Tensor)):
        raise TypeError(f"as_subclass(): argument 'cls' must be a subclass of Tensor, not {cls!r}")
    made = object.__new__(cls)
    made.array, made.vertex = self.array, self.vertex
    return view_of(self, made)


def set_default_tensor_type(t) -> None:
    """Set the dtype of new floating tensors by a type or its name. Deprecated: `set_default_dtype` does it."""
    warnings.warn(
        "torch.set_default_tensor_type() is deprecated as of PyTorch 2.1, please use torch.set_default_dtype() and "
        "torch.set_default_device() as alternatives.",
        stacklevel=2,
    )
    if isinstance(t, str):
        module, _, name = t.rpartition(".")
        if module != "torch" or name.removesuffix("Tensor") not in _LEGACY:
            raise TypeError(f"invalid type: '{t}'")
        t = _LEGACY[name.removesuffix("Tensor")]
    if not isinstance(t, tensortype) or not t.dtype.is_floating_point:
        raise TypeError("only floating-point types are supported as the default type")
    dtypes.set_default_dtype(t.dtype)


def typename(obj) -> str:
    """The name of the type of an object, of a tensor such as "torch.FloatTensor"."""
    if isinstance(obj, Tensor):
        return f"torch.{TYPE_NAMES[obj.dtype]}Tensor"
    named = obj if hasattr(obj, "__qualname__") or hasattr(obj, "__name__") else type(obj)
    module = getattr(named, "__module__", None) or ""
    name = getattr(named, "__qualname__", None) or named.__name__
    return name if module in ("", "builtins") else f"{module}.{name}"


Tensor.new = new
Tensor.as_subclass = as_subclass
