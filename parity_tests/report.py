"""The parity report in the terminal: torch's names by family, ours, what cases prove, what is missing."""

from __future__ import annotations

import textwrap
from collections import Counter
from inspect import Parameter

import torch

import numpynn

from .collect import all_cases, pages
from .coverage import count_names, options, options_set
from .names import FAMILIES, in_scope, names

ROW = "{:<26}{:>7}{:>7}{:>8}{:>9}"


def main():
    """Print the report."""
    cases = [case for _, case in all_cases()]
    proven = count_names(cases)
    print(ROW.format("family", "torch", "ours", "proven", "missing"))
    missing = {family: _family(family, proven) for family in FAMILIES}
    for family, absent in missing.items():
        if absent:
            print(textwrap.fill(f"\nmissing in {family}: {', '.join(absent)}", 110, subsequent_indent="    "))
    _totals(cases)
    _options(cases)


def _family(family, proven):
    """Print one family's row; the names that are missing."""
    torchs = {name for name in names(torch, family) if in_scope(name)}
    ours = names(numpynn, family) & torchs
    covered = sum(proven[f"{family}.{name}"] > 0 for name in ours)
    print(ROW.format(family, len(torchs), len(ours), covered, len(torchs - ours)))
    return sorted(torchs - ours)


def _totals(cases):
    kinds = Counter(case.kind for case in cases)
    spread = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    print(f"\n{len(cases)} cases on {len(pages())} pages ({spread})")


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
