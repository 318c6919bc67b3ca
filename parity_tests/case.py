"""A case, as plain data: what both libraries are asked, in words that mean the same to both. One line each.

    expr("F.softmax(x, dim=1)", x=(2, 3, 4))
    module("nn.Conv2d(3, 4, 3, stride=2)", (2, 3, 8, 8))
    refuses("F.linear(x, w)", x=(2, 3), w=(4, 5), why="inner sizes differ")

In the text `torch`, `nn`, `F`, `init`, `optim` are either library's; `np`, `math`, `inf`, `nan` are what
they always are, and `dtype` is the precision that the case is being run in. `run.py` tells what is
compared.
"""

from __future__ import annotations

import ast
import zlib
from dataclasses import dataclass, field, fields
from functools import cached_property

from .draw import (  # noqa: F401  (a page of cases imports everything from here)
    Draw,
    between,
    bools,
    complexes,
    distinct,
    fixed,
    ints,
    normal,
    permutation,
    positive,
    probs,
    recipe,
    scaled,
    spd,
    typed,
    unit,
    values,
)

POSITIONAL = ("x", "y", "z", "u", "v", "w")


@dataclass(frozen=True, eq=False)
class Case:
    """One line of a page of cases. The options say what is left out, and then `why` must say why."""

    kind: str  # "expr", "module" or "refuses"
    text: str
    inputs: dict[str, object] = field(default_factory=dict)
    call: str = ""  # of a module: how `m` is called with the inputs
    why: str = ""
    says: str = ""  # of a refusal: a regular expression that our message must match
    grad: bool = True
    second: bool = True
    strided: bool = True  # again with non-contiguous inputs
    empty: bool = True  # again with a batch of no rows, where torch takes one
    same_init: bool = True  # of a module: the initial values, bit for bit
    dtypes: tuple[str, ...] = ("float64", "float32")
    tol: tuple[float, float] | None = None  # (relative, absolute), in place of the table's
    seed: int = 0
    name: str = ""

    def __post_init__(self):
        left_out = [name for name in ("second", "strided", "empty", "same_init") if not getattr(self, name)]
        if (left_out or self.tol) and not self.why:
            raise ValueError(f"{self.id}: {' and '.join(left_out) or 'tol'} needs a reason: why='...'")

    @cached_property
    def id(self) -> str:
        """The case in one line: its text, the call, the inputs."""
        inputs = ", ".join(f"{name}={value}" for name, value in self.inputs.items())
        text = self.name or "; ".join(line.strip() for line in self.text.strip().splitlines())
        call = "" if self.call == default_call(self.inputs) else self.call
        return " | ".join(part for part in (text, call, inputs) if part)

    @cached_property
    def crc(self) -> int:
        """The seed of the case's inputs: they change when the case does, and not otherwise."""
        return zlib.crc32(f"{self.text} {self.call} {self.inputs}".encode())

    @cached_property
    def program(self):
        """The case's text (of a module: its call) compiled: (statements, value)."""
        return compile_program(self.call or self.text)

    @cached_property
    def constructor(self):
        """A module's text compiled: (statements, value)."""
        return compile_program(self.text)

    @property
    def draws(self) -> dict[str, Draw]:
        """The inputs that are drawn."""
        return {name: value for name, value in self.inputs.items() if isinstance(value, Draw)}


OPTIONS = {f.name for f in fields(Case)} - {"kind", "text", "inputs", "call"}


def expr(text, **inputs_and_options):
    """An expression, or several statements, of which the last value, or `out`, is what is compared."""
    inputs, options = _split(inputs_and_options)
    return Case("expr", text, inputs, **options)


def module(text, *inputs, call="", **inputs_and_options):
    """A module and its inputs, the unnamed being x, y, z ... `call` tells how `m` is called with them."""
    named, options = _split(inputs_and_options)
    inputs = {name: recipe(value) for name, value in zip(POSITIONAL, inputs)} | named
    return Case("module", text, inputs, call=call or default_call(inputs), **options)


def refuses(text, **inputs_and_options):
    """An expression that torch refuses, and numpynn too: same type, same numbers in the message."""
    inputs, options = _split(inputs_and_options)
    return Case("refuses", text, inputs, **options)


def default_call(inputs):
    """A module called with these inputs in order, those beyond x, y, z ... by name."""
    return f"m({', '.join(name if name in POSITIONAL else f'{name}={name}' for name in inputs)})"


def compile_program(text):
    """Compile statements; the value is the last, if that is an expression, else the name `out`."""
    body = ast.parse(text.strip()).body
    value = body.pop().value if isinstance(body[-1], ast.Expr) else ast.Name("out", ast.Load())
    expression = ast.fix_missing_locations(ast.Expression(value))
    return compile(ast.Module(body, []), text, "exec"), compile(expression, text, "eval")


def _split(keywords):
    options = {name: keywords.pop(name) for name in OPTIONS & keywords.keys()}
    return {name: recipe(value) for name, value in keywords.items()}, options
