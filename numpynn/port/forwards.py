"""The forward of one call of a module: statements, written into one another where that reads well, with names."""

from __future__ import annotations

import builtins
import keyword
from collections import Counter

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
    uses = _uses(statements)
    items: dict[str, list[Statement]] = {}
    for statement in statements:
        if _item(statement) is not None:
            items.setdefault(statement.expression.refs()[0], []).append(statement)
    gone = set()
    for statement in statements:
        whole = statement.targets[0]
        parts = items.get(whole, [])
        if whole in results and len(parts) > 1 and len(parts) == uses[whole]:
            statement.targets = [""] * len(results[whole])
            for part in parts:
                statement.targets[_item(part)] = part.targets[0]
            statement.hint = ",".join(results[whole])
            gone.update(map(id, parts))
    return [statement for statement in statements if id(statement) not in gone]


def _uses(statements):
    """How often each value is used."""
    return Counter(ref for statement in statements for ref in statement.expression.refs())


def _item(statement):
    """The i of `t[i]`."""
    pieces = statement.expression.pieces
    if len(pieces) == 4 and pieces[1] == "[" and pieces[3] == "]" and isinstance(pieces[0], Ref):
        return getattr(pieces[2], "value", None)
    return None


def merged(statements: list[Statement]) -> list[Statement]:
    """Each value that is used once, by the very next statement, written out there; the order of evaluation stays."""
    kept: list[Statement] = []
    uses = _uses(statements)
    for statement in statements:
        limit = None
        while kept and _fits(kept[-1], statement, uses, limit):
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


def _fits(candidate, statement, uses, limit):
    if len(candidate.targets) != 1:
        return False
    name = candidate.targets[0]
    if uses[name] != 1 or name not in statement.expression.refs():
        return False
    if limit is not None and _place(statement, name) > limit:
        return False
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
