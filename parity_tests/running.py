"""Programs run by torch and by numpynn, and how far what they print drifts apart: `python -m parity_tests.running`."""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

SCRIPTS = sorted(path for path in (Path(__file__).parent / "scripts").glob("*.py") if path.stem != "__init__")
NUMBER = re.compile(r"-?\d+\.\d+(?:e[+-]?\d+)?|-?\d+")
SMALL = 1e-3  # below it a difference counts as of this size: what is printed is a loss, a mean, a rate


def printed(script: Path, *prefix: str) -> str:
    """What the program prints, run by Python with these arguments before its path. Raises where it fails."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, *prefix, str(script)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise AssertionError(f"{script.name} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def by_numpynn(script: Path) -> str:
    """What it prints when `import torch` is numpynn."""
    return printed(script, "-m", "numpynn", "run")


def words(text: str) -> str:
    """The text with its numbers left out."""
    return NUMBER.sub("#", text)


def drift(theirs: str, ours: str) -> float:
    """The largest relative difference of two numbers in the same place."""
    pairs = zip(map(float, NUMBER.findall(theirs)), map(float, NUMBER.findall(ours)), strict=True)
    return max((abs(a - b) / max(abs(a), SMALL) for a, b in pairs), default=0.0)


def main(rounds: int = 3) -> None:
    """A line a program: its drift, and the seconds that it takes in both libraries, imports included."""
    print(f"{'program':<16} {'numbers':>7} {'drift':>9} {'numpynn':>9} {'torch':>9}")
    for script in SCRIPTS:
        theirs, ours = printed(script), by_numpynn(script)
        seconds = [[_seconds(run, script) for run in (by_numpynn, printed)] for _ in range(rounds)]
        mine, others = map(statistics.median, zip(*seconds, strict=True))
        count = len(NUMBER.findall(theirs))
        print(f"{script.stem:<16} {count:>7} {drift(theirs, ours):>9.1e} {mine:>7.2f} s {others:>7.2f} s", flush=True)


def _seconds(run, script):
    start = time.perf_counter()
    run(script)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
