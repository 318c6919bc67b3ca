"""The parity report as one page of HTML with everything in it: torch's names by family, ours, the cases that prove them."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections import defaultdict
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import torch

import numpynn

from .accuracy_cases import LIMIT
from .collect import all_cases, pages
from .compendium import outcomes
from .coverage import names_of
from .names import FAMILIES, in_scope, left_out, names

TEMPLATE = Path(__file__).with_name("report_page.html")
MARK = "/* the data */"


def write(path: Path, results: Path | None = None, accuracy=()) -> None:
    """Write the page; `results` is pytest's JUnit file, `accuracy` the rows of accuracy_table."""
    page = TEMPLATE.read_text(encoding="utf-8")
    text = json.dumps(data(results, accuracy), separators=(",", ":"), ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page.replace(MARK, text.replace("</", "<\\/")), encoding="utf-8")


def data(results, accuracy) -> dict:
    """What the page shows: cases, and names that refer to them by number."""
    cases = list(all_cases())
    failed = outcomes(results)[1] if results and results.exists() else set()
    by_case, by_name = _ratios(accuracy)
    users = defaultdict(list)
    for number, (_, case) in enumerate(cases):
        if case.kind != "refuses":
            for name in names_of(case):
                users[name].append(number)
    return {
        "torch": torch.__version__.partition("+")[0],
        "numpynn": numpynn.__version__,
        "limit": LIMIT,
        "tested": bool(results and results.exists()),
        "pages": len(pages()),
        "refusals": sum(case.kind == "refuses" for _, case in cases),
        "cases": [_case(page, case, failed, by_case) for page, case in cases],
        "families": [_family(family, users, by_name) for family in FAMILIES],
    }


def _ratios(accuracy):
    """Our error over torch's, the worst of each case, by its text, and of all cases that use a name."""
    by_case, by_name = {}, {}
    for _, case, ratio, _ in accuracy:
        by_case[case.id] = round(ratio, 2)
        for name in names_of(case):
            by_name[name] = max(by_name.get(name, 0.0), by_case[case.id])
    return by_case, by_name


def _case(page, case, failed, by_case):
    """[page, text, checks, whether it failed, error over torch's]; checks are letters: g, s for first and second derivatives."""
    text = f"{case.text}  →  {case.call}" if case.call else case.text
    drawn = ", ".join(f"{name}={textwrap.shorten(repr(draw), 60)}" for name, draw in case.inputs.items())
    checks = "g" * case.grad + "s" * case.second if case.kind != "refuses" else ""
    wrong = f"test_cases.test_case[{page}: {case.id}]" in failed
    return [page, f"{text}    {drawn}".rstrip(), checks, int(wrong), by_case.get(case.id)]


def _family(family, users, ratios):
    ours = names(numpynn, family)
    reasons = _reasons()
    torchs = sorted(names(torch, family), key=lambda name: (name.lower(), name))
    return {
        "name": family,
        "module": ".".join(filter(None, ("torch", FAMILIES[family], family if family in ("Tensor", "Module") else ""))),
        "names": [
            [*_name(family, name, name in ours, users, reasons), ratios.get(f"{family}.{name}")] for name in torchs
        ],
    }


def _reasons():
    return {name: why for why, absent in left_out(torch).items() for name in absent}


def _name(family, name, ours, users, reasons):
    """[name, status, cases, a line about it]; p is proven, o ours without a case, m missing, x out of scope."""
    cases = users.get(f"{family}.{name}", [])
    if not in_scope(family, name):
        return [name, "x", [], reasons.get(f"{family}.{name}", "")]
    if not ours:
        return [name, "m", [], ""]
    return [name, "p" if cases else "o", cases, _line(family, name)]


def _line(family, name):
    """The first line of what our docstring says."""
    owner = import_module(".".join(filter(None, ("numpynn", FAMILIES[family]))))
    owner = getattr(owner, family) if family in ("Tensor", "Module") else owner
    found = attrgetter(name)(owner)
    told = inspect.getdoc(found) if callable(found) and not isinstance(found, numpynn.Tensor) else None
    return (told or "").partition("\n")[0].replace("`", "")
