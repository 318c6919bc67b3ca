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
            for line in block.text.splitlines():
                obey(shlex.split(line, comments=True))


def obey(words):
    """Do what a line of a shell says, in this process where that is quicker."""
    match words:
        case []:
            pass
        case ["python", "-m", "numpynn", "run", *_]:  # torch is imported here already
            subprocess.run([sys.executable, *words[1:]], check=True)
        case ["python", "-m", "numpynn", *arguments]:
            assert numpynn_command.main(arguments) == 0, words
        case [".venv/bin/python", "-m", "parity_tests", *arguments]:
            assert parity_command.main(arguments) == 0, words
        case ["python", "-m", "pytest", *arguments]:
            assert pytest.main(["-q", "-p", "no:cacheprovider", *arguments]) == 0, words
        case ["python", file]:
            runpy.run_path(file, run_name="__main__")
        case ["pip", "install", what]:
            assert known(what), words
        case [script, *_]:
            assert (ROOT / script).is_file(), words


def known(what):
    """Whether `.` or `.[extra]` can be installed."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    return what == "." or what[2:-1] in extras
