"""python -m numpynn parity: a network that agrees, one that differs, and input that cannot be used."""

from __future__ import annotations

import re
import sys

import pytest

from numpynn import __main__ as cli

NETWORKS = """
import torch
from torch import nn
from beside import slope


class Net(nn.Module):
    def __init__(self, channels=1):
        super().__init__()
        self.conv = nn.Conv2d(channels, 4, 3)
        self.head = nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 3))

    def forward(self, x):
        return self.head(torch.relu(self.conv(x)).mean((2, 3))) * slope


class Different(Net):
    def forward(self, x):
        return super().forward(x) * (1.001 if hasattr(torch, "as_torch") else 1)


class Words(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding, self.lstm = nn.Embedding(10, 5), nn.LSTM(5, 6, batch_first=True)

    def forward(self, x):
        return self.lstm(self.embedding(x))[0]


class Unsupported(Net):
    def forward(self, x):
        if hasattr(torch, "as_torch"):
            torch.hub.load("a", "b")
        return super().forward(x)
"""


@pytest.fixture
def parity(tmp_path, monkeypatch, capsys):
    """The command on the networks above: its exit code, what it prints, and what it tells of errors."""
    (tmp_path / "networks_of_the_test.py").write_text(NETWORKS)
    (tmp_path / "broken.py").write_text("def (")
    (tmp_path / "beside.py").write_text("slope = 2.0")
    monkeypatch.chdir(tmp_path)

    def run(expression, *options, file="networks_of_the_test.py"):
        code = cli.main(["parity", f"{file}:{expression}", *options])
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    "expression, options, names",
    [
        ("Net()", ("--input", "4,1,6,6"), ["output", "gradient of conv.weight", "gradient of input"]),
        ("Net(channels=3)", ("--input", "4,3,5,5", "--seed", "7"), ["output"]),
        ("Net", ("--input", "4,1,6,6"), ["output"]),
        ("Words()", ("--input", "2,7:int:10"), ["output", "gradient of lstm.weight_hh_l0"]),
        (
            "Net()",
            ("--input", "4,1,6,6", "--train", "3", "--optimizer", "SGD(lr=0.1, momentum=0.9)"),
            ["parameter head.1.bias", "momentum_buffer of conv.weight"],
        ),
    ],
)
def test_agreement(parity, expression, options, names):
    code, printed, errors = parity(expression, *options)
    assert (code, errors) == (0, "")
    assert all(name in printed for name in names) and "bug" not in printed


def test_a_difference_is_shown_and_is_the_exit_code(parity):
    code, printed, _ = parity("Different()", "--input", "4,1,6,6")
    assert code == 1
    assert "bug" in printed and "output: " in printed


@pytest.mark.parametrize(
    "expression, options, told",
    [
        ("Net()", ("--input", "4,3,6,6"), "on 4,3,6,6: RuntimeError: .*to have 1 channels, but got 3"),
        ("Net()", (), "on nothing: TypeError: .*missing 1 required positional argument: 'x'"),
        ("Net(", (), "SyntaxError"),
        ("Nett()", (), "NameError: name 'Nett' is not defined"),
        ("Net(wide=3)", (), "TypeError: .*'wide'"),
        ("torch", (), "takes Modules"),
        ("Net()", ("--input", "4,x"), "--input 4,x: "),
        ("Net()", ("--input", "4:float"), "expected SHAPE or SHAPE:int:LIMIT"),
        ("Net()", ("--input", "4,1,6,6", "--train", "1", "--optimizer", "Adamm()"), "torch.optim has no Adamm"),
        ("Net()", ("--input", "4,1,6,6", "--train", "1", "--optimizer", "SGD(lrr=1)"), "TypeError: .*'lrr'"),
        ("Net()", ("--input", "4,1,6,6", "--train", "1", "--optimizer", "SGD(lr=)"), "SyntaxError"),
    ],
)
def test_what_cannot_be_used_is_told_in_one_line(parity, expression, options, told):
    code, printed, errors = parity(expression, *options)
    assert (code, printed) == (1, "")
    assert errors.startswith("numpynn parity: ") and errors.count("\n") == 1
    assert re.search(told, errors)


def test_files_that_cannot_be_used(parity):
    for file, told in (("missing.py", "no such file: missing.py"), ("broken.py", "SyntaxError")):
        code, _, errors = parity("Net()", file=file)
        assert code == 1 and told in errors and errors.count("\n") == 1


def test_what_numpynn_lacks_keeps_its_traceback(parity):
    with pytest.raises(NotImplementedError, match=r"torch\.hub\.load"):
        parity("Unsupported()", "--input", "4,1,6,6")


def test_torch_and_the_file_are_left_as_they_were(parity):
    import torch

    parity("Net()", "--input", "4,1,6,6")
    assert sys.modules["torch"] is torch and torch.__file__
    assert not {"networks_of_the_test", "beside"} & set(sys.modules)


def test_what_is_installed_below_the_folder_is_left_alone(parity, tmp_path, monkeypatch):
    """An environment often stands in the folder of the network; torch read twice would crash."""
    packages = tmp_path / ".venv" / "site-packages"
    packages.mkdir(parents=True)
    (packages / "installed_below.py").write_text("")
    monkeypatch.syspath_prepend(str(packages))
    (tmp_path / "importer_of_the_test.py").write_text("import installed_below\nfrom networks_of_the_test import Net")
    code, _, errors = parity("Net()", "--input", "4,1,6,6", file="importer_of_the_test.py")
    assert (code, errors) == (0, "")
    assert sys.modules.pop("installed_below") and "importer_of_the_test" not in sys.modules
