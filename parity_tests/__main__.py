"""`python -m parity_tests WORD ...` runs the cases with these words in page or text; tells what fails."""

from __future__ import annotations

import sys

import torch

import numpynn

from .collect import all_cases
from .library import Library
from .run import check


def main(words):
    """Run the cases that hold these words; the number of failures."""
    ours, theirs = Library(numpynn), Library(torch)
    chosen = [(page, case) for page, case in all_cases() if all(word in f"{page}: {case.id}" for word in words)]
    failures = [(page, case, problem) for page, case in chosen if (problem := _problem(case, ours, theirs))]
    for page, _, problem in failures:
        print(f"FAIL {page}: {problem}\n")
    print(f"{len(chosen) - len(failures)} of {len(chosen)} cases agree")
    return len(failures)


def _problem(case, ours, theirs):
    try:
        check(case, ours, theirs)
    except AssertionError as difference:
        return str(difference)
    return ""


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
