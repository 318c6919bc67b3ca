"""README's table of building blocks: the status of each row comes from the results of the parity tests.

    pytest parity_tests --junit-xml=build/parity.xml
    python -m parity_tests.compendium build/parity.xml            writes the table
    python -m parity_tests.compendium build/parity.xml --check    fails if that would change it

A row is true when each of its names is used by a case (a model: named by a test of test_models.py), and no test that
uses it failed.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from xml.etree import ElementTree

from .blocks import blocks
from .collect import all_cases
from .coverage import names_of

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- compendium: written by scripts/compendium_table -->\n", "<!-- end of compendium -->"


def main(arguments=None) -> int:
    """Write or check the table; 1 if it is stale or a row is not true."""
    parser = argparse.ArgumentParser(prog="scripts/compendium_table", description="README's table of blocks.")
    parser.add_argument("results", type=Path, nargs="?", default=Path("build/parity.xml"))
    parser.add_argument("--check", action="store_true", help="only tell whether the table is up to date")
    options = parser.parse_args(arguments)
    passed, failed = outcomes(options.results)
    before = README.read_text(encoding="utf-8")
    after = put_in(before, table(passed, failed))
    if options.check:
        return _report(before == after, "✗" not in after)
    README.write_text(after, encoding="utf-8")
    return 0


def _report(fresh, true):
    if not fresh:
        print("README's table of blocks is stale: run scripts/compendium_table", file=sys.stderr)
    if not true:
        print("README's table of blocks has rows that are not true", file=sys.stderr)
    return int(not (fresh and true))


def outcomes(path):
    """The tests that passed and those that did not, as "test_cases.test_case[...]", from pytest's JUnit file."""
    passed, failed = set(), set()
    ran = (test for test in ElementTree.parse(path).iter("testcase") if test.find("skipped") is None)
    for test in ran:
        good = test.find("failure") is None and test.find("error") is None
        name = f"{test.get('classname')}.{test.get('name')}".removeprefix("parity_tests.")
        (passed if good else failed).add(name)
    return passed, failed


def table(passed, failed) -> str:
    """The rows in Markdown."""
    users = users_of_names(passed | failed)
    lines = ["| block | in numpynn | status |", "|---|---|---|"]
    for block, names, options in blocks():
        shown = ", ".join(f"`{name}`" for name in by_rank(names)) + (f": {options}" if options else "")
        lines.append(f"| {block} | {shown} | {status(names, users, passed, failed)} |")
    return "\n".join(lines) + "\n"


def by_rank(names):
    """The names, those for one, two and three dimensions as one."""
    together = re.sub(r"(\S+)1d \1(2d) \1(3d)", r"\g<1>1d/\2/\3", " ".join(names))
    return together.split()


def status(names, users, passed, failed) -> str:
    """ "✓", or what is missing."""
    missing = [f"`{name}` is not compared" for name in names if not users(name) & passed]
    wrong = [f"`{name}` differs" for name in names if users(name) & failed]
    return "✗ " + ", ".join(missing + wrong) if missing or wrong else "✓"


def users_of_names(tests):
    """A function: the tests that use a name."""
    cases = {f"test_cases.test_case[{page}: {case.id}]": names_of(case) for page, case in all_cases()}
    models = [test for test in tests if test.startswith("test_models.")]

    def users(name):
        named = {test for test in models if re.search(rf"(?<![a-z]){name}(?!\w)", test)}
        return named | {test for test in tests if name in cases.get(test, ())}

    return users


def put_in(text, rows) -> str:
    """The text with the table between its marks."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md has no {BEGIN.strip()!r} ... {END!r}")
    return head + begin + rows + end + tail


if __name__ == "__main__":
    sys.exit(main())
