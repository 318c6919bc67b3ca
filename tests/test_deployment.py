"""scripts/deployment: a cold start is measured in its parts, and the guide has a place for the tables."""

import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.deployment import measure, page
from benchmarks.deployment.networks import NETWORKS

PORTED = """
from numpynn import nn


def load():
    model = nn.Linear(2, 1, bias=False)
    nn.init.ones_(model.weight)
    return model
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "ported.py").write_text(PORTED)
    np.save(tmp_path / "input.npy", np.ones((1, 2), np.float32))
    np.save(tmp_path / "answer.npy", np.full((1, 1), 2.5, np.float32))
    return tmp_path


def test_a_cold_start(folder):
    run = measure.once(Path(sys.executable), "numpynn", folder, seconds=0.0, threads=1)
    assert run.pop("difference") == 0.5  # of 2, which it says, and 2.5
    assert run.pop("memory") > 10e6
    assert run.keys() == {"start", "import", "load", "first", "steady"} and all(0 < part < 60 for part in run.values())


def test_what_fails_is_told(folder):
    (folder / "input.npy").unlink()
    with pytest.raises(SystemExit, match="numpynn failed on") as failed:
        measure.once(Path(sys.executable), "numpynn", folder, seconds=0.0, threads=1)
    assert "No such file" in str(failed.value)


def test_medians():
    runs = [{"start": 1.0, "import": n, "load": 3.0, "first": 4.0} for n in (5.0, 1.0, 2.0)]
    assert measure.medians(runs) == {"start": 1.0, "import": 2.0, "load": 3.0, "first": 4.0, "whole": 10.0}


def test_the_tables_take_the_place_of_the_old(monkeypatch, tmp_path):
    run = dict.fromkeys([*page.PARTS, "steady"], 0.25) | {"first": 0.0015, "memory": 5e7, "files": 1.5e6}
    text = page.tables({("gpt", "numpynn"): run}, {}, rounds=3, threads=2)
    assert f"**{NETWORKS['gpt'].title}**\n\n| library |" in text
    assert "| numpynn | 250 | 250 | 250 | 1.5 | **250** | 250.00 | 50 | 1.5 |" in text
    guide = tmp_path / "deploying.md"
    guide.write_text(page.GUIDE.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(page, "GUIDE", guide)
    for _ in range(2):
        page.write(text)
        written = guide.read_text(encoding="utf-8")
        assert text in written and written.count("| library |") == 1 and "3 fresh processes" in written
