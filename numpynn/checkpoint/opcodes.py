"""The opcodes of pickle that only put a plain value on the stack, as tables, and those that are refused.

Source: the opcode table of Python's `pickletools`.
"""

from __future__ import annotations

import struct

from .errors import UnpicklingError

BYTE, UINT = struct.Struct("<B"), struct.Struct("<I")
_INT, _ULONG = struct.Struct("<i"), struct.Struct("<Q")


def _text(data, encoding):
    return str(data, "utf-8", "surrogatepass")


def _python2_text(data, encoding):
    return data if encoding == "bytes" else str(data, encoding)


def _bytes(data, encoding):
    return data


def _bytearray(data, encoding):
    return bytearray(data)


def _integer(data, encoding):
    return int.from_bytes(data, "little", signed=True)


def _int_line(data, encoding):
    # Protocol 0 writes booleans as the integers 00 and 01.
    return {b"00": False, b"01": True}[data] if data in (b"00", b"01") else int(data)


def _long_line(data, encoding):
    return int(data.removesuffix(b"L"))


def _float_line(data, encoding):
    return float(data)


def _text_line(data, encoding):
    return str(data, "raw-unicode-escape")


def _quoted_line(data, encoding):
    if len(data) < 2 or data[:1] not in b"'\"" or data[-1:] != data[:1] or b"\\" in data:
        raise UnpicklingError("the pickle has a quoted string of protocol 0 with escapes; save it with protocol 2")
    return _python2_text(data[1:-1], encoding)


CONSTANTS = {b"N": None, b"\x88": True, b"\x89": False, b")": ()}
EMPTY = {b"]": list, b"}": dict, b"\x8f": set}
# A number of fixed size.
NUMBERS = {b"J": _INT, b"K": BYTE, b"M": struct.Struct("<H"), b"G": struct.Struct(">d")}
# A size, then so many bytes.
COUNTED = {
    b"X": (UINT, _text),
    b"\x8c": (BYTE, _text),
    b"\x8d": (_ULONG, _text),
    b"U": (BYTE, _python2_text),
    b"T": (_INT, _python2_text),
    b"B": (UINT, _bytes),
    b"C": (BYTE, _bytes),
    b"\x8e": (_ULONG, _bytes),
    b"\x96": (_ULONG, _bytearray),
    b"\x8a": (BYTE, _integer),
    b"\x8b": (_INT, _integer),
}
# A line of text.
LINES = {b"I": _int_line, b"L": _long_line, b"F": _float_line, b"V": _text_line, b"S": _quoted_line}

REFUSED = {
    b"P": "a persistent id of protocol 0",
    b"o": "an instance of an old-style class (opcode OBJ)",
    b"\x82": "an extension code of copyreg (opcode EXT1)",
    b"\x83": "an extension code of copyreg (opcode EXT2)",
    b"\x84": "an extension code of copyreg (opcode EXT4)",
    b"\x97": "a buffer outside of the file (opcode NEXT_BUFFER)",
    b"\x98": "a buffer outside of the file (opcode READONLY_BUFFER)",
}
