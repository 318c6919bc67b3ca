"""NumPy's own files: .npy and .npz. Their headers are parsed by NumPy; arrays of Python objects are never read."""

from __future__ import annotations

import io
import re
import tokenize
import warnings
from collections import OrderedDict

import numpy as np

from .archive import Archive
from .elements import OF_NUMPY, element_of
from .errors import FormatError, UnsupportedError, short
from .source import Section
from .storage import MOST_DIMS, Storage, TensorRecord, contiguous_strides

_LONGEST_HEADER = 1 << 16
# A header as NumPy writes it, in version 1.0. NumPy reads any by compiling it, which takes longer than reading a small array.
_USUAL = re.compile(
    rb"\x93NUMPY\x01\x00(..)\{'descr': '([<>|][biufc]\d{1,2})', 'fortran_order': (True|False), "
    rb"'shape': \((|(?:0|[1-9]\d{0,17}),|(?:0|[1-9]\d{0,17})(?:, (?:0|[1-9]\d{0,17}))+)\), \} *\n",
    re.DOTALL,
)


class NumpyFile:
    """An .npy file: one array."""

    format = "NumPy npy"

    def __init__(self, section: Section):
        self.section = section
        self.notes = {}

    def load(self, options):
        """The array, as a tensor."""
        return _value(self.section, "array", options)


class NumpyArchive:
    """An .npz archive: arrays by name. Arrays of text stay NumPy arrays."""

    format = "NumPy npz"

    def __init__(self, archive: Archive):
        self.archive = archive
        self.notes = {}

    def load(self, options):
        """The arrays by name, as tensors."""
        values = OrderedDict()
        for entry in self.archive.entries:
            name = entry.removesuffix(".npy")
            values[name] = _value(self.archive.section(entry), name, options)
        return values


def is_numpy_archive(archive: Archive) -> bool:
    """Whether all entries are .npy files."""
    return all(name.endswith(".npy") for name in archive.entries)


def _value(section, name, options):
    dtype, shape, fortran, start = _header(section, name)
    if dtype.newbyteorder("=") in OF_NUMPY:
        return options.result.tensor(_record(section, name, dtype, shape, fortran, start, options))
    if dtype.kind not in "SU":
        raise UnsupportedError(f"{short(name)} is an array of dtype {short(str(dtype))}, which is not read")
    return _text(section, name, dtype, shape, fortran, start)


def _record(section, name, dtype, shape, fortran, start, options):
    kind = element_of(dtype)
    strides = tuple(reversed(contiguous_strides(shape[::-1]))) if fortran else contiguous_strides(shape)
    count = int(np.prod(shape, dtype=object))
    if count * kind.size > section.size - start:
        raise FormatError(f"{short(name)} claims the shape {short(str(shape))}, but has {section.size - start} bytes")
    storage = Storage(name, count * kind.size, "cpu", section.part(start, count * kind.size))
    storage.big_endian = dtype.newbyteorder(">") == dtype and kind.size > 1
    return TensorRecord(options.place(storage), kind, 0, shape, strides)


def _text(section, name, dtype, shape, fortran, start):
    count = int(np.prod(shape, dtype=object))
    if dtype.itemsize == 0 or count * dtype.itemsize != section.size - start:
        raise FormatError(f"{short(name)} claims the shape {short(str(shape))}, but has {section.size - start} bytes")
    return section.array(start).view(dtype).reshape(shape, order="F" if fortran else "C")


def _header(section, name):
    """dtype, shape, whether columns come first, and where the values begin."""
    read = section.read(0, min(section.size, _LONGEST_HEADER))
    dtype, shape, fortran, start = _usual_header(read) or _any_header(read, name)
    if len(shape) > MOST_DIMS or any(type(size) is not int or not 0 <= size < 1 << 62 for size in shape):
        raise FormatError(f"{short(name)} claims the shape {short(str(shape))}")
    return dtype, shape, fortran, start


def _usual_header(read):
    found = _USUAL.match(read)
    if found is None or found.end() != 10 + int.from_bytes(found[1], "little"):
        return None
    try:
        dtype = np.dtype(found[2].decode())
    except TypeError:
        return None
    return dtype, tuple(map(int, re.findall(rb"\d+", found[4]))), found[3] == b"True", found.end()


def _any_header(read, name):
    head = io.BytesIO(read)
    try:
        version = np.lib.format.read_magic(head)
        if version not in ((1, 0), (2, 0)):
            raise UnsupportedError(f"{short(name)} is an .npy file of version {version}, for structured dtypes")
        parse = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # that the file is of Python 2's time
            shape, fortran, dtype = parse(head)
    except UnsupportedError:
        raise
    except (ValueError, SyntaxError, TypeError, tokenize.TokenError, RecursionError, MemoryError, KeyError) as error:
        raise FormatError(f"{short(name)} has no sound .npy header: {short(str(error))}") from None
    return dtype, shape, fortran, head.tell()
