"""Whole torch models as source and weights: they agree with torch, train, and run where torch cannot be imported."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import torch

from numpynn.parity import compare

from . import run_ported
from .ported_models import MODELS, port_of, unclean

ROOT = Path(__file__).parents[1]


def stem(name):
    return name.lower().replace(" ", "_").replace("-", "_")


@cache
def ported(name):
    """The torch model and its port, made once for all tests."""
    return port_of(name)


@pytest.mark.parametrize("name", MODELS)
def test_agrees_with_torch(name):
    _, port = ported(name)
    port.report.assert_close()
    port.training.assert_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """All ports as files, with inputs for another batch than that of the example."""
    folder = tmp_path_factory.mktemp("ported")
    for name, written in MODELS.items():
        _, port = ported(name)
        port.write(str(folder / f"{stem(name)}.py"))
        torch.manual_seed(2)
        np.savez(folder / f"{stem(name)}.in.npz", *(tensor.numpy() for tensor in written.inputs(5)))
    return folder


@pytest.fixture(scope="module")
def without_torch(folder):
    """What they give in a process of their own."""
    command = [sys.executable, str(ROOT / "parity_tests" / "run_ported.py"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("name", MODELS)
def test_runs_and_trains_without_torch(without_torch, name):
    module, _ = ported(name)
    state = {key: value.clone() for key, value in module.state_dict().items()}
    with np.load(without_torch / f"{stem(name)}.in.npz") as inputs:
        theirs = run_ported.results(torch, module.eval(), list(inputs.values()))
    module.load_state_dict(state)
    module.zero_grad()
    with np.load(without_torch / f"{stem(name)}.out.npz") as ours:
        assert set(ours) == set(theirs)
        largest = max(np.abs(value).max() for key, value in theirs.items() if key.startswith("gradient"))
        among = {key: largest if key.startswith("gradient") else 0.0 for key in theirs}
        assert {key: d for key in theirs if (d := compare(ours[key], theirs[key], among=among[key]).problem)} == {}


def test_the_sources_are_clean(folder):
    assert unclean(folder) == ""
