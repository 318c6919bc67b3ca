"""The table of float32 errors: ours over torch's, by family."""

from __future__ import annotations

from functools import cache
from statistics import median

import numpy as np
import torch

import numpynn

from .accuracy import sweep, worst
from .accuracy_cases import ACCURACY, EXCEPTIONS, LIMIT, limit_of
from .library import Library
from .processes import spread

ROW = "{:<22}{:>7}{:>10}{:>10}{:>8}"
NAMED = 20  # of the cases, those that come out worst


def print_table(every):
    """Measure the chosen cases, or every case, print the table, and give its rows: (page, case, ratio, where)."""
    rows = _measured(every)
    print(f"\nfloat32: our error over torch's, both against float64, at its worst scale, in {len(rows)} cases")
    print(ROW.format("family", "cases", "median", "largest", "over"))
    for family in dict.fromkeys(family for family, *_ in rows):
        _print_row(family, [row for row in rows if row[0] == family])
    _print_row("all", rows)
    print(f"\nthe {NAMED} largest:")
    for family, case, ratio, where in sorted(rows, key=lambda row: -row[2])[:NAMED]:
        print(f"{ratio:>8.2f}  {family}: {case.id}  ({where})")
    if EXCEPTIONS:
        print(f"\nmay exceed {LIMIT:g}:")
    for words, limit, why in EXCEPTIONS:
        print(f"{limit:>8.2f}  {words}: {why}")
    return rows


@cache
def _cases(every):
    chosen = [(family, case) for family, cases in ACCURACY.items() for case in cases]
    return list(sweep()) if every else chosen


def _measured(every):
    """(family, case, ratio, where) of each case, as many at a time as there are processors."""
    cases = _cases(every)
    found = spread(_measure, [(every, number) for number in range(len(cases))], "accuracy")
    return [(family, case, *result) for (family, case), result in zip(cases, found)]


def _measure(asked):
    """The case of this number: a case itself does not go from one process to another."""
    every, number = asked
    with np.errstate(all="ignore"):
        return worst(_cases(every)[number][1], Library(numpynn), Library(torch))


def _print_row(family, rows):
    ratios = [ratio for *_, ratio, _ in rows]
    over = sum(ratio > limit_of(case) for _, case, ratio, _ in rows)
    print(ROW.format(family, len(rows), f"{median(ratios):.2f}", f"{max(ratios):.2f}", over))
