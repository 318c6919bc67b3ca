"""An environment for each library, with nothing else in it, and how large it is."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def requirements() -> dict[str, list[str]]:
    """What is installed for each library; torch and onnxruntime get their input from NumPy too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "numpynn": [str(ROOT)],
        "onnxruntime": ["onnxruntime", "numpy"],
        "torch": [*project["optional-dependencies"]["parity"], "numpy"],
    }


def make(folder: Path) -> dict[str, Path]:
    """Python of each, in `folder`; what is there already is left as it is."""
    return {library: _environment(folder / library, wanted) for library, wanted in requirements().items()}


def _environment(folder, wanted):
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"installing {folder.name}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *wanted], check=True)
    return python


def size(python: Path) -> int:
    """The bytes of all that is installed, compiled bytecode too."""
    return sum(path.stat().st_size for path in _packages(python).rglob("*") if path.is_file() and not path.is_symlink())


def versions(python: Path) -> dict[str, str]:
    """Of each package that is installed."""
    names = (path.stem.split("-") for path in _packages(python).glob("*.dist-info"))
    return {name.lower(): version.split("+")[0] for name, version, *_ in names}


def _packages(python):
    return next((python.parents[1] / "lib").glob("python*/site-packages"))
