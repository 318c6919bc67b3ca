"""The examples that need torch run, and print what they promise."""

from __future__ import annotations

import runpy
from pathlib import Path

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_check_your_network(capsys):
    runpy.run_path(str(EXAMPLES / "check_your_network.py"), run_name="__main__")
    assert "11 tensors agree in float32\n" in capsys.readouterr().out
