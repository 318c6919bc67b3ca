"""What pickles may make of Python's own classes: containers, numbers and bytes."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict

from .errors import UnpicklingError, short
from .vocabulary import KNOWN, Known, known

# Nested defaultdicts are freed by recursion in C: a long enough chain of them crashes Python 3.11.
_MOST_DEFAULTDICTS = 2000
_PAIR, _MEMBER = 32, 24  # what an entry of a dictionary or a set is reckoned to cost, in bytes of the budget
_FACTORIES = {
    **{f"builtins.{kind.__name__}": kind for kind in (list, dict, set, int, float, str, tuple, bool)},
    "collections.OrderedDict": OrderedDict,
    "collections.Counter": Counter,
}
KNOWN.update((name, Known(name)) for name in _FACTORIES)


@known("collections.OrderedDict")
def _ordered_dict(vocabulary, machine, pairs=()):
    if type(pairs) not in (list, tuple) or any(type(pair) not in (list, tuple) or len(pair) != 2 for pair in pairs):
        raise UnpicklingError(f"the pickle makes an OrderedDict of {short(pairs)}")
    machine.spend(_PAIR * len(pairs))
    machine.keys.checked([key for key, _ in pairs])
    return OrderedDict(pairs)


@known("collections.Counter")
def _counter(vocabulary, machine, counts=None):
    if counts is not None and type(counts) is not dict:
        raise UnpicklingError(f"the pickle makes a Counter of {short(counts)}")
    machine.spend(_PAIR * len(counts or ()))
    return Counter(counts)


@known("collections.defaultdict")
def _defaultdict(vocabulary, machine, factory=None):
    machine.defaultdicts += 1
    if machine.defaultdicts > _MOST_DEFAULTDICTS:
        raise UnpicklingError(f"the pickle has more than {_MOST_DEFAULTDICTS} defaultdicts")
    if factory is not None and getattr(factory, "name", None) not in _FACTORIES:
        raise UnpicklingError(f"the pickle has a defaultdict that would call {short(factory)}")
    return defaultdict(None if factory is None else _FACTORIES[factory.name])


@known("builtins.set")
def _set(vocabulary, machine, items=()):
    return set(_members(machine, items))


@known("builtins.frozenset")
def _frozenset(vocabulary, machine, items=()):
    return frozenset(_members(machine, items))


def _members(machine, items):
    if type(items) not in (list, tuple):
        raise UnpicklingError(f"the pickle makes a set of {short(items)}")
    machine.spend(_MEMBER * len(items))
    return machine.keys.checked(items)


@known("builtins.complex")
def _complex(vocabulary, machine, real, imag):
    if type(real) not in (int, float) or type(imag) not in (int, float):
        raise UnpicklingError(f"the pickle makes a complex number of {short(real)} and {short(imag)}")
    return complex(real, imag)


@known("_codecs.encode")
def _encode(vocabulary, machine, text, codec="latin1"):
    # Protocol 2 has no opcode for bytes: it writes them as text to be encoded again.
    if type(text) is not str or type(codec) is not str or codec not in ("latin1", "latin-1"):
        raise UnpicklingError(f"the pickle encodes {short(text)} with {short(codec)}")
    machine.spend(len(text))
    return text.encode("latin1")


@known("builtins.bytes")
def _bytes(vocabulary, machine):
    return b""


@known("builtins.bytearray")
def _bytearray(vocabulary, machine, data=b"", codec="latin1"):
    if type(data) is str:
        data = _encode(vocabulary, machine, data, codec)
    if type(data) not in (bytes, bytearray):
        raise UnpicklingError(f"the pickle makes a bytearray of {short(data)}")
    machine.spend(len(data))
    return bytearray(data)
