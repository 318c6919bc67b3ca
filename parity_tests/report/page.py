"""The report as one page of HTML with everything in it."""

from __future__ import annotations

import inspect
import json
import textwrap
from collections import defaultdict
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import torch

import numpynn
from numpynn.parity.style import STYLE
from numpynn.parity.tolerance import TABLE

from ..accuracy_cases import EXCEPTIONS, LIMIT
from ..collect import all_cases, pages
from ..coverage import names_of
from ..names import FAMILIES, in_scope, left_out, names
from . import drift
from .attribution import about, uses
from .measured import PRECISIONS, Measured

FOLDER = Path(__file__).parent
CHECKS = {
    "grad": "no derivatives are compared",
    "second": "no second derivatives are compared",
    "strided": "not repeated with non-contiguous inputs",
    "empty": "not repeated with an empty batch",
    "same_init": "initial values are not compared",
}
DRAWN = 60  # characters of an input that are shown


def write(path: Path, measured: dict[str, Measured], drifts: dict, ratios: dict[str, float], swept: str = "") -> None:
    """Write the page: how the cases came out, how optimizers drift, and the ratios of accuracy, `swept` on that day."""
    shown = data(measured, drifts, ratios) | {"swept": swept}
    text = json.dumps(shown, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    page = (FOLDER / "page.html").read_text(encoding="utf-8")
    for mark, inside in {
        "/* style */": STYLE + (FOLDER / "page.css").read_text(encoding="utf-8"),
        "/* program */": (FOLDER / "page.js").read_text(encoding="utf-8"),
        "/* data */": text.replace("</", "<\\/"),
    }.items():
        page = page.replace(mark, inside)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def data(measured, drifts, ratios) -> dict:
    """What the page shows: cases, and names that refer to them by number."""
    cases = list(all_cases())
    used = _used([case for _, case in cases])
    return {
        "torch": torch.__version__.partition("+")[0],
        "numpynn": numpynn.__version__,
        "limit": LIMIT,
        "pages": list(pages()),
        "cases": [_case(page, case, measured.get(case.id, Measured()), ratios.get(case.id)) for page, case in cases],
        "families": [_family(family, used) for family in FAMILIES],
        "outside": [[why, listed] for why, listed in left_out(torch).items()],
        "drifts": [[rule, *_curves(found), drift.remark(rule)] for rule, found in drifts.items()],
        "undrifted": drift.NOT_SHOWN,
    }


def _curves(found):
    """float64: ours, torch's own; float32 likewise."""
    return [[_short(value) for value in curve] for precision in PRECISIONS for curve in found[precision]]


def _short(number):
    """A number in two digits, as JSON has it."""
    if number is None or number == float("inf"):
        return number and "Infinity"
    rounded = float(f"{number:.2g}")
    return int(rounded) if rounded.is_integer() else rounded


def _case(page, case, found, ratio):
    """[page, text, inputs, refuses, ulps, errors, ratio, notes, why]; ulps by precision, then order."""
    drawn = ", ".join(f"{name}={textwrap.shorten(repr(draw), DRAWN)}" for name, draw in case.inputs.items())
    text = case.name or case.text.strip() + (f"  →  {case.call}" if case.call else "")
    ulps = [_short(found.ulps.get((precision, order))) for precision in PRECISIONS for order in range(3)]
    errors = [_short(error) for error in found.errors or ()]
    number = [*pages()].index(page)
    return [
        number,
        text,
        drawn,
        int(case.kind == "refuses"),
        ulps,
        errors,
        ratio and round(ratio, 2),
        _notes(case, found),
        case.why,
    ]


def _notes(case, found):
    """What is not as everywhere, each with a letter: differs, tolerance, beyond it by rounding, accuracy, left out."""
    notes = []
    if found.problem:
        notes.append(["d", found.problem])
    if wider(case):
        notes.append(["t", "relative {:g}, absolute {:g}".format(*case.tol)])
    if found.beyond:
        notes.append(["b", _by_setting(found.beyond)])
    notes += [["a", f"{limit:g} times torch's error: {why}"] for words, limit, why in EXCEPTIONS if words in case.id]
    skipped = [words for name, words in CHECKS.items() if not getattr(case, name)]
    return notes + ([["l", ", ".join(skipped)]] if skipped and case.kind != "refuses" else [])


def _by_setting(beyond):
    """What "float32: result", "float32: gradient of x" say, each setting named once."""
    steps = defaultdict(dict)
    for setting, _, step in (words.partition(": ") for words in beyond):
        steps[setting][step] = None
    return "; ".join(f"{setting}: {', '.join(found)}" for setting, found in steps.items())


def wider(case) -> bool:
    """Whether the case has a tolerance wider than the table's for float64."""
    return any(own > of_table for own, of_table in zip(case.tol or (), TABLE["float64"]))


def _used(cases):
    """(cases, how many of the first of them are about it) of each name; refusals come last."""
    used = uses(cases)
    own = about(used)
    refusals = defaultdict(list)
    for number, case in enumerate(cases):
        if case.kind == "refuses":
            for name in names_of(case):
                refusals[name].append(number)
    found = {}
    for name in used.keys() | refusals.keys():
        first = own.get(name, [])
        others = [number for number in used.get(name, []) if number not in {*first}]
        found[name] = [*first, *others, *refusals[name]], len(first)
    return found


def _family(family, used):
    ours = names(numpynn, family)
    torchs = sorted(names(torch, family), key=lambda name: (name.lower(), name))
    return {
        "name": family,
        "module": ".".join(filter(None, ("torch", FAMILIES[family], family if family in ("Tensor", "Module") else ""))),
        "names": [_name(family, name, name in ours, used) for name in torchs],
    }


@cache
def _reasons():
    return {name: why for why, absent in left_out(torch).items() for name in absent}


def _name(family, name, ours, used):
    """[name, whether it is ours, cases, how many of the first are about it, a line]; out of scope: None, and the reason."""
    if not in_scope(family, name):
        return [name, None, [], 0, _reasons().get(f"{family}.{name}", "")]
    return [name, int(ours), *used.get(f"{family}.{name}", ([], 0)), _line(family, name) if ours else ""]


def _line(family, name):
    """The first line of what our docstring says."""
    owner = import_module(".".join(filter(None, ("numpynn", FAMILIES[family]))))
    owner = getattr(owner, family) if family in ("Tensor", "Module") else owner
    found = attrgetter(name)(owner)
    told = inspect.getdoc(found) if callable(found) and not isinstance(found, numpynn.Tensor) else None
    return (told or "").partition("\n")[0].replace("`", "")
