"""Writes pickles of protocol 2, as torch expects them, of plain values and of names that need not exist here.

Python's own pickler looks up every global that it writes; this one writes `torch._utils._rebuild_tensor_v2` with no torch about.
"""

from __future__ import annotations

import struct
import sys
from collections import Counter, OrderedDict, defaultdict

import numpy as np

from .errors import CheckpointError, UnsupportedError, short

_BATCH = 1000


class Name:
    """A global, by module and name."""

    __slots__ = ("module", "name")

    def __init__(self, module: str, name: str):
        self.module = module
        self.name = name


class Call:
    """An object made by calling `function` (a Name) with `arguments`, then given `pairs` and `state`."""

    __slots__ = ("arguments", "function", "pairs", "state")

    def __init__(self, function: Name, arguments: tuple, pairs=(), state=None):
        self.function = function
        self.arguments = arguments
        self.pairs = pairs
        self.state = state


class Outside:
    """An object that is stored elsewhere, under a persistent id."""

    __slots__ = ("pid",)

    def __init__(self, pid: tuple):
        self.pid = pid


class Pickler:
    """`reduce(value)` gives a Name, Call or Outside for what is not a plain value, or None."""

    def __init__(self, reduce):
        self.reduce = reduce
        self.out = bytearray(b"\x80\x02")
        self.memo = {}
        self.names = {}
        self.kept = []  # what is in the memo by its id must not be freed
        self.path = []

    def dump(self, value) -> bytes:
        """The pickle of `value`. Raises UnsupportedError, with its place, for what cannot be saved."""
        try:
            self._write(value)
        except RecursionError:
            raise CheckpointError("the value is nested too deeply to be saved") from None
        except UnsupportedError as error:
            place = f"{short('.'.join(self.path))}: " if self.path else ""
            raise UnsupportedError(f"{place}{error}") from None
        return bytes(self.out + b".")

    def _write(self, value):
        if id(value) in self.memo:
            self._recall(self.memo[id(value)])
            return
        write = _PLAIN.get(type(value))
        if write is not None:
            write(self, value)
            return
        reduced = self.reduce(value)
        if reduced is None:
            reduced = _reduced(value)
        if reduced is None:
            raise _refusal(value)
        self._write_reduced(reduced)
        if not isinstance(reduced, Name):
            self._remember(value)

    def _write_reduced(self, reduced):
        if type(reduced) is Name:
            self._write_name(reduced)
        elif type(reduced) is Outside:
            self._write(reduced.pid)
            self.out += b"Q"
        else:
            self._write_call(reduced)

    def _write_name(self, name):
        key = (name.module, name.name)
        if key in self.names:
            self._recall(self.names[key])
            return
        self.out += f"c{name.module}\n{name.name}\n".encode()
        self.names[key] = self._put()

    def _write_call(self, call):
        self._write_name(call.function)
        self._write_tuple(call.arguments)
        self.out += b"R"
        self._write_pairs(call.pairs)
        if call.state is not None:
            self._write(call.state)
            self.out += b"b"

    # The memo -----------------------------------------------------------------------------------------------------------

    def _put(self):
        slot = len(self.memo) + len(self.names)
        self.out += b"q" + bytes([slot]) if slot < 256 else b"r" + struct.pack("<I", slot)
        return slot

    def _remember(self, value):
        self.memo[id(value)] = self._put()
        self.kept.append(value)

    def _recall(self, slot):
        self.out += b"h" + bytes([slot]) if slot < 256 else b"j" + struct.pack("<I", slot)

    # Plain values ---------------------------------------------------------------------------------------------------------

    def _write_none(self, value):
        self.out += b"N"

    def _write_bool(self, value):
        self.out += b"\x88" if value else b"\x89"

    def _write_int(self, value):
        if 0 <= value < 1 << 8:
            self.out += b"K" + bytes([value])
        elif 0 <= value < 1 << 16:
            self.out += b"M" + struct.pack("<H", value)
        elif -(1 << 31) <= value < 1 << 31:
            self.out += b"J" + struct.pack("<i", value)
        else:
            data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
            self.out += b"\x8a" + bytes([len(data)]) if len(data) < 256 else b"\x8b" + struct.pack("<i", len(data))
            self.out += data

    def _write_float(self, value):
        self.out += b"G" + struct.pack(">d", value)

    def _write_text(self, value):
        data = value.encode("utf-8", "surrogatepass")
        self.out += b"X" + struct.pack("<I", len(data)) + data
        self._remember(value)

    def _write_tuple(self, value):
        if not value:
            self.out += b")"
            return
        if len(value) > 3:
            self.out += b"("
        for item in value:
            self._write(item)
        if id(value) in self.memo:
            # The tuple holds a list that holds the tuple, which has been written on the way: drop this second copy.
            self.out += b"0" * len(value) if len(value) <= 3 else b"1"
            self._recall(self.memo[id(value)])
            return
        self.out += b"t" if len(value) > 3 else bytes([0x84 + len(value)])
        self._remember(value)

    def _write_list(self, value):
        self.out += b"]"
        self._remember(value)
        for start in range(0, len(value), _BATCH):
            self.out += b"("
            for index, item in enumerate(value[start : start + _BATCH], start):
                self._write_at(str(index), item)
            self.out += b"e"

    def _write_dict(self, value):
        self.out += b"}"
        self._remember(value)
        self._write_pairs(value.items())

    def _write_pairs(self, pairs):
        pairs = list(pairs)
        for start in range(0, len(pairs), _BATCH):
            self.out += b"("
            for key, item in pairs[start : start + _BATCH]:
                self._write(key)
                self._write_at(str(key), item)
            self.out += b"u"

    def _write_at(self, name, value):
        self.path.append(name)
        self._write(value)
        self.path.pop()

    def _write_ordered(self, value):
        self._write_call(Call(Name("collections", "OrderedDict"), ()))
        self._remember(value)
        self._write_pairs(value.items())
        if vars(value):
            self._write(vars(value))
            self.out += b"b"

    def _write_defaultdict(self, value):
        factory = value.default_factory
        if factory is not None and factory not in _FACTORIES:
            raise UnsupportedError(f"a defaultdict of {short(factory)} cannot be saved")
        self._write_call(Call(Name("collections", "defaultdict"), () if factory is None else (_FACTORIES[factory],)))
        self._remember(value)
        self._write_pairs(value.items())


_PLAIN = {
    type(None): Pickler._write_none,
    bool: Pickler._write_bool,
    int: Pickler._write_int,
    float: Pickler._write_float,
    str: Pickler._write_text,
    tuple: Pickler._write_tuple,
    list: Pickler._write_list,
    dict: Pickler._write_dict,
    OrderedDict: Pickler._write_ordered,
    defaultdict: Pickler._write_defaultdict,
    Name: Pickler._write_name,
    Call: Pickler._write_call,
    Outside: Pickler._write_reduced,
}
_FACTORIES = {kind: Name("__builtin__", kind.__name__) for kind in (list, dict, set, int, float, str, tuple, bool)}
_FACTORIES |= {OrderedDict: Name("collections", "OrderedDict"), Counter: Name("collections", "Counter")}


def _refusal(value):
    hint = ": save its state_dict() instead" if hasattr(value, "state_dict") else ""
    return UnsupportedError(f"a {type(value).__module__}.{type(value).__qualname__} cannot be saved{hint}")


def _encoded(data):
    return Call(Name("_codecs", "encode"), (data.decode("latin1"), "latin1"))


def _reduced(value):
    """How Python and NumPy reduce the values that protocol 2 has no opcode for."""
    kind = type(value)
    if kind is bytes:
        return _encoded(value) if value else Call(Name("__builtin__", "bytes"), ())
    if kind is bytearray:
        return Call(Name("__builtin__", "bytearray"), (value.decode("latin1"), "latin1") if value else ())
    if kind is complex:
        return Call(Name("__builtin__", "complex"), (value.real, value.imag))
    if kind in (set, frozenset):
        return Call(Name("__builtin__", kind.__name__), (list(value),))
    if kind is Counter:
        return Call(Name("collections", "Counter"), (dict(value),))
    if kind is np.ndarray or isinstance(value, (np.generic, np.dtype)):
        return _reduced_numpy(value)
    return None


def _reduced_numpy(value):
    dtype = value if isinstance(value, np.dtype) else value.dtype
    if dtype.kind not in "biufcSU":
        raise UnsupportedError(f"a NumPy value of dtype {dtype} cannot be saved")
    if value is dtype:
        flexible = (dtype.itemsize, dtype.alignment) if dtype.kind in "SU" else (-1, -1)
        order = dtype.byteorder.replace("=", "<" if sys.byteorder == "little" else ">")
        state = (3, order, None, None, None, *flexible, 0)
        return Call(Name("numpy", "dtype"), (dtype.str[1:], False, True), state=state)
    if isinstance(value, np.generic):
        return Call(Name("numpy._core.multiarray", "scalar"), (dtype, _encoded(value.tobytes())))
    make = Call(Name("numpy._core.multiarray", "_reconstruct"), (Name("numpy", "ndarray"), (0,), _encoded(b"b")))
    make.state = (1, value.shape, dtype, False, _encoded(value.tobytes()))
    return make
