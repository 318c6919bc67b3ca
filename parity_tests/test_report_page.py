"""The page of the parity report says what the cases say, and needs nothing beside itself."""

from __future__ import annotations

import json
import re

import pytest
import torch

import numpynn

from .case import expr
from .collect import all_cases
from .coverage import count_names
from .library import Library
from .names import FAMILIES
from .report import drift, page
from .report.attribution import about, uses
from .report.measured import Measured, measure


@pytest.fixture(scope="module")
def shown():
    return page.data({}, {}, {})


def names_of(shown, family):
    (found,) = (entry for entry in shown["families"] if entry["name"] == family)
    return {name: entry for name, *entry in found["names"]}


def shown_case(text, found, ratios=None):
    """How the page shows the case of this text when it came out like this."""
    case = next(case for _, case in all_cases() if case.text == text)
    shown = page.data({case.id: found}, {}, {case.id: 1.234} if ratios else {})
    (entry,) = (
        entry
        for entry in shown["cases"]
        if entry[1].partition("  →")[0] == text and entry[4:7] != [[None] * 6, [], None]
    )
    return shown, entry


def test_as_many_cases_as_are_counted(shown):
    proven = count_names([case for _, case in all_cases()])
    compared = {number for number, entry in enumerate(shown["cases"]) if not entry[3]}
    for family in ("nn", "F", "Tensor"):
        for name, (_, cases, own, _) in names_of(shown, family).items():
            assert len(compared & {*cases}) == proven[f"{family}.{name}"] or not cases
            assert compared >= {*cases[:own]} and (own > 0) == bool(compared & {*cases})
    ours, cases, own, about = names_of(shown, "nn")["Conv2d"]
    assert ours == 1 and own > 3 and len(compared & {*cases}) > 3 and len({*cases} - compared) > 3 and about
    assert all("Conv2d" in shown["cases"][number][1] for number in cases)


def test_what_is_out_of_scope_says_why(shown):
    assert names_of(shown, "Tensor")["is_cuda"] == [None, [], 0, "other devices: tensors live on the CPU"]
    assert "Tensor.is_cuda" in dict(shown["outside"])["other devices: tensors live on the CPU"]


def test_how_a_case_came_out():
    ulps = {("float64", 0): 1.0, ("float64", 1): float("inf"), ("float32", 0): 0.251, ("float32", 2): 1234.0}
    found = Measured(
        ulps=ulps, errors=(1.26, 0.5), beyond=["float32: result", "float32: gradient of x", "float64: result"]
    )
    shown, entry = shown_case("nn.Tanh()", found, ratios=True)
    assert shown["pages"][entry[0]] == "activation" and entry[3] == 0
    assert entry[4:] == [
        [1, "Infinity", None, 0.25, None, 1200],
        [1.3, 0.5],
        1.23,
        [["b", "float32: result, gradient of x; float64: result"]],
        "",
    ]


def test_what_differs_and_what_is_left_out_says_why():
    shown, entry = shown_case("nn.Tanh()", Measured("float32: result: 3 of 4 elements differ", {("float64", 0): 0.0}))
    assert entry[7] == [["d", "float32: result: 3 of 4 elements differ"]]
    notes = [entry for entry in shown["cases"] for letter, _ in entry[7] if letter == "t"]
    assert notes and all(why for *_, why in notes)
    assert all(entry[8] for entry in shown["cases"] if any("second derivatives" in text for _, text in entry[7]))


def test_a_tolerance_is_wider_if_any_part_of_it_is():
    wide = [page.wider(expr("x", x=(2,), tol=tol, why="...")) for tol in ((0, 1e-9), (1e-9, 0), (1e-12, 0))]
    assert wide == [True, True, False] and not page.wider(expr("x", x=(2,)))


def test_the_page_stands_alone(tmp_path):
    path = tmp_path / "new" / "parity.html"
    curves = {"SGD(lr=0.1)": {precision: [[0.5, 2.0], [1.0, 1.0]] for precision in ("float64", "float32")}}
    page.write(path, {}, curves, {})
    written = path.read_text(encoding="utf-8")
    head, _, rest = written.partition('<script id="data" type="application/json">')
    inside, _, program = rest.partition("</script>")
    for part in (head, program):
        assert not re.search(r"src=|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", part)
    assert "/* program */" not in written and ".numpynn table" in head and len(written.encode()) < 2e6
    found = json.loads(inside)
    assert len(found["families"]) == len(FAMILIES)
    assert found["drifts"] == [["SGD(lr=0.1)", [0.5, 2], [1, 1], [0.5, 2], [1, 1], ""]]


def test_a_case_is_about_the_names_that_few_cases_use():
    cases = [expr(f"F.relu(x + {i}).detach()", x=(2,)) for i in range(30)]
    cases += [expr("F.celu(x.detach())", x=(2,)), expr("x.detach()", x=(2,)), expr("F.celu(x) + F.selu(x)", x=(2,))]
    found = about(uses(cases))
    assert found["F.relu"] == [*range(30)] and found["Tensor.detach"] == [31]
    assert found["F.celu"] == [30, 32] and found["F.selu"] == [32]
    assert about(uses(cases[:31]))["Tensor.detach"] == [*range(30)]


OURS, THEIRS = Library(numpynn), Library(torch)


def broken(**functions):
    """torch with some functions of F replaced."""
    return Library(torch, F=type("F", (), {name: staticmethod(function) for name, function in functions.items()}))


def test_torch_is_no_way_from_itself():
    found = measure(expr("F.softmax(x, dim=1)", x=(2, 3)), THEIRS, THEIRS)
    assert not found.problem and not found.beyond and 0 < found.errors[0] == found.errors[1] < 2
    assert found.ulps == {(precision, order): 0.0 for precision in ("float64", "float32") for order in range(3)}


def test_a_difference_is_measured_in_units_in_the_last_place_of_the_largest():
    moved = broken(softmax=lambda x, dim: torch.softmax(x, dim) + 3 * torch.finfo(x.dtype).eps)
    found = measure(expr("(F.softmax(x * 0, dim=1) + 1) * 64", x=(2, 3)), moved, THEIRS)
    assert found.ulps["float64", 0] == found.ulps["float32", 0] == 3
    assert found.errors[0] > found.errors[1] + 2


def test_what_differs_is_told_in_place_of_numbers():
    wrong = broken(softmax=lambda x, dim: torch.softmax(x, dim) * 1.01)
    found = measure(expr("F.softmax(x, dim=1)", x=(2, 3)), wrong, THEIRS)
    assert found.problem.startswith("float64: result: 6 of 6 elements differ") and not found.ulps


def test_what_is_zero_in_theory_is_not_measured():
    found = measure(expr("(x - x.mean()).sum()", x=(5, 7)), OURS, THEIRS)
    assert not found.problem and not found.ulps


def test_other_random_numbers_have_no_accuracy():
    assert measure(expr("torch.randn_like(x)", x=(30,), grad=False), OURS, THEIRS).errors is None


def test_every_optimizer_drifts_or_says_why_not():
    shown = {rule.partition("(")[0] for rule in drift.RULES} | {*drift.NOT_SHOWN}
    rules = {name for name in dir(torch.optim) if isinstance(getattr(torch.optim, name), type)}
    assert shown == rules - {"Optimizer"}


@pytest.mark.parametrize("rule", ["Adam(lr=0.01)", "LBFGS(lr=0.1, max_iter=2)"])
def test_drift_of_a_rule(rule):
    ours, torchs_own = drift.drift(rule, "float64", 3)
    assert len(ours) == len(torchs_own) == 3 and max(ours) < 1e4 and 0 < torchs_own[0] <= 1


def test_another_rule_drifts(monkeypatch):
    monkeypatch.setattr(numpynn.optim, "Adam", numpynn.optim.AdamW)
    assert min(drift.drift("Adam(lr=0.01)", "float64", 2)[0]) > 1e6
