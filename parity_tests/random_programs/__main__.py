"""Run many random programs: `python -m parity_tests.random_programs --programs 10000 --seed 0`."""

from __future__ import annotations

import random
import time
from argparse import ArgumentParser

from .drawing import Chance, draw_program
from .running import difference


def main():
    """Draw programs, compare, print each difference with the shortest program that still shows it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", type=int, default=20, help="how many differences to print")
    wanted = parser.parse_args()
    started, shown, statements, differing = time.perf_counter(), 0, 0, 0
    for number in range(wanted.programs):
        lines = program(wanted.seed + number)
        statements += len(lines)
        found = difference(lines)
        if found:
            differing += 1
            if shown < wanted.show:
                shown += 1
                lines = shortest(lines, found)
                print(f"\nprogram {wanted.seed + number}:", *lines, difference(lines), sep="\n  ", flush=True)
    seconds = time.perf_counter() - started
    print(f"\n{wanted.programs} programs of {statements} statements in {seconds:.0f} s: {differing} differ")


def program(seed: int) -> list[str]:
    """The program of this number."""
    source = random.Random(seed)
    return draw_program(Chance(source), source.randint(3, 10))


def shortest(lines, found):
    """The program without the statements that do not matter."""
    kind = found.splitlines()[-1]
    for i in reversed(range(len(lines))):
        without = lines[:i] + lines[i + 1 :]
        again = difference(without)
        if again and again.splitlines()[-1] == kind:
            lines = without
    return lines


if __name__ == "__main__":
    main()
