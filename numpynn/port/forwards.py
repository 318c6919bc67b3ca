"""The forward of one call of a module: statements, written into one another where that reads well, with names."""

from __future__ import annotations

import builtins
import keyword

from . import operators
from .expressions import Expression, Ref, written
from .program import Node

# A statement takes in the one before it as long as the line does not get longer than this.
WIDTH = 92
NESTING = 3
_TAKEN = {"self", "numpynn", "nn", "F", "Path", "load", *dir(builtins)}


class Statement:
    """targets = expression. `fresh` says that its result is something new, with a name of its own."""

    def __init__(self, targets: list[str], expression: Expression, hint: str, fresh=False):
        self.targets, self.expression, self.hint = targets, expression, hint
        self.fresh = fresh
        self.nesting = 0


def of_node(node: Node, expression: Expression) -> Statement:
    """The statement of one operation."""
    name = node.operator.strip("_").removeprefix("linalg_").removeprefix("fft_")
    hint = operators.HINTS.get(name, name)
    return Statement([node.name], expression, hint, name in operators.FRESH)


def unpacked(statements: list[Statement], results: dict[str, tuple[str, ...]]) -> list[Statement]:
    """With `a, b = f(x)` instead of `t = f(x)`, `a = t[0]`, `b = t[1]`; `results` gives the names that results have."""
    kept = []
    for index, statement in enumerate(statements):
        if len(statement.targets) != 1 or statement.targets[0] not in results:
            kept.append(statement)
            continue
        whole = statement.targets[0]
        parts = [
            other
            for other in statements[index + 1 :]
            if other.expression.refs() == [whole] and _item(other) is not None
        ]
        used = sum(other.expression.refs().count(whole) for other in statements)
        if len(parts) < 2 or len(parts) < used:
            kept.append(statement)
            continue
        names = results[whole]
        statement.targets = [""] * len(names)
        for part in parts:
            statement.targets[_item(part)] = part.targets[0]
        statement.hint = ",".join(names)
        statements = [other for other in statements if other not in parts]
        kept.append(statement)
    return [statement for statement in kept if statement in statements]


def _item(statement):
    """The i of `t[i]`."""
    pieces = statement.expression.pieces
    if len(pieces) == 4 and pieces[1] == "[" and pieces[3] == "]" and isinstance(pieces[0], Ref):
        return getattr(pieces[2], "value", None)
    return None


def merged(statements: list[Statement]) -> list[Statement]:
    """Each value that is used once, by the very next statement, written out there; the order of evaluation stays."""
    kept: list[Statement] = []
    for statement in statements:
        limit = None
        while kept and _fits(kept[-1], statement, statements, limit):
            taken = kept.pop()
            limit = _place(statement, taken.targets[0])
            statement.expression = statement.expression.replaced({taken.targets[0]: taken.expression})
            # A chain x.view(...).transpose(...), or a sum, goes by the name of what it begins with.
            if statement.expression.pieces[0] == taken.expression.pieces[0] and not statement.fresh:
                statement.hint, statement.fresh = taken.hint, taken.fresh
            statement.nesting += 1 + taken.nesting
        kept.append(statement)
    return kept


def unheld(statements: list[Statement]) -> list[Statement]:
    """With no variable for what nobody uses: those statements are there for what they write."""
    used = {ref for statement in statements for ref in statement.expression.refs()}
    for statement in statements:
        if not used.intersection(statement.targets):
            statement.targets = []
    return statements


def _fits(candidate, statement, statements, limit):
    if len(candidate.targets) != 1:
        return False
    name = candidate.targets[0]
    uses = sum(other.expression.refs().count(name) for other in statements)
    if uses != 1 or name not in statement.expression.refs():
        return False
    if limit is not None and _place(statement, name) > limit:
        return False
    if statement.expression.pieces[0] == "return " and len(statement.expression.pieces) == 2:
        return True
    if statement.expression.pieces[0] == "return " and len(statement.expression.pieces) == 2:
        return True
    length = _length(candidate) + _length(statement)
    return length < WIDTH and candidate.nesting + statement.nesting < NESTING


def _length(statement):
    """About how long the line gets, whatever the variables are called."""
    return sum(6 if isinstance(piece, Ref) else len(written(piece, {})) for piece in statement.expression.pieces)


def _place(statement, name):
    return next(
        i for i, piece in enumerate(statement.expression.pieces) if isinstance(piece, Ref) and piece.name == name
    )


def named(statements: list[Statement], inputs: dict[str, str]) -> dict[str, str]:
    """A variable for each value: that of the value it was made of, if nobody needs that any more, else a telling one."""
    last = {}
    for index, statement in enumerate(statements):
        last.update(dict.fromkeys(statement.expression.refs(), index))
    names = dict(inputs)
    for index, statement in enumerate(statements):
        alive = {variable for value, variable in names.items() if last.get(value, -1) > index}
        hints = _hints(statement)
        for target, hint in zip(statement.targets, hints):
            if not target:
                continue
            names[target] = _variable(statement, target, hint, names, alive, last, index)
            alive.add(names[target])
    return names


_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def _hints(statement):
    count = len(statement.targets)
    hints = statement.hint.split(",") if count > 1 else [statement.hint]
    ordinals = _ORDINALS if count <= len(_ORDINALS) else ["part"] * count
    return [hint or ordinal for hint, ordinal in zip(hints, ordinals)] if len(hints) == count else ordinals


def _variable(statement, target, hint, names, alive, last, index):
    refs = statement.expression.refs()
    goes_on = len(statement.targets) == 1 and not statement.fresh
    if goes_on and refs and names[refs[0]] not in alive and names[refs[0]].isidentifier() and "size:" not in refs[0]:
        return names[refs[0]]
    return free(hint, alive)


def free(hint: str, taken) -> str:
    """The hint as a variable that is not taken yet; of several, as in 'x|total', the first that is free."""
    *others, name = hint.split("|")
    for other in others:
        if other not in taken:
            return other
    name = name if name.isidentifier() else "value"
    if keyword.iskeyword(name) or name in _TAKEN:
        name += "_"
    number = 1
    while (candidate := name if number == 1 else f"{name.rstrip('_')}{number}") in taken:
        number += 1
    return candidate
