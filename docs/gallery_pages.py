"""The gallery: each program of examples/ is run by sphinx-gallery, with what it prints and the picture that it draws."""

from __future__ import annotations

import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

from matplotlib.figure import Figure

EXAMPLES = Path(__file__).parents[1] / "examples"
WITH_TORCH = "check_your_network"
HEADER = """
Examples
========

Short programs with a training loop as one writes it for PyTorch. Each needs NumPy alone, and ``python examples/xor.py`` runs
it; ``examples/gallery.py`` holds what they share. What they print and draw here was made when this page was.
"""


def settings(generated: Path) -> dict:
    """sphinx-gallery's, after the programs have been copied for it; the paths are relative to docs/."""
    _copy(generated / "programs")
    _plain_thumbnail(generated / "thumbnail.png")
    return {
        "examples_dirs": f"{generated.name}/programs",
        "gallery_dirs": f"{generated.name}/examples",
        "filename_pattern": r"\.py$" if find_spec("torch") else rf"(?<!{WITH_TORCH})\.py$",
        "within_subsection_order": "gallery_pages.place",
        "image_scrapers": ("gallery_pages.pictures",),
        "default_thumb_file": str(generated / "thumbnail.png"),
        "abort_on_example_error": True,
        "capture_repr": (),
        "download_all_examples": False,
        "inspect_global_variables": False,
        "min_reported_time": float("inf"),
        "notebook_extensions": set(),
        "reset_modules": ("matplotlib",),
        "show_signature": False,
        "write_computation_times": False,
    }


def _copy(folder):
    """The programs under a heading, without which sphinx-gallery takes none."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "GALLERY_HEADER.rst").write_text(HEADER, encoding="utf-8")
    for program in _order():
        source = (EXAMPLES / program).read_text(encoding="utf-8")
        title = re.match(r'"""(.*?)[.,:;]', source).group(1)
        (folder / program).write_text(f'"""\n{title}\n{"=" * len(title)}\n\n{source[3:]}', encoding="utf-8")


def _order():
    """As the README of the examples has them."""
    return re.findall(r"^\| \[(\w+\.py)\]", (EXAMPLES / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)


def place(program: str) -> int:
    """Where a program stands among the others."""
    return _order().index(program)


def prepare() -> None:
    """The programs find what they share; pictures go to a folder beside them, and a line tells what a bar would."""
    sys.path.insert(0, str(EXAMPLES))
    import gallery

    gallery.OUT = Path("out")
    gallery.find_spec = lambda name: None if name == "tqdm" else find_spec(name)


def pictures(block, block_vars, gallery_conf) -> str:
    """For sphinx-gallery: moves the pictures that a program has drawn to where it shows them."""
    from sphinx_gallery.scrapers import figure_rst

    shown = []
    for drawn in sorted(Path("out").glob("*.png")):
        shown.append(next(block_vars["image_path_iterator"]))
        shutil.move(drawn, shown[-1])
    return figure_rst(shown, gallery_conf["src_dir"])


def _plain_thumbnail(path):
    """For the program that draws nothing."""
    figure = Figure((4, 2.8))
    figure.text(0.5, 0.5, "torch = numpynn", ha="center", va="center", family="monospace", fontsize=20, color="#3f7fc1")
    figure.savefig(path, dpi=100)
