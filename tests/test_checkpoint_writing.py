"""What numpynn.save writes, it reads again, whole or not at all. That torch reads it is checked in parity_tests."""

import io
import os
import pickle
import stat
import sys
import zipfile
from collections import Counter, OrderedDict, defaultdict

import numpy as np
import pytest

from numpynn import dtypes
from numpynn.checkpoint import CheckpointError, UnsupportedError, load, save
from numpynn.device import device
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor, wrap

DTYPES = [dtype.numpy for dtype in dtypes.DTYPES]
SHAPES = [(), (0,), (1,), (5,), (2, 3), (0, 4), (3, 1, 2), (1,) * 9]


def again(value):
    """The value, saved and loaded."""
    file = io.BytesIO()
    save(value, file)
    file.seek(0)
    return load(file)


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_every_dtype_and_shape(dtype, shape):
    values = np.arange(np.prod(shape), dtype=np.int64).reshape(shape).astype(dtype)
    np.testing.assert_array_equal(again(wrap(values)).array, values, strict=True)


@pytest.mark.parametrize("dtype", [d for d in DTYPES if d.kind in "fc"], ids=str)
def test_every_bit(dtype):
    bits = np.random.default_rng(0).integers(0, 256, 50 * dtype.itemsize, np.uint8)
    found = again(wrap(bits.view(dtype)))
    np.testing.assert_array_equal(found.array.view(np.uint8), bits)


GRID = np.arange(24.0).reshape(4, 6)
LAYOUTS = {
    "transposed": GRID.T,
    "strided": GRID[::2, 1::3],
    "reversed": GRID[::-1],
    "expanded": np.broadcast_to(GRID[:1], (3, 6)),
    "of a part": GRID.view([("a", "f8"), ("b", "f8")])["b"],
    "of bytes": np.frombuffer(bytes(range(17)), np.uint8)[1:].view(np.float64),
    "big-endian": GRID.astype(">f8"),
    "read-only": np.frombuffer(bytes(16), np.float64),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout(layout):
    values = LAYOUTS[layout]
    found = again(wrap(values)).array
    np.testing.assert_array_equal(found, values)
    if min(values.strides) >= 0 and values.dtype.isnative:
        assert found.strides == values.strides


def test_overlapping_tensors_share_memory_again():
    base = np.arange(12.0)
    found = again(
        {"a": wrap(base[:8]), "b": wrap(base[4:]), "t": wrap(base.reshape(3, 4).T), "other": wrap(base.copy())}
    )
    found["a"].array[5] = 99
    assert found["b"].array[1] == found["t"].array[1, 1] == 99
    assert found["other"].array[5] == 5


def test_the_same_object_twice_is_the_same_object_again():
    tensor = wrap(np.arange(3))
    shared = [tensor]
    found = again([tensor, shared, shared])
    assert found[0] is found[1][0] and found[1] is found[2]


def test_a_part_of_an_array_does_not_drag_the_rest_along():
    file = io.BytesIO()
    save(wrap(np.zeros(1_000_000)[500:510]), file)
    assert len(file.getvalue()) < 2000


def test_overlap_of_two_dtypes_is_refused():
    values = np.zeros(4, np.complex64)
    with pytest.raises(CheckpointError, match="view the same data as different types"):
        again([wrap(values), wrap(values.view(np.float32))])


def test_misaligned_overlap_is_refused():
    raw = np.arange(24, dtype=np.uint8)
    with pytest.raises(CheckpointError, match="different types"):
        again([wrap(raw[:16].view(np.float64)), wrap(raw[4:20].view(np.float64))])


PLAIN = [
    None,
    True,
    False,
    0,
    255,
    256,
    65535,
    65536,
    2**31 - 1,
    2**31,
    -1,
    -(2**31),
    -(2**31) - 1,
    2**3000,
    1.5,
    float("-inf"),
    1 - 2j,
    "",
    "ü\ud800\0",
    b"",
    b"\0\xff",
    bytearray(b"ab"),
    bytearray(),
    (),
    (1,),
    (1, 2),
    (1, 2, 3),
    (1, 2, 3, 4),
    [],
    [[]],
    {},
    {"a": {1: None}},
    set(),
    {1, 2},
    frozenset({1}),
    OrderedDict(a=1),
    Counter("aab"),
    defaultdict(list, {"a": [1]}),
    defaultdict(None, {1: 2}),
    list(range(2500)),
    {i: str(i) for i in range(2500)},
    np.float64(1.5),
    np.bool_(True),
    np.str_("a"),
    np.dtype("f4"),
    np.dtype(">i2"),
    dtypes.Size([1, 2]),
    dtypes.float16,
    dtypes.bool,
    device("cpu"),
    device("cuda:1"),
]


@pytest.mark.parametrize("value", PLAIN, ids=lambda value: f"{type(value).__name__}-{str(value)[:20]}")
def test_plain_values(value):
    found = again(value)
    assert type(found) is type(value) and found == value
    if isinstance(value, defaultdict):
        assert found.default_factory is value.default_factory


def test_arrays_stay_arrays():
    for values in (
        np.arange(6.0).reshape(2, 3),
        np.array(["ab", "c"]),
        np.array([b"x"]),
        np.array(True),
        np.empty((0, 2)),
    ):
        found = again(values)
        np.testing.assert_array_equal(found, values, strict=True)
        assert type(found) is np.ndarray


def test_nan_is_not_equal_but_kept():
    assert np.isnan(again(float("nan")))


def test_recursive_values():
    ring: list = [1]
    ring.append((ring,))
    found = again(ring)
    assert found[1][0] is found
    state: dict = {}
    state["self"] = state
    assert again(state)["self"] is not None


def test_metadata_of_state_dicts():
    state = OrderedDict(w=wrap(np.zeros(2)))
    state._metadata = OrderedDict({"": {"version": 1}})
    assert again(state)._metadata == {"": {"version": 1}}


def test_parameters():
    found = again(
        {
            "p": Parameter(wrap(np.ones(2, np.float32))),
            "f": Parameter(wrap(np.ones(2, np.float32)), False),
            "t": wrap(np.ones(2)).requires_grad_(),
        }
    )
    assert [type(value) for value in found.values()] == [Parameter, Parameter, Tensor]
    assert [value.requires_grad for value in found.values()] == [True, False, True]


def test_attributes_of_tensors():
    tensor, parameter = wrap(np.ones(2)), Parameter(wrap(np.ones(2)))
    tensor.note, parameter.note = "a", {"b": [1]}
    found = again([tensor, parameter])
    assert found[0].note == "a" and found[1].note == {"b": [1]}
    assert type(found[1]) is Parameter


class Custom:
    """Something that no checkpoint can hold."""


class Stateful:
    """Something that has a state_dict."""

    def state_dict(self):
        return {}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"a": [1, Custom()]}, r"'a\.1': a .*Custom cannot be saved"),
        ({"net": Stateful()}, r"'net': .*save its state_dict\(\) instead"),
        ([print], r"'0': a builtins\.builtin_function_or_method"),
        ({"x": wrap(np.zeros(2, np.longdouble))}, "'x': NumPy dtype"),
        ({"x": np.array([None])}, "'x': a NumPy value of dtype object"),
        (defaultdict(lambda: 0), "a defaultdict of a function"),
    ],
)
def test_what_cannot_be_saved_is_named(value, said):
    with pytest.raises(UnsupportedError, match=said):
        again(value)


def test_nests_too_deep_are_refused():
    value = None
    for _ in range(100_000):
        value = [value]
    with pytest.raises(CheckpointError, match="nested too deeply"):
        again(value)


def test_options_that_are_not_supported():
    for options in (
        {"pickle_module": zipfile},
        {"pickle_protocol": 4},
        {"_use_new_zipfile_serialization": False},
        {"_disable_byteorder_record": True},
    ):
        with pytest.raises(NotImplementedError, match=next(iter(options))):
            save(None, io.BytesIO(), **options)
    save(None, io.BytesIO(), pickle, 2)
    with pytest.raises(AttributeError, match="'write'"):
        save(None, 3)


# Files -------------------------------------------------------------------------------------------------------------------


def test_equal_values_give_equal_files(tmp_path):
    for file in ("a.pt", "b.pt"):
        save({"w": wrap(np.arange(5.0))}, tmp_path / file)
    assert (tmp_path / "a.pt").read_bytes() == (tmp_path / "b.pt").read_bytes()


def test_storages_are_aligned(tmp_path):
    save([wrap(np.full(n, n, np.int8)) for n in range(1, 9)], tmp_path / "a.pt")
    data = (tmp_path / "a.pt").read_bytes()
    for n in range(2, 9):
        assert data.index(bytes([n] * n) + b"PK") % 64 == 0
    with zipfile.ZipFile(tmp_path / "a.pt") as archive:
        assert archive.testzip() is None
        assert archive.read("archive/byteorder").decode() == sys.byteorder


class Full(io.BytesIO):
    """A disk that is full after 3000 bytes."""

    def write(self, data):
        if self.tell() > 3000:
            raise OSError(28, "No space left on device")
        return super().write(data)


def test_nothing_is_left_of_a_failed_save(tmp_path, monkeypatch):
    path = tmp_path / "a.pt"
    save("first", path)
    with pytest.raises(UnsupportedError):
        save([1, Custom()], path)
    monkeypatch.setattr(os, "fsync", _fail)
    with pytest.raises(OSError, match="No space"):
        save("second", path)
    monkeypatch.undo()
    assert load(path) == "first" and os.listdir(tmp_path) == ["a.pt"]
    with pytest.raises(OSError, match="No space"):
        save([wrap(np.zeros(100)) for _ in range(9)], Full())


def _fail(*arguments):
    raise OSError(28, "No space left on device")


def test_the_folder_must_exist(tmp_path):
    with pytest.raises(RuntimeError, match=r"Parent directory .*nowhere does not exist"):
        save(None, tmp_path / "nowhere" / "a.pt")


def test_permissions_and_links(tmp_path):
    path, link = tmp_path / "a.pt", tmp_path / "link.pt"
    save(1, path)
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~mask
    path.chmod(0o640)
    link.symlink_to(path)
    save(2, link)
    assert link.is_symlink() and load(path) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_devices_are_written_to_directly():
    save([wrap(np.zeros(10))], os.devnull)
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_other_formats_by_suffix(tmp_path, suffix):
    if suffix == ".safetensors":
        pytest.importorskip("safetensors")
    arrays = {str(dtype): np.arange(6).reshape(2, 3).astype(dtype) for dtype in DTYPES if dtype != np.complex128}
    arrays |= {"t": np.arange(6.0).reshape(2, 3).T, "s": np.array(3), "e": np.empty((0, 2))}
    path = tmp_path / f"a{suffix}"
    save({key: wrap(values) for key, values in arrays.items()}, path)
    found = load(path)
    assert found.keys() == arrays.keys()
    for key, values in arrays.items():
        np.testing.assert_array_equal(found[key].array, values, strict=True)
    if suffix == ".npz":
        with np.load(path) as archive:
            np.testing.assert_array_equal(archive["t"], arrays["t"])


@pytest.mark.parametrize("suffix", [".npz", ".safetensors"])
def test_other_formats_hold_tensors_by_name_only(tmp_path, suffix):
    for value in ([wrap(np.zeros(1))], {"a": 1}, {1: wrap(np.zeros(1))}, wrap(np.zeros(1))):
        with pytest.raises(TypeError, match="tensors"):
            save(value, tmp_path / f"a{suffix}")
    assert os.listdir(tmp_path) == []


def test_names_that_are_paths_are_refused(tmp_path):
    for name in ("../a", "/a", "a/../../b", "\\a", "C:a", "", "a\0b"):
        with pytest.raises(CheckpointError, match="rename it"):
            save({name: wrap(np.zeros(1))}, tmp_path / "a.npz")
    with pytest.raises(UnsupportedError, match="'z': safetensors has no type for complex128"):
        save({"z": wrap(np.zeros(1, complex))}, tmp_path / "a.safetensors")
    with pytest.raises(CheckpointError, match="__metadata__"):
        save({"__metadata__": wrap(np.zeros(1))}, tmp_path / "a.safetensors")
