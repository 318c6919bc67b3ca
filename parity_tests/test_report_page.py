"""The page of the parity report says what the cases say, and needs nothing beside itself."""

from __future__ import annotations

import json
import re

import pytest

from . import report_page
from .collect import all_cases
from .coverage import count_names


@pytest.fixture(scope="module")
def shown():
    return report_page.data(None, ())


def names_of(shown, family):
    (found,) = (entry for entry in shown["families"] if entry["name"] == family)
    return {name: entry for name, *entry in found["names"]}


def test_as_many_cases_as_are_counted(shown):
    proven = count_names([case for _, case in all_cases()])
    for family in ("nn", "F", "Tensor"):
        for name, (_, cases, *_) in names_of(shown, family).items():
            assert len(cases) == proven[f"{family}.{name}"] or not cases
    status, cases, about, ratio = names_of(shown, "nn")["Conv2d"]
    assert status == "p" and len(cases) > 3 and about and ratio is None
    assert all("Conv2d" in "".join(shown["cases"][number][1:2]) for number in cases)


def test_what_is_out_of_scope_says_why(shown):
    status, cases, why, _ = names_of(shown, "Tensor")["is_cuda"]
    assert (status, cases) == ("x", []) and why == "other devices: tensors live on the CPU"


def test_what_failed_and_how_exact_it_is(tmp_path):
    page, case = next((page, case) for page, case in all_cases() if case.text == "nn.Tanh()")
    quoted = case.id.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    junit = tmp_path / "parity.xml"
    junit.write_text(
        '<testsuites><testcase classname="parity_tests.test_cases" '
        f'name="test_case[{page}: {quoted}]"><failure/></testcase></testsuites>'
    )
    shown = report_page.data(junit, [(page, case, 1.234, "at scale 1")])
    marked = [entry for entry in shown["cases"] if entry[3] or entry[4] is not None]
    assert shown["tested"] and [entry[1:] for entry in marked] == [[marked[0][1], "gs", 1, 1.23]]
    assert marked[0][1].startswith("nn.Tanh()") and names_of(shown, "nn")["Tanh"][3] == 1.23


def test_the_page_stands_alone(tmp_path):
    path = tmp_path / "new" / "parity.html"
    report_page.write(path)
    page = path.read_text(encoding="utf-8")
    assert not re.search(r"(src|href)=|url\(|@import|https?://", page.partition('<script id="data"')[0])
    (inside,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', page, flags=re.DOTALL)
    assert len(json.loads(inside)["families"]) == len(report_page.FAMILIES)
