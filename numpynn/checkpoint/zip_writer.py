"""Writes zip archives of uncompressed entries, each starting at a multiple of 64 bytes, to any stream, front to back."""

from __future__ import annotations

import struct
import zipfile
from typing import IO, cast

_ALIGNMENT = 64
_FIXED, _ZIP64 = 30, 20  # bytes of a local header, and of its field for sizes beyond 4 GB
_PADDING = struct.Struct("<HH")
_PADDING_ID = 0x4246
_LARGE = 1 << 31
_EPOCH = (1980, 1, 1, 0, 0, 0)  # so that equal contents give equal files


class ZipWriter:
    """An archive on `file`, which only needs `write`. A context manager: its table is written at the end."""

    def __init__(self, file):
        self.stream = _Counted(file)
        self.archive = zipfile.ZipFile(cast("IO[bytes]", self.stream), "w", zipfile.ZIP_STORED)

    def __enter__(self):
        return self

    def __exit__(self, kind, *exception):
        if kind is None:
            self.archive.close()
        else:
            self.archive.fp = None  # the file is given up: a table at its end would make it look whole

    def add(self, name: str, size: int, pieces) -> None:
        """An entry of `size` bytes, given as buffers."""
        info = zipfile.ZipInfo(name, _EPOCH)
        info.file_size = size
        large = size >= _LARGE
        header = _FIXED + len(name.encode()) + (_ZIP64 if large else 0) + _PADDING.size
        padding = -(self.stream.count + header) % _ALIGNMENT
        info.extra = _PADDING.pack(_PADDING_ID, padding) + bytes(padding)
        with self.archive.open(info, "w", force_zip64=large) as entry:
            for piece in pieces:
                entry.write(piece)


class _Counted:
    """A stream to write to that knows how far it is."""

    def __init__(self, file):
        self.file = file
        self.count = 0

    def write(self, data):
        self.file.write(data)
        self.count += memoryview(data).nbytes
        return memoryview(data).nbytes

    def flush(self):
        if hasattr(self.file, "flush"):
            self.file.flush()

    def tell(self):
        return self.count
