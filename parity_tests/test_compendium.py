"""README's table tells the truth about the results it is made of."""

import pytest

from . import compendium

JUNIT = """<testsuites><testsuite>
<testcase classname="parity_tests.test_cases" name="{case}">{outcome}</testcase>
<testcase classname="parity_tests.test_models" name="test_it[models.VAE-float32]"/>
</testsuite></testsuites>"""


def results(tmp_path, outcome=""):
    """The results of one case that uses nn.Linear and no other of the promised names."""
    used = {f"test_case[{page}: {case.id}]": compendium.names_of(case) for page, case in compendium.all_cases()}
    case = next(test for test, names in used.items() if "nn.Linear" in names and "nn.Bilinear" not in names)
    quoted = case.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    path = tmp_path / "parity.xml"
    path.write_text(JUNIT.format(case=quoted, outcome=outcome))
    return compendium.outcomes(path)


def status(names, passed, failed):
    return compendium.status(names, compendium.users_of_names(passed | failed), passed, failed)


def test_a_name_whose_cases_pass_is_true(tmp_path):
    assert status(["nn.Linear", "models.VAE"], *results(tmp_path)) == "✓"


def test_a_name_without_a_case_is_not(tmp_path):
    assert status(["nn.Linear", "nn.Bilinear"], *results(tmp_path)) == "✗ `nn.Bilinear` is not compared"


@pytest.mark.parametrize("outcome", ["<failure/>", "<error/>"])
def test_a_name_with_a_case_that_fails_is_not(tmp_path, outcome):
    assert "`nn.Linear` differs" in status(["nn.Linear"], *results(tmp_path, outcome))


@pytest.mark.parametrize("outcome", ["", "<failure/>"])
def test_check_sees_what_is_stale_or_untrue(tmp_path, monkeypatch, outcome, capsys):
    readme = tmp_path / "README.md"
    readme.write_text(f"head\n{compendium.BEGIN}{compendium.END}\ntail\n")
    monkeypatch.setattr(compendium, "README", readme)
    results(tmp_path, outcome)
    arguments = [str(tmp_path / "parity.xml")]
    assert compendium.main([*arguments, "--check"]) == 1 and "stale" in capsys.readouterr().err
    assert compendium.main(arguments) == 0
    assert readme.read_text().startswith("head\n") and readme.read_text().endswith("\ntail\n")
    assert compendium.main([*arguments, "--check"]) == 1
    message = capsys.readouterr().err
    assert "stale" not in message and "not true" in message


def test_names_of_three_ranks_stand_together():
    assert compendium.by_rank(["nn.A", "nn.B1d", "nn.B2d", "nn.B3d", "nn.C"]) == ["nn.A", "nn.B1d/2d/3d", "nn.C"]
