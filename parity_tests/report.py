"""The parity report in the terminal: torch's names by family, ours, what cases prove, what is missing."""

from __future__ import annotations

import textwrap
from argparse import ArgumentParser
from collections import Counter
from inspect import Parameter
from pathlib import Path

import torch

import numpynn
from numpynn.parity.tolerance import TABLE

from .accuracy_table import print_table
from .collect import all_cases, pages
from .coverage import count_names, options, options_set
from .names import FAMILIES, in_scope, left_out, names
from .report_page import write

CHECKS = ("grad", "second", "strided", "empty", "same_init")
PAGE, RESULTS = Path("build/parity.html"), Path("build/parity.xml")  # the latter is written by scripts/test
ROW = "{:<26}{:>7}{:>7}{:>8}{:>9}"


def main(arguments=None):
    """Print the report."""
    parser = ArgumentParser(prog="scripts/parity_report", description=__doc__)
    parser.add_argument("--accuracy", action="store_true", help="also measure float32 beside torch's: a minute")
    parser.add_argument("--sweep", action="store_true", help="the same in every case: ten minutes")
    parser.add_argument("--family", metavar="NAME", help="only the number of cases of every name of a family: optim")
    parser.add_argument("--html", metavar="FILE", type=Path, nargs="?", const=PAGE, help=f"also write a page: {PAGE}")
    wanted = parser.parse_args(arguments)
    cases = [case for _, case in all_cases()]
    proven = count_names(cases)
    if wanted.family:
        return _counts(wanted.family, proven)
    print(ROW.format("family", "torch", "ours", "proven", "missing"))
    missing = {family: _family(family, proven) for family in FAMILIES}
    for family, absent in missing.items():
        if absent:
            print(textwrap.fill(f"\nmissing in {family}: {', '.join(absent)}", 110, subsequent_indent="    "))
    for why, absent in left_out(torch).items():
        print(f"\nout of scope, {len(absent)}: {why}")
    _totals(cases)
    _left_out(cases)
    _options(cases)
    accuracy = print_table(wanted.sweep) if wanted.accuracy or wanted.sweep else ()
    if wanted.html:
        write(wanted.html, RESULTS, accuracy)
        print(f"\nwritten: {wanted.html}")


def _family(family, proven):
    """Print one family's row; the names that are missing."""
    torchs = {name for name in names(torch, family) if in_scope(family, name)}
    ours = names(numpynn, family) & torchs
    covered = sum(proven[f"{family}.{name}"] > 0 for name in ours)
    print(ROW.format(family, len(torchs), len(ours), covered, len(torchs - ours)))
    return sorted(torchs - ours)


def _counts(family, proven):
    """The names of a family, those with the most cases first."""
    if family not in FAMILIES:
        raise SystemExit(f"no family {family!r}: there are {', '.join(FAMILIES)}")
    ours = names(numpynn, family) & {name for name in names(torch, family) if in_scope(family, name)}
    for name in sorted(ours, key=lambda name: (-proven[f"{family}.{name}"], name)):
        print(f"{proven[f'{family}.{name}']:>5}  {name}")


def _totals(cases):
    kinds = Counter(case.kind for case in cases)
    spread = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    print(f"\n{len(cases)} cases on {len(pages())} pages ({spread})")


def _left_out(cases):
    """What cases leave out, and why some have a tolerance wider than the table's."""
    counts = Counter(name for case in cases for name in CHECKS if not getattr(case, name))
    print("left out: " + ", ".join(f"{name} of {count}" for name, count in counts.items()))
    wider = Counter((case.tol, case.why) for case in cases if case.tol and case.tol > TABLE["float64"])
    print(f"{wider.total()} cases have a tolerance wider than that of float64:")
    for (tol, why), count in wider.most_common():
        print(f"    {count} x {tol}: {why}")


def _options(cases):
    """How many constructor options the cases set away from their defaults, and which never."""
    away = options_set(cases)
    optional = {name: _optional(name) for name in away}
    exercised, total = sum(map(len, away.values())), sum(map(len, optional.values()))
    print(f"{exercised} of {total} options of {len(away)} constructors are exercised away from their default")
    for name, all_options in sorted(optional.items()):
        if never := sorted(all_options - away[name]):
            print(f"    {name} never: {', '.join(never)}")


def _optional(name):
    return {option for option, default in options(name).items() if default is not Parameter.empty}


if __name__ == "__main__":
    main()
