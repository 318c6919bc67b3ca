"""The memory that tensors look at, and tensors made to look at other memory."""

from __future__ import annotations

import warnings

import numpy as np

from .. import dtypes
from ..graph import mark_written, owner_of
from ..tensor import Tensor, wrap
from . import conversion
from ._make import sizes_of
from .inplace import check_writable
from .memory_format import in_memory_format


def _flat(tensor):
    """All the memory of the tensor's base as one row of elements, sharing it."""
    array = (tensor if tensor._base is None else tensor._base).array
    count = (
        0 if array.size == 0 else 1 + sum((n - 1) * (s // array.itemsize) for n, s in zip(array.shape, array.strides))
    )
    return np.lib.stride_tricks.as_strided(array, (count,), (array.itemsize,))


class UntypedStorage:
    """The memory of a tensor as bytes. Writing into it writes into the tensor."""

    def __init__(self, size=0, *, device=None):
        self._array = np.zeros(size, np.uint8)

    @classmethod
    def over(cls, array: np.ndarray) -> UntypedStorage:
        """The storage of a row of elements, sharing its memory."""
        storage = cls()
        storage._array = array.view(np.uint8)
        return storage

    def __len__(self):
        return self._array.size

    size = nbytes = __len__

    def __getitem__(self, index):
        part = self._array[index]
        return UntypedStorage.over(part) if isinstance(index, slice) else int(part)

    def __setitem__(self, index, value):
        self._array[index] = value._array if isinstance(value, UntypedStorage) else value
        mark_written(self._array)

    def __iter__(self):
        return iter(self.tolist())

    def tolist(self) -> list[int]:
        """The bytes as ints."""
        return self._array.tolist()

    def data_ptr(self) -> int:
        """The address of the first byte."""
        return self._array.ctypes.data

    def element_size(self) -> int:
        """1."""
        return 1

    def clone(self) -> UntypedStorage:
        """A copy."""
        return UntypedStorage.over(self._array.copy())

    def copy_(self, source, non_blocking=None) -> UntypedStorage:
        """The bytes of another storage of this size."""
        self[:] = source
        return self

    def fill_(self, value) -> UntypedStorage:
        """One byte everywhere."""
        self[:] = value
        return self

    def resize_(self, size) -> UntypedStorage:
        """Of another size: memory of its own, with what was there in front. Tensors go on looking at the old memory."""
        self._array = (
            np.resize(self._array, size)
            if size <= len(self)
            else np.concatenate([self._array, np.zeros(size - len(self), np.uint8)])
        )
        return self

    @property
    def device(self):
        """The CPU."""
        return conversion.CPU

    is_cuda = False

    def as_tensor_of(self, dtype: dtypes.dtype) -> Tensor:
        """The memory as a row of elements of a dtype."""
        return wrap(self._array[: len(self) // dtype.itemsize * dtype.itemsize].view(dtype.numpy))

    def __repr__(self):
        rows = "".join(f" {byte}\n" for byte in self.tolist())
        return f"{rows}[torch.storage.UntypedStorage(device=cpu) of size {len(self)}]"


class TypedStorage:
    """The memory of a tensor as elements of its dtype. Deprecated in torch: `untyped_storage` stays."""

    def __init__(self, *size, dtype=None, wrap_storage=None):
        self.dtype = dtypes.get_default_dtype() if dtype is None else dtype
        self._bytes = wrap_storage or UntypedStorage((size[0] if size else 0) * self.dtype.itemsize)

    @property
    def _row(self) -> Tensor:
        return self._bytes.as_tensor_of(self.dtype)

    def __len__(self):
        return len(self._bytes) // self.dtype.itemsize

    size = __len__

    def __getitem__(self, index):
        if isinstance(index, slice):
            raise RuntimeError("slices are only supported in UntypedStorage.__getitem__")
        return self._row[index].item()

    def __setitem__(self, index, value):
        self._row[index] = value
        mark_written(self._bytes._array)

    def __iter__(self):
        return iter(self.tolist())

    def tolist(self) -> list:
        """The elements as Python numbers."""
        return self._row.tolist()

    def data_ptr(self) -> int:
        """The address of the first element."""
        return self._bytes.data_ptr()

    def element_size(self) -> int:
        """The bytes of one element."""
        return self.dtype.itemsize

    def nbytes(self) -> int:
        """The bytes of all elements."""
        return len(self._bytes)

    def untyped(self) -> UntypedStorage:
        """The same memory as bytes."""
        return self._bytes

    def clone(self) -> TypedStorage:
        """A copy."""
        return TypedStorage(dtype=self.dtype, wrap_storage=self._bytes.clone())

    def copy_(self, source, non_blocking=None) -> TypedStorage:
        """The elements of another storage, cast."""
        self[: len(self)] = source._row
        return self

    def fill_(self, value) -> TypedStorage:
        """One value everywhere."""
        self._row.fill_(value)
        mark_written(self._bytes._array)
        return self

    def cpu(self) -> TypedStorage:
        """The storage itself: it is on the CPU."""
        return self

    @property
    def device(self):
        """The CPU."""
        return conversion.CPU

    is_cuda = False

    def as_tensor_of(self, dtype: dtypes.dtype) -> Tensor:
        """The memory as a tensor. Raises TypeError for another dtype than the storage has."""
        if dtype is not self.dtype:
            raise TypeError(f"expected a storage of {dtype.name} (got one of {self.dtype.name})")
        return self._row

    def __repr__(self):
        rows = "".join(f" {value}\n" for value in self.tolist())
        return f"{rows}[torch.storage.TypedStorage(dtype={self.dtype}, device=cpu) of size {len(self)}]"


def untyped_storage(self) -> UntypedStorage:
    """The memory that this tensor and its views look at, as bytes."""
    return UntypedStorage.over(_flat(self))


def storage(self) -> TypedStorage:
    """The memory that this tensor and its views look at, as elements of this dtype. Deprecated in torch."""
    warnings.warn(
        "TypedStorage is deprecated. It will be removed in the future and UntypedStorage will be the only storage class.",
        stacklevel=2,
    )
    return TypedStorage(dtype=self.dtype, wrap_storage=untyped_storage(self))


def is_storage(obj) -> bool:
    """Whether this is a storage."""
    return isinstance(obj, (TypedStorage, UntypedStorage))


def _check_resizable(self):
    if self.requires_grad:
        raise RuntimeError("cannot resize variables that require grad")
    check_writable(self)


def resize_(self, *sizes, memory_format=None) -> Tensor:
    """Of another shape: the elements in memory, read in rows. Where there are too few, new memory with these in front.

    Other tensors that look at the old memory keep it.
    """
    _check_resizable(self)
    shape = sizes_of(sizes)
    if any([n < 0 for n in shape]):
        raise RuntimeError(f"resize_: negative sizes {list(shape)}")
    row = _flat(self)[self.storage_offset() :]
    count = int(np.prod(shape))
    if count > row.size:
        row = np.concatenate([row, np.empty(count - row.size, row.dtype)])
        self._base = None
    self.array = row[:count].reshape(shape)
    return in_memory_format(self, memory_format)


def resize_as_(self, the_template, memory_format=None) -> Tensor:
    """`resize_` to the shape of another tensor."""
    return resize_(self, *the_template.array.shape, memory_format=memory_format)


def resize(self, *sizes) -> Tensor:
    """The elements in another shape of as many."""
    warnings.warn("non-inplace resize is deprecated", stacklevel=2)
    return self.reshape(*sizes)


def resize_as(self, tensor) -> Tensor:
    """The elements in the shape of another tensor."""
    warnings.warn("non-inplace resize_as is deprecated", stacklevel=2)
    return self.reshape(tensor.array.shape)


def set_(self, source=None, storage_offset=0, size=None, stride=None) -> Tensor:
    """Look at other memory from now on: that of a tensor, or of a storage at an offset with sizes and steps.

    Raises RuntimeError for another dtype.
    """
    if source is None:
        self.array, self._base = np.empty(0, self.array.dtype), None
        return self
    if is_storage(source):
        source = source.as_tensor_of(self.dtype)
        size = (source.array.size - storage_offset,) if size is None else size
    if source.array.dtype != self.array.dtype:
        raise RuntimeError(f"Could not set tensor of type {source.dtype.name} to a tensor of type {self.dtype.name}")
    if size is not None:
        row = _flat(source)
        steps = _row_major(size) if stride is None else tuple(stride)
        source = wrap(row).as_strided(tuple(size), steps, storage_offset)
    self.array = source.array
    self._base = None if source is self else (source if source._base is None else source._base)
    return self


def _row_major(sizes):
    steps = [1]
    for n in reversed(sizes[1:]):
        steps.append(steps[-1] * max(n, 1))
    return tuple(reversed(steps[: len(sizes)]))


def is_set_to(self, tensor) -> bool:
    """Whether both look at the same memory in the same way."""
    one, other = self.array, tensor.array
    return (
        owner_of(one) is owner_of(other)
        and one.__array_interface__["data"] == other.__array_interface__["data"]
        and (one.shape, one.strides) == (other.shape, other.strides)
    )


def share_memory_(self) -> Tensor:
    """Raises NotImplementedError: memory is not shared between processes."""
    raise NotImplementedError("share_memory_ is not supported: tensors are not shared between processes")


def is_shared(self) -> bool:
    """False: memory is not shared between processes."""
    return False


for _function in (
    untyped_storage, storage, resize_, resize_as_, resize, resize_as, set_, is_set_to, share_memory_, is_shared,
):  # fmt: skip
    setattr(Tensor, _function.__name__, _function)
