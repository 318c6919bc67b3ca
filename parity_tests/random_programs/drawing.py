"""Programs of a few statements, drawn while torch runs them: what comes next depends on what is there."""

from __future__ import annotations

import random
import warnings

import torch

from .vocabulary import STATEMENTS, literal

LIMIT = 1e4


class Chance:
    """Where choices come from: a seeded stream of random numbers, or hypothesis, which can shrink them."""

    def __init__(self, source: random.Random):
        self.source = source

    def pick(self, options):
        """One of a sequence."""
        return options[self.source.randrange(len(options))]

    def integer(self, low, high):
        """An integer between low and high, both included."""
        return self.source.randint(low, high)

    def of(self, percent):
        """Whether something of that probability happens."""
        return self.source.randrange(100) < percent


class Scope:
    """The tensors of a program so far, by name, as torch has them."""

    def __init__(self, chance):
        self.chance = chance
        self.tensors = {}
        self.count = 0

    def fresh(self):
        """A name not used yet."""
        self.count += 1
        return f"v{self.count}"

    def some(self, suits=lambda t: True):
        """The name of a tensor that suits, the later ones more often; None if there is none."""
        names = [name for name, t in self.tensors.items() if suits(t)]
        if not names:
            return None
        return names[-1] if self.chance.of(35) else self.chance.pick(names)


def draw_program(chance, statements: int) -> list[str]:
    """The statements of a program; torch runs each as it is drawn, and one that it refuses stays, to be refused again."""
    scope = Scope(chance)
    lines = []
    names = {"torch": torch}
    for i in range(statements + 2):
        try:
            line = literal(scope) if i < 2 else draw_statement(scope)
        except RuntimeError:
            # One of several views whose base was written to: torch lets no one look at it.
            return lines
        lines.append(line)
        execute(line, names)
        scope.tensors = {n: t for n, t in names.items() if isinstance(t, torch.Tensor) and _tame(t)}
    return lines


def draw_statement(scope) -> str:
    """A statement that suits the scope."""
    while True:
        line = scope.chance.pick(STATEMENTS)(scope)
        if line is not None:
            return line


def execute(line: str, names: dict):
    """The exception that the statement raises, or None."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(line, names)
        except Exception as error:
            return error
    return None


def _tame(tensor):
    """Whether it is worth going on with: few elements, finite, of moderate size, so that rounding stays rounding."""
    if tensor.numel() > 200 or tensor.dim() > 5:
        return False
    if not (tensor.dtype.is_floating_point or tensor.dtype.is_complex) or not tensor.numel():
        return True
    size = tensor.detach().abs().max().item()
    return size < LIMIT
