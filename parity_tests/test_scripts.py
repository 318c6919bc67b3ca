"""Programs written for PyTorch run unchanged by `python -m numpynn run`, and print the same from the same seed."""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
import warnings

import pytest

from .running import SCRIPTS, by_numpynn, drift, words

# Rounding differs, and training carries it on: `python -m parity_tests.running` shows how far. Most stay below 1e-6.
DRIFT = 1e-4


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_the_same_is_printed(script, monkeypatch):
    ours = by_numpynn(script)
    theirs = by_torch(script, monkeypatch)
    assert words(ours) == words(theirs)
    assert drift(theirs, ours) <= DRIFT


def by_torch(script, monkeypatch):
    """What it prints in this process, where torch is loaded already."""
    monkeypatch.setattr(sys, "argv", [str(script)])
    with contextlib.redirect_stdout(io.StringIO()) as out, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # programs of their time call what is deprecated now
        runpy.run_path(str(script), run_name="__main__")
    return out.getvalue()
