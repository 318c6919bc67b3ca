"""Storages and the tensors that are views of them, as a file describes them: checked before a byte is read."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from .elements import Element
from .errors import FormatError, short
from .source import Section

MOST_DIMS = 64  # NumPy's limit, and torch's
_MOST_EXPANDED = 1 << 30  # bytes that a tensor may claim beyond its storage by strides of 0
PIECE = 4 << 20  # bytes


class Storage:
    """The memory that tensors share: a section of a file, read once, when its values are first asked for."""

    __slots__ = ("_elements", "big_endian", "key", "location", "memory", "nbytes", "section")

    def __init__(self, key: str, nbytes: int, location: str = "cpu", section: Section | None = None):
        self.key = key
        self.nbytes = nbytes
        self.location = location
        self.section = section
        self.big_endian = False
        self.memory = None
        self._elements = {}

    def load(self) -> np.ndarray:
        """Its bytes as one writable array, the same at each call."""
        if self.memory is None:
            self.memory = self.section.array()
        return self.memory

    def elements(self, element: Element, conj: bool = False, neg: bool = False) -> np.ndarray:
        """Its values in one dimension; tensors of one storage are views of this, and so share memory."""
        key = (element.name, conj, neg)
        if key not in self._elements:
            values = element.values(self.raw(element, self.load()))
            self._elements[key] = _adjusted(values, conj, neg)
        return self._elements[key]

    def raw(self, element: Element, memory: np.ndarray) -> np.ndarray:
        """Bytes of this storage as raw elements."""
        count = memory.size // element.size
        dtype = element.raw.newbyteorder(">") if self.big_endian else element.raw
        return memory[: count * element.size].view(dtype)

    def __repr__(self):
        return f"Storage({short(self.key)}, {self.nbytes} bytes)"


class TypedStorage:
    """A storage with the element type by which a pickle refers to it, from element `start` on."""

    __slots__ = ("element", "start", "storage")

    def __init__(self, storage: Storage, element: Element, start: int = 0):
        self.storage = storage
        self.element = element
        self.start = start

    def array(self) -> np.ndarray:
        """Its values in one dimension, sharing memory with the tensors of the storage."""
        return self.storage.elements(self.element)[self.start :]


class TensorRecord:
    """A tensor in a file: which elements of which storage it shows. Its values are read when asked for."""

    __slots__ = ("conj", "element", "neg", "offset", "requires_grad", "shape", "storage", "strides")

    def __init__(self, storage, element, offset, shape, strides, requires_grad=False, conj=False, neg=False):
        self.storage = storage
        self.element = element
        self.offset, self.shape, self.strides = _checked(storage, element, offset, shape, strides)
        self.requires_grad = bool(requires_grad)
        self.conj = bool(conj)
        self.neg = bool(neg)

    @property
    def dtype(self) -> np.dtype:
        """The dtype of its array."""
        return self.element.dtype

    @property
    def size(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def nbytes(self) -> int:
        """The bytes of its array when it is dense."""
        return self.size * self.dtype.itemsize

    @property
    def stored_nbytes(self) -> int:
        """The bytes of its elements in the file."""
        return self.size * self.element.size

    @property
    def contiguous(self) -> bool:
        """Whether its elements stand in the file in order, without gaps."""
        return self.size < 2 or self.strides == contiguous_strides(self.shape) or self._contiguous_but_for_ones()

    def _contiguous_but_for_ones(self):
        kept = [(n, s) for n, s in zip(self.shape, self.strides) if n != 1]
        return tuple(s for _, s in kept) == contiguous_strides([n for n, _ in kept])

    def array(self) -> np.ndarray:
        """Its values, sharing memory with the other tensors of its storage."""
        if not self.size:
            return np.empty(self.shape, self.dtype)
        return self._view(self.storage.elements(self.element, self.conj, self.neg), self.offset)

    def pieces(self, dtype: np.dtype | None = None, limit: int = PIECE) -> Iterator[np.ndarray]:
        """Its values in C order, as arrays of one dimension of about `limit` bytes, read one after the other.

        What does not stand contiguously in the file is read at once, in the file's own element type.
        """
        for raw in self._raw_pieces(max(limit // max(self.dtype.itemsize, 1), 1)):
            values = _adjusted(self.element.values(raw), self.conj, self.neg)
            yield values if dtype is None else values.astype(dtype, copy=False)

    def _raw_pieces(self, count):
        if self.contiguous:
            for start in range(0, self.size, count):
                yield self._read(self.offset + start, min(count, self.size - start))
            return
        span = sum((n - 1) * s for n, s in zip(self.shape, self.strides)) + 1
        yield from _flat_pieces(self._view(self._read(self.offset, span), 0), count)

    def _read(self, start, count):
        size = self.element.size
        if self.storage.memory is not None:
            return self.storage.raw(self.element, self.storage.memory)[start : start + count]
        return self.storage.raw(self.element, self.storage.section.array(start * size, count * size))

    def _view(self, elements, offset):
        size = elements.itemsize
        strides = [stride * size for stride in self.strides]
        return np.ndarray(self.shape, elements.dtype, elements, offset * size, strides)

    def __repr__(self):
        return f"TensorRecord({self.element.name}, {list(self.shape)})"


def contiguous_strides(shape) -> tuple[int, ...]:
    """The strides, in elements, of a dense array in C order."""
    strides, step = [], 1
    for size in reversed(shape):
        strides.append(step)
        step *= max(size, 1)
    return tuple(reversed(strides))


def _flat_pieces(array, count):
    if array.size <= count:
        yield np.ascontiguousarray(array).reshape(-1)
        return
    rows = count // (array.size // len(array))
    if rows == 0:
        for part in array:
            yield from _flat_pieces(part, count)
    else:
        for start in range(0, len(array), rows):
            yield np.ascontiguousarray(array[start : start + rows]).reshape(-1)


def _adjusted(values, conj, neg):
    if conj:
        values = np.conj(values)
    return np.negative(values) if neg else values


def _checked(storage, element, offset, shape, strides):
    """The geometry as ints, or FormatError where it reaches beyond the storage."""
    offset, shape, strides = _whole(offset), _sizes(shape), _sizes(strides)
    if len(shape) != len(strides) or len(shape) > MOST_DIMS:
        raise FormatError(f"a tensor has {len(shape)} sizes and {len(strides)} strides (at most {MOST_DIMS})")
    claimed = math.prod(size for size in shape if size) * element.dtype.itemsize
    if claimed >= 1 << 62:
        raise FormatError(f"a tensor claims the size {_listed(shape)}")
    if 0 in shape:
        return offset, shape, contiguous_strides(shape)
    available = storage.nbytes // element.size
    last = offset + sum((size - 1) * stride for size, stride in zip(shape, strides))
    if last >= available:
        raise FormatError(
            f"a tensor of size {_listed(shape)}, strides {_listed(strides)} and offset {offset} reaches to element "
            f"{last}, but its storage {short(storage.key)} holds {available}"
        )
    if claimed > max(storage.nbytes * 2, _MOST_EXPANDED):
        raise FormatError(f"a tensor expands the {storage.nbytes} bytes of its storage to the size {_listed(shape)}")
    return offset, shape, strides


def _sizes(values):
    if not isinstance(values, (tuple, list)):
        raise FormatError(f"a tensor's sizes and strides must be tuples, not {short(values)}")
    return tuple(map(_whole, values))


def _whole(value):
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 62:
        raise FormatError(f"a tensor's sizes, strides and offset must be whole numbers, not {short(value)}")
    return value


def _listed(values):
    return short(str(list(values))) if len(values) > 8 else str(list(values))
