"""Which of the cases that use a name are about it: that detach() stands in a case of L-BFGS says nothing of detach()."""

from __future__ import annotations

from collections import defaultdict

import torch

from ..coverage import names_of
from ..names import FAMILIES, names

FEW = 12  # cases: a name with no more is in none by the way


def uses(cases) -> dict[str, list[int]]:
    """The numbers of the cases that use each public name of torch; a refusal tells nothing of what a function does."""
    public = {f"{family}.{name}" for family in FAMILIES for name in names(torch, family)}
    found = defaultdict(list)
    for number, case in enumerate(cases):
        if case.kind != "refuses":
            for name in names_of(case) & public:
                found[name].append(number)
    return dict(found)


def about(used: dict[str, list[int]]) -> dict[str, list[int]]:
    """Of the cases of each name those that are about it: no other name stands there that far fewer cases use.

    Where there are none, those in which the others are as common as can be.
    """
    rarest: dict[int, int] = {}
    for numbers in used.values():
        for number in numbers:
            rarest[number] = min(rarest.get(number, len(numbers)), len(numbers))
    return {name: _own(numbers, rarest) for name, numbers in used.items()}


def _own(numbers, rarest):
    own = [n for n in numbers if len(numbers) <= max(rarest[n], min(3 * rarest[n], FEW))]
    most = max(rarest[n] for n in numbers)
    return own or [n for n in numbers if rarest[n] == most]
