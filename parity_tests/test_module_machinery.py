"""Programs on the machinery of nn, run on numpynn and torch: both must leave the same transcript."""

from __future__ import annotations

import importlib
import pkgutil
from types import FunctionType

import pytest
import torch

import numpynn

from . import programs
from .transcript import Transcript, first_difference


def _programs():
    for page in sorted(page.name for page in pkgutil.iter_modules(programs.__path__)):
        module = importlib.import_module(f"{programs.__name__}.{page}")
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__ and name[0] != "_":
                yield pytest.param(value, id=f"{page}: {name}")


@pytest.mark.parametrize("program", list(_programs()))
def test_program(program):
    transcripts = []
    for library in (numpynn, torch):
        note = Transcript()
        library.manual_seed(0)
        program(library, note)
        transcripts.append(note.lines)
    ours, theirs = transcripts
    assert theirs, "the program wrote nothing down"
    difference = first_difference(ours, theirs)
    assert difference is None, difference


def test_a_difference_is_seen():
    lines = [("a", 1), ("", "torch.float32", False, numpynn.ones(2).numpy())]
    assert first_difference(lines, lines) is None
    assert "line 0" in first_difference([("a", 2), *lines[1:]], lines)
    assert "line 1" in first_difference([lines[0], (*lines[1][:3], numpynn.zeros(2).numpy())], lines)
    assert "2 lines" in first_difference(lines[:1], lines)
