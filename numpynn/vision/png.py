"""PNG files, written with what Python has."""

from __future__ import annotations

import struct
import zlib

import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLORS = {1: 0, 2: 4, 3: 2, 4: 6}  # channels -> grey, grey and opacity, colour, colour and opacity


def write(file, pixels: np.ndarray) -> None:
    """Write bytes (H, W, C), C from 1 to 4, to a path or an open file. Source: ISO/IEC 15948, Portable Network Graphics."""
    content = encoded(pixels)
    if hasattr(file, "write"):
        file.write(content)
    else:
        with open(file, "wb") as opened:
            opened.write(content)


def encoded(pixels: np.ndarray) -> bytes:
    """The file as bytes."""
    height, width, channels = pixels.shape
    if channels not in COLORS:
        raise ValueError(f"PNG: images have 1 to 4 channels, this has {channels}")
    header = struct.pack(">IIBBBBB", width, height, 8, COLORS[channels], 0, 0, 0)
    # Each line begins with the number of its filter: 0, the bytes as they are.
    lines = np.pad(pixels.reshape(height, width * channels), ((0, 0), (1, 0)))
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(lines.tobytes())), (b"IEND", b"")
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in parts)


def _chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
