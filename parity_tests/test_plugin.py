"""The fixture `twins` in a project of a user's, and what it costs one that does not use it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from numpynn import parity
from numpynn.parity.compare import Difference
from numpynn.parity.report import Row

TEST = """
import numpy as np

def network(torch):
    return torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Tanh())

def broken(torch):
    last = torch.nn.Tanh() if torch.__name__ == "torch" else torch.nn.Sigmoid()
    return torch.nn.Sequential(torch.nn.Linear(3, 2), last)

def test_of_one_function(twins):
    twins(network).run(np.ones((4, 3))).assert_close()

def test_of_two_networks(twins):
    import numpynn
    import torch
    twins(network(torch), network(numpynn)).run(np.ones((4, 3))).assert_close()

def test_drawn_from_a_seed(twins):
    first, second = twins(network), twins(network)
    assert np.array_equal(first.theirs.state()["0.weight"], second.theirs.state()["0.weight"])

def test_broken(twins):
    twins(broken).run(np.ones((4, 3))).assert_close()
"""
UNUSED = """
import sys

def test_nothing_is_imported():
    assert not {"numpy", "numpynn", "torch"} & set(sys.modules)
"""


@pytest.fixture
def run(tmp_path):
    """pytest on a file, with the plugin and no other; installed or not, it goes by one name."""

    def run(text):
        (tmp_path / "test_it.py").write_text(text)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "pytest_numpynn", "-p", "no:cacheprovider", "test_it.py"]
        environment = {"PYTHONPATH": ":".join(filter(None, sys.path)), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True).stdout

    return run


def test_the_fixture(run):
    out = run(TEST)
    assert "1 failed, 3 passed" in out
    assert "first module whose output differs: 1 (Tanh)" in out


def test_it_costs_nothing_unused(run):
    assert "1 passed" in run(UNUSED)


def test_without_torch_the_test_is_skipped(run):
    out = run("import sys; sys.modules['torch'] = None\ndef test_it(twins): assert False")
    assert "1 skipped" in out


def test_a_report_in_a_notebook():
    rows = [
        Row("output", Difference(1e-3, 2e-3, 7.0, "1 of 4 elements differ <worst>"), "bug"),
        Row("gradient of w", Difference(1e-5, 2e-5, 3.0), "rounding"),
        Row("buffer n", Difference(), "same"),
    ]
    html = parity.Report("float32", rows, first_output="0 (Linear)")._repr_html_()
    assert (
        '<strong class="bug">2 of 3 tensors differ in float32: bug.</strong><br>first module whose output differs: 0'
        in html
    )
    assert html.count("<tr") == 4 and '<span class="rounding">rounding</span>' in html
    assert "1 of 4 elements differ &lt;worst&gt;" in html
    assert '<span class="dot same"></span> <code>buffer n</code></td>' in html


def test_a_report_of_many_rows_tells_how_many_it_hides():
    rows = [Row(f"w{i}", Difference(ulps=float(i)), "close") for i in range(50)]
    shown, summary, hidden = parity.Report("float64", rows)._repr_html_().partition("... and 10 that differ less")
    assert summary and "<code>w10</code>" in shown and "<code>w9</code>" in hidden and hidden.count("<tr>") == 11
