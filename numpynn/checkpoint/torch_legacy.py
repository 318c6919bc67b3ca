"""The format of torch.save before 1.6: a run of pickles, then the storages.

In order: a magic number, the protocol version, facts about the machine, the object itself, the keys of its storages, and then
each storage as a count of elements and their bytes, little-endian.
"""

from __future__ import annotations

import struct

from .elements import element
from .errors import CheckpointError, FormatError, TruncatedError, UnsupportedError, short
from .machine import Machine
from .results import Records
from .source import Section, Source
from .storage import Storage, TypedStorage
from .torch_zip import is_word, storage_id
from .vocabulary import Survey, Vocabulary

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_COUNT = struct.Struct("<q")


class TorchLegacy:
    """A checkpoint in the legacy format."""

    format = "torch legacy"

    def __init__(self, source: Source):
        self.source = source
        self.notes = {}

    def load(self, options):
        """The value that was saved; the source stands after it.

        The pickle comes before the storages that it refers to. So it is run twice: once to learn what it claims, then,
        when the storages have been found to be there, for its value.
        """
        start = self._header(options)
        storages = Storages(options)
        self._unpickle(Survey(Records(), options.allowed_globals), storages, start, options)
        keys = self._simple(options)
        end = storages.find(self.source, self.source.file.tell(), keys)
        value = self._unpickle(Vocabulary(options.result, options.allowed_globals), storages, start, options)
        self.source.file.seek(end)
        return value

    def _header(self, options):
        if _is_tar(self.source):
            raise UnsupportedError(
                f"{self.source.name} is in the tar format of torch 0.1, which is not read: load it in torch with "
                "weights_only=False, if you trust it, and save it again"
            )
        self.source.file.seek(self.source.start)
        try:
            magic = self._simple(options)
        except TruncatedError:
            raise
        except CheckpointError as error:
            raise FormatError(f"{self.source.name} is no checkpoint of a known format ({error})") from None
        if type(magic) is not int or magic != _MAGIC:
            raise FormatError(
                f"{self.source.name} is no checkpoint: it starts with {short(magic)}, not torch's magic number"
            )
        version = self._simple(options)
        if type(version) is not int or version != _PROTOCOL:
            raise FormatError(f"{self.source.name} has protocol version {short(version)}, not {_PROTOCOL}")
        self._simple(options)
        self.notes = {"version": version}
        return self.source.file.tell()

    def _simple(self, options):
        vocabulary = Vocabulary(Records())
        return Machine(self.source.file, self.source.end, vocabulary, None, options.encoding).load()

    def _unpickle(self, vocabulary, storages, start, options):
        self.source.file.seek(start)
        machine = Machine(self.source.file, self.source.end, vocabulary, storages.persistent, options.encoding)
        return machine.load()


class Storages:
    """The storages that the pickle refers to, and parts of them that it calls views."""

    def __init__(self, options):
        self.options = options
        self.storages = {}
        self.sizes = {}

    def persistent(self, pid: tuple) -> TypedStorage:
        """The storage of a persistent id ('storage', class, key, location, elements, view)."""
        if pid and is_word(pid[0], "module"):
            raise UnsupportedError("a whole model: in torch, save model.state_dict() instead")
        kind, key, location, count = storage_id(pid, 6)
        kind = element(kind)
        storage = self.storages.get(key)
        if storage is None:
            storage = self.storages[key] = Storage(key, count * kind.size, location)
            self.sizes[key] = kind.size
        if storage.nbytes != count * kind.size:
            raise FormatError(
                f"the storage {short(key)} is claimed to have {storage.nbytes} and {count * kind.size} bytes"
            )
        return TypedStorage(storage, kind) if pid[5] is None else self._view(storage, kind, pid[5])

    def _view(self, root, kind, view):
        """torch before 0.4: a storage that is a part of another, (key, offset, elements)."""
        if type(view) is not tuple or len(view) != 3 or any(type(n) is not int or n < 0 for n in view[1:]):
            raise FormatError(f"the storage {short(root.key)} has a view that is {short(view)}")
        _, offset, count = view
        if offset + count > root.nbytes // kind.size:
            raise FormatError(f"the storage {short(root.key)} has a view beyond its end")
        return TypedStorage(root, kind, offset)

    def find(self, source: Source, position: int, keys) -> int:
        """Gives each storage its section, when all are there. Returns where they end."""
        if type(keys) is not list or any(type(key) is not str for key in keys):
            raise FormatError(f"{source.name}: the list of storages is {short(keys)}")
        if sorted(keys) != sorted(self.storages):
            raise FormatError(f"{source.name}: the storages in the file are not those that its pickle refers to")
        for key in keys:
            storage = self.storages[key]
            (count,) = _COUNT.unpack(source.read(position, _COUNT.size))
            if count * self.sizes[key] != storage.nbytes:
                raise FormatError(
                    f"the storage {short(key)} has {count} elements in the file; its pickle claims {storage.nbytes} bytes"
                )
            storage.section = Section(source, position + _COUNT.size, storage.nbytes)
            position += _COUNT.size + storage.nbytes
        self.storages = {key: self.options.place(storage) for key, storage in self.storages.items()}
        return position


def _is_tar(source):
    return source.end - source.start > 262 and source.read(source.start + 257, 5) == b"ustar"
