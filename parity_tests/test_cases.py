"""Every case of every page, numpynn against torch."""

from __future__ import annotations

import pytest
import torch

import numpynn

from .collect import all_cases
from .library import Library
from .run import check

OURS, THEIRS = Library(numpynn), Library(torch)
CASES = list(all_cases())


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{page}: {case.id}") for page, case in CASES])
def test_case(case):
    try:
        check(case, OURS, THEIRS)
    except AssertionError as difference:
        if difference.__cause__ is not None:
            raise
        pytest.fail(str(difference), pytrace=False)


def test_no_case_is_there_twice():
    ids = [case.id for _, case in CASES]
    assert sorted(ids) == sorted(set(ids))
