"""The package as others get it: what it asks for, and what its wheel and sdist hold."""

import subprocess
import sys
import tomllib

import pytest
from importing import ROOT

from numpynn.version import __version__

OLD_NUMPY = """
import numpy
numpy.__version__ = "1.26.4"
import numpynn
"""


def test_an_old_numpy_is_refused_in_one_line():
    run = subprocess.run([sys.executable, "-c", OLD_NUMPY], capture_output=True, text=True, cwd=ROOT)
    assert run.returncode == 1
    assert run.stderr.splitlines()[-1] == (
        "ImportError: numpynn needs NumPy 2 or later, and this is NumPy 1.26.4: python -m pip install --upgrade numpy"
    )


def test_numpy_is_all_it_needs():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == ["numpy>=2"]


def test_the_citation_is_of_this_version():
    assert f"version: {__version__}" in (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()


@pytest.mark.sweep
def test_wheel_and_sdist_are_whole():
    """Minutes: two environments are made, and NumPy is downloaded."""
    run = subprocess.run([ROOT / "scripts" / "check_package", sys.executable], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.count("whole") == 2
