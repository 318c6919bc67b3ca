"""A run that was killed goes on, from what it saved, as if it never stopped."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from resuming import train

PROGRAM = Path(__file__).with_name("resuming.py")


@pytest.mark.parametrize("steps", [2, 7, 11])
def test_a_killed_run_resumes_bit_for_bit(tmp_path, steps):
    whole = train(str(tmp_path / "whole.pt"))
    killed = subprocess.run([sys.executable, PROGRAM, tmp_path / "killed.pt", str(steps)], cwd=PROGRAM.parent.parent)
    assert killed.returncode == -signal.SIGKILL
    resumed = train(str(tmp_path / "killed.pt"))
    assert resumed.keys() == whole.keys()
    assert resumed["lr"] == whole["lr"]
    for name in whole.keys() - {"lr"}:
        assert resumed[name].numpy().tobytes() == whole[name].numpy().tobytes(), name
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".pt"] == []
