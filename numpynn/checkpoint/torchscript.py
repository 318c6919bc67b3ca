"""TorchScript archives (torch.jit.save): their tensors, by qualified name. The code in them is not looked at."""

from __future__ import annotations

from .errors import UnpicklingError, short
from .naming import items
from .vocabulary import Known, Vocabulary

_CLASSES = "__torch__"


class ScriptObject:
    """An instance of a compiled class: its name and its attributes."""

    __slots__ = ("attributes", "name")

    def __init__(self, name):
        self.name = name
        self.attributes = {}


class ScriptVocabulary(Vocabulary):
    """The list for TorchScript: any compiled class may be named, as a bag of attributes, and the typed containers."""

    def find(self, module, name):
        if module == _CLASSES or module.startswith(_CLASSES + "."):
            return Known(f"{module}.{name}", _instance)
        if module == "torch.jit._pickle":
            if name not in _CONTAINERS:
                raise UnpicklingError(f"the archive uses {short(name)} of torch.jit._pickle, which is not known")
            return Known(name, _CONTAINERS[name])
        return super().find(module, name)

    def call(self, machine, function, arguments):
        if isinstance(function, Known) and function.act is _instance:
            return ScriptObject(function.name)
        return super().call(machine, function, arguments)

    def build(self, machine, value, state):
        if type(value) is not ScriptObject:
            return super().build(machine, value, state)
        value.attributes = state if type(state) is dict else {"state": state}
        return value


def _instance(vocabulary, machine):
    """Marks the classes: what is made needs the class's name, so `call` makes it."""


def _first(vocabulary, machine, value, kind=None):
    return value


_CONTAINERS = dict.fromkeys(
    ("build_intlist", "build_doublelist", "build_boollist", "build_tensorlist", "restore_type_tag"), _first
)


def attributes(value):
    """What an object of the archive, or a container in it, holds: the `children` of `naming.named_tensors`."""
    return items(value.attributes if type(value) is ScriptObject else value)
