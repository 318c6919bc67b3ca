"""port --verify: a torch model and its port, each with its own weights, run side by side."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import torch
from torch import nn

from numpynn.port import weights
from numpynn.port.errands import DIFFERENT, OK, USAGE

MODELS = """
from {library} import nn

class Net(nn.Module):
    def __init__(self, slope={slope}):
        super().__init__()
        self.{first} = nn.Linear(4, 5)
        self.act = nn.LeakyReLU(slope)
        self.out = nn.Linear(5, 3)

    def forward(self, x):
        return self.out(self.act(self.{first}(x)))
"""


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A torch model, a numpynn model with one other name, and weights of the first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "their_net.py").write_text(MODELS.format(library="torch", first="encoder", slope=0.1))
    (tmp_path / "our_net.py").write_text(MODELS.format(library="numpynn", first="body", slope=0.1))
    theirs = nn.Sequential()
    theirs.encoder, theirs.out = nn.Linear(4, 5), nn.Linear(5, 3)
    torch.save({"state_dict": theirs.state_dict(), "epoch": 1}, "in.pt")
    yield
    for name in ("their_net", "our_net"):
        sys.modules.pop(name, None)


def port(capsys, *arguments):
    code = weights.main(["in.pt", "out.npz", *arguments])
    return code, *capsys.readouterr()


RENAME = ("--rename", "encoder.*=body.*")


def test_verify_agrees(models, capsys, tmp_path):
    verify = ("--verify", "their_net:Net", "--model", "our_net:Net", "--input", "2,4")
    code, out, _ = port(capsys, *RENAME, *verify, "--check")
    assert code == OK and "agree in float32" in out
    with np.load(tmp_path / "out.npz") as ported:
        theirs = torch.load("in.pt")["state_dict"]["encoder.weight"].numpy()
        np.testing.assert_array_equal(ported["body.weight"], theirs)


def test_verify_differs(models, capsys, tmp_path):
    verify = ("--verify", "their_net:Net", "--model", "our_net:Net(0.5)", "--input", "2,4")
    code, out, _ = port(capsys, *RENAME, *verify)
    assert code == DIFFERENT and "bug" in out and "act (LeakyReLU)" in out
    assert not (tmp_path / "out.npz").exists()


def test_the_likely_renaming_is_found(models, capsys):
    code, out, _ = port(capsys, "--model", "our_net:Net")
    assert code == DIFFERENT and "  --rename 'encoder.*=body.*'" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--verify", "their_net:Net", "--model", "our_net:Net", "--input", "two"), "--input takes SHAPE"),
        (("--verify", "their_net:Net", "--model", "our_net:Net", "--input", "2,9"), "the models cannot be run"),
        (
            ("--verify", "our_net:Net", "--model", "our_net:Net", "--input", "2,4"),
            "the torch model does not take the weights",
        ),
    ],
)
def test_what_cannot_be_verified_is_told(models, capsys, arguments, said):
    code, _, err = port(capsys, *RENAME, *arguments, "--key", "state_dict")
    assert code == USAGE and said in err and err.count("\n") == 1
