"""Checkpoints that are no torch's: NumPy's files and safetensors."""

import io
import struct

import numpy as np
import pytest

from numpynn.checkpoint import UnsupportedError, load
from numpynn.checkpoint.numpy_files import _any_header, _usual_header


def same(tensor, values, dtype=None):
    """A tensor has these values, exactly, and this dtype."""
    values = np.asarray(values, dtype)
    np.testing.assert_array_equal(tensor.array, values, strict=True)


@pytest.mark.parametrize("store", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("mmap", [False, True])
def test_npz(tmp_path, store, mmap):
    arrays = {
        "a": np.arange(6.0).reshape(2, 3),
        "f": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
        "s": np.float16(0.5),
        "e": np.empty((0, 2), bool),
        "big": np.arange(3, dtype=">c16"),
    }
    store(tmp_path / "a.npz", **arrays)
    found = load(tmp_path / "a.npz", mmap=mmap)
    assert list(found) == list(arrays)
    for key, values in arrays.items():
        same(found[key], values.astype(values.dtype.newbyteorder("=")))


@pytest.mark.parametrize("dtype", ["f4", ">f4", "f8", "i8", "?", "u1", "c16", "f2"])
@pytest.mark.parametrize("shape", [(), (0,), (5,), (3, 0), (2, 3, 4), (10, 100)])
def test_usual_headers_are_read_as_numpy_reads_them(dtype, shape):
    for order in "CF":
        file = io.BytesIO()
        np.save(file, np.zeros(shape, dtype, order=order))
        read = file.getvalue()
        assert _usual_header(read) == _any_header(read, "a") is not None
    for other in (read.replace(b"\n", b" "), read.replace(b"descr", b"descs"), read.replace(b": (", b": (-"), b""):
        assert _usual_header(other) is None


def test_npz_with_text_and_without_anything(tmp_path):
    np.savez(tmp_path / "t.npz", t=np.array(["ab", "c"]))
    np.testing.assert_array_equal(load(tmp_path / "t.npz")["t"], ["ab", "c"])
    np.savez(tmp_path / "n.npz")
    assert load(tmp_path / "n.npz") == {}


def test_npy(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(4))
    same(load(tmp_path / "a.npy"), np.arange(4))
    with pytest.raises(UnsupportedError, match="datetime64"):
        np.save(tmp_path / "d.npy", np.array(["2020"], "M8[Y]"))
        load(tmp_path / "d.npy")


@pytest.mark.parametrize("mmap", [False, True])
def test_safetensors(tmp_path, mmap):
    numpy_files = pytest.importorskip("safetensors.numpy")
    arrays = {"b": np.arange(6.0).reshape(2, 3), "a": np.array(7, np.uint8), "e": np.empty((0, 2), np.float16)}
    numpy_files.save_file(arrays, tmp_path / "a.safetensors")
    found = load(tmp_path / "a.safetensors", mmap=mmap)
    assert found.keys() == arrays.keys()
    for key, values in arrays.items():
        same(found[key], values)


def test_safetensors_bfloat16(tmp_path):
    pytest.importorskip("safetensors")
    header = b'{"w":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}'
    path = tmp_path / "model.bin"  # known by its content
    path.write_bytes(struct.pack("<Q", len(header)) + header + np.array([0x3F80, 0xC000], "<u2").tobytes())
    found = load(path)
    same(found["w"], [1, -2], np.float32)
    assert found._metadata[""]["stored_dtypes"] == {"w": "bfloat16"}
