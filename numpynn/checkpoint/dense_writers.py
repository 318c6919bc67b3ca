"""Writes named arrays as .npz or .safetensors, one after the other, piece by piece.

What is written needs `shape`, `dtype`, `nbytes` and `pieces()`: `storage.TensorRecord` has them, `InMemory` gives them to an array.
"""

from __future__ import annotations

import io
import json

import numpy as np

from .elements import OF_NUMPY
from .errors import CheckpointError, UnsupportedError, short
from .safetensors_files import TYPES
from .zip_writer import ZipWriter

_TYPE_NAMES = {name: type_name for type_name, name in TYPES.items()}
_LONGEST_HEADER = 100_000_000  # the limit of the safetensors package


class InMemory:
    """An array, to be written whole."""

    def __init__(self, array: np.ndarray):
        self.array = array
        self.shape = array.shape
        self.dtype = array.dtype.newbyteorder("=")
        self.nbytes = array.nbytes

    def pieces(self):
        """Its values in C order, in one dimension."""
        if self.array.size:
            yield np.ascontiguousarray(self.array, self.dtype).reshape(-1)


def write_npz(file, tensors: dict) -> None:
    """Write an .npz archive that `numpy.load` reads. Raises CheckpointError for a name that no file may have."""
    for name in tensors:
        _check_name(name)
    with ZipWriter(file) as archive:
        for name, tensor in tensors.items():
            header = _npy_header(tensor)
            archive.add(f"{name}.npy", len(header) + tensor.nbytes, _after(header, tensor))


def write_safetensors(file, tensors: dict, metadata: dict | None = None) -> None:
    """Write a safetensors file. Raises UnsupportedError for a dtype that the format lacks."""
    table = {"__metadata__": metadata} if metadata else {}
    position = 0
    ordered = sorted(tensors.items(), key=lambda item: -item[1].dtype.itemsize)  # so each stands aligned
    for name, tensor in ordered:
        if name == "__metadata__":
            raise CheckpointError("safetensors keeps the name '__metadata__' for itself")
        offsets = [position, position + tensor.nbytes]
        table[name] = {"dtype": _type_name(name, tensor), "shape": list(tensor.shape), "data_offsets": offsets}
        position = offsets[1]
    header = json.dumps(table, separators=(",", ":"), ensure_ascii=False).encode()
    header += b" " * (-len(header) % 8)
    if len(header) > _LONGEST_HEADER:
        raise CheckpointError(f"the names of {len(tensors)} tensors do not fit the header of a safetensors file")
    file.write(len(header).to_bytes(8, "little") + header)
    for _, tensor in ordered:
        for piece in tensor.pieces():
            file.write(piece.astype(piece.dtype.newbyteorder("<"), copy=False).view(np.uint8))


def _type_name(name, tensor):
    element = OF_NUMPY.get(tensor.dtype)
    if element is None or element.name not in _TYPE_NAMES:
        raise UnsupportedError(f"{short(name)}: safetensors has no type for {tensor.dtype}")
    return _TYPE_NAMES[element.name]


def _npy_header(tensor):
    head = io.BytesIO()
    described = {"descr": np.lib.format.dtype_to_descr(tensor.dtype), "fortran_order": False, "shape": tensor.shape}
    np.lib.format.write_array_header_1_0(head, described)
    return head.getvalue()


def _after(header, tensor):
    yield header
    for piece in tensor.pieces():
        yield piece.view(np.uint8)


def _check_name(name):
    # An archive can be unpacked, and then a name is a path.
    parts = name.replace("\\", "/").split("/")
    if not name or name.startswith(("/", "\\")) or ".." in parts or name[1:2] == ":" or "\0" in name:
        raise CheckpointError(f"{short(name)} cannot be the name of an array in an .npz archive: rename it")
