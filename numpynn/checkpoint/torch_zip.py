"""The zip format of torch.save (since 1.6) and of torch.jit.save.

A folder in a zip archive: `version`, `byteorder` (since 2.1), `data.pkl`, and one entry `data/KEY` for each storage.
TorchScript archives have `constants.pkl` beside it, whose storages are in `constants/KEY`.
"""

from __future__ import annotations

import io

from .archive import Archive
from .elements import element
from .errors import FormatError, UnsupportedError, short
from .machine import Machine
from .naming import named_tensors
from .storage import Storage, TypedStorage
from .torchscript import ScriptVocabulary, attributes
from .vocabulary import StorageClass, Vocabulary

_VERSIONS = range(1, 11)  # torch 2.13 reads these
_TINY = 64


class TorchZip:
    """A checkpoint in the zip format, or a TorchScript archive (`scripted`)."""

    def __init__(self, archive: Archive):
        self.archive = archive
        self.folder = _folder(archive)
        self.scripted = f"{self.folder}/constants.pkl" in archive
        self.version = self._version()
        self._check_kind()
        self.big_endian = self._byteorder() == "big"

    @property
    def format(self) -> str:
        """What `inspect` calls it."""
        return "TorchScript archive" if self.scripted else "torch zip"

    @property
    def notes(self) -> dict:
        """What the archive says about itself."""
        return {"version": self.version, "byteorder": "big" if self.big_endian else "little"}

    def load(self, options):
        """The value that was saved; of a TorchScript archive its tensors by name."""
        if not self.scripted:
            return self._unpickle("data.pkl", "data", Vocabulary(options.result, options.allowed_globals), options)
        return self._script(options)

    def _script(self, options):
        vocabulary = ScriptVocabulary(options.result, options.allowed_globals)
        root = self._unpickle("data.pkl", "data", vocabulary, options)
        constants = self._unpickle("constants.pkl", "constants", vocabulary, options)
        budget = 16 * sum(self.archive.section(self._entry(name)).size for name in ("data.pkl", "constants.pkl")) + (
            1 << 20
        )
        tensors = named_tensors(root, options.result.tensor_type, budget, attributes)
        options.constants = named_tensors(constants, options.result.tensor_type, budget, attributes)
        return tensors

    def _unpickle(self, name, folder, vocabulary, options):
        data = self.archive.section(self._entry(name)).read()
        storages = Storages(self, folder, options)
        return Machine(io.BytesIO(data), len(data), vocabulary, storages.persistent, options.encoding).load()

    def _entry(self, name):
        return f"{self.folder}/{name}"

    def _check_kind(self):
        if self._entry("data.pkl") in self.archive:
            return
        name = self.archive.source.name
        if self._entry("model.json") in self.archive:
            raise UnsupportedError(
                f"{name} is a TorchScript archive of torch before 1.4: load it in a newer torch and save it again"
            )
        if self._entry("archive_format") in self.archive:
            raise UnsupportedError(f"{name} is a program of torch.export, not a checkpoint: save its state_dict")
        raise FormatError(f"{name}: the archive has no entry 'data.pkl': no checkpoint of torch")

    def _text(self, name):
        section = self.archive.section(self._entry(name))
        return section.read(0, min(section.size, _TINY)).decode("ascii", "replace").strip()

    def _version(self):
        name = next((name for name in ("version", ".data/version") if self._entry(name) in self.archive), None)
        if name is None:
            raise FormatError(f"{self.archive.source.name}: the archive has no entry 'version': not saved by torch")
        text = self._text(name)
        if not text.isdigit() or len(text) > 4:
            raise FormatError(f"{self.archive.source.name}: the archive's format version is {short(text)}")
        if int(text) not in _VERSIONS:
            raise UnsupportedError(
                f"{self.archive.source.name} has format version {text}; versions {_VERSIONS[0]} to {_VERSIONS[-1]} are read"
            )
        return int(text)

    def _byteorder(self):
        if self._entry("byteorder") not in self.archive:
            return "little"
        order = self._text("byteorder")
        if order not in ("little", "big"):
            raise FormatError(f"{self.archive.source.name}: the archive's byte order is {short(order)}")
        return order


class Storages:
    """The storages of one pickle in an archive: what its persistent ids refer to."""

    def __init__(self, parent: TorchZip, folder: str, options):
        self.parent = parent
        self.folder = folder
        self.options = options
        self.storages = {}

    def persistent(self, pid: tuple) -> TypedStorage:
        """The storage of a persistent id ('storage', class, key, location, elements)."""
        kind, key, location, count = storage_id(pid, 5)
        kind = element(kind)
        storage = self.storages.get(key)
        if storage is None:
            storage = self.storages[key] = self._open(key, location, count * kind.size)
        if storage.nbytes != count * kind.size:
            raise FormatError(f"the storage {short(key)} holds {storage.nbytes} bytes, not {count} elements of {kind}")
        return TypedStorage(storage, kind)

    def _open(self, key, location, nbytes):
        section = self.parent.archive.section(self.parent._entry(f"{self.folder}/{key}"))
        if section.size != nbytes:
            raise FormatError(
                f"the storage {short(key)} has {section.size} bytes in the file, but {nbytes} are claimed"
            )
        storage = Storage(key, nbytes, location, section)
        storage.big_endian = self.parent.big_endian
        return self.options.place(storage)


def storage_id(pid: tuple, length: int):
    """The element's name, key, location and number of elements in the persistent id of a storage, each checked."""
    if len(pid) != length or not is_word(pid[0], "storage"):
        raise FormatError(f"the pickle refers to {short(pid[0]) if pid else 'nothing'} outside, not to a storage")
    _, cls, key, location, count = pid[:5]
    if not isinstance(cls, StorageClass):
        raise FormatError(f"the pickle refers to a storage of the class {short(cls)}")
    key, location = (text.decode("latin1") if type(text) is bytes else text for text in (key, location))
    if type(key) is not str or type(location) is not str:
        raise FormatError(f"the pickle refers to a storage by the key {short(key)}")
    if type(count) is not int or not 0 <= count < 1 << 60:
        raise FormatError(f"the storage {short(key)} claims {short(count)} elements")
    return cls.element, key, location, count


def is_word(value, word: str) -> bool:
    """Whether a value is this text or, from Python 2, these bytes; the value may be an array, which `==` would spread over."""
    return type(value) in (str, bytes) and value in (word, word.encode())


def _folder(archive):
    """The folder that holds everything: the first part of the first entry's name, as torch has it."""
    first = next(iter(archive.entries), "")
    folder, slash, _ = first.partition("/")
    if not slash:
        raise FormatError(
            f"{archive.source.name}: the archive's entry {short(first)} is in no folder: not saved by torch"
        )
    return folder
