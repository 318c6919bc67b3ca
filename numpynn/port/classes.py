"""Classes for the modules that are none of numpynn's own: one class for all that differ in nothing but numbers."""

from __future__ import annotations

from .expressions import Expression, Literal, call, source_of, written
from .forwards import free


class Line:
    """A line of a class: how far it is indented, and its pieces, with the variables' names in them already."""

    __slots__ = ("indent", "pieces")

    def __init__(self, indent: int, *pieces):
        self.indent, self.pieces = indent, pieces

    def literals(self) -> list[Literal]:
        """The numbers in it."""
        return [piece for piece in self.pieces if isinstance(piece, Literal)]


class Body:
    """What is in a class of one module: what it is made from, the lines of its constructor, and those of its methods."""

    def __init__(self, name: str, base: str, init: list[Line], methods: list[Line]):
        self.name, self.base, self.init, self.methods = name, base, init, methods

    def shape(self) -> tuple:
        """All but the numbers: bodies of the same shape are one class."""
        return tuple(
            (line.indent, *(_blank(piece) for piece in line.pieces))
            for line in [*self.init, None, *self.methods]
            if line
        )

    def literals(self) -> list[Literal]:
        """The numbers, in order."""
        return [literal for line in [*self.init, *self.methods] for literal in line.literals()]


def _blank(piece):
    return None if isinstance(piece, Literal) else piece


class Writer:
    """Collects the classes of a model. Those with fewer modules inside come first."""

    def __init__(self):
        self.sources: list[list[str]] = []
        self.taken: set[str] = {"numpynn", "nn", "F", "Path", "load"}

    def add(self, bodies: list[Body]) -> list[Expression]:
        """How a module of each of these bodies is made; writes the classes that they share."""
        groups: dict[tuple, list[int]] = {}
        for index, body in enumerate(bodies):
            groups.setdefault((body.name, body.shape()), []).append(index)
        made: dict[int, Expression] = {}
        for (name, _), members in groups.items():
            made |= dict(zip(members, self._add_class(name, [bodies[index] for index in members])))
        return [made[index] for index in range(len(bodies))]

    def _add_class(self, name, bodies):
        name = free(name, self.taken)
        self.taken.add(name)
        values = list(zip(*([literal.value for literal in body.literals()] for body in bodies)))
        parameters = _parameters(values, bodies[0].literals())
        self.sources.append(_source(name, bodies[0], [parameters.get(_key(column)) for column in values], parameters))
        columns = {_key(column): column for column in values}
        return [_construction(name, parameters, columns, index) for index in range(len(bodies))]


def _key(column):
    """Tells True from 1, and what is equal is one argument."""
    return tuple((type(value), source_of(value)) for value in column)


def _parameters(columns, literals):
    """The names of the constructor's arguments, by the values that the modules have for them."""
    names: dict[tuple, str] = {}
    for column, literal in zip(columns, literals):
        if len(set(_key(column))) > 1 and _key(column) not in names:
            names[_key(column)] = free(literal.hint, {*names.values(), "self"})
    return names


def _construction(name, parameters, columns, index):
    values = [(parameter, Expression(Literal(columns[key][index], parameter))) for key, parameter in parameters.items()]
    if len(values) <= 2:
        return call(name, [value for _, value in values])
    return call(name, [], values)


def _source(name, body, slots, parameters):
    """The lines of the class; `slots` has the argument that stands for each number, None where it stays a number."""
    in_init = sum(len(line.literals()) for line in body.init)
    kept = dict.fromkeys(slot for slot in slots[in_init:] if slot)
    signature = ", ".join(["self", *parameters.values()])
    remaining = iter(slots)
    first, *others = (_text(line, remaining, "") for line in body.init)
    init = [
        f"    def __init__({signature}):",
        first,
        *(f"        self.{argument} = {argument}" for argument in kept),
        *others,
    ]
    methods = [_text(line, remaining, "self.") for line in body.methods]
    if body.base == "nn.Module" and len(init) == 2 and methods:
        return [f"class {name}(nn.Module):", *methods[1:]]  # nothing to construct: no constructor
    return [f"class {name}({body.base}):", *init, *methods]


def _text(line, slots, prefix):
    pieces = []
    for piece in line.pieces:
        slot = next(slots) if isinstance(piece, Literal) else None
        pieces.append(f"{prefix}{slot}" if slot else written(piece, {}))
    return " " * line.indent + "".join(pieces)
