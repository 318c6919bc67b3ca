"""The guides as a reader follows them: each file is written, each command given, each piece of Python run, in their order."""

from __future__ import annotations

import runpy
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from numpynn import __main__ as numpynn_command
from parity_tests import __main__ as parity_command
from tests.guides import GUIDES, ROOT, blocks, run

NETWORK = """
import torch
from torch import nn


class Net(nn.Sequential):
    def __init__(self):
        super().__init__(nn.Conv2d(3, 4, 3, 2), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 2))
"""
PROGRAM = """
import torch
from net import Net

model = Net()
optimizer = torch.optim.Adam(model.parameters())
for step in range(2):
    optimizer.zero_grad()
    model(torch.randn(4, 3, 8, 8)).square().mean().backward()
    optimizer.step()
torch.save(model.state_dict(), "weights.pt")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The reader's: current, importable, and forgotten afterwards."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(tmp_path):
            del sys.modules[name]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_guide(page, folder):
    for block in blocks(page):
        if block.language == "python":
            run(block, page)
        elif block.language == "py":
            (folder / block.file).write_text(block.text, encoding="utf-8")
        else:
            obey_all(block)


def test_readme(folder):
    """Its commands, on what its reader has: a network, a program that trains it, a checkpoint."""
    (folder / "net.py").write_text(NETWORK)
    (folder / "train.py").write_text(PROGRAM)
    runpy.run_path("train.py", run_name="__main__")
    for block in blocks(ROOT / "README.md"):
        if block.language == "sh":
            obey_all(block)
    assert (folder / "weights.npz").exists() and (folder / "ported.npz").exists()


def obey_all(block):
    """Give the commands, line by line."""
    for line in block.text.splitlines():
        obey(shlex.split(line, comments=True))


def obey(words):
    """Do what a line of a shell says, in this process where that is quicker."""
    match words:
        case []:
            pass
        case ["python", "-m", "numpynn", "run", *_]:  # torch is imported here already
            subprocess.run([sys.executable, *words[1:]], check=True)
        case ["python", "-m", "numpynn", "demo"]:  # the whole of it is a test of its own
            assert numpynn_command.main(["demo", "--epochs", "1"]) == 0, words
        case ["python", "-m", "numpynn", *arguments]:
            assert numpynn_command.main(arguments) == 0, words
        case [".venv/bin/python", "-m", "parity_tests", *arguments]:
            assert parity_command.main(arguments) == 0, words
        case ["python", "-m", "pytest", *arguments]:
            assert pytest.main(["-q", "-p", "no:cacheprovider", *arguments]) == 0, words
        case ["python", "scripts/port_weights.py", *arguments]:
            assert numpynn_command.main(["port", *arguments]) == 0, words
        case ["python", file]:
            runpy.run_path(file, run_name="__main__")
        case ["pip", "install", what, *_]:
            assert known(what), words
        case [script, *_]:
            assert (ROOT / script).is_file(), words


def known(what):
    """Whether `.` or `.[extra]` can be installed."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return what == "." or what[2:-1] in extras
