"""Python expressions as the writer of ported models builds them: text with holes for values and for numbers."""

from __future__ import annotations

import re

from .errands import UNREADABLE, Refusal

# How tightly Python binds, as far as it matters here.
OR, XOR, AND, SUM, PRODUCT, SIGN, POWER, ATOM = range(8)
_OPERATORS = {"|": OR, "^": XOR, "&": AND, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "//": PRODUCT, "%": PRODUCT}
_OPERATORS |= {
    "@": PRODUCT,
    "**": POWER,
    "==": OR - 1,
    "!=": OR - 1,
    "<": OR - 1,
    "<=": OR - 1,
    ">": OR - 1,
    ">=": OR - 1,
}
_INFIX = re.compile(r"\{(\w+)\} (\S+) \{(\w+)\}")


class Ref:
    """A hole for the value of another node, which must bind at least as tightly as `rank`."""

    __slots__ = ("name", "rank")

    def __init__(self, name: str, rank: int = OR - 1):
        self.name, self.rank = name, rank


class Literal:
    """A number, or a tuple of them: where a class is made several times with others, it becomes an argument.

    `hint` is the name it would have as one.
    """

    __slots__ = ("hint", "value")

    def __init__(self, value, hint: str):
        self.value, self.hint = value, hint


class Expression:
    """Pieces of text, Refs and Literals in the order in which they are read."""

    __slots__ = ("pieces", "rank")

    def __init__(self, *pieces, rank: int = ATOM):
        self.pieces, self.rank = pieces, rank

    def within(self, rank: int) -> tuple:
        """The pieces, in brackets if what stands around binds more tightly."""
        return ("(", *self.pieces, ")") if self.rank < rank else self.pieces

    def refs(self) -> list[str]:
        """The names of the values that are used, in order; twice if used twice."""
        return [piece.name for piece in self.pieces if isinstance(piece, Ref)]

    def replaced(self, values: dict[str, Expression]) -> Expression:
        """With these values written out in the holes."""
        pieces = []
        for piece in self.pieces:
            if isinstance(piece, Ref) and piece.name in values:
                pieces += values[piece.name].within(piece.rank)
            else:
                pieces.append(piece)
        rank = values[self.pieces[0].name].rank if self.is_ref() and self.refs()[0] in values else self.rank
        return Expression(*pieces, rank=rank)

    def is_ref(self) -> bool:
        """Whether this is nothing but another value."""
        return len(self.pieces) == 1 and isinstance(self.pieces[0], Ref)

    def text(self, names: dict[str, str]) -> str:
        """As Python source; `names` gives the variables."""
        return "".join(written(piece, names) for piece in self.pieces)


def written(piece, names: dict[str, str]) -> str:
    """The source of one piece."""
    if isinstance(piece, Ref):
        return names.get(piece.name, piece.name)
    return source_of(piece.value) if isinstance(piece, Literal) else piece


def source_of(value) -> str:
    """A constant as Python source."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f'float("{value}")'
    if isinstance(value, float):
        return repr(value).replace("e+", "e")
    if isinstance(value, str):
        return '"' + repr(value)[1:-1].replace('"', '\\"') + '"'
    if isinstance(value, tuple):
        return f"({', '.join(map(source_of, value))}{',' * (len(value) == 1)})"
    if value is None or isinstance(value, bool | int | complex):
        return repr(value)
    raise Refusal(f"the program holds a constant of type {type(value).__name__}", UNREADABLE)


def joined(expressions) -> list:
    """The pieces of expressions with commas between them."""
    pieces = []
    for expression in expressions:
        pieces += [", ", *expression.pieces] if pieces else expression.pieces
    return pieces


def call(function, positional, keywords=()) -> Expression:
    """function(positional, keyword=...); the function is text, or an Expression in front of the bracket."""
    head = function.within(ATOM) if isinstance(function, Expression) else (function,)
    given = [*positional, *(Expression(f"{name}=", *value.pieces) for name, value in keywords)]
    return Expression(*head, "(", *joined(given), ")")


def method(owner: Expression, name: str, positional, keywords=()) -> Expression:
    """owner.name(positional, keyword=...)."""
    return call(Expression(*_bound(owner, ATOM), f".{name}"), positional, keywords)


def infix(left: Expression, operator: str, right: Expression) -> Expression:
    """left operator right."""
    rank = _OPERATORS[operator]
    # Powers bind from the right, everything else from the left; and -x ** 2 is not (-x) ** 2.
    beyond = (rank + 1, SIGN) if operator == "**" else (rank, rank + 1)
    return Expression(*_bound(left, beyond[0]), f" {operator} ", *_bound(right, beyond[1]), rank=rank)


def filled(template: str, arguments: dict[str, Expression]) -> Expression:
    """A template such as '{self} + {other}', '~{self}' or 'F.glu({self})' with its holes filled."""
    if match := _INFIX.fullmatch(template):
        return infix(arguments[match[1]], match[2], arguments[match[3]])
    if template[0] in "-~":
        return Expression(template[0], *_bound(arguments[template[2:-1]], SIGN), rank=SIGN)
    pieces = []
    for index, part in enumerate(re.split(r"\{(\w+)\}", template)):
        owner = index == 1 and template.startswith("{")
        pieces += (_bound(arguments[part], ATOM) if owner else arguments[part].pieces) if index % 2 else [part]
    return Expression(*filter(lambda piece: piece != "", pieces))


def _bound(expression, rank):
    """The pieces, to stand where only what binds as tightly as `rank` may stand without brackets."""
    if expression.is_ref():
        return (Ref(expression.pieces[0].name, rank),)
    return expression.within(rank)
