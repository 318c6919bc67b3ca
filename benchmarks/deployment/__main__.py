"""Measures deployment: `python -m benchmarks.deployment [--docs]`; scripts/deployment installs what it needs."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from . import page
from .environments import make
from .measure import measure


def main() -> None:
    """Make the environments and the networks, measure, and show the tables."""
    parser = argparse.ArgumentParser(prog="deployment", description=sys.modules[__package__].__doc__)
    parser.add_argument(
        "--rounds", type=int, default=9, help="fresh processes for each network and library (default 9)"
    )
    parser.add_argument("--seconds", type=float, default=0.5, help="how long each process goes on predicting (0.5)")
    parser.add_argument("--threads", type=int, default=1, help="threads of each library (1)")
    parser.add_argument(
        "--environments", type=Path, metavar="FOLDER", help="keep the environments here, for the next time"
    )
    parser.add_argument("--docs", action="store_true", help="write the tables into docs/guides/deploying.md")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        pythons = make(options.environments or work / "environments")
        networks = work / "networks"
        # A process of its own, so that this one stays small.
        subprocess.run([sys.executable, "-m", "benchmarks.deployment.prepare", networks], check=True)
        found = measure(pythons, networks, options.rounds, options.seconds, options.threads)
        text = page.tables(found, pythons, options.rounds, options.threads)
    print(text)
    if options.docs:
        page.write(text)


if __name__ == "__main__":
    main()
