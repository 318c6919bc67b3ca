"""Records on their way into another file: converted, written piece by piece, and compared with what was written."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

from ..checkpoint.atomic import whole_file
from ..checkpoint.dense_writers import write_npz, write_safetensors
from ..checkpoint.elements import element_of
from ..checkpoint.errors import CheckpointError
from ..checkpoint.pickler import Pickler
from ..checkpoint.reading import Checkpoint, Options
from ..checkpoint.results import Records
from ..checkpoint.storage import PIECE, TensorRecord
from ..checkpoint.torch_writer import tensor_call, write_archive

FORMATS = (".npz", ".safetensors", ".pt", ".pth")


class Converted:
    """A record and the dtype it is to have. `lost` says whether values became infinite on the way."""

    def __init__(self, record: TensorRecord, dtype: np.dtype | None = None):
        self.record = record
        self.shape = record.shape
        self.dtype = dtype if dtype is not None and record.dtype.kind == "f" else record.dtype
        self.nbytes = record.size * self.dtype.itemsize
        self.lost = False

    def array(self) -> np.ndarray:
        """All of the converted values at once."""
        values, filled = np.empty(self.record.size, self.dtype), 0
        for piece in self.pieces():
            values[filled : filled + piece.size] = piece
            filled += piece.size
        return values.reshape(self.shape)

    def pieces(self, limit: int = PIECE):
        """The converted values in C order, in one dimension."""
        return self.converted(self.record, limit)

    def converted(self, record, limit=PIECE):
        """The values of a record of the same dtype, converted."""
        for piece in record.pieces(limit=limit):
            if self.dtype == piece.dtype:
                yield piece
                continue
            with np.errstate(over="ignore", invalid="ignore"):
                values = piece.astype(self.dtype)
            self.lost = self.lost or bool(np.any(np.isinf(values) & np.isfinite(piece)))
            yield values


def write(path: str, tensors: dict[str, Converted], watch, inspect=None) -> None:
    """Write `path`, in the format of its suffix; nothing is left of it where anything fails.

    `watch(file)` may wrap the file, to show progress; `inspect(temporary path)` is called before the file gets its name.
    """
    with whole_file(path) as file:
        _writer(path)(watch(file), tensors)
        if inspect is not None:
            file.flush()
            inspect(file.name)


def _writer(path):
    if path.endswith(".npz"):
        return write_npz
    return write_safetensors if path.endswith(".safetensors") else write_pt


def write_pt(file, tensors: dict[str, Converted]) -> None:
    """Write a state dict in torch's zip format. Tensors of one storage share one storage again."""
    runs = OrderedDict()
    for tensor in tensors.values():
        run = runs.setdefault(_run_key(tensor), _Run(tensor, str(len(runs))))
        run.cover(tensor.record)
    calls = OrderedDict((name, runs[_run_key(tensor)].call(tensor.record)) for name, tensor in tensors.items())
    write_archive(file, Pickler(lambda value: None).dump(calls), ((run.nbytes, run.pieces()) for run in runs.values()))


def _run_key(tensor):
    record = tensor.record
    if not record.size:
        return id(tensor)
    return id(record.storage), record.element.name, record.conj, record.neg, tensor.dtype


class _Run:
    """The part of a storage that tensors show, converted as they are."""

    def __init__(self, tensor, key):
        self.tensor = tensor
        self.key = key
        self.start, self.end = tensor.record.offset, tensor.record.offset

    def cover(self, record):
        if record.size:
            reach = sum((n - 1) * s for n, s in zip(record.shape, record.strides)) + 1
            self.start = min(self.start, record.offset)
            self.end = max(self.end, record.offset + reach)

    @property
    def nbytes(self):
        return (self.end - self.start) * self.tensor.dtype.itemsize

    def call(self, record):
        kind, count = element_of(self.tensor.dtype), self.end - self.start
        offset = record.offset - self.start if record.size else 0
        return tensor_call(kind, self.key, count, offset, record.shape, record.strides)

    def pieces(self):
        like, count = self.tensor.record, self.end - self.start
        if not count:
            return
        whole = TensorRecord(like.storage, like.element, self.start, (count,), (1,), False, like.conj, like.neg)
        for piece in self.tensor.converted(whole):
            yield piece.view(np.uint8)


def differences(path: str, tensors: dict[str, Converted]) -> list[str]:
    """What the file, just written, holds otherwise than it should, key by key: a line for each."""
    with Checkpoint(path) as written:
        value = written.load(Options(Records(), lazy=True))
        missing = [f"{name} is missing" for name in tensors.keys() - value.keys()]
        beyond = [f"{name} should not be there" for name in value.keys() - tensors.keys()]
        common = [(name, tensors[name], value[name]) for name in tensors if name in value]
        found = [f"{name} {problem}" for name, ours, theirs in common if (problem := _difference(ours, theirs))]
    return missing + beyond + found


def _difference(ours, theirs):
    if tuple(theirs.shape) != tuple(ours.shape) or theirs.dtype != ours.dtype:
        return f"is {theirs.dtype} {list(theirs.shape)}, not {ours.dtype} {list(ours.shape)}"
    for mine, its in _in_step(ours.pieces(), theirs.pieces()):
        if not np.array_equal(mine.view(np.uint8), its.view(np.uint8)):
            return "has other values"
    return None


def _in_step(first, second):
    """Two sequences of arrays, cut so that each pair is equally long."""
    left, right = np.empty(0), np.empty(0)
    while True:
        left = left if left.size else next(first, None)
        right = right if right.size else next(second, None)
        if left is None or right is None:
            if left is not right:
                raise CheckpointError("a tensor has fewer values than its shape says")
            return
        size = min(left.size, right.size)
        yield left[:size], right[:size]
        left, right = left[size:], right[size:]
