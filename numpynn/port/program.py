"""A program of torch.export as plain data: nodes with named arguments, the calls of modules, the state."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .constructors import Constructor
from .expressions import Ref


class Size(NamedTuple):
    """A size that depends on the inputs, as a formula of symbols: '2*s77'."""

    formula: str


class DType(NamedTuple):
    """A dtype, by name."""

    name: str


class ByMode(NamedTuple):
    """An option that has one value in training, and another in evaluation."""

    in_training: object
    otherwise: object


class Argument(NamedTuple):
    """What an operator was given for one of its parameters."""

    value: object
    required: bool
    keyword: bool


class Call(NamedTuple):
    """One call of a module: `key` tells calls apart, `path` is the module's name, `cls` its class."""

    key: str
    path: str
    cls: str

    @property
    def entry(self) -> str:
        """What the program's list of calls knows it by: 'block' for the first, 'block@1' for the second."""
        _, at, count = self.key.partition("@")
        return f"{self.path}{at}{count}"


class Node(NamedTuple):
    """One operation: the operator, its arguments by name, the calls of modules that it was made in."""

    name: str
    operator: str
    overload: str
    arguments: dict[str, Argument]
    calls: tuple[Call, ...]
    shape: tuple | None
    dtype: str | None
    results: tuple[str, ...]
    line: str
    defaults: dict

    @property
    def writes(self) -> bool:
        """Whether it changes its first argument."""
        return self.operator.endswith("_") and not self.operator.endswith("__")

    def refs(self) -> list[str]:
        """The names of the values that it uses, in order."""
        return list(refs_in([argument.value for argument in self.arguments.values()]))


class Signature(NamedTuple):
    """What a module was called with, and what it gave, as nested as it was."""

    arguments: tuple
    keywords: dict
    output: object


class State(NamedTuple):
    """A parameter, a buffer, or a constant of the program."""

    name: str
    kind: str
    array: np.ndarray
    trained: bool


class Program(NamedTuple):
    """A whole program. Values are known by name; those of parameters and buffers start with 'state:'."""

    nodes: list[Node]
    arguments: tuple
    keywords: dict
    names: list[str]
    output: object
    state: dict[str, State]
    shapes: dict[str, tuple]
    dtypes: dict[str, str]
    modules: list[str]
    signatures: dict[str, Signature]
    constructors: dict[str, Constructor]
    parameters: dict[str, list[str]]
    ties: dict[str, tuple[str, ...]]


def refs_in(value):
    """The names of all values in an argument, which may be a list."""
    if isinstance(value, Ref):
        yield value.name
    elif isinstance(value, dict):
        yield from refs_in(list(value.values()))
    elif isinstance(value, list | tuple) and not isinstance(value, Size | DType | ByMode):
        for item in value:
            yield from refs_in(item)


def state_ref(name: str) -> str:
    """The name that the value of a parameter or buffer has among the values."""
    return f"state:{name}"
