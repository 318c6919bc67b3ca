"""In float32 numpynn errs at most twice as much as torch, at inputs of every size."""

from __future__ import annotations

import pytest
import torch

import numpynn

from .accuracy import worst
from .accuracy_cases import ACCURACY
from .collect import all_cases
from .library import Library

LIMIT = 2.0
OURS, THEIRS = Library(numpynn), Library(torch)
EVERY = [
    case
    for _, case in all_cases()
    if case.kind != "refuses"
    and {"float64", "float32"} <= {*case.dtypes}
    and any(d.any_size for d in case.draws.values())
]


@pytest.mark.parametrize("case", ACCURACY, ids=lambda case: case.id)
def test_accuracy(case):
    assert_accurate(case)


@pytest.mark.sweep
@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.id)
def test_accuracy_of_every_case(case):
    assert_accurate(case)


def assert_accurate(case):
    ratio, where = worst(case, OURS, THEIRS)
    assert ratio <= LIMIT, f"{where}: our error is {ratio:.3g} times torch's\n    {case.id}"
