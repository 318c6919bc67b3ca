"""Bytes of a file or of a seekable stream, read where they are asked for and never beyond the end."""

from __future__ import annotations

import io
import os

import numpy as np

from .errors import FormatError, TruncatedError


class Source:
    """A readable file: `f` is a path or a file-like object, read from where it stands.

    With `mmap` the file is mapped, copy on write, and a part of it is read when its values are used.
    Raises OSError as `open` does, AttributeError for an object that cannot seek, ValueError for `mmap` without a path.
    """

    def __init__(self, f, mmap: bool = False):
        self.path = os.fspath(f) if isinstance(f, (str, os.PathLike)) else None
        if mmap and self.path is None:
            raise ValueError("f must be a file path in order to use the mmap argument")
        self.file = _seekable(f) if self.path is None else open(f, "rb")
        try:
            self.start = self.file.tell()
            self.end = self.file.seek(0, io.SEEK_END)
            self.file.seek(self.start)
            self.mapping = _map(self.file) if mmap and self.end else None
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        """Close the file, if it was opened here. What was mapped stays readable."""
        if self.path is not None:
            self.file.close()

    @property
    def name(self) -> str:
        """What messages call it."""
        return repr(self.path) if self.path is not None else f"the {type(self.file).__name__}"

    def section(self, offset: int, size: int) -> Section:
        """A section of the file."""
        return Section(self, offset, size)

    def read(self, offset: int, size: int) -> bytes:
        """Exactly `size` bytes from `offset`. Raises TruncatedError if there are fewer."""
        if offset < 0 or size < 0 or offset + size > self.end:
            raise TruncatedError(f"{self.name} ends at byte {self.end}; {size} bytes were expected at {offset}")
        self.file.seek(offset)
        parts = []
        while size and (part := self.file.read(size)):
            parts.append(part)
            size -= len(part)
        if size:
            raise TruncatedError(f"{self.name} lacks the last {size} bytes of what was expected at {offset}")
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def array(self, offset: int, size: int) -> np.ndarray:
        """The same bytes as a writable uint8 array: mapped if the source is, read otherwise."""
        if self.mapping is not None:
            return np.frombuffer(self.mapping, np.uint8, size, offset) if size else np.empty(0, np.uint8)
        if not hasattr(self.file, "readinto"):
            return np.frombuffer(bytearray(self.read(offset, size)), np.uint8)
        array = np.empty(size, np.uint8)
        self.file.seek(offset)
        rest = memoryview(array)
        while rest and (count := self.file.readinto(rest)):
            rest = rest[count:]
        if rest:
            raise TruncatedError(f"{self.name} lacks the last {len(rest)} bytes of what was expected at {offset}")
        return array


class Section:
    """A run of bytes in a source."""

    def __init__(self, source: Source, offset: int, size: int):
        if offset < 0 or size < 0 or offset + size > source.end:
            raise TruncatedError(f"{source.name} ends at byte {source.end}; {size} bytes were expected at {offset}")
        self.source = source
        self.offset = offset
        self.size = size

    def read(self, start: int = 0, size: int | None = None) -> bytes:
        """Some of its bytes; all by default."""
        return self.source.read(self.offset + start, self.size - start if size is None else size)

    def array(self, start: int = 0, size: int | None = None) -> np.ndarray:
        """Some of its bytes as a writable uint8 array of its own (or, if the source is mapped, of the mapping)."""
        return self.source.array(self.offset + start, self.size - start if size is None else size)

    def part(self, start: int, size: int) -> Section:
        """A section of this section."""
        if start < 0 or size < 0 or start + size > self.size:
            raise TruncatedError(f"{self.source.name}: {size} bytes were expected at {start} of {self.size}")
        return Section(self.source, self.offset + start, size)


def in_memory(data: bytes) -> Section:
    """A section over bytes that are in memory already."""
    return Section(Source(io.BytesIO(data)), 0, len(data))


def _seekable(f):
    try:
        f.seek(f.tell())
    except (io.UnsupportedOperation, AttributeError) as error:
        raise type(error)(
            f"{error}. You can only load from a file that is seekable. Please pre-load the data into a buffer like "
            "io.BytesIO and try to load from it instead."
        ) from None
    if isinstance(f.read(0), str):
        raise FormatError(f"{type(f).__name__} gives text: open the file in binary mode ('rb')")
    return f


def _map(file):
    import mmap

    return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
