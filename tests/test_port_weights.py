"""python -m numpynn port and inspect, and scripts/port_weights.py: from the command line to the exit code."""

import json
import os
import subprocess
import sys
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest
from forging import FOUR, name, pickled, storage, tensor, text, torch_zip

from numpynn.checkpoint import load, save
from numpynn.port import listing, weights
from numpynn.port.errands import DIFFERENT, OK, UNREADABLE, UNWRITTEN, USAGE
from numpynn.port.matching import compare, rules
from numpynn.port.patterns import RenameError, chosen, read_map, renamed
from numpynn.tensor import wrap

DATA = Path(__file__).parent / "data"
SCRIPT = Path(__file__).parents[1] / "scripts/port_weights.py"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def port(here, capsys):
    """Runs the command; gives the exit code, and what it wrote to the two streams."""

    def run(*arguments):
        code = weights.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert not any(entry.endswith(".part") for entry in os.listdir(here))
        return code, out, err

    return run


def state(**arrays):
    """A state dict."""
    return OrderedDict((key.replace("_", "."), wrap(np.asarray(values, np.float32))) for key, values in arrays.items())


# Round trips -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".pt", ".pth"])
@pytest.mark.parametrize("file", ["dtypes.pt", "layouts.pt", "layouts.legacy.pt", "script.pt", "training.pt"])
def test_every_format_into_every_format(port, file, suffix):
    if suffix == ".safetensors":
        pytest.importorskip("safetensors")
        if file == "dtypes.pt":
            assert port(DATA / file, f"out{suffix}", "--exclude", "complex128", "--check")[0] == OK
            return
    code, out, _ = port(DATA / file, f"out{suffix}", "--check")
    assert code == OK and "each compared with IN" in out
    expected = load(DATA / file)
    expected = expected.get("state_dict", expected)
    found = load(f"out{suffix}")
    assert set(found) == set(expected)
    for key, value in expected.items():
        np.testing.assert_array_equal(found[key].array, value.array, strict=True)


def test_npz_needs_nothing_but_numpy(port):
    port(DATA / "layouts.pt", "out.npz")
    with np.load("out.npz") as arrays:
        np.testing.assert_array_equal(
            arrays["transposed"], np.arange(24, dtype=np.float32).reshape(4, 6).T, strict=True
        )


def test_pt_keeps_shared_storages(port):
    port(DATA / "layouts.pt", "out.pt", "--only", "[!u]*")
    found = load("out.pt")
    found["base"].array[8] = 99
    assert found["transposed"].array[2, 1] == found["offset"].array[3] == 99
    assert os.path.getsize("out.pt") < 2500


def test_part_of_a_storage_is_ported_alone(port):
    save({"big": wrap(np.arange(100_000.0)), "small": wrap(np.arange(3.0))}, "in.pt")
    found = load("in.pt")
    save({"whole": found["big"], "part": wrap(found["big"].array[50:60:3])}, "in.pt")
    port("in.pt", "out.pt", "--only", "part", "--check")
    np.testing.assert_array_equal(load("out.pt")["part"].array, [50, 53, 56, 59])
    assert os.path.getsize("out.pt") < 2000


def test_conjugates_and_parameters(port):
    assert (
        port(DATA / "things.pt", "out.pt", "--check", "--only", "conj*", "--only", "neg*", "--only", "param*")[0] == OK
    )
    np.testing.assert_array_equal(load("out.pt")["conjugate"].array, np.array([1 - 2j, 3 + 4j], np.complex64))


@pytest.mark.parametrize("suffix", [".npz", ".safetensors", ".pt"])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_dtype(port, suffix, dtype):
    if suffix == ".safetensors":
        pytest.importorskip("safetensors")
    code, _, _ = port(DATA / "dtypes.pt", f"out{suffix}", "--dtype", dtype, "--check", "--exclude", "complex*")
    assert code == OK
    expected = {
        "float64": dtype,
        "float32": dtype,
        "float16": dtype,
        "bfloat16": dtype,
        "int32": "int32",
        "bool": "bool",
    }
    found = load(f"out{suffix}")
    assert {key: found[key].dtype.name for key in expected} == expected


def test_values_beyond_the_dtype_are_told(port):
    save(state(a=[1e30, 1], b=[1, np.inf]), "in.pt")
    code, _, err = port("in.pt", "out.npz", "--dtype", "float16")
    assert code == OK and "warning: values beyond the new dtype became infinite in a\n" in err


def test_large_tensors_go_through_in_pieces(port):
    rng = np.random.default_rng(0)
    big = rng.standard_normal((700, 3, 1001)).astype(np.float32)
    save(
        {"c": wrap(big), "t": wrap(big.transpose(2, 0, 1)), "s": wrap(big[::2, :, ::-1][:, 1]), "n": wrap(big[:1])},
        "in.pt",
    )
    for suffix in (".npz", ".pt"):
        assert port("in.pt", f"out{suffix}", "--check")[0] == OK
        found = load(f"out{suffix}")
        np.testing.assert_array_equal(found["c"].array, big)
        np.testing.assert_array_equal(found["t"].array, big.transpose(2, 0, 1))
        np.testing.assert_array_equal(found["s"].array, big[::2, :, ::-1][:, 1])


# Which tensors, and how they are called ----------------------------------------------------------------------------------


def test_key(port):
    _, _, err = port(DATA / "training.pt", "out.npz")
    assert "taking what is under 'state_dict'" in err
    assert set(load("out.npz")) == set(load(DATA / "training.pt")["state_dict"])
    port(DATA / "training.pt", "out.npz", "--key", "optimizer_states.0.state")
    assert "0.exp_avg" in load("out.npz")
    assert port(DATA / "training.pt", "out.npz", "--key", "")[0] == OK
    assert "state_dict.0.weight" in load("out.npz") and "optimizer_states.0.state.3.step" in load("out.npz")
    code, _, err = port(DATA / "training.pt", "out.npz", "--key", "nothing")
    assert code == UNREADABLE and "no tensors under the key 'nothing'" in err and "'state_dict'" in err


NAMES = ["module.conv.weight", "module.conv.bias", "module.fc.weight", "head.weight"]


def test_patterns():
    assert chosen(NAMES, [], []) == NAMES
    assert chosen(NAMES, ["*.weight"], ["head.*"]) == ["module.conv.weight", "module.fc.weight"]
    assert chosen(NAMES, ["head.weigh?", "*bias"], []) == ["module.conv.bias", "head.weight"]
    with pytest.raises(
        RenameError, match=r"no tensor's name matches 'x\*'; there is for instance 'module\.conv\.weight'"
    ):
        chosen(NAMES, ["x*"], [])


def test_renaming():
    assert list(renamed(NAMES, ["module.*=*"], {}).values()) == ["conv.weight", "conv.bias", "fc.weight", "head.weight"]
    assert renamed(["a.1.w", "a.2.w"], ["a.*.w=layers.*.weight"], {}) == {
        "a.1.w": "layers.1.weight",
        "a.2.w": "layers.2.weight",
    }
    assert renamed(["a.b.c"], ["*.*.c=*"], {}) == {"a.b.c": "a"}
    assert renamed(["a.b"], ["a.*=b.*", "b.*=c.*"], {}) == {"a.b": "c.b"}
    assert renamed(["a+b", "c"], ["a+b=d"], {"c": "x"}) == {"a+b": "d", "c": "x"}
    for rules_, table, said in (
        (["module.*"], {}, "takes OLD=NEW"),
        (["a=*"], {}, "puts more"),
        (["x.*=y"], {}, "no tensor's name matches"),
        (["*.weight=w"], {}, "would both be called 'w'"),
        (["head.*="], {}, "an empty name"),
        ([], {"nowhere": "x"}, "'nowhere', which is not there"),
        ([], {"head.weight": "module.fc.weight"}, "would both be called"),
    ):
        with pytest.raises(RenameError, match=said):
            renamed(NAMES, rules_, table)


def test_swapping_two_names():
    assert renamed(["a", "b"], [], {"a": "b", "b": "a"}) == {"a": "b", "b": "a"}


def test_maps(here):
    for content in ('{"a": "x", "b": "y"}', "a x\nb y\n", "# names\n\na -> x\n b = y ", "a\tx\r\nb\ty"):
        Path("map").write_text(content)
        assert read_map("map") == {"a": "x", "b": "y"}
    for content in (b"{", b'{"a": 1}', b"a\n", b"a b c\n", b"\xff\xfe"):
        Path("map").write_bytes(content)
        with pytest.raises(RenameError):
            read_map("map")


def test_renaming_from_the_command_line(port):
    save(state(module_a=[1], module_b=[2], c=[3]), "in.pt")
    Path("map.json").write_text(json.dumps({"c": "module"}))
    assert port("in.pt", "out.npz", "--rename", "module.*=net.*", "--map", "map.json", "--check")[0] == OK
    assert {key: value.tolist() for key, value in load("out.npz").items()} == {
        "net.a": [1],
        "net.b": [2],
        "module": [3],
    }


# Models --------------------------------------------------------------------------------------------------------------------

MODEL = """
class Value:
    def __init__(self, *shape):
        self.shape = shape

class Net:
    def __init__(self, width=2, **options):
        self.width = width

    def state_dict(self):
        return {"conv.weight": Value(self.width, 3), "conv.bias": Value(self.width), "fc.weight": Value(5, 2)}

class Broken:
    def __init__(self):
        raise ZeroDivisionError("no")
"""


@pytest.fixture
def model(here, monkeypatch):
    """A file with models."""
    Path("some_model.py").write_text(MODEL)
    yield
    sys.modules.pop("some_model", None)


def test_model_that_fits(port, model):
    save(state(conv_weight=np.ones((2, 3)), conv_bias=[1, 2], fc_weight=np.ones((5, 2))), "in.pt")
    code, out, _ = port("in.pt", "--model", "some_model:Net")
    assert code == OK and "all 3 names and shapes agree" in out
    assert port("in.pt", "--model", "some_model.py:Net")[0] == OK
    code, out, _ = port("in.pt", "--model", "some_model:Net(4, depth='x')")
    assert code == DIFFERENT and out.splitlines() == [
        "shape: conv.weight is [2, 3] in the file, [4, 3] in the model",
        "shape: conv.bias is [2] in the file, [4] in the model",
    ]


def test_model_that_does_not_fit(port, model):
    save(
        state(module_conv_weight=np.ones((2, 3)), module_conv_bias=[1, 2], head_weight=np.ones((5, 2)), rest=[1]),
        "in.pt",
    )
    code, out, _ = port("in.pt", "out.npz", "--model", "some_model:Net")
    assert code == DIFFERENT and not os.path.exists("out.npz")
    assert out.splitlines() == [
        "missing: conv.weight is in the model, not in the file",
        "missing: conv.bias is in the model, not in the file",
        "missing: fc.weight is in the model, not in the file",
        "unexpected: module.conv.weight is in the file, not in the model",
        "unexpected: module.conv.bias is in the file, not in the model",
        "unexpected: head.weight is in the file, not in the model",
        "unexpected: rest is in the file, not in the model",
        "likely renaming:",
        "  --rename 'module.*=*'",
        "  --rename 'head.weight=fc.weight'",
    ]
    code, _, _ = port(
        *("in.pt", "out.npz", "--model", "some_model:Net", "--exclude", "rest"),
        *("--rename", "module.*=*", "--rename", "head.weight=fc.weight"),
    )
    assert code == OK and os.path.exists("out.npz")


def test_likely_renaming_goes_by_shape_and_likeness():
    match = compare({"a.weight": (2,), "a.bias": (2,), "x": (3,)}, {"b.bias": (2,), "b.weight": (2,), "y": (4,)})
    assert match.renaming == {"a.weight": "b.weight", "a.bias": "b.bias"}
    assert rules(match.renaming) == ["--rename 'a.*=b.*'"]
    assert not match.fits and compare({"a": (1,)}, {"a": (1,)}).fits


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("some_model", "MODULE:CLASS"),
        (":Net", "MODULE:CLASS"),
        ("some_model:Net(", "MODULE:CLASS"),
        ("some_model:Net(open('x'))", "MODULE:CLASS"),
        ("no_such_module:Net", "ModuleNotFoundError"),
        ("some_model:Nothing", "AttributeError"),
        ("some_model:Broken", "ZeroDivisionError: no"),
    ],
)
def test_models_that_cannot_be_made(port, model, given, said):
    code, _, err = port(DATA / "layouts.pt", "--model", given)
    assert code == USAGE and said in err and err.count("\n") == 1


# Showing -------------------------------------------------------------------------------------------------------------------


def test_list(port):
    code, out, _ = port(DATA / "dtypes.pt", "--list", "--only", "*loat16", "--only", "int64")
    assert code == OK and out.splitlines() == [
        "name       shape        dtype                size",
        "-------------------------------------------------",
        "float16    [4]          float16               8 B",
        "bfloat16   [4]          bfloat16 -> float32   8 B",
        "int64      [4]          int64                32 B",
        "-------------------------------------------------",
        "3 tensors  12 elements                       48 B",
    ]


def test_inspect(capsys):
    assert listing.main([str(DATA / "training.pt")]) == OK
    out = capsys.readouterr().out
    assert "torch zip, version 3, byteorder little" in out
    assert "state_dict.0.weight" in out and "beside the tensors: epoch = 3" in out
    assert listing.main([str(DATA / "training.pt"), "--key", "state_dict"]) == OK
    assert "\n0.weight " in capsys.readouterr().out
    assert listing.main([str(DATA / "script.pt")]) == OK
    assert "TorchScript archive" in capsys.readouterr().out
    assert listing.main(["nowhere.pt"]) == UNREADABLE
    assert capsys.readouterr().err == "numpynn inspect: error: [Errno 2] No such file or directory: 'nowhere.pt'\n"


def test_sizes():
    assert [listing.size(n) for n in (0, 999, 1000, 1_500_000, 2 * 10**9, 10**13)] == [
        "0 B",
        "999 B",
        "1.0 kB",
        "1.5 MB",
        "2.0 GB",
        "10000.0 GB",
    ]


# What goes wrong -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["in.pt"], USAGE, "nothing to do"),
        (["in.pt", "out.txt"], USAGE, "suffixes"),
        (["in.pt", "in.pt"], USAGE, "the same file"),
        (["in.pt", "--list", "--check"], USAGE, "give OUT"),
        (["in.pt", "out.npz", "--only", "x"], USAGE, "no tensor's name matches 'x'"),
        (["in.pt", "out.npz", "--exclude", "*"], USAGE, "leave nothing"),
        (["in.pt", "out.npz", "--rename", "a"], USAGE, "OLD=NEW"),
        (["in.pt", "out.npz", "--map", "nowhere"], UNREADABLE, "No such file"),
        (["in.pt", "out.npz", "--verify", "x:Y"], USAGE, "--verify needs --model"),
        (["in.pt", "--model", "json:dumps(1)"], USAGE, "json:dumps(1) is a str, not a model"),
        (["nowhere.pt", "out.npz"], UNREADABLE, "No such file"),
        (["folder", "out.npz"], UNREADABLE, "Is a directory"),
        (["empty.pt", "out.npz"], UNREADABLE, "is empty"),
        (["text.pt", "out.npz"], UNREADABLE, "no checkpoint of a known format"),
        (["half.pt", "out.npz"], UNREADABLE, "damaged or was cut off"),
        (["plain.pt", "out.npz"], UNREADABLE, "holds no tensors"),
        (["evil.pt", "out.npz"], UNREADABLE, "'os.system', which is not on the list"),
        (["in.pt", "nowhere/out.npz"], UNWRITTEN, "No such file or directory"),
        (["in.pt", "folder.npz"], UNWRITTEN, "Is a directory"),
        (["../x.pt", "out.npz", "--list"], UNREADABLE, "No such file"),
    ],
)
def test_one_line_and_an_exit_code(port, arguments, code, said):
    save(state(a=[1]), "in.pt")
    save({"a": 1}, "plain.pt")
    Path("folder").mkdir()
    Path("folder.npz").mkdir()
    Path("empty.pt").write_bytes(b"")
    Path("text.pt").write_text("hello, this is no checkpoint")
    Path("half.pt").write_bytes(Path("in.pt").read_bytes()[:-50])
    Path("evil.pt").write_bytes(torch_zip(pickled(name("os.system"))))
    before = sorted(os.listdir())
    found, _, err = port(*arguments)
    assert found == code and said in err and err.count("\n") == 1 and err.startswith("numpynn port: error: ")
    assert sorted(os.listdir()) == before


def test_what_a_format_cannot_hold(port):
    save({"../a": wrap(np.zeros(1)), "z": wrap(np.zeros(1, complex))}, "in.pt")
    code, _, err = port("in.pt", "out.npz")
    assert code == UNWRITTEN and "'../a' cannot be the name of an array" in err
    assert port("in.pt", "out.npz", "--rename", "../a=a", "--check")[0] == OK
    pytest.importorskip("safetensors")
    code, _, err = port("in.pt", "out.safetensors")
    assert code == UNWRITTEN and "'z': safetensors has no type for complex128" in err


def test_unknown_arguments_are_told_by_argparse(port):
    with pytest.raises(SystemExit) as caught:
        port("in.pt", "out.npz", "--nonsense")
    assert caught.value.code == USAGE


def test_damaged_values_leave_what_was_there(port):
    whole = torch_zip(pickled(b"}", text("w"), tensor(of=storage("0", 4)), b"s"))
    Path("out.npz").write_bytes(b"old")
    Path("in.pt").write_bytes(whole.replace(FOUR, FOUR[:8]))
    assert port("in.pt", "out.npz")[0] == UNREADABLE
    assert Path("out.npz").read_bytes() == b"old"


def test_a_full_disk_leaves_what_was_there(port, monkeypatch):
    save(state(a=[1]), "in.pt")
    Path("out.npz").write_bytes(b"old")

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, _, err = port("in.pt", "out.npz")
    assert code == UNWRITTEN and "No space left on device" in err and Path("out.npz").read_bytes() == b"old"


def test_check_finds_what_differs(port, monkeypatch):
    save(state(a=[1, 2], b=[3]), "in.pt")
    from numpynn.port import converting

    def forgetful(file, tensors):
        converting.write_npz(file, {"a": converting.Converted(tensors["b"].record)})

    monkeypatch.setattr(converting, "_writer", lambda path: forgetful)
    code, _, err = port("in.pt", "out.npz", "--check")
    assert code == DIFFERENT and "b is missing; a is float32 [1], not float32 [2]" in err
    assert not os.path.exists("out.npz")


def test_check_compares_values(port, monkeypatch):
    save(state(a=[1, 2]), "in.pt")
    from numpynn.port import converting

    def wrong(file, tensors):
        record = tensors["a"].record
        record.neg = True
        try:
            converting.write_npz(file, tensors)
        finally:
            record.neg = False

    monkeypatch.setattr(converting, "_writer", lambda path: wrong)
    code, _, err = port("in.pt", "out.npz", "--check")
    assert code == DIFFERENT and "a has other values" in err


def test_expanded_tensors_cannot_fill_the_disk(port):
    rows = b"".join(text(f"w{n}") + tensor((1 << 27,), (0,)) for n in range(40))
    Path("in.pt").write_bytes(torch_zip(pickled(b"}(", rows, b"u")))
    code, _, err = port("in.pt", "out.npz")
    assert code == UNREADABLE and "21.5 GB" in err and not os.path.exists("out.npz")


def test_script(here):
    run = subprocess.run(
        [sys.executable, SCRIPT, DATA / "layouts.pt", "out.npz", "--check"], capture_output=True, text=True
    )
    assert (run.returncode, run.stderr) == (OK, "") and run.stdout.startswith("out.npz: 9 tensors")
    run = subprocess.run([sys.executable, SCRIPT, "nowhere.pt", "out.npz"], capture_output=True, text=True)
    assert run.returncode == UNREADABLE and run.stderr.startswith("port_weights: error: ")


def test_progress_bar(port, monkeypatch):
    from numpynn.port import progress

    moved = []

    class Bar:
        def update(self, count):
            moved.append(count)

        def close(self):
            moved.append("closed")

    monkeypatch.setattr(progress, "_LARGE", 0)
    monkeypatch.setattr(progress, "_bar", lambda name, total: Bar())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    port(DATA / "layouts.pt", "out.npz")
    assert moved.pop() == "closed" and sum(moved) == os.path.getsize("out.npz")
