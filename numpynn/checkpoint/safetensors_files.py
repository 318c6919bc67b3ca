"""safetensors files, and checkpoints in several files with an index.

The `safetensors` package reads and checks the header; the values are then read here, piece by piece where wanted, which also
gives bfloat16, for which NumPy has no type.
"""

from __future__ import annotations

import json
import math
import os
from collections import OrderedDict

from .elements import element
from .errors import CheckpointError, FormatError, short
from .source import Source
from .storage import Storage, TensorRecord, contiguous_strides

SUFFIX = ".safetensors"
INDEX_SUFFIX = ".index.json"
TYPES = {
    "F64": "float64",
    "F32": "float32",
    "F16": "float16",
    "BF16": "bfloat16",
    "I64": "int64",
    "I32": "int32",
    "I16": "int16",
    "I8": "int8",
    "U64": "uint64",
    "U32": "uint32",
    "U16": "uint16",
    "U8": "uint8",
    "BOOL": "bool",
    "C64": "complex64",
    "F8_E4M3": "float8_e4m3fn",
    "F8_E5M2": "float8_e5m2",
    "F8_E8M0": "float8_e8m0fnu",
}
_LARGEST_INDEX = 64 << 20


class Safetensors:
    """A safetensors file."""

    format = "safetensors"

    def __init__(self, source: Source):
        self.source = source
        with _open(source) as header:
            self.notes = dict(header.metadata() or {})
            self.described = {name: header.get_slice(name) for name in header.offset_keys()}
            self.described = {name: (part.get_dtype(), part.get_shape()) for name, part in self.described.items()}

    def load(self, options):
        """The tensors by name, in the file's order."""
        # The package has checked that the tensors stand one after the other, without gaps, up to the end.
        position = 8 + int.from_bytes(self.source.read(0, 8), "little")
        values = OrderedDict()
        for name, (type_name, shape) in self.described.items():
            kind = _element(type_name, name)
            size = math.prod(shape) * kind.size
            section = self.source.section(position, size)
            storage = options.place(Storage(name, size, "cpu", section))
            values[name] = options.result.tensor(
                TensorRecord(storage, kind, 0, tuple(shape), contiguous_strides(shape))
            )
            position += size
        return values


def is_safetensors(source: Source) -> bool:
    """Whether it looks like one: a small header length, then JSON."""
    if source.end - source.start < 10:
        return False
    head = source.read(source.start, 9)
    return int.from_bytes(head[:8], "little") < 100 << 20 and head[8:] == b"{"


def read_index(path: str) -> list[str]:
    """The files of a checkpoint that an index (.safetensors.index.json, .bin.index.json) lists, in order.

    Raises FormatError unless they are plain names of files beside the index.
    """
    folder = os.path.dirname(path)
    if os.path.getsize(path) > _LARGEST_INDEX:
        raise FormatError(f"{path!r} is too large for an index")
    try:
        with open(path, encoding="utf-8") as file:
            names = json.load(file)["weight_map"].values()
        names = sorted(set(names))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError(f"{path!r} is no index of a checkpoint: {short(str(error))}") from None
    for name in names:
        if (
            not isinstance(name, str)
            or not name
            or name != os.path.basename(name)
            or name in (".", "..")
            or "\\" in name
            or not name.isprintable()
        ):
            raise FormatError(f"{path!r} lists {short(name)}, which is not the name of a file beside it")
        if name.endswith(INDEX_SUFFIX):
            raise FormatError(f"{path!r} lists another index, {short(name)}")
    return [os.path.join(folder, name) for name in names]


def _element(type_name, name):
    try:
        return element(TYPES.get(type_name, type_name.lower()))
    except CheckpointError as error:
        raise type(error)(f"{short(name)}: {error}") from None


def _open(source):
    try:
        from safetensors import SafetensorError, safe_open
    except ImportError:
        raise CheckpointError(
            "safetensors files are read through the package safetensors, which is not installed: pip install safetensors"
        ) from None
    if source.path is None:
        raise CheckpointError("a safetensors file is read from a path, not from a file-like object")
    try:
        return safe_open(source.path, framework="np")
    except SafetensorError as error:
        raise FormatError(f"{source.name} is no sound safetensors file: {error}") from None
