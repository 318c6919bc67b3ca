"""What type checkers read is what is there: the stubs are those that `python -m stubs` would write, and tell the truth."""

import ast
import runpy
import subprocess
import sys

import pytest
from importing import PACKAGE, ROOT

PROGRAMS = sorted((ROOT / "tests" / "typing").glob("*.py"))


@pytest.fixture(scope="module")
def check():
    """In a process of its own, where no test has changed the package."""
    return subprocess.run([sys.executable, "-m", "stubs", "--check"], cwd=ROOT, capture_output=True, text=True)


def test_stubs_are_up_to_date(check):
    assert check.returncode == 0, f"run python -m stubs:\n{check.stdout}{check.stderr}"


def test_stubs_are_python():
    for path in PACKAGE.rglob("*.pyi"):
        ast.parse(path.read_text(encoding="utf-8"), str(path))


def methods_of(path, name):
    (found,) = [s for s in ast.parse(path.read_text(encoding="utf-8")).body if getattr(s, "name", "") == name]
    return {statement.name for statement in found.body if isinstance(statement, ast.FunctionDef)}


def test_methods_attached_to_the_tensor_are_in_its_stub():
    assert {"sum", "add_", "erfinv", "exponential_", "backward", "__matmul__"} <= methods_of(
        PACKAGE / "tensor.pyi", "Tensor"
    )


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda path: path.stem)
def test_the_programs_run(path, capsys):
    """What pyright finds right, by scripts/check, is right: `assert_type` of a wrong stub would pass there."""
    import numpynn

    with numpynn.random.fork_rng():
        runpy.run_path(str(path), run_name="__main__")
