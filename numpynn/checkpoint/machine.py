"""The pickle machine, with nothing in it that could run code.

Python's own unpickler finds any class and calls anything. This one interprets the opcodes itself: a name in the
stream is looked up in a `Vocabulary`, and what is not there ends the reading. Values on its stack are plain Python values,
entries of the vocabulary and what those make, so there is nothing else that an opcode could reach.

Every opcode takes time and memory in proportion to the bytes it consumes, except calls that copy, which are paid from
a budget; lengths are compared with the file before anything is allocated for them.
"""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict

from .errors import CheckpointError, TruncatedError, UnpicklingError, short
from .keys import KeyGuard
from .opcodes import BYTE, CONSTANTS, COUNTED, EMPTY, LINES, NUMBERS, REFUSED, UINT

_MAPPINGS = (dict, OrderedDict, defaultdict, Counter)
_LONGEST_LINE = 1 << 16
_MOST_NAMED = 100  # keys, and letters of each, by which a message says where it was
_TRUSTED_READ = 1 << 16  # up to here a reader may allocate before it knows whether the bytes are there


class Blank:
    """An object whose making takes two steps in a pickle: made empty, then filled by BUILD.

    `slots` are its places in the memo, which are to hold the filled value.
    """

    __slots__ = ("args", "kind", "slots")

    def __init__(self, kind: str, args: tuple = ()):
        self.kind = kind
        self.args = args
        self.slots = []


class Machine:
    """Reads one pickle from `file`, which ends at byte `end`."""

    def __init__(self, file, end: int, vocabulary, persistent=None, encoding: str = "utf-8"):
        self.file = file
        self.end = end
        self.vocabulary = vocabulary
        self.persistent = persistent
        self.encoding = encoding
        self.stack = []
        self.marks = []
        self.memo = {}
        self.keys = KeyGuard(vocabulary.key_types)
        self.defaultdicts = 0
        self.budget = 16 * (end - file.tell()) + (1 << 16)

    def load(self):
        """The value that the pickle describes; the file stands after it."""
        read, dispatch = self.file.read, _DISPATCH
        try:
            while True:
                code = read(1)
                if code == b".":
                    return self._finish()
                act = dispatch.get(code)
                if act is None:
                    self._refuse(code)
                act(self, code)
        except CheckpointError as error:
            name = self.where()
            raise type(error)(f"{short(name)}: {error}" if name else str(error)) from error.__cause__
        except IndexError:
            raise UnpicklingError("the pickle takes more from its stack than it has put there") from None

    def spend(self, amount: int) -> None:
        """Pay for a copy of `amount` bytes or elements. Raises where the copies outgrow the file."""
        self.budget -= amount
        if self.budget < 0:
            raise UnpicklingError("the pickle copies its contents over and over: it would outgrow the file")

    def _finish(self):
        if len(self.stack) != 1 or self.marks:
            raise UnpicklingError(f"the pickle ends with {len(self.stack)} values on its stack instead of one")
        return self.stack.pop()

    def _refuse(self, code):
        if not code:
            raise TruncatedError("the pickle ends before its last opcode")
        if code in REFUSED:
            raise UnpicklingError(f"the pickle uses {REFUSED[code]}, which no checkpoint needs")
        raise UnpicklingError(f"byte {code!r} is no pickle opcode: the file is damaged or not a checkpoint")

    # Where in the result an error arose -----------------------------------------------------------------------------

    def where(self) -> str:
        """The dotted keys that lead to the value being made, as far as the stack tells; '' if it does not."""
        ends = [*self.marks, len(self.stack)][:_MOST_NAMED]
        starts = [0, *self.marks]
        keys = [key for start, end in zip(starts, ends) for key in _pending_keys(self.stack[start:end])]
        return ".".join(key[:_MOST_NAMED] for key in keys)

    # Bytes ----------------------------------------------------------------------------------------------------------

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        if size > _TRUSTED_READ and size > self.end - self.file.tell():
            raise TruncatedError(f"the pickle announces {size} bytes where the file has fewer")
        data = self.file.read(size)
        if len(data) != size:
            raise TruncatedError("the pickle ends within a value")
        return data

    def line(self) -> bytes:
        """The bytes up to the next newline."""
        data = self.file.readline(_LONGEST_LINE)
        if not data.endswith(b"\n"):
            raise UnpicklingError("the pickle has a line without an end")
        return data[:-1]

    def _unpack(self, layout):
        return layout.unpack(self.take(layout.size))[0]

    # Plain values ---------------------------------------------------------------------------------------------------

    def _protocol(self, code):
        version = self.take(1)[0]
        if version > 5:
            raise UnpicklingError(f"pickle protocol {version} is not known; the highest is 5")

    def _frame(self, code):
        self.take(8)

    def _constant(self, code):
        self.stack.append(CONSTANTS[code])

    def _empty(self, code):
        self.stack.append(EMPTY[code]())

    def _number(self, code):
        self.stack.append(self._unpack(NUMBERS[code]))

    def _counted(self, code):
        layout, decode = COUNTED[code]
        size = self._unpack(layout)
        if size < 0:
            raise UnpicklingError(f"the pickle announces a value of {size} bytes")
        self._push_decoded(decode, self.take(size))

    def _lined(self, code):
        self._push_decoded(LINES[code], self.line())

    def _push_decoded(self, decode, data):
        try:
            self.stack.append(decode(data, self.encoding))
        except (ValueError, UnicodeError, LookupError) as error:
            hint = "; try encoding='latin1' or 'bytes'" if isinstance(error, UnicodeError) else ""
            raise UnpicklingError(f"{short(data)} in the pickle cannot be decoded: {error}{hint}") from None

    # The stack and the memo -------------------------------------------------------------------------------------------

    def _mark(self, code):
        self.marks.append(len(self.stack))

    def pop_mark(self) -> list:
        """Everything above the last mark."""
        start = self.marks.pop()
        items = self.stack[start:]
        del self.stack[start:]
        return items

    def pop(self):
        """The top of the stack, which must not lie below a mark."""
        if self.marks and self.marks[-1] >= len(self.stack):
            raise UnpicklingError("the pickle takes a value from below a mark")
        return self.stack.pop()

    def top(self):
        """The value on top, left where it is."""
        value = self.pop()
        self.stack.append(value)
        return value

    def _pop(self, code):
        if self.marks and self.marks[-1] == len(self.stack):
            self.marks.pop()
        else:
            self.stack.pop()

    def _pop_mark(self, code):
        self.pop_mark()

    def _dup(self, code):
        self.stack.append(self.top())

    def _remember(self, slot):
        value = self.memo[slot] = self.top()
        if type(value) is Blank:
            value.slots.append(slot)

    def _put(self, code):
        self._remember(self._slot(code, "put"))

    def _memoize(self, code):
        self._remember(len(self.memo))

    def _get(self, code):
        slot = self._slot(code, "get")
        if slot not in self.memo:
            raise UnpicklingError(f"the pickle recalls memo {slot}, where it has put nothing")
        self.stack.append(self.memo[slot])

    def _slot(self, code, verb):
        if code in b"pg":
            text = self.line()
            if not text.isdigit() or len(text) > 10:
                raise UnpicklingError(f"the pickle would {verb} memo {short(text)}")
            return int(text)
        return self._unpack(BYTE if code in b"qh" else UINT)

    # Containers -------------------------------------------------------------------------------------------------------

    def _tuple(self, code):
        self.stack.append(tuple(self.pop_mark()))

    def _short_tuple(self, code):
        items = [self.pop() for _ in range(code[0] - 0x84)]
        self.stack.append(tuple(reversed(items)))

    def _list(self, code):
        self.stack.append(self.pop_mark())

    def _dict(self, code):
        items = self.pop_mark()
        self.stack.append({})
        self._set_items(items)

    def _append(self, code):
        item = self.pop()
        self._target(list).append(item)

    def _appends(self, code):
        items = self.pop_mark()
        self._target(list).extend(items)

    def _setitem(self, code):
        value, key = self.pop(), self.pop()
        self._set_items([key, value])

    def _setitems(self, code):
        self._set_items(self.pop_mark())

    def _set_items(self, items):
        if len(items) % 2:
            raise UnpicklingError("the pickle has a key without a value")
        target = self._target(*_MAPPINGS)
        for position in range(0, len(items), 2):
            self.keys.check(items[position])
            target[items[position]] = items[position + 1]

    def _additems(self, code):
        items = self.pop_mark()
        self._target(set).update(self.keys.checked(items))

    def _frozenset(self, code):
        self.stack.append(frozenset(self.keys.checked(self.pop_mark())))

    def _target(self, *types):
        value = self.top()
        if type(value) not in types and not self.vocabulary.admits(value):
            raise UnpicklingError(f"the pickle fills {short(value)} as if it were a {types[0].__name__}")
        return value

    # Names, calls, persistent ids -------------------------------------------------------------------------------------

    def _global(self, code):
        module, name = self.line(), self.line()
        self._find(module, name)

    def _stack_global(self, code):
        name, module = self.pop(), self.pop()
        if type(name) is not str or type(module) is not str:
            raise UnpicklingError(f"the pickle names a global by {short(module)} and {short(name)}")
        self.stack.append(self.vocabulary.find(module, name))

    def _inst(self, code):
        self._find(self.line(), self.line(), "as a class to make an instance of (opcode INST)")

    def _find(self, module, name, use=""):
        try:
            module, name = module.decode(), name.decode()
        except UnicodeDecodeError:
            raise UnpicklingError(f"the pickle names the global {short(module)} {short(name)}") from None
        value = self.vocabulary.find(module, name)
        if use:
            raise UnpicklingError(f"the pickle uses {module}.{name} {use}, which no checkpoint needs")
        self.stack.append(value)

    def _reduce(self, code):
        arguments, function = self.pop(), self.pop()
        self.stack.append(self.vocabulary.call(self, function, arguments))

    def _newobj(self, code):
        arguments, cls = self.pop(), self.pop()
        self.stack.append(self.vocabulary.new(self, cls, arguments))

    def _newobj_ex(self, code):
        keywords, arguments, cls = self.pop(), self.pop(), self.pop()
        if type(keywords) is not dict or keywords:
            raise UnpicklingError("the pickle makes an object with keyword arguments, which no checkpoint needs")
        self.stack.append(self.vocabulary.new(self, cls, arguments))

    def _build(self, code):
        state, value = self.pop(), self.pop()
        made = self.vocabulary.build(self, value, state)
        self.stack.append(made)
        if type(value) is Blank:
            for slot in value.slots:
                self.memo[slot] = made

    def _persistent(self, code):
        pid = self.pop()
        if self.persistent is None or type(pid) is not tuple:
            raise UnpicklingError(f"the pickle refers to something outside by {short(pid)}")
        self.stack.append(self.persistent(pid))


def _pending_keys(values):
    """The keys at the end of a part of the stack whose values are still being made."""
    at = next((len(values) - 1 - i for i, value in enumerate(reversed(values[-3:])) if type(value) is str), None)
    if at is None:
        return []
    keys = [values[at]]
    # A dictionary of one item is filled without a mark: it is still empty while its value is made.
    while (
        len(keys) < _MOST_NAMED
        and at >= 2
        and type(values[at - 2]) is str
        and type(values[at - 1]) in _MAPPINGS
        and not values[at - 1]
    ):
        at -= 2
        keys.append(values[at])
    return reversed(keys)


_DISPATCH = {
    b"\x80": Machine._protocol,
    b"\x95": Machine._frame,
    **dict.fromkeys(CONSTANTS, Machine._constant),
    **dict.fromkeys(EMPTY, Machine._empty),
    **dict.fromkeys(NUMBERS, Machine._number),
    **dict.fromkeys(COUNTED, Machine._counted),
    **dict.fromkeys(LINES, Machine._lined),
    b"(": Machine._mark,
    b"0": Machine._pop,
    b"1": Machine._pop_mark,
    b"2": Machine._dup,
    **dict.fromkeys((b"p", b"q", b"r"), Machine._put),
    b"\x94": Machine._memoize,
    **dict.fromkeys((b"g", b"h", b"j"), Machine._get),
    b"t": Machine._tuple,
    **dict.fromkeys((b"\x85", b"\x86", b"\x87"), Machine._short_tuple),
    b"l": Machine._list,
    b"d": Machine._dict,
    b"a": Machine._append,
    b"e": Machine._appends,
    b"s": Machine._setitem,
    b"u": Machine._setitems,
    b"\x90": Machine._additems,
    b"\x91": Machine._frozenset,
    b"c": Machine._global,
    b"\x93": Machine._stack_global,
    b"i": Machine._inst,
    b"R": Machine._reduce,
    b"\x81": Machine._newobj,
    b"\x92": Machine._newobj_ex,
    b"b": Machine._build,
    b"Q": Machine._persistent,
}
