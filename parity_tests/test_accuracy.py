"""In float32 numpynn errs at most twice as much as torch, at inputs of every size."""

from __future__ import annotations

import pytest
import torch

import numpynn

from .accuracy import sweep, worst
from .accuracy_cases import ACCURACY
from .library import Library

LIMIT = 2.0
OURS, THEIRS = Library(numpynn), Library(torch)


@pytest.mark.parametrize("case", ACCURACY, ids=lambda case: case.id)
def test_accuracy(case):
    assert_accurate(case)


@pytest.mark.sweep
@pytest.mark.parametrize("case", [pytest.param(case, id=f"{page}: {case.id}") for page, case in sweep()])
def test_accuracy_of_every_case(case):
    assert_accurate(case)


def assert_accurate(case):
    ratio, where = worst(case, OURS, THEIRS)
    assert ratio <= LIMIT, f"{where}: our error is {ratio:.3g} times torch's\n    {case.id}"
