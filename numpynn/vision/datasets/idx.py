"""IDX, the file format of MNIST: two zeros, the kind of number, the number of sizes, the sizes, the numbers."""

from __future__ import annotations

import gzip
import math
import struct
from pathlib import Path

import numpy as np

# Numbers are stored with their highest byte first.
KINDS = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}


def read(path) -> np.ndarray:
    """The array in an IDX file, compressed by gzip if its name ends in .gz. ValueError for any other file."""
    path = Path(path)
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    kind, sizes = _header(content, path.name)
    start, count = 4 + 4 * len(sizes), math.prod(sizes)
    if len(content) - start != count * kind.itemsize:
        raise ValueError(f"{path.name}: {sizes} needs {count * kind.itemsize} bytes, there are {len(content) - start}")
    return np.frombuffer(content, kind, offset=start).reshape(sizes).astype(kind.newbyteorder("="))


def _header(content, name):
    zeros, code, rank = struct.unpack_from(">HBB", content) if len(content) >= 4 else (1, 0, 0)
    if zeros or code not in KINDS or len(content) < 4 + 4 * rank:
        raise ValueError(f"{name} is not an IDX file: it begins with {content[:4].hex(' ') or 'nothing'}")
    return np.dtype(KINDS[code]), struct.unpack_from(f">{rank}I", content, 4)
