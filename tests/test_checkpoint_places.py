"""Every kind of value that a pickle can make, in every place where another is expected: a value or the library's own error."""

import io
import pickle

import numpy as np
import pytest
from forging import FOUR, call, integer, name, pickled, storage, tensor, text, torch_legacy, torch_zip, tuple_of

from numpynn.checkpoint import CheckpointError, load

ONE_SIZE = b"K\x02\x85"
INT64 = call("numpy.dtype", text("i8"), b"\x89\x88")
INT64 += tuple_of(b"K\x03", text("<"), b"NNN", integer(-1), integer(-1), b"K\x00") + b"b"


def encoded(letters):
    return call("_codecs.encode", text(letters), text("latin1"))


def array(size, data):
    made = call("numpy._core.multiarray._reconstruct", name("numpy.ndarray"), b"K\x00\x85", encoded("b"))
    return made + tuple_of(b"K\x01", bytes([75, size, 0x85]), INT64, b"\x89", encoded(data)) + b"b"


ODD = {
    "None": b"N",
    "a bool": b"\x88",
    "an int": integer(7),
    "a large int": integer(1 << 70),
    "nan": b"G\x7f\xf8" + bytes(6),
    "a text": text("x"),
    "half a letter": b"X\x03\0\0\0\xed\xa0\x80",
    "bytes": encoded("ab"),
    "a tuple": b")",
    "a list": b"]",
    "a dictionary": b"}" + text("a") + b"Ns",
    "a set": b"\x8f",
    "an OrderedDict": call("collections.OrderedDict"),
    "a Counter": call("collections.Counter"),
    "an array": array(2, "abcdefgh12345678"),
    "an empty array": array(0, ""),
    "a scalar": call("numpy._core.multiarray.scalar", INT64, encoded("abcdefgh")),
    "a NumPy dtype": INT64,
    "a tensor": tensor(),
    "a Parameter": call("torch._utils._rebuild_parameter", tensor(), b"\x88}"),
    "a storage": storage(),
    "a class": name("torch.Tensor"),
    "a dtype": name("torch.float32"),
    "a Size": call("torch.Size", ONE_SIZE),
    "a device": call("torch.device", text("cpu")),
    "what is half made": call("torch.Tensor"),
}
VIEW = (storage(), b"K\x00", ONE_SIZE, b"K\x01\x85", b"\x89", b"}")
CALLS = {
    "torch._utils._rebuild_tensor_v2": (*VIEW, b"N"),
    "torch._utils._rebuild_tensor_v3": (*VIEW, name("torch.float32"), b"N"),
    "torch._utils._rebuild_parameter": (tensor(), b"\x88", b"}"),
    "torch._utils._rebuild_parameter_with_state": (tensor(), b"\x88", b"}", b"}"),
    "torch._utils._rebuild_device_tensor_from_numpy": (ODD["an array"], name("torch.int64"), text("cpu"), b"\x89"),
    "torch._tensor._rebuild_from_type_v2": (
        name("torch._utils._rebuild_tensor_v2"),
        name("torch.Tensor"),
        tuple_of(*VIEW),
        b"}",
    ),
    "torch.nn.parameter.Parameter": (tensor(), b"\x88"),
    "torch.Size": (ONE_SIZE,),
    "torch.device": (text("cpu"), b"K\x00"),
    "numpy.dtype": (text("f4"), b"\x89", b"\x88"),
    "numpy._core.multiarray._reconstruct": (name("numpy.ndarray"), b"K\x00\x85", b"N"),
    "numpy._core.numeric._frombuffer": (encoded("abcdefgh"), INT64, b"K\x01\x85", text("C")),
    "numpy._core.multiarray.scalar": (INT64, encoded("abcdefgh")),
    "_codecs.encode": (text("a"), text("latin1")),
    "builtins.bytearray": (text("a"), text("latin1")),
    "builtins.complex": (b"K\x01", b"K\x02"),
    "builtins.set": (b"]",),
    "collections.OrderedDict": (b"]",),
    "collections.Counter": (b"}",),
    "collections.defaultdict": (name("builtins.list"),),
}
STORAGE = (text("storage"), name("torch.FloatStorage"), text("0"), text("cpu"), integer(4))
HEADER = (pickled(integer(0x1950A86A20F9469CFC6C)), pickled(integer(1001)), pickled(b"}"), pickled(b"N"), pickled(b"]"))


def each_place(parts, odd):
    """`parts` with `odd` in the place of each, alone, in a list and in a pair, and after the last."""
    for at in range(len(parts) + 1):
        for form in (odd, b"(" + odd + b"l", odd + odd + b"\x86"):
            yield (*parts[:at], form, *parts[at + 1 :])


def files(odd):
    for function, arguments in CALLS.items():
        yield from (torch_zip(pickled(call(function, *parts))) for parts in each_place(arguments, odd))
    for reference in (STORAGE, (*STORAGE, b"N")):
        for parts in each_place(reference, odd):
            yield torch_zip(pickled(tuple_of(*parts), b"Q"))
            yield torch_legacy(pickled(tuple_of(*parts), b"Q"), [("0", 4, FOUR)])
    for at in range(len(HEADER)):
        yield b"".join((*HEADER[:at], pickled(odd), *HEADER[at + 1 :]))
    for other in ODD.values():
        for opcode in (b"b", b"a", b"s", b"Ns", b"R", b"\x81", b"\x93"):
            yield torch_zip(pickled(b"}", odd, other, opcode))


@pytest.mark.parametrize("what", ODD)
def test_a_value_in_the_place_of_another_is_the_librarys_error(what):
    refused = 0
    for data in files(ODD[what]):
        try:
            load(io.BytesIO(data))
        except CheckpointError:
            refused += 1
    assert refused > 100


@pytest.mark.skipif(np.finfo(np.longdouble).nmant == 52, reason="the long double is a double here")
def test_long_doubles_that_share_a_hash_are_refused_as_keys():
    near = [np.longdouble(2) ** 61 * (1 + np.finfo(np.longdouble).eps * k) for k in range(-1020, 1020)]
    assert len(set(map(hash, near))) < 5 and len(set(near)) > 2000
    with pytest.raises(CheckpointError, match="chosen to collide"):
        load(io.BytesIO(torch_zip(pickle.dumps(dict.fromkeys(near), protocol=2))))
