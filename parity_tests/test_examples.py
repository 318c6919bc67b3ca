"""The examples that need torch run, and print what they promise; others learn the same in torch as in numpynn."""

from __future__ import annotations

import importlib
import runpy
import types
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_check_your_network(capsys):
    runpy.run_path(str(EXAMPLES / "check_your_network.py"), run_name="__main__")
    assert "11 tensors agree in float32\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "program, short", [("linear_regression", {}), ("curves", {"steps": 40}), ("and_gate", {"steps": 9})]
)
def test_torch_learns_the_same(program, short, monkeypatch):
    monkeypatch.syspath_prepend(str(EXAMPLES))
    monkeypatch.setattr(importlib.import_module("gallery"), "find_spec", lambda name: None)  # no pictures
    theirs = types.ModuleType(program)
    source = (EXAMPLES / f"{program}.py").read_text(encoding="utf-8")
    exec(source.replace("import numpynn as torch", "import torch").replace("from numpynn", "from torch"), vars(theirs))
    assert theirs.torch.__name__ == "torch"
    assert importlib.import_module(program).main(**short) == pytest.approx(theirs.main(**short), rel=1e-5)
