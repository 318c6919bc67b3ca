"""Peak memory of a training step, each in a process of its own: `python -m benchmarks.memory LIBRARY ROW` prints bytes."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from pathlib import Path

STATUS, CLEAR = Path("/proc/self/status"), Path("/proc/self/clear_refs")


def peak(row: str, library: str, threads: int) -> int:
    """The most that three steps of this row add to what the process has after importing the library, in bytes."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = os.environ | dict.fromkeys(names, str(threads))
    command = [sys.executable, "-m", "benchmarks.memory", library, row]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return int(done.stdout)


def measured(row: str, library: str) -> int:
    """The same, of this process."""
    from .rows import TRAINING

    lib = importlib.import_module(library)
    _warm_up(lib)
    before = _kilobytes("VmRSS")
    CLEAR.write_text("5")
    work = TRAINING[row](lib)
    for _ in range(3):
        work()
    return 1024 * (_kilobytes("VmHWM") - before)


def _warm_up(lib):
    """A small step of everything, since what a library loads at its first step is no part of any other."""
    nn = lib.nn
    network = nn.Sequential(nn.Conv2d(1, 2, 3), nn.BatchNorm2d(2), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2))
    optimizer = lib.optim.Adam(network.parameters())
    nn.functional.cross_entropy(network(lib.ones(2, 1, 4, 4)), lib.zeros(2, dtype=lib.long)).backward()
    optimizer.step()


def _kilobytes(field: str) -> int:
    line = next(line for line in STATUS.read_text().splitlines() if line.startswith(field))
    return int(line.split()[1])


if __name__ == "__main__":
    print(measured(sys.argv[2], sys.argv[1]))
