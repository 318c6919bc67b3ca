"""In float32 numpynn errs at most twice as much as torch, at inputs of every size."""

from __future__ import annotations

import pytest
import torch

import numpynn

from .accuracy import sweep, worst
from .accuracy_cases import ACCURACY, limit_of
from .library import Library

OURS, THEIRS = Library(numpynn), Library(torch)
CHOSEN = [(family, case) for family, cases in ACCURACY.items() for case in cases]


def named(cases):
    """Each case under its page and id."""
    return [pytest.param(case, id=f"{page}: {case.id}") for page, case in cases]


@pytest.mark.parametrize("case", named(CHOSEN))
def test_accuracy(case):
    assert_accurate(case)


@pytest.mark.sweep
# Warnings of broadcasting, and of what is deprecated, are what the cases are tested for elsewhere.
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("case", named(sweep()))
def test_accuracy_of_every_case(case):
    assert_accurate(case)


def assert_accurate(case):
    ratio, where = worst(case, OURS, THEIRS)
    assert ratio <= limit_of(case), f"{where}: our error is {ratio:.3g} times torch's\n    {case.id}"
