"""TensorBoard's files: events in Google's wire format, each in a record with checksums."""

from __future__ import annotations

import struct
import zlib

import numpy as np


def _table():
    """The remainders of each byte under CRC-32C (Castagnoli, 1993), bits reversed."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_TABLE = _table()


def crc32c(data: bytes) -> int:
    """The CRC-32C of some bytes."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def _masked(data):
    """A checksum that is not fooled by data which holds checksums."""
    crc = crc32c(data)
    return struct.pack("<I", ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF)


def record(data: bytes) -> bytes:
    """length, its checksum, the data, its checksum."""
    length = struct.pack("<Q", len(data))
    return length + _masked(length) + data + _masked(data)


# The wire format: a field is its number and kind, then a number, 8 or 4 bytes, or a length and so many bytes.


def _varint(number):
    number &= (1 << 64) - 1
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def whole(field: int, number: int) -> bytes:
    """A field with a whole number."""
    return _varint(field << 3) + _varint(number)


def double(field: int, number: float) -> bytes:
    """A field with a float of 8 bytes."""
    return _varint(field << 3 | 1) + struct.pack("<d", number)


def single(field: int, number: float) -> bytes:
    """A field with a float of 4 bytes."""
    return _varint(field << 3 | 5) + struct.pack("<f", number)


def chunk(field: int, data: bytes) -> bytes:
    """A field with bytes: text, an inner message, an array."""
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def doubles(field: int, numbers) -> bytes:
    """A field with an array of floats of 8 bytes."""
    return chunk(field, np.asarray(numbers, "<f8").tobytes())


def event(wall_time: float, step: int | None, body: bytes) -> bytes:
    """A moment, a step, and what there is to tell of it."""
    return double(1, wall_time) + (b"" if step is None else whole(2, int(step))) + body


def version() -> bytes:
    """What every file begins with."""
    return chunk(3, b"brain.Event:2")


def summary(tag: str, value: bytes) -> bytes:
    """A value under a name."""
    return chunk(5, chunk(1, chunk(1, tag.encode()) + value))


def scalar(number: float) -> bytes:
    """A number."""
    return single(2, number)


def text(words: str) -> bytes:
    """Words, as a tensor of one string that the plugin for text shows."""
    tensor = whole(1, 7) + chunk(2, chunk(2, whole(1, 1))) + chunk(8, words.encode())
    return chunk(8, tensor) + chunk(9, chunk(1, chunk(1, b"text")))


def histogram(values: np.ndarray, limits: np.ndarray) -> bytes:
    """How many values lie between each two limits; empty bins at both ends are left out."""
    counts, limits = np.histogram(values, limits)
    filled = np.flatnonzero(counts)
    first, last = (int(filled[0]), int(filled[-1])) if filled.size else (0, 0)
    counts, limits = np.concatenate([[0], counts[first : last + 1]]), limits[first : last + 2]
    values = values.astype(np.float64)
    fields = [values.min(), values.max(), values.size, values.sum(), (values * values).sum()]
    head = b"".join([double(field, float(value)) for field, value in enumerate(fields, 1)])
    return chunk(5, head + doubles(6, limits) + doubles(7, counts))


def image(pixels: np.ndarray) -> bytes:
    """An image (H, W, C) of bytes, as PNG; C is 1, 3 or 4."""
    height, width, channels = pixels.shape
    kinds = {1: 0, 3: 2, 4: 6}
    if channels not in kinds:
        raise ValueError(f"an image has 1, 3 or 4 channels, got {channels}")
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], 1)  # each row unfiltered
    head = struct.pack(">IIBBBBB", width, height, 8, kinds[channels], 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        _png_part(kind, data)
        for kind, data in ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes())), (b"IEND", b""))
    )
    return chunk(4, whole(1, height) + whole(2, width) + whole(3, channels) + chunk(4, png))


def _png_part(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
