"""Zip archives, as far as checkpoints need them: a table of entries, each a section of the file.

The table is read by the standard `zipfile`; what it says is believed only as far as it fits the file. Nothing is ever
extracted: names are looked up, never turned into paths.
"""

from __future__ import annotations

import struct
import zipfile
import zlib

from .errors import FormatError, UnsupportedError, short
from .source import Section, Source, in_memory

_LOCAL = struct.Struct("<4s22x2H")  # the signature, and the lengths of name and extra field, of a local header
_ENCRYPTED = 0x1
# What deflated entries may grow to: honest weights shrink by a tenth, a bomb by a thousand.
_GROWTH, _ALLOWANCE = 16, 64 << 20


class Archive:
    """The entries of a zip file by name. Raises FormatError where the table contradicts itself or the file."""

    def __init__(self, source: Source):
        self.source = source
        infos = sorted(_directory(source), key=lambda info: info.header_offset)
        self.entries = {info.filename: info for info in infos}
        if len(self.entries) != len(infos):
            raise FormatError(f"{source.name}: two entries of the archive have the same name")
        self._inflated = 0
        self._check_extents(infos)

    def _check_extents(self, infos):
        # An entry may reach up to the next one's header and no further: overlaps are how a small file claims much.
        self._limits = {}
        for info, following in zip(infos, [*infos[1:], None]):
            limit = self.source.end if following is None else following.header_offset
            if info.header_offset < self.source.start or info.header_offset + _LOCAL.size + info.compress_size > limit:
                raise FormatError(f"{self.source.name}: the entry {short(info.filename)} overlaps another or the end")
            self._limits[info.filename] = limit

    def __contains__(self, name):
        return name in self.entries

    def section(self, name: str) -> Section:
        """The bytes of an entry. Raises FormatError if there is none of that name."""
        info = self.entries.get(name)
        if info is None:
            raise FormatError(f"{self.source.name}: the archive has no entry {short(name)}")
        if info.flag_bits & _ENCRYPTED:
            raise UnsupportedError(f"{self.source.name}: the entry {short(name)} is encrypted")
        stored = Section(self.source, self._data_offset(info), info.compress_size)
        if info.compress_type == zipfile.ZIP_STORED:
            if info.file_size != info.compress_size:
                raise FormatError(f"{self.source.name}: the entry {short(name)} has two sizes")
            return stored
        if info.compress_type == zipfile.ZIP_DEFLATED:
            return self._inflate(stored, info)
        raise UnsupportedError(f"{self.source.name}: the entry {short(name)} has compression {info.compress_type}")

    def _data_offset(self, info):
        signature, name_length, extra_length = _LOCAL.unpack(self.source.read(info.header_offset, _LOCAL.size))
        offset = info.header_offset + _LOCAL.size + name_length + extra_length
        if signature != b"PK\x03\x04" or offset + info.compress_size > self._limits[info.filename]:
            raise FormatError(f"{self.source.name}: the entry {short(info.filename)} is not where the table says")
        return offset

    def _inflate(self, stored, info):
        limit = _ALLOWANCE + _GROWTH * (self.source.end - self.source.start)
        self._inflated += info.file_size
        if self._inflated > limit:
            raise FormatError(
                f"{self.source.name}: the entry {short(info.filename)} would unpack to {info.file_size} bytes; all "
                f"entries together may have {limit}, {_GROWTH} times the file and {_ALLOWANCE >> 20} MB"
            )
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(stored.read(), info.file_size + 1)
        except zlib.error as error:
            raise FormatError(f"{self.source.name}: the entry {short(info.filename)} is damaged: {error}") from None
        if len(data) != info.file_size:
            raise FormatError(f"{self.source.name}: the entry {short(info.filename)} has not the size it claims")
        return in_memory(data)


def _directory(source):
    try:
        with zipfile.ZipFile(source.file) as archive:
            return archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OverflowError,
        EOFError,
        OSError,
        struct.error,
        RuntimeError,
    ) as error:
        raise FormatError(f"{source.name} is no sound zip archive ({error}): it is damaged or was cut off") from None
