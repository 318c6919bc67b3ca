"""The report in the terminal: names by family with their worst differences, what cases leave out, how optimizers drift."""

from __future__ import annotations

import textwrap
from collections import Counter
from inspect import Parameter

import torch

import numpynn

from ..collect import pages
from ..coverage import count_names, options, options_set
from ..names import FAMILIES, in_scope, left_out, names
from .attribution import about, uses
from .measured import PRECISIONS
from .page import CHECKS, wider

ROW = "{:<26}{:>7}{:>7}{:>8}{:>9}{:>10}{:>10}"
DRIFT = "{:<50}{:>10}{:>14}{:>10}{:>14}"
WORST = 10  # of the cases, those that come out farthest apart
WIDTH = 110


def print_names(cases, measured):
    """torch's names by family, ours, those that cases prove, those missing, and the worst difference in ulps."""
    proven, worst = count_names(cases), _worst_of_names(cases, measured)
    print(ROW.format("family", "torch", "ours", "proven", "missing", *PRECISIONS))
    missing = {family: _print_family(family, proven, worst) for family in FAMILIES}
    for family, absent in missing.items():
        if absent:
            print(textwrap.fill(f"\nmissing in {family}: {', '.join(absent)}", WIDTH, subsequent_indent="    "))
    if measured:
        print(
            "\nfloat64, float32: of half the names the worst difference from torch, in units in the last place, is smaller"
        )
    for why, absent in left_out(torch).items():
        print(f"\nout of scope, {len(absent)}: {why}")


def _print_family(family, proven, worst):
    """Print one family's row; the names that are missing."""
    torchs = {name for name in names(torch, family) if in_scope(family, name)}
    ours = names(numpynn, family) & torchs
    covered = sum(proven[f"{family}.{name}"] > 0 for name in ours)
    found = [_median([worst[precision].get(f"{family}.{name}") for name in ours]) for precision in PRECISIONS]
    print(ROW.format(family, len(torchs), len(ours), covered, len(torchs - ours), *found))
    return sorted(torchs - ours)


def _worst_of_names(cases, measured):
    """For each precision the worst difference of every name, in the cases that are about it."""
    worst = {precision: {} for precision in PRECISIONS}
    for name, numbers in about(uses(cases)).items():
        for found in (measured.get(cases[number].id) for number in numbers):
            for (precision, _), ulps in found.ulps.items() if found else ():
                worst[precision][name] = max(ulps, worst[precision].get(name, 0.0))
    return worst


def _median(found):
    known = sorted(ulps for ulps in found if ulps is not None)
    return f"{known[len(known) // 2]:.2g}" if known else ""


def print_family(family, cases):
    """The names of a family, those with the most cases first."""
    if family not in FAMILIES:
        raise SystemExit(f"no family {family!r}: there are {', '.join(FAMILIES)}")
    proven = count_names(cases)
    ours = names(numpynn, family) & {name for name in names(torch, family) if in_scope(family, name)}
    for name in sorted(ours, key=lambda name: (-proven[f"{family}.{name}"], name)):
        print(f"{proven[f'{family}.{name}']:>5}  {name}")


def print_cases(cases):
    """How many cases there are, and what they leave out."""
    kinds = Counter(case.kind for case in cases)
    spread = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    print(f"\n{len(cases)} cases on {len(pages())} pages ({spread})")
    counts = Counter(name for case in cases for name in CHECKS if not getattr(case, name))
    print("left out: " + ", ".join(f"{name} of {count}" for name, count in counts.items()))
    wide = Counter((case.tol, case.why) for case in cases if wider(case))
    print(f"{wide.total()} cases have a tolerance wider than that of float64:")
    for (tol, why), count in wide.most_common():
        print(f"    {count} x {tol}: {why}")
    _print_options(cases)


def _print_options(cases):
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


def print_measured(measured):
    """What differs, what is rounding beyond the tolerance, and the cases that come out farthest apart."""
    differing = {case: found.problem for case, found in measured.items() if found.problem}
    print(f"\n{len(measured) - len(differing)} of {len(measured)} cases agree", end="; ")
    print(f"{sum(bool(found.beyond) for found in measured.values())} of them as rounding beyond the tolerance")
    for case, problem in differing.items():
        print(f"    differs: {case}: {problem}")
    print(f"the {WORST} farthest apart, in units in the last place of the largest element:")
    for case in sorted(measured, key=lambda case: -_farthest(measured[case]))[:WORST]:
        print(f"{_farthest(measured[case]):>10.2g}  {textwrap.shorten(case, WIDTH - 12)}")


def _farthest(found):
    return max(found.ulps.values(), default=0.0)


def print_drifts(drifts):
    """How far optimizers are from torch's after a hundred steps, and torch from itself."""
    print(
        "\n"
        + DRIFT.format("optimizer: ulps after a hundred steps", "float64", "torch itself", "float32", "torch itself")
    )
    for rule, found in drifts.items():
        print(DRIFT.format(rule, *(f"{curve[-1]:.2g}" for precision in PRECISIONS for curve in found[precision])))
