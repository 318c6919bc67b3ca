"""Reads 100 000 mutated checkpoints of every format: each must end in a value or in the library's own error.

    scripts/fuzz_checkpoint [COUNT] [FIRST_SEED]

Runs in processes of their own, so that a crash is seen, with a limit on time and memory for each file (Linux).
"""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
run = import_module("fuzzing").run

BATCH = 1000


def main(argv):
    count = int(argv[0]) if argv else 100_000
    first = int(argv[1]) if len(argv) > 1 else 0
    batches = [range(start, min(start + BATCH, first + count)) for start in range(first, first + count, BATCH)]
    values = errors = 0
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        try:
            for good, bad in pool.map(run, batches):
                values, errors = values + good, errors + bad
                print(f"\r{values + errors} of {count} files", end="", file=sys.stderr, flush=True)
        except BrokenProcessPool:
            print(f"\ncrash: a process died at a seed from {first + values + errors} on", file=sys.stderr)
            return 1
        except AssertionError as error:
            print(f"\n{error}", file=sys.stderr)
            return 1
    print(f"\r{count} mutated files: {values} gave a value, {errors} the library's error, none anything else")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
