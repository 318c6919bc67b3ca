"""Checkpoints made by hand, byte by byte: for formats that no library writes any more, and for attacks."""

import io
import struct
import zipfile

PROTO = b"\x80\x02"
EMPTY_CALL = b")R"


def text(value):
    """A string on the stack."""
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


def integer(value):
    """A whole number on the stack."""
    data = value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
    return b"\x8a" + bytes([len(data)]) + data


def name(dotted):
    """A global on the stack: what is before the last dot is the module."""
    module, _, last = dotted.rpartition(".")
    return f"c{module}\n{last}\n".encode()


def tuple_of(*parts):
    """A tuple of what the parts put on the stack."""
    return b"(" + b"".join(parts) + b"t"


def call(dotted, *parts):
    """A call of a global."""
    return name(dotted) + tuple_of(*parts) + b"R"


def storage(key="0", count=4, kind="torch.FloatStorage", location="cpu", *beyond):
    """A reference to a storage."""
    return tuple_of(text("storage"), name(kind), text(key), text(location), integer(count), *beyond) + b"Q"


def tensor(size=(4,), strides=(1,), offset=0, of=None):
    """A tensor over a storage."""
    sizes, steps = tuple_of(*map(integer, size)), tuple_of(*map(integer, strides))
    return call("torch._utils._rebuild_tensor_v2", of or storage(), integer(offset), sizes, steps, b"\x89", b"}")


def pickled(*parts):
    """A pickle of protocol 2."""
    return PROTO + b"".join(parts) + b"."


FOUR = struct.pack("<4f", 0, 1, 2, 3)


def torch_zip(pickle, storages=None, extra=None, compression=zipfile.ZIP_STORED, version=b"3\n"):
    """A file in torch's zip format."""
    entries = {"data.pkl": pickle, "version": version}
    entries |= {f"data/{key}": data for key, data in ({"0": FOUR} if storages is None else storages).items()}
    return archive({f"archive/{entry}": data for entry, data in (entries | (extra or {})).items()}, compression)


def archive(entries, compression=zipfile.ZIP_STORED):
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as file:
        for entry, data in entries.items():
            file.writestr(zipfile.ZipInfo(entry), data, compression)
    return out.getvalue()


def torch_legacy(pickle, storages=None, keys=None, magic=0x1950A86A20F9469CFC6C, protocol=1001):
    """A file in the format before torch 1.6; `storages` are (key, count, bytes)."""
    storages = [("0", 4, FOUR)] if storages is None else storages
    keys = [key for key, _, _ in storages] if keys is None else keys
    head = pickled(integer(magic)) + pickled(integer(protocol)) + pickled(b"}")
    listed = pickled(b"](" + b"".join(map(text, keys)) + b"e")
    return head + pickle + listed + b"".join(struct.pack("<q", count) + data for _, count, data in storages)
