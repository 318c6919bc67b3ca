"""Finds out what a file is and opens it, whatever its name: torch zip, TorchScript, torch legacy, npz, npy, safetensors."""

from __future__ import annotations

import os
from collections import OrderedDict

from . import numpy_objects, plain_objects, torch_objects  # noqa: F401  they fill the vocabulary's list
from .archive import Archive
from .errors import FormatError, TruncatedError, short
from .numpy_files import NumpyArchive, NumpyFile, is_numpy_archive
from .results import Records
from .safetensors_files import INDEX_SUFFIX, SUFFIX, Safetensors, is_safetensors, read_index
from .source import Source
from .torch_legacy import TorchLegacy
from .torch_zip import TorchZip


class Options:
    """How a checkpoint is to be read.

    `result` makes the values (`results`); `allowed_globals` are added to the unpickler's list; `encoding` is that of text
    which Python 2 pickled; `locate(storage, location)` is called for each storage. Unless `lazy`, storages are read at once.
    """

    def __init__(self, result=None, allowed_globals=(), encoding="utf-8", locate=None, lazy=False):
        self.result = result or Records()
        self.allowed_globals = allowed_globals
        self.encoding = encoding
        self.locate = locate
        self.lazy = lazy
        self.constants = OrderedDict()

    def place(self, storage):
        """What every storage goes through when the file first refers to it."""
        if self.locate is not None:
            self.locate(storage, storage.location)
        if not self.lazy:
            storage.load()
        return storage


class Checkpoint:
    """An open checkpoint: a context manager. `format` says what it is, `notes` what the file says about itself."""

    def __init__(self, f, mmap: bool = False):
        self.sources = []
        try:
            self.parts = self._open(f, mmap)
        except BaseException:
            self.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        """Close the files. Records that were not read can then not be read any more."""
        for source in self.sources:
            source.close()

    @property
    def format(self) -> str:
        """The format's name."""
        kinds = self.parts[0].format if self.parts else "index"
        return kinds if len(self.parts) < 2 else f"{kinds}, {len(self.parts)} files"

    @property
    def notes(self) -> dict:
        """What the files say about themselves."""
        return {name: value for part in self.parts for name, value in part.notes.items()}

    @property
    def nbytes(self) -> int:
        """The size of the files."""
        return sum(source.end - source.start for source in self.sources)

    def load(self, options: Options):
        """The value that the checkpoint holds; of one in several files, their entries together."""
        if len(self.parts) == 1:
            return self.parts[0].load(options)
        together = OrderedDict()
        for part in self.parts:
            value = part.load(options)
            if not isinstance(value, dict) or together.keys() & value.keys():
                raise FormatError("the files of the checkpoint hold the same names, or no names")
            together.update(value)
        return together

    def _open(self, f, mmap):
        if isinstance(f, (str, os.PathLike)) and os.fspath(f).endswith(INDEX_SUFFIX):
            return [self._part(path, mmap) for path in read_index(os.fspath(f))]
        return [self._part(f, mmap)]

    def _part(self, f, mmap):
        source = Source(f, mmap)
        self.sources.append(source)
        if source.path is not None and source.path.endswith(SUFFIX):
            return Safetensors(source)
        return _sniffed(source)


def _sniffed(source):
    magic = source.read(source.start, min(6, source.end - source.start))
    if not magic:
        raise TruncatedError(f"{source.name} is empty")
    if magic[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        archive = Archive(source)
        return NumpyArchive(archive) if is_numpy_archive(archive) else TorchZip(archive)
    if magic == b"\x93NUMPY":
        return NumpyFile(source.section(source.start, source.end - source.start))
    if is_safetensors(source):
        return Safetensors(source)
    if source.mapping is not None:
        raise FormatError(
            f"mmap can only be used with files saved in the zip format, which {short(source.name)} is not; "
            "save it again with a newer torch, or load it without mmap"
        )
    return TorchLegacy(source)
