"""Times the rows: `python -m benchmarks [--threads N] [--seconds S] [words of a row's name]`."""

from __future__ import annotations

import argparse
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
    options = parser.parse_args()
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
    import torch

    import numpynn

    from .rows import ROWS
    from .timing import compare

    torch.set_num_threads(options.threads)
    chosen = [name for name in ROWS if not options.words or any(word in name for word in options.words)]
    ratios = []
    print(f"{'row':<50} {'numpynn':>10} {'torch':>10}   torch / numpynn, {options.threads} threads")
    for name in chosen:
        pair = compare(ROWS[name](numpynn), ROWS[name](torch), seconds=options.seconds)
        ratios.append(pair.ratio)
        print(f"{name:<50} {pair.ours * 1e3:>7.3f} ms {pair.theirs * 1e3:>7.3f} ms   {pair.ratio:.2f}", flush=True)
    if ratios:
        print(f"geometric mean {math.exp(statistics.fmean(map(math.log, ratios))):.2f}, least {min(ratios):.2f}")


if __name__ == "__main__":
    main()
