"""Opening a file from a stranger never runs, allocates or writes anything of his."""

import io
import json
import os
import pickle
import sys
import tracemalloc

import attacks
import pytest
from forging import call, name, pickled, tensor, text, torch_legacy, torch_zip, tuple_of

from numpynn.checkpoint import CheckpointError, FormatError, UnpicklingError, UnsupportedError, load
from numpynn.checkpoint.reading import Checkpoint, Options
from numpynn.checkpoint.results import Records
from numpynn.nn.parameter import Parameter
from numpynn.serialization import safe_globals

FILES = dict(attacks.files())
# What reading may cost: a Python object for each byte of a pickle, at worst; and for NumPy's parsing of a header.
EACH_BYTE, ALLOWANCE = 64, 3_000_000


def refused(data):
    """The error with which a file is refused; checks that reading it did not cost more memory than it may."""
    tracemalloc.start()
    try:
        with pytest.raises(CheckpointError) as caught:
            load(io.BytesIO(data))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < ALLOWANCE + EACH_BYTE * len(data)
    check_nothing_ran()
    return caught.value


def check_nothing_ran():
    assert attacks.MARKER not in sys.modules
    assert not attacks.CANARY.exists()


@pytest.mark.parametrize("wrap", [torch_zip, lambda pickle: torch_legacy(pickle, [])], ids=["zip", "legacy"])
def test_no_forbidden_global_is_named_made_or_called(wrap):
    for what, data in attacks.globals_of_all_kinds():
        with pytest.raises(CheckpointError) as caught:
            load(io.BytesIO(wrap(data)))
        assert isinstance(caught.value, UnpicklingError | FormatError), what
    check_nothing_ran()


def test_the_attacks_are_real():
    """Python's own unpickler runs them: what the others check is that this one does not."""
    try:
        pickle.loads(dict(attacks.globals_of_all_kinds())["os.system called"])
        assert attacks.CANARY.exists()
    finally:
        attacks.CANARY.unlink(missing_ok=True)


@pytest.mark.parametrize("what", attacks.MACHINE)
def test_pickle_is_refused(what):
    refused(torch_zip(attacks.MACHINE[what]))


@pytest.mark.parametrize("what", attacks.MACHINE)
def test_pickle_is_refused_in_the_legacy_format(what):
    refused(torch_legacy(attacks.MACHINE[what], []))


@pytest.mark.parametrize(
    "what", [what for what in attacks.MACHINE if what.startswith(("a tensor ", "an empty tensor "))]
)
def test_records_of_tensors_are_refused_before_anything_is_read(what):
    with Checkpoint(io.BytesIO(torch_zip(attacks.MACHINE[what]))) as checkpoint, pytest.raises(CheckpointError):
        checkpoint.load(Options(Records(), lazy=True))


@pytest.mark.parametrize("what", FILES)
def test_file_is_refused(what):
    refused(FILES[what])


@pytest.mark.parametrize("what", attacks.HARMLESS)
def test_harmless(what):
    assert load(io.BytesIO(torch_zip(attacks.HARMLESS[what]))) is None


def test_file_by_path_is_refused_too(tmp_path):
    for index, (what, data) in enumerate(FILES.items()):
        path = tmp_path / str(index)
        path.write_bytes(data)
        for mmap in (False, True):
            with pytest.raises(CheckpointError):
                load(path, mmap=mmap)
                pytest.fail(what)


def test_error_names_the_global_and_what_to_do():
    error = refused(torch_zip(attacks.MACHINE["a call of a text"]))
    assert "'os.system'" in str(error)
    error = refused(torch_zip(pickled(call("pathlib.PosixPath", text("a")))))
    assert isinstance(error, UnpicklingError) and isinstance(error, pickle.UnpicklingError)
    assert "'pathlib.PosixPath'" in str(error) and "allowed_globals=[pathlib.PosixPath]" in str(error)


def test_error_says_where():
    data = pickled(b"}(", text("model"), b"}(", text("fc.weight"), tensor(offset=9), b"u", b"u")
    assert str(refused(torch_zip(data))).startswith("'model.fc.weight': ")
    single = pickled(b"}", text("model"), b"}", text("fc"), tensor(offset=9), b"ss")
    assert str(refused(torch_zip(single))).startswith("'model.fc': ")


def test_hostile_values_make_short_messages():
    deep = b"](" * 50_000 + b"N" + b"e" * 50_000
    assert len(str(refused(torch_zip(pickled(deep, b"}b"))))) < 300
    assert len(str(refused(torch_zip(pickled(name("x" * 60_000 + ".y")))))) < 1000
    assert len(str(refused(torch_zip(pickled(b"F" + b"9x" * 30_000 + b"\n"))))) < 2000


def test_deep_nests_are_values():
    value = load(io.BytesIO(torch_zip(pickled(b"](" * 50_000 + b"N" + b"e" * 50_000))))
    depth = 0
    while value is not None:
        (value,) = value
        depth += 1
    assert depth == 50_000


def test_parameters_are_known_before_memory_is_measured():
    """`load` imports nn when it meets a Parameter; the import above keeps that out of the figures."""
    made = call("torch._utils._rebuild_parameter", tensor(), b"\x88}")
    assert type(load(io.BytesIO(torch_zip(pickled(made))))) is Parameter


class Plain:
    """A class that a user may admit."""

    def __init__(self, *arguments):
        self.arguments = arguments


class Listed(list):
    """A class of its own that is filled as a list."""


class Failing:
    """A class whose state cannot be set."""

    def __setstate__(self, state):
        raise ZeroDivisionError


HERE = __name__


@pytest.mark.parametrize("wrap", [torch_zip, lambda pickle: torch_legacy(pickle, [])], ids=["zip", "legacy"])
def test_admitted_classes_are_built(wrap):
    made = call(f"{HERE}.Plain", text("a"), b"K\x02")
    assert load(io.BytesIO(wrap(pickled(made))), allowed_globals=[Plain]).arguments == ("a", 2)
    with safe_globals([Plain]):
        assert load(io.BytesIO(wrap(pickled(made)))).arguments == ("a", 2)
    blank = name("elsewhere.Old") + b")\x81}" + text("x") + b"K\x05sb"
    value = load(io.BytesIO(wrap(pickled(blank))), allowed_globals=[(Plain, "elsewhere.Old")])
    assert type(value) is Plain and vars(value) == {"x": 5}
    filled = name(f"{HERE}.Listed") + b")\x81(K\x01K\x02e"
    assert load(io.BytesIO(wrap(pickled(filled))), allowed_globals=[Listed]) == [1, 2]


def test_admitted_classes_admit_nothing_else():
    data = torch_zip(pickled(tuple_of(call(f"{HERE}.Plain"), name("os.system"))))
    with pytest.raises(UnpicklingError, match=r"os\.system"):
        load(io.BytesIO(data), allowed_globals=[Plain])
    with pytest.raises(UnpicklingError, match="Plain"):
        load(io.BytesIO(torch_zip(pickled(call(f"{HERE}.Plain")))))


def test_what_an_admitted_class_raises_is_told():
    data = torch_zip(pickled(name(f"{HERE}.Failing"), b")\x81}b"))
    with pytest.raises(UnpicklingError, match="ZeroDivisionError"):
        load(io.BytesIO(data), allowed_globals=[Failing])


def test_allowed_globals_are_checked():
    with pytest.raises(TypeError, match="allowed_globals"):
        load(io.BytesIO(torch_zip(pickled(b"N"))), allowed_globals=["os.system"])
    with pytest.raises(ValueError, match="never safe"):
        load(io.BytesIO(torch_zip(pickled(b"N"))), allowed_globals=[os.system])


def test_an_index_lists_files_beside_it_only(tmp_path):
    for listed in (
        "../secret.pt",
        "/etc/passwd",
        "..",
        "a/b.pt",
        "",
        "b.index.json",
        3,
        None,
        "a\\b.pt",
        "a\0",
        "\ud800",
    ):
        path = tmp_path / "model.safetensors.index.json"
        path.write_text('{"weight_map": {"w": ' + json.dumps(listed) + "}}")
        with pytest.raises(FormatError):
            load(path)
    for text_ in ("", "[]", "{}", '{"weight_map": []}', "[" * 100_000, '{"weight_map": {"a": {}}}'):
        path.write_text(text_)
        with pytest.raises(FormatError):
            load(path)


def test_unsupported_is_told_apart():
    assert isinstance(refused(torch_zip(attacks.MACHINE["a quantised storage"])), UnsupportedError)
    assert isinstance(refused(FILES["a tar of torch 0.1"]), UnsupportedError)
    assert isinstance(refused(FILES["a version of the future"]), NotImplementedError)
    assert isinstance(refused(FILES["nothing"]), EOFError)
