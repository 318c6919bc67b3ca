"""The checkpoints in tests/data, which torch wrote (scripts/make_test_data.py), and those that only old torches wrote."""

import io
from collections import Counter, OrderedDict, defaultdict
from pathlib import Path

import numpy as np
import pytest
from forging import (
    FOUR,
    archive,
    call,
    integer,
    name,
    pickled,
    storage,
    tensor,
    text,
    torch_legacy,
    torch_zip,
    tuple_of,
)

from numpynn import dtypes
from numpynn.checkpoint import CheckpointError, FormatError, UnpicklingError, UnsupportedError, load, save
from numpynn.checkpoint.reading import Checkpoint, Options
from numpynn.checkpoint.results import Arrays, Records
from numpynn.device import device
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor

DATA = Path(__file__).parent / "data"
WIDENED = {"bfloat16": "float32"}


def same(tensor, values, dtype=None):
    """A tensor has these values, exactly, and this dtype."""
    values = np.asarray(values, dtype)
    np.testing.assert_array_equal(tensor.array, values, strict=True)


@pytest.mark.parametrize("mmap", [False, True])
def test_dtypes(mmap):
    found = load(DATA / "dtypes.pt", mmap=mmap)
    assert len(found) == 15
    for dtype, value in found.items():
        same(value, np.arange(4).astype(WIDENED.get(dtype, dtype)))


def test_bfloat16_is_exact_and_noted():
    bits = np.array([0x3F80, 0x8000, 0x7F80, 0xFF80, 0x7FC1, 0x0001, 0x7F7F, 0x4049], "<u2")
    state = name("collections.OrderedDict") + b")R(" + text("w")
    state += tensor((8,), of=storage("0", 8, "torch.BFloat16Storage")) + b"u"
    found = load(io.BytesIO(torch_zip(pickled(state), {"0": bits.tobytes()})))
    np.testing.assert_array_equal(found["w"].array.view(np.uint32), bits.astype(np.uint32) << 16)
    assert found._metadata[""]["stored_dtypes"] == {"w": "bfloat16"}
    again = io.BytesIO()
    save(found, again)
    again.seek(0)
    assert load(again)._metadata == found._metadata


@pytest.mark.parametrize("file", ["layouts.pt", "layouts.legacy.pt"])
@pytest.mark.parametrize("mmap", [False, True])
def test_layouts(file, mmap):
    if mmap and "legacy" in file:
        with pytest.raises(RuntimeError, match="mmap can only be used with files saved in the zip format"):
            load(DATA / file, mmap=True)
        return
    found = load(DATA / file, mmap=mmap)
    base = np.arange(24, dtype=np.float32)
    grid = base.reshape(4, 6)
    expected = {
        "base": base,
        "grid": grid,
        "transposed": grid.T,
        "strided": grid[1:, ::2],
        "offset": base[5:9],
        "expanded": np.broadcast_to(base[:1], (3, 2)),
        "scalar": base[7],
        "empty": np.empty((0, 3), np.float32),
        "unrelated": base,
    }
    assert list(found) == list(expected)
    for key, values in expected.items():
        same(found[key], values)
        if values.size:
            assert found[key].array.strides == values.strides, key
    check_sharing(found)


def check_sharing(found):
    """One write is seen by every tensor of the storage, and by no other."""
    found["transposed"].array[2, 1] = 99
    assert found["base"].array[8] == found["grid"].array[1, 2] == found["strided"].array[0, 1] == 99
    assert found["offset"].array[3] == 99
    assert found["unrelated"].array[8] == 8


@pytest.mark.parametrize("file", ["things.pt", "things.legacy.pt", "things.protocol5.pt"])
def test_things(file):
    found = load(DATA / file)
    assert found["numbers"] == [0, -1, 255, 256, 65536, -(2**31), 2**31, 2**80, -(2**80), 1.5, float("inf"), 1 + 2j]
    assert found["texts"] == ["", "plain", "ünï\U0001f600"]
    assert found["bytes"] == [b"", b"\x00\xff", bytearray(b"xy")]
    assert [type(value) for value in found["bytes"]] == [bytes, bytes, bytearray]
    assert found["constants"] == (None, True, False, (), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4))
    assert found["shared"][0] is found["shared"][1]
    assert found["set"] == {1, 2, 3} and found["counter"] == Counter("abracadabra")
    assert type(found["defaultdict"]) is defaultdict and found["defaultdict"] == {"a": {"b": 1}}
    assert found["defaultdict"]["new"] == {}
    assert found["size"] == (2, 3) and type(found["size"]) is dtypes.Size
    assert found["dtype"] is dtypes.float16 and found["device"] == device("cpu")


@pytest.mark.parametrize("file", ["things.pt", "things.legacy.pt", "things.protocol5.pt"])
def test_arrays_and_parameters(file):
    found = load(DATA / file)
    numbers, scalar, letters, big = found["arrays"]
    np.testing.assert_array_equal(numbers, np.arange(6.0).reshape(2, 3), strict=True)
    assert scalar == np.float32(0.5) and type(scalar) is np.float32
    np.testing.assert_array_equal(letters, np.array(["ab", "c"]), strict=True)
    np.testing.assert_array_equal(big, np.arange(4, dtype=">i2"))
    assert numbers.flags.writeable
    same(found["parameter"], np.arange(3.0), np.float32)
    assert type(found["parameter"]) is Parameter and found["parameter"].requires_grad
    assert type(found["frozen"]) is Parameter and not found["frozen"].requires_grad
    assert type(found["wants gradient"]) is Tensor and found["wants gradient"].requires_grad
    assert found["wants gradient"].is_leaf
    same(found["conjugate"], [1 - 2j, 3 + 4j], np.complex64)
    same(found["negative"], [-2, 4], np.float32)


def test_storages_are_values_of_their_own():
    both = load(io.BytesIO(torch_zip(pickled(tuple_of(storage(), tensor())))))
    np.testing.assert_array_equal(both[0].array(), np.arange(4, dtype=np.float32))
    both[0].array()[1] = 9
    assert both[1].array[1] == 9


def test_training():
    found = load(DATA / "training.pt")
    state = found["state_dict"]
    same(state["0.weight"], np.arange(6.0).reshape(3, 2), np.float32)
    same(state["1.num_batches_tracked"], 1, np.int64)
    assert state._metadata["1"] == {"version": 2}
    (adam,) = found["optimizer_states"]
    assert sorted(adam["state"][0]) == ["exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step"]
    assert adam["param_groups"][0]["betas"] == (0.9, 0.999)
    assert found["lr_schedulers"][0]["last_epoch"] == 1
    assert found["hyper_parameters"] == {"lr": 0.5, "name": "net", "sizes": [2, 3]}


def test_script():
    found = load(DATA / "script.pt")
    names = ["scale", "shift.0", "shift.1", "linear.weight", "linear.bias"]
    assert list(found) == [f"{part}.{name}" for part in ("first", "again") for name in names]
    same(found["first.linear.weight"], np.arange(6.0).reshape(3, 2), np.float32)
    assert found["first.linear.weight"].requires_grad
    found["first.scale"].array[0] = 7
    assert found["again.scale"].array[0] == 7


def test_script_constants():
    with Checkpoint(DATA / "script.pt") as checkpoint:
        options = Options(Arrays())
        checkpoint.load(options)
    assert all(isinstance(value, np.ndarray) for value in options.constants.values())
    assert checkpoint.format == "TorchScript archive"


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("float8.pt", r"'w\.deep': dtype torch\.float8_e4m3fn"),
        ("quantised.pt", r"'w': a quantised tensor"),
        ("sparse.pt", r"'w': a sparse tensor"),
    ],
)
def test_what_numpy_lacks_is_named(file, said):
    with pytest.raises(UnsupportedError, match=said) as caught:
        load(DATA / file)
    assert isinstance(caught.value, NotImplementedError)


def test_whole_model_is_refused_with_advice():
    with pytest.raises(UnpicklingError, match=r"torch\.nn\.modules\.linear\.Linear.*save model\.state_dict\(\)"):
        load(DATA / "module.pt")


# Arguments -------------------------------------------------------------------------------------------------------------


def test_map_location():
    path = DATA / "layouts.pt"
    calls = []
    for accepted in (None, "cpu", b"cpu", "cpu:0", device("cpu"), {"cpu": "cpu"}, {"cuda:1": "cpu"}):
        same(load(path, map_location=accepted)["base"], np.arange(24.0), np.float32)
    load(path, map_location=lambda storage, location: calls.append((storage.nbytes, location)))
    assert calls == [(96, "cpu"), (96, "cpu")]
    for refused, error in (
        ("cuda", RuntimeError),
        ({"cpu": "cuda:0"}, RuntimeError),
        ("nowhere", RuntimeError),
        (3, TypeError),
    ):
        with pytest.raises(error):
            load(path, map_location=refused)
    with pytest.raises(NotImplementedError, match="meta"):
        load(path, map_location="meta")


@pytest.mark.parametrize("location", ["cuda:0", "mps", "privateuseone:3"])
def test_every_location_becomes_the_cpu(location):
    on_gpu = storage("0", 4, "torch.cuda.FloatStorage", location)
    same(load(io.BytesIO(torch_zip(pickled(tensor(of=on_gpu))))), np.arange(4.0), np.float32)


def test_other_arguments():
    data = torch_zip(pickled(b"N"))
    assert load(io.BytesIO(data), weights_only=False) is None
    with pytest.raises(RuntimeError, match="pickle_module"):
        load(io.BytesIO(data), None, __import__("pickle"))
    with pytest.raises(NotImplementedError, match="errors"):
        load(io.BytesIO(data), errors="strict")
    with pytest.raises(ValueError, match="must be a file path"):
        load(io.BytesIO(data), mmap=True)
    with pytest.raises(AttributeError, match="seekable"):
        load(3)
    with pytest.raises(FileNotFoundError):
        load("no such file.pt")
    with pytest.raises(IsADirectoryError):
        load(DATA)
    with pytest.raises(FormatError, match="binary"):
        load(io.StringIO("text"))


def test_python2_text():
    data = torch_zip(pickled(b"U\x03\xe9\x00a"))
    with pytest.raises(UnpicklingError, match="encoding='latin1'"):
        load(io.BytesIO(data))
    assert load(io.BytesIO(data), encoding="latin1") == "é\0a"
    assert load(io.BytesIO(data), encoding="bytes") == b"\xe9\0a"


class Slow(io.RawIOBase):
    """A stream that gives a few bytes at a time, and has no readinto of its own."""

    def __init__(self, data):
        self.inner = io.BytesIO(data)

    def read(self, size=-1):
        return self.inner.read(min(size, 7) if size >= 0 else size)

    def readline(self, size=-1):
        return self.inner.readline(size)

    def seek(self, *arguments):
        return self.inner.seek(*arguments)

    def tell(self):
        return self.inner.tell()

    readinto = None


@pytest.mark.parametrize("before", [b"", b"something else, and then "])
def test_streams(before):
    for file in ("layouts.pt", "dtypes.pt"):
        stream = io.BytesIO(before + (DATA / file).read_bytes())
        stream.seek(len(before))
        assert list(load(stream)) == list(load(DATA / file))


def test_two_legacy_checkpoints_in_one_stream():
    reference = storage("0", 4, "torch.FloatStorage", "cpu", b"N")
    one = torch_legacy(pickled(tensor(of=reference)))
    stream = io.BytesIO(one + torch_legacy(pickled(text("two")), []) + b"rest")
    same(load(stream), np.arange(4.0), np.float32)
    assert load(stream) == "two"
    assert stream.read() == b"rest"


# What only old torches wrote -----------------------------------------------------------------------------------------


def test_legacy_views_of_a_storage():
    view = tuple_of(text("view"), integer(1), integer(3))
    seen = tensor((3,), of=storage("root", 4, "torch.FloatStorage", "cuda:1", view))
    whole = tensor(of=storage("root", 4, "torch.FloatStorage", "cuda:1", b"N"))
    found = load(io.BytesIO(torch_legacy(pickled(tuple_of(seen, whole)), [("root", 4, FOUR)])))
    same(found[0], [1, 2, 3], np.float32)
    found[0].array[0] = 9
    assert found[1].array[1] == 9


def test_tensors_of_torch_0_1():
    old = (
        name("torch.cuda.FloatTensor")
        + b")Rq\x07"
        + tuple_of(storage(), integer(1), tuple_of(integer(2)), tuple_of(integer(2)))
    )
    found = load(io.BytesIO(torch_zip(pickled(b"](", old, b"b", b"h\x07", b"e"))))
    same(found[0], [1, 3], np.float32)
    assert found[0] is found[1]


def test_parameters_of_torch_0_3():
    state = tuple_of(tensor(), b"N", b"}", b"\x89", b"\x89")
    old = name("torch.nn.parameter.Parameter") + b")\x81q\x07" + state
    found = load(io.BytesIO(torch_zip(pickled(b"](", old, b"b", b"h\x07", b"e"))))
    assert type(found[0]) is Parameter and not found[0].requires_grad and found[0] is found[1]


def test_tensors_of_xla():
    dtype = call("numpy.dtype", text("f4"), b"\x89\x88") + tuple_of(
        b"K\x03", text("<"), b"NNN", integer(-1), integer(-1), b"K\x00"
    )
    values = call("numpy.core.multiarray._reconstruct", name("numpy.ndarray"), tuple_of(b"K\x00"), text("b"))
    values += (
        tuple_of(
            b"K\x01",
            tuple_of(integer(4)),
            dtype + b"b",
            b"\x89",
            call("_codecs.encode", text("\0" * 16), text("latin1")),
        )
        + b"b"
    )
    data = pickled(call("torch._utils._rebuild_xla_tensor", values, name("torch.float64"), text("xla:0"), b"\x89"))
    same(load(io.BytesIO(torch_zip(data))), np.zeros(4))


def test_big_endian():
    data = np.arange(4, dtype=">f4").tobytes()
    zipped = torch_zip(pickled(tuple_of(tensor(), tensor((2,), (2,)))), {"0": data}, {"byteorder": b"big"})
    whole, part = load(io.BytesIO(zipped))
    same(whole, np.arange(4.0), np.float32)
    part.array[0] = 9
    assert whole.array[0] == 9


@pytest.mark.parametrize("version", range(1, 11))
def test_versions(version):
    assert load(io.BytesIO(torch_zip(pickled(b"N"), version=b"%d\n" % version))) is None


def test_compressed_archives(tmp_path):
    import zipfile

    packed = torch_zip(pickled(tensor()), compression=zipfile.ZIP_DEFLATED)
    same(load(io.BytesIO(packed)), np.arange(4.0), np.float32)
    (tmp_path / "a.pt").write_bytes(packed)
    same(load(tmp_path / "a.pt", mmap=True), np.arange(4.0), np.float32)


def test_protocol_0():
    data = b"(dp0\nVa\np1\n(lp2\nI1\naI01\naL5L\naF1.5\naNas."
    assert load(io.BytesIO(torch_zip(data))) == {"a": [1, True, 5, 1.5, None]}


@pytest.mark.parametrize("kind", ["safetensors", "bin"])
def test_checkpoint_in_several_files(tmp_path, kind):
    if kind == "safetensors":
        pytest.importorskip("safetensors")
    parts = {f"model-{n}.{kind}": {f"w{n}": np.full(2, n)} for n in (1, 2)}
    for file, arrays in parts.items():
        from numpynn.tensor import wrap

        save({key: wrap(values) for key, values in arrays.items()}, tmp_path / file)
    index = {"metadata": {}, "weight_map": {"w1": f"model-1.{kind}", "w2": f"model-2.{kind}"}}
    path = tmp_path / f"model.{kind}.index.json"
    path.write_text(__import__("json").dumps(index))
    found = load(path)
    same(found["w1"], [1, 1])
    same(found["w2"], [2, 2])
    (tmp_path / f"model-2.{kind}").unlink()
    with pytest.raises(FileNotFoundError):
        load(path)


# Laziness ---------------------------------------------------------------------------------------------------------------


class Watched(io.BytesIO):
    """A file that knows how much was read from it."""

    count = 0

    def read(self, size=-1):
        data = super().read(size)
        self.count += len(data)
        return data

    def readinto(self, buffer):
        count = super().readinto(buffer)
        self.count += count
        return count


def test_records_read_nothing_until_asked():
    big = bytes(1_000_000)
    two = pickled(tuple_of(tensor(), tensor((250_000,), of=storage("1", 250_000))))
    file = Watched(torch_zip(two, {"0": FOUR, "1": big}))
    with Checkpoint(file) as checkpoint:
        small, large = checkpoint.load(Options(Records(), lazy=True))
        opened = file.count
        assert opened < 3000
        np.testing.assert_array_equal(small.array(), np.arange(4, dtype=np.float32))
        assert file.count == opened + 16
        assert sum(piece.nbytes for piece in large.pieces()) == len(big)
    assert large.nbytes == len(big) and large.contiguous


def test_what_is_mapped_is_written_to_a_copy(tmp_path):
    path = tmp_path / "a.pt"
    path.write_bytes(torch_zip(pickled(tensor())))
    before = path.read_bytes()
    found = load(path, mmap=True)
    found.array[:] = 7
    assert path.read_bytes() == before


def test_names_are_found_in_nests():
    from numpynn.checkpoint.naming import named_tensors

    value = {"a": [1, OrderedDict(w=np.zeros(1))], "b": {3: (np.ones(1),)}, "n": None}
    assert list(named_tensors(value, np.ndarray, 1000)) == ["a.1.w", "b.3.0"]
    assert list(named_tensors(np.zeros(1), np.ndarray, 1000)) == ["tensor"]
    with pytest.raises(FormatError, match="two tensors"):
        named_tensors({"a": {"b": np.zeros(1)}, "a.b": np.ones(1)}, np.ndarray, 1000)
    endless: list = []
    endless.append({"x": endless})
    with pytest.raises(FormatError, match="holds itself"):
        named_tensors(endless, np.ndarray, 1000)
    shared: list = [np.zeros(1)]
    for _ in range(40):
        shared = [shared, shared]
    with pytest.raises(FormatError, match="outgrow"):
        named_tensors(shared, np.ndarray, 100_000)


def test_an_archive_in_no_folder():
    with pytest.raises(CheckpointError, match="in no folder"):
        load(io.BytesIO(archive({"data.pkl": pickled(b"N")})))
