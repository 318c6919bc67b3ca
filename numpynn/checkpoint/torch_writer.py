"""Writes the zip format of torch.save, which torch.load(weights_only=True) reads.

Arrays that overlap in memory become views of one storage, with their offsets and strides, so that they share memory
again when they are loaded; an array that is a small part of a large one does not drag the rest along.
"""

from __future__ import annotations

import sys

import numpy as np

from .elements import CLASS_NAMES, Element, element_of
from .errors import CheckpointError
from .pickler import Call, Name, Outside, Pickler
from .storage import contiguous_strides
from .zip_writer import ZipWriter

_FOLDER = "archive"
_CLASSES = {name: f"{prefix}Storage" for prefix, name in CLASS_NAMES.items()}


def write(file, value, reduce) -> None:
    """Write `value` to `file`. `reduce(object, storages)` gives `storages.tensor(array)` for what is a tensor, what
    `pickler.Pickler` takes for other objects, and None for plain values.

    Raises UnsupportedError for what cannot be saved, CheckpointError where arrays of two dtypes overlap.
    """
    survey = Survey()
    Pickler(lambda thing: reduce(thing, survey)).dump(value)
    layout = Layout(survey.arrays.values())
    pickle = Pickler(lambda thing: reduce(thing, layout)).dump(value)
    write_archive(file, pickle, ((stretch.nbytes, [stretch.memory()]) for stretch in layout.stretches))


def write_archive(file, pickle: bytes, storages, byteorder: str = sys.byteorder) -> None:
    """The archive itself; `storages` are (bytes, buffers), whose keys are '0', '1', ..."""
    with ZipWriter(file) as archive:
        archive.add(f"{_FOLDER}/data.pkl", len(pickle), [pickle])
        archive.add(f"{_FOLDER}/byteorder", len(byteorder), [byteorder.encode()])
        for index, (nbytes, pieces) in enumerate(storages):
            archive.add(f"{_FOLDER}/data/{index}", nbytes, pieces)
        archive.add(f"{_FOLDER}/version", 2, [b"3\n"])


def tensor_call(kind: Element, key: str, count: int, offset: int, shape, strides, requires_grad=False) -> Call:
    """How torch pickles a tensor: a call over the storage `key` of `count` elements."""
    typed = kind.name in _CLASSES
    cls = Name("torch", _CLASSES[kind.name]) if typed else Name("torch.storage", "UntypedStorage")
    storage = Outside(("storage", cls, key, "cpu", count if typed else count * kind.size))
    arguments = (
        storage,
        offset,
        tuple(shape),
        tuple(strides),
        requires_grad,
        Call(Name("collections", "OrderedDict"), ()),
    )
    if typed:
        return Call(Name("torch._utils", "_rebuild_tensor_v2"), arguments)
    return Call(Name("torch._utils", "_rebuild_tensor_v3"), (*arguments, Name("torch", kind.name)))


class Survey:
    """Gathers the arrays that are to be saved."""

    def __init__(self):
        self.arrays = {}

    def tensor(self, array: np.ndarray, requires_grad: bool = False) -> Name:
        """Takes note of an array; what it gives is not written. Raises UnsupportedError for a dtype torch has not."""
        element_of(array.dtype)
        self.arrays.setdefault(id(array), array)
        return Name("torch", "Tensor")


class Stretch:
    """A connected stretch of memory under arrays of one dtype: what becomes a storage."""

    __slots__ = ("arrays", "end", "kind", "start")

    def __init__(self, start, end, kind, array):
        self.start = start
        self.end = end
        self.kind = kind
        self.arrays = [array]

    @property
    def nbytes(self) -> int:
        """Its size."""
        return self.end - self.start

    def join(self, start, end, kind, array) -> None:
        """Take in an array that overlaps it."""
        if kind is not self.kind or (start - self.start) % kind.size:
            raise CheckpointError("Cannot save multiple tensors or storages that view the same data as different types")
        self.end = max(self.end, end)
        self.arrays.append(array)

    def memory(self) -> np.ndarray:
        """Its bytes, shared, not copied."""
        return np.asarray(_Memory(self.start, self.nbytes)) if self.nbytes else np.empty(0, np.uint8)


class _Memory:
    """Lets NumPy see memory by its address."""

    def __init__(self, start, nbytes):
        self.__array_interface__ = {"version": 3, "data": (start, True), "shape": (nbytes,), "typestr": "|u1"}


class Layout:
    """In which storage each array lies, and where in it. `stretches` are the storages, in the order of first use."""

    def __init__(self, arrays):
        arrays = list(arrays)
        self._kept = [_in_place(array) for array in arrays]
        self._sources = {id(array): kept for array, kept in zip(arrays, self._kept)}
        stretch_of = {id(array): stretch for stretch in _stretches(self._kept) for array in stretch.arrays}
        stretches = [stretch_of[id(array)] for array in self._kept]
        self.stretches = list(dict.fromkeys(stretches))
        keys = {stretch: str(index) for index, stretch in enumerate(self.stretches)}
        self._places = {id(array): (stretch, keys[stretch]) for array, stretch in zip(self._kept, stretches)}

    def tensor(self, array: np.ndarray, requires_grad: bool = False) -> Call:
        """The pickled form of an array that the survey has seen."""
        array = self._sources[id(array)]
        stretch, key = self._places[id(array)]
        size = stretch.kind.size
        offset = (_bounds(array)[0] - stretch.start) // size
        strides = [stride // size for stride in array.strides] if array.size else contiguous_strides(array.shape)
        return tensor_call(stretch.kind, key, stretch.nbytes // size, offset, array.shape, strides, requires_grad)


def _stretches(arrays):
    empty = [array for array in arrays if not array.size]
    found = [Stretch(0, 0, element_of(array.dtype), array) for array in empty]
    open_end = None
    for start, end, _, array in sorted((*_bounds(array), id(array), array) for array in arrays if array.size):
        kind = element_of(array.dtype)
        if open_end is not None and start < open_end:
            found[-1].join(start, end, kind, array)
        else:
            found.append(Stretch(start, end, kind, array))
        open_end = found[-1].end
    return found


def _bounds(array):
    return np.lib.array_utils.byte_bounds(array)


def _in_place(array):
    """The array itself where its strides can be written down, else a copy."""
    size = array.itemsize
    plain = all(stride >= 0 and stride % size == 0 for stride in array.strides)
    return array if plain and array.dtype.isnative else np.array(array, array.dtype.newbyteorder("="), order="C")
