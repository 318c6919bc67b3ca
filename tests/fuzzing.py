"""Mutations of sound checkpoints, and what reading each must end in: a value or a CheckpointError, soon, in little memory."""

import io
import json
import random
import signal
import struct
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from forging import FOUR, archive, pickled, storage, tensor, text, torch_legacy, tuple_of

from numpynn.checkpoint import CheckpointError, load
from numpynn.checkpoint.reading import Checkpoint, Options
from numpynn.checkpoint.results import Records
from numpynn.tensor import Tensor

DATA = Path(__file__).parent / "data"
LIMITED = sys.platform == "linux"
SECONDS = 5
MOST_BYTES = 256 << 20  # of address space, beyond what the process has when it starts

NUMBERS = [0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 63, 64, 127, 128, 255, 256, 65535, 1 << 16, (1 << 31) - 1, 1 << 31]
NUMBERS += [(1 << 32) - 1, 1 << 32, (1 << 60), (1 << 62), (1 << 63) - 1, 1 << 63, (1 << 64) - 1]
OPCODES = b"()012BCFGIJKLMNPQRSTUVX]abcdeghijlopqrstu}.\x80\x81\x82\x83\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8d\x8e\x8f"
OPCODES += b"\x90\x91\x92\x93\x94\x95\x96\x97\x98"


class Hang(BaseException):
    """Reading took too long."""


def sound_files():
    """Small checkpoints of every format, by name."""
    files = {path.name: path.read_bytes() for path in sorted(DATA.glob("*.pt"))}
    view = tuple_of(text("view"), b"K\x01", b"K\x02")
    seen = tensor((2,), of=storage("0", 4, "torch.FloatStorage", "cuda:0", view))
    files["views.legacy.pt"] = torch_legacy(pickled(seen), [("0", 4, FOUR)])
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.arange(4, dtype=">i2"), "t": np.array(["x", "yz"])}
    for store in (np.savez, np.savez_compressed):
        out = io.BytesIO()
        store(out, **arrays)
        files[f"{store.__name__}.npz"] = out.getvalue()
    out = io.BytesIO()
    np.save(out, np.asfortranarray(arrays["a"]))
    files["a.npy"] = out.getvalue()
    files["a.safetensors"] = _safetensors()
    return files


def _safetensors():
    table = {
        "__metadata__": {"format": "pt"},
        "a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]},
        "b": {"dtype": "BF16", "shape": [2], "data_offsets": [8, 12]},
        "c": {"dtype": "I64", "shape": [], "data_offsets": [12, 20]},
    }
    header = json.dumps(table).encode()
    header += b" " * (-len(header) % 8)
    return struct.pack("<Q", len(header)) + header + bytes(range(20))


def mutated(name, files, rng):
    """The file `name`, changed; what is in an archive is often changed within it, so that the archive stays sound."""
    data = files[name]
    if data[:2] == b"PK" and rng.random() < 0.7:
        return _repacked(data, files, rng)
    return _changed(data, files, rng)


def _repacked(data, files, rng):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        entries = {entry: file.read(entry) for entry in file.namelist()}
    chosen = [entry for entry in entries if entry.endswith((".pkl", ".npy"))]
    entry = rng.choice(chosen or list(entries)) if rng.random() < 0.9 else rng.choice(list(entries))
    entries[entry] = _changed(entries[entry], files, rng)
    if rng.random() < 0.1:
        entries.pop(rng.choice(list(entries)))
    return archive(entries, rng.choice([zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED]))


def _changed(data, files, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        rng.choice(MUTATIONS)(data, files, rng)
    return bytes(data)


def _place(data, rng):
    return rng.randrange(len(data) + 1)


def _flip(data, files, rng):
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _put(data, files, rng):
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _opcode(data, files, rng):
    if data:
        data[rng.randrange(len(data))] = rng.choice(OPCODES)


def _insert_opcodes(data, files, rng):
    at = _place(data, rng)
    data[at:at] = bytes(rng.choice(OPCODES) for _ in range(rng.choice([1, 2, 5])))


def _number(data, files, rng):
    at, layout = _place(data, rng), rng.choice(["<B", "<H", "<I", "<Q", ">I", ">Q"])
    number = rng.choice(NUMBERS) + rng.choice([-1, 0, 0, 1])
    size = struct.calcsize(layout)
    data[at : at + size] = struct.pack(layout, number % (1 << (8 * size)))


def _cut(data, files, rng):
    at = _place(data, rng)
    del data[at : at + rng.choice([1, 2, 4, 8, 64, len(data)])]


def _repeat(data, files, rng):
    at = _place(data, rng)
    part = data[at : at + rng.choice([1, 2, 4, 16, 64])]
    data[at:at] = part * rng.choice([1, 2, 10, 200])


def _splice(data, files, rng):
    other = files[rng.choice(list(files))]
    start, at = rng.randrange(len(other)), _place(data, rng)
    data[at:at] = other[start : start + rng.choice([4, 16, 64, 256])]


def _digits(data, files, rng):
    """A number in text, such as a shape in a header, becomes another."""
    places = [i for i, byte in enumerate(data) if byte in b"0123456789"]
    if places:
        at = rng.choice(places)
        data[at : at + 1] = str(rng.choice([*NUMBERS, -1])).encode()


MUTATIONS = [_flip, _put, _opcode, _opcode, _insert_opcodes, _number, _number, _cut, _repeat, _splice, _digits]


def read(data, rng):
    """Read a mutated file in one of the ways there are. Returns whether it gave a value."""
    try:
        way = rng.randrange(4)
        if way == 0:
            with Checkpoint(io.BytesIO(data)) as checkpoint:
                value = checkpoint.load(Options(Records(), lazy=True))
        elif way == 1:
            value = load(io.BytesIO(data))
        else:
            with tempfile.NamedTemporaryFile(suffix=".safetensors" if way == 3 and data[8:9] == b"{" else "") as file:
                file.write(data)
                file.flush()
                value = load(file.name, mmap=way == 2)
                _touch(value)
        return True
    except CheckpointError as error:
        if len(str(error)) > 2000:
            raise RuntimeError("a message of more than 2000 characters") from error
        return False


def _touch(value):
    """Read every value of the tensors at hand: what lies outside of their memory would crash."""
    values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else [value]
    for item in values[:100]:
        array = item.array if isinstance(item, Tensor) else item
        if isinstance(array, np.ndarray) and array.size < 1_000_000:
            array.copy()


def run(seeds):
    """Mutate and read, one file for each seed. Returns (values, errors); raises, with the seed, what should not be."""
    files = sound_files()
    names, values = list(files), 0
    with limited():
        for seed in seeds:
            rng = random.Random(seed)
            name = names[seed % len(names)]
            try:
                alarm(SECONDS)
                values += read(mutated(name, files, rng), rng)
            except BaseException as error:
                raise AssertionError(f"seed {seed}, a mutation of {name}: {type(error).__name__}: {error}") from error
            finally:
                alarm(0)
    return values, len(seeds) - values


def alarm(seconds):
    """Raise Hang after so many seconds, unless called again with 0; outside of Linux there are no limits."""
    if LIMITED:
        signal.alarm(seconds)


@contextmanager
def limited():
    """Within, time and memory are limited: what exceeds them raises Hang or MemoryError."""
    if not LIMITED:
        yield
        return
    import resource

    previous = signal.signal(signal.SIGALRM, _stop)
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_address_space() + MOST_BYTES, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)
        signal.signal(signal.SIGALRM, previous)


def _stop(number, frame):
    raise Hang(f"more than {SECONDS} seconds")


def _address_space():
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * 4096
