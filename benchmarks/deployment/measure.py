"""Cold starts, each in a process of its own, the libraries in turn."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from .networks import FILES, NETWORKS

PROCESS = Path(__file__).with_name("process.py")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
FAR = 1e-4  # of answers near 1 in float32: further from torch's than this is another network


def measure(pythons: dict[str, Path], folder: Path, rounds: int, seconds: float, threads: int) -> dict:
    """(network, library) -> the medians of each part. A first process of each, which fills the disk's cache, is not counted."""
    found = {(network, library): [] for network in NETWORKS for library in pythons}
    for count in range(rounds + 1):
        print(f"round {count} of {rounds}", file=sys.stderr)
        for (network, library), runs in found.items():
            run = once(pythons[library], library, folder / network, seconds, threads)
            if run["difference"] > FAR:
                raise SystemExit(f"{library}'s answer for {network} is {run['difference']:.1e} from torch's")
            runs.append(run)
    return {pair: {**medians(runs[1:]), "files": files(folder, *pair)} for pair, runs in found.items()}


def once(python: Path, library: str, folder: Path, seconds: float, threads: int) -> dict:
    """One process: the seconds of its parts, and the most memory that it held."""
    # As an installed program: nothing of Python's set, so that bytecode is compiled once.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= dict.fromkeys(THREADS, str(threads))
    command = [python, PROCESS, library, folder, repr(time.monotonic()), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    if done.returncode:
        raise SystemExit(f"{library} failed on {folder.name}:\n{done.stderr}")
    return json.loads(done.stdout)


def medians(runs: list[dict]) -> dict:
    """Of each part, and of the whole until the first answer."""
    whole = [sum(run[part] for part in ("start", "import", "load", "first")) for run in runs]
    return {part: statistics.median(run[part] for run in runs) for part in runs[0]} | {
        "whole": statistics.median(whole)
    }


def files(folder: Path, network: str, library: str) -> int:
    """The bytes of what a program brings along for this network."""
    return sum(path.stat().st_size for name in FILES[library] if (path := folder / network / name).exists())
