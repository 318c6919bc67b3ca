"""The parity report: torch's names by family, ours, every case run on both libraries, how far apart they come out."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path

from ..accuracy_table import print_table
from ..collect import all_cases
from .drift import drifts
from .measured import measure_all
from .page import write
from .terminal import print_cases, print_drifts, print_family, print_measured, print_names

PAGE, RATIOS = Path("build/parity.html"), Path("build/accuracy.json")


def main(arguments=None) -> int:
    """Print the report and write the page; 1 if a case differs."""
    wanted = _parser().parse_args(arguments)
    cases = [case for _, case in all_cases()]
    if wanted.family:
        print_family(wanted.family, cases)
        return 0
    measured = {} if wanted.names else measure_all()
    print_names(cases, measured)
    print_cases(cases)
    ratios = _ratios(wanted)
    if not wanted.names:
        found = drifts()
        print_measured(measured)
        print_drifts(found)
        write(wanted.html, measured, found, ratios, _day(RATIOS))
        print(f"\nwritten: {wanted.html}")
    return int(any(found.problem for found in measured.values()))


def _parser():
    parser = ArgumentParser(prog="scripts/parity_report", description=__doc__)
    parser.add_argument(
        "--html", metavar="FILE", type=Path, nargs="?", const=PAGE, default=PAGE, help=f"the page: {PAGE}"
    )
    parser.add_argument("--names", action="store_true", help="only names and counts, no case is run: seconds")
    parser.add_argument("--family", metavar="NAME", help="only the number of cases of every name of a family: optim")
    parser.add_argument(
        "--accuracy",
        action="store_true",
        help="also float32 beside torch's over many draws, where it could easily lose: a minute",
    )
    parser.add_argument(
        "--sweep", action="store_true", help=f"the same in every case, kept in {RATIOS} for later pages: half an hour"
    )
    return parser


def _day(path):
    """The day on which the sweep was kept."""
    return date.fromtimestamp(path.stat().st_mtime).isoformat() if path.exists() else ""


def _ratios(wanted):
    """Our error over torch's by case: of the last sweep, and as measured now."""
    ratios = json.loads(RATIOS.read_text(encoding="utf-8")) if RATIOS.exists() else {}
    if wanted.accuracy or wanted.sweep:
        ratios |= {case.id: round(ratio, 3) for _, case, ratio, _ in print_table(wanted.sweep)}
    if wanted.sweep:
        RATIOS.parent.mkdir(exist_ok=True)
        RATIOS.write_text(json.dumps(ratios, indent=0), encoding="utf-8")
    return ratios


if __name__ == "__main__":
    sys.exit(main())
