"""docs/benchmarks.md: the table of all rows with one thread and with two, peak memory, and the pictures of growth."""

from __future__ import annotations

import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
THREADS = (2, 1)
HEAD = """# Benchmarks

numpynn against torch, float32 on the CPU, made by `scripts/bench --docs`: both libraries in turn in one process, with as many
threads each, medians. A ratio is torch's time over numpynn's: above 1 numpynn is the faster. Peak memory is what training
steps add to the process after the library is loaded; its ratio is numpynn's over torch's.
"""


def write(seconds: float) -> None:
    """Measure everything, and write the page and its pictures."""
    DOCS.joinpath("images").mkdir(parents=True, exist_ok=True)
    times = {threads: _rows(threads, seconds) for threads in THREADS}
    memory = _memory()
    _growth(seconds)
    (DOCS / "benchmarks.md").write_text("\n".join([HEAD, _machine(), "", *_table(times, memory), "", *_pictures()]))


def _rows(threads, seconds):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "rows.json"
        options = ["--threads", str(threads), "--seconds", str(seconds), "--json", str(file)]
        subprocess.run([sys.executable, "-m", "benchmarks", *options], check=True)
        return json.loads(file.read_text())


def _memory():
    from .memory import peak
    from .rows import TRAINING

    return {row: (peak(row, "numpynn", 2), peak(row, "torch", 2)) for row in TRAINING}


def _growth(seconds):
    code = "import numpynn, torch; from benchmarks import growth; growth.draw(growth.measure(numpynn, torch, {}), {!r})"
    environment = os.environ | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "2")
    subprocess.run(
        [sys.executable, "-c", code.format(seconds, str(DOCS / "images" / "growth.png"))], check=True, env=environment
    )


def _machine():
    import numpy
    import torch

    return f"{os.cpu_count()} cores ({platform.machine()}), NumPy {numpy.__version__}, torch {torch.__version__.split('+')[0]}."


def _table(times, memory):
    from .rows import DRAWING

    yield "| row | numpynn, 2 threads | torch | ratio | ratio, 1 thread | memory, MB | torch | ratio |"
    yield "|---|---:|---:|---:|---:|---:|---:|---:|"
    two, one = (times[threads] for threads in THREADS)
    for name, pair in two.items():
        cells = [
            f"{pair['ours'] * 1e3:.3f} ms",
            f"{pair['theirs'] * 1e3:.3f} ms",
            f"{pair['ratio']:.2f}",
            f"{one[name]['ratio']:.2f}",
        ]
        ours, theirs = memory.get(name, (None, None))
        cells += [f"{ours / 1e6:.1f}", f"{theirs / 1e6:.1f}", f"{ours / theirs:.2f}"] if ours else ["", "", ""]
        yield f"| {name} | {' | '.join(cells)} |"
    works = [name for name in two if name not in DRAWING]
    for title, names in (("geometric mean", two), ("geometric mean without drawing and construction", works)):
        means = [math.exp(statistics.fmean(math.log(rows[name]["ratio"]) for name in names)) for rows in (two, one)]
        yield f"| **{title}** | | | **{means[0]:.2f}** | **{means[1]:.2f}** | | | |"


def _pictures():
    return ["![How a training step's time grows with batch, width, depth and sequence length](images/growth.png)", ""]
