"""Times the rows: `python -m benchmarks [--threads N] [--seconds S] [words of a row's name]`."""

from __future__ import annotations

import argparse
import importlib
import json
import math
import os
import statistics
import subprocess
import sys


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="numpynn against torch, interleaved, with equal threads")
    parser.add_argument("words", nargs="*", help="only the rows whose names hold one of these")
    parser.add_argument("--threads", type=int, default=2, help="threads of both libraries (default 2)")
    parser.add_argument("--seconds", type=float, default=1.0, help="about how long to time each library in a row")
    parser.add_argument("--json", metavar="FILE", help="write the rows to this file too")
    parser.add_argument(
        "--docs", action="store_true", help="write docs/benchmarks.md and its pictures: every row, all figures"
    )
    options = parser.parse_args()
    if options.docs:
        from .page import write

        write(options.seconds)
        return
    # Read by both BLAS libraries when they are loaded.
    os.environ.update(
        dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), str(options.threads))
    )
    if not options.words or any("import".startswith(word) for word in options.words):
        print_import_time()
    print_rows(options)


def print_import_time(rounds=9) -> None:
    """The seconds that importing costs in a fresh process, each beside the other."""
    code = "import time; t = time.perf_counter(); import {}; print(time.perf_counter() - t)"
    found = {name: [] for name in ("numpy", "numpynn", "torch")}
    # As an installed package: compiled once.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", "import numpynn"], env=environment, check=True)
    for _ in range(rounds):
        for name, seconds in found.items():
            run = subprocess.run(
                [sys.executable, "-c", code.format(name)], capture_output=True, text=True, check=True, env=environment
            )
            seconds.append(float(run.stdout))
    numpy, numpynn, torch = map(statistics.median, found.values())
    parts = [
        f"{name} {seconds * 1e3:.0f} ms" for name, seconds in (("numpy", numpy), ("numpynn", numpynn), ("torch", torch))
    ]
    print(f"import: {', '.join(parts)}; numpynn {numpynn / numpy:.2f} times numpy")


def print_rows(options) -> None:
    """A line a row, and the geometric mean of the ratios."""
    # In this order: numpynn sets what NumPy's BLAS reads when it is loaded.
    numpynn, torch = map(importlib.import_module, ("numpynn", "torch"))
    from .rows import ROWS
    from .timing import compare

    torch.set_num_threads(options.threads)
    chosen = [name for name in ROWS if not options.words or any(word in name for word in options.words)]
    found = {}
    print(f"{'row':<50} {'numpynn':>10} {'torch':>10}   torch / numpynn, {options.threads} threads")
    for name in chosen:
        pair = found[name] = compare(ROWS[name](numpynn), ROWS[name](torch), seconds=options.seconds)
        print(f"{name:<50} {pair.ours * 1e3:>7.3f} ms {pair.theirs * 1e3:>7.3f} ms   {pair.ratio:.2f}", flush=True)
    if found:
        ratios = [pair.ratio for pair in found.values()]
        print(f"geometric mean {math.exp(statistics.fmean(map(math.log, ratios))):.2f}, least {min(ratios):.2f}")
    if options.json:
        with open(options.json, "w") as file:
            json.dump({name: vars(pair) for name, pair in found.items()}, file, indent=1)


if __name__ == "__main__":
    main()
