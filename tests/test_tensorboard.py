"""Files of events: what is read back from them is what was written."""

import struct
import zlib

import numpy as np
import pytest

import numpynn
from numpynn.utils.tensorboard import SummaryWriter
from numpynn.utils.tensorboard.events import crc32c


def unmasked(stored):
    rotated = (struct.unpack("<I", stored)[0] - 0xA282EAD8) & 0xFFFFFFFF
    return (rotated >> 17 | rotated << 15) & 0xFFFFFFFF


def records(data):
    while data:
        (length,) = struct.unpack("<Q", data[:8])
        body = data[12 : 12 + length]
        assert unmasked(data[8:12]) == crc32c(data[:8])
        assert unmasked(data[12 + length : 16 + length]) == crc32c(body)
        yield fields(body)
        data = data[16 + length :]


def varint(data):
    number = shift = place = 0
    while True:
        number |= (data[place] & 0x7F) << shift
        shift += 7
        place += 1
        if not data[place - 1] & 0x80:
            return number, data[place:]


def fields(data):
    """{field: its last value} of a message."""
    found = {}
    while data:
        key, data = varint(data)
        if key & 7 == 0:
            value, data = varint(data)
        elif key & 7 == 2:
            length, data = varint(data)
            value, data = data[:length], data[length:]
        else:
            size, kind = (8, "<d") if key & 7 == 1 else (4, "<f")
            value, data = struct.unpack(kind, data[:size])[0], data[size:]
        found[key >> 3] = value
    return found


def values(folder):
    (path,) = [path for path in folder.iterdir() if path.is_file()]
    first, *others = records(path.read_bytes())
    assert first[3] == b"brain.Event:2"
    return [(event.get(2), event[1], fields(fields(event[5])[1])) for event in others]


def test_the_checksum():
    assert crc32c(b"123456789") == 0xE3069283


def test_scalars(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        writer.add_scalar("loss", 0.5, 3, walltime=12.0)
        writer.add_scalar("loss", numpynn.tensor([2.0], requires_grad=True), 300)
    (step, moment, value), (later, _, other) = values(tmp_path)
    assert (step, moment, value) == (3, 12.0, {1: b"loss", 2: 0.5})
    assert (later, other[2]) == (300, 2.0)
    assert writer.get_logdir() == str(tmp_path)


def test_curves_of_one_plot_have_folders(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        writer.add_scalars("run/loss", {"train": 1.0, "test": 2.0}, 1)
    assert values(tmp_path / "run_loss_test")[0][2] == {1: b"run/loss", 2: 2.0}
    assert values(tmp_path / "run_loss_train")[0][2] == {1: b"run/loss", 2: 1.0}


def test_a_histogram(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        writer.add_histogram("w", numpynn.tensor([-1.0, 0.5, 0.5, 2.0]), 1)
    histogram = fields(values(tmp_path)[0][2][5])
    limits, counts = np.frombuffer(histogram[6]), np.frombuffer(histogram[7])
    assert [histogram[i] for i in range(1, 6)] == [-1.0, 2.0, 4.0, 2.0, 5.5]
    assert (counts.sum(), counts[0], limits.size) == (4, 0, counts.size)
    assert limits[0] <= -1.0 and limits[-1] > 2.0


def test_images(tmp_path):
    shades = numpynn.arange(6.0).reshape(1, 2, 3) / 5
    with SummaryWriter(tmp_path) as writer:
        writer.add_image("one", shades)
        writer.add_images("many", numpynn.ones(9, 3, 2, 2))
    one, many = [fields(value[4]) for _, _, value in values(tmp_path)]
    assert [one[i] for i in (1, 2, 3)] == [2, 3, 3]
    assert [many[i] for i in (1, 2, 3)] == [4, 16, 3]
    png = one[4]
    (length,) = struct.unpack(">I", png[33:37])
    rows = np.frombuffer(zlib.decompress(png[41 : 41 + length]), np.uint8).reshape(2, 10)
    assert rows[:, 1::3].tolist() == [[0, 51, 102], [153, 204, 255]]


def test_text(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        writer.add_text("note", "done", 2)
    value = values(tmp_path)[0][2]
    assert (value[1], fields(value[8])[8], fields(fields(value[9])[1])[1]) == (b"note/text_summary", b"done", b"text")


def test_what_is_not_written_says_so(tmp_path):
    with SummaryWriter(tmp_path) as writer:
        with pytest.raises(NotImplementedError, match=r"SummaryWriter\.add_graph"):
            writer.add_graph(None)
        with pytest.raises(AssertionError, match="dataformats"):
            writer.add_image("x", np.zeros((2, 2)))
        with pytest.raises(AssertionError, match="scalar"):
            writer.add_scalar("x", numpynn.zeros(2))
