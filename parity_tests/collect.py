"""The pages of cases: every module of parity_tests/cases/ has a list CASES."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from . import cases
from .case import Case


@cache
def pages() -> dict[str, list[Case]]:
    """Every page of cases by its name."""
    names = sorted(info.name for info in pkgutil.walk_packages(cases.__path__, "") if not info.ispkg)
    return {name: import_module(f"{cases.__name__}.{name}").CASES for name in names}


def all_cases() -> Iterator[tuple[str, Case]]:
    """Every case with the name of its page."""
    for page, listed in pages().items():
        for case in listed:
            yield page, case
