"""Porting whole models: what is written to files, and the command line."""

from __future__ import annotations

import sys

import numpy as np
import pytest
import torch
from torch import nn

from numpynn.parity import twin
from numpynn.port import models, operators, port
from numpynn.port.errands import DIFFERENT, OK, UNREADABLE, UNWRITTEN, USAGE, Refusal
from numpynn.port.exporting import quiet

from . import ported_models
from .test_port_model_cases import MODELS, Scaled, Shared, drawn


@pytest.fixture
def wrong(monkeypatch):
    """A table with a mistake in it."""
    monkeypatch.setitem(operators.OPERATORS, "linear", "F.bilinear")
    monkeypatch.setitem(operators.OPERATORS, "exp", ".expm1")


class Exp(nn.Module):
    def forward(self, x):
        return x.exp()


def test_what_differs_is_not_written(wrong, tmp_path):
    made = port(Exp(), drawn(2, 2))
    assert not made.report.close
    with pytest.raises(Refusal, match="differs from the original"):
        made.write(str(tmp_path / "net.py"))
    assert list(tmp_path.iterdir()) == []
    made.write(str(tmp_path / "net.py"), force=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["net.npz", "net.py"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder to be in, with a module of models, weights for them, and a program."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "their_models.py").write_text("from parity_tests.test_port_model_command import Exp, Scaled\n")
    torch.manual_seed(3)
    torch.save(Scaled().state_dict(), "weights.pt")
    yield tmp_path
    sys.modules.pop("their_models", None)


def command(capsys, *arguments):
    code = models.main(list(arguments))
    return code, *capsys.readouterr()


def test_a_model_becomes_two_files(folder, capsys):
    given = ("their_models:Scaled(3.0)", "out.py", "--input", "2,4", "--weights", "weights.pt", "--name", "Net")
    code, out, _ = command(capsys, *given, "--format", "safetensors")
    assert code == OK and "agree in float32" in out and "out.safetensors: 2 tensors" in out
    assert "for any batch size" in out and "in training mode it agrees" in out
    scope = {"__file__": str(folder / "out.py"), "__name__": "out"}
    exec((folder / "out.py").read_text(), scope)
    twin_of = Scaled(3.0)
    twin_of.load_state_dict(torch.load("weights.pt"))
    twin(twin_of, scope["load"]()).run(np.ones((3, 4), np.float32)).assert_close()
    assert isinstance(scope["load"](), scope["Net"])


def test_parameters_that_were_shared_are_shared_after_loading(tmp_path):
    _, inputs, _ = MODELS["shared"]
    port(Shared().eval(), *inputs).write(str(tmp_path / "out.py"))
    scope = {"__file__": str(tmp_path / "out.py"), "__name__": "out"}
    exec((tmp_path / "out.py").read_text(), scope)
    made = scope["load"]()
    assert made.encoder.embed.weight is made.decoder.embed.weight is made.shared.weight


def test_a_program_becomes_two_files(folder, capsys):
    batch = {0: torch.export.Dim.DYNAMIC}
    torch.export.save(torch.export.export(Scaled().eval(), (drawn(2, 4),), dynamic_shapes=(batch,)), "net.pt2")
    code, out, _ = command(capsys, "net.pt2", "out.py")
    assert code == OK and "agree in float32" in out
    assert "nn.Linear(4, 3)" in (folder / "out.py").read_text()


@pytest.mark.parametrize("name", ["ResNet", "GPT"])
def test_programs_that_were_saved_or_decomposed(name, tmp_path):
    """The same from a file, which knows no live module; and from a program taken apart into torch's core operators."""
    torch.manual_seed(0)
    module, inputs = ported_models.MODELS[name].build().eval(), ported_models.MODELS[name].inputs(2)
    with quiet():
        program = torch.export.export(module, inputs)
        decomposed = program.run_decompositions()
    torch.export.save(program, tmp_path / "net.pt2")
    for made in (port(tmp_path / "net.pt2"), port(decomposed, *inputs)):
        made.report.assert_close()
        assert made.training is None and not made.any_batch


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("their_models:Scaled", "out.txt", "--input", "2,4"), USAGE, "OUT must end in .py"),
        (("their_models:Scaled", "out.py"), USAGE, "--input is needed"),
        (("their_models:Scaled", "out.py", "--input", "two"), USAGE, "--input takes SHAPE"),
        (("their_models:Nothing", "out.py", "--input", "2,4"), USAGE, "Nothing"),
        (("their_models:Scaled", "out.py", "--input", "2,4", "--name", "a b"), USAGE, "no name in Python"),
        (("their_models:Scaled", "out.py", "--input", "2,5"), UNREADABLE, "torch.export cannot export the model"),
        (("weights.pt2", "out.py"), UNREADABLE, "weights.pt2"),
        (("their_models:Exp", "out.py", "--input", "2,4", "--weights", "weights.pt"), UNREADABLE, "does not take them"),
        (("their_models:Scaled", "missing/out.py", "--input", "2,4"), UNWRITTEN, "cannot be written"),
    ],
)
def test_bad_input_is_told_in_one_line(folder, capsys, arguments, code, said):
    found, _, err = command(capsys, *arguments)
    assert found == code and said in err and err.count("\n") == 1
    assert not (folder / "out.py").exists() and not (folder / "out.npz").exists()


def test_the_command_refuses_what_differs(folder, capsys, wrong):
    given = ("their_models:Exp", "out.py", "--input", "2,4")
    code, out, _ = command(capsys, *given)
    assert code == DIFFERENT and "bug" in out and not (folder / "out.py").exists()
    assert command(capsys, *given, "--force", "--quiet")[0] == OK and (folder / "out.py").exists()
