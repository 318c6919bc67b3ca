"""One stub, put together."""

from __future__ import annotations

import inspect
from types import ModuleType

from .classes import class_stub, type_of_value
from .hand import check, hand_of, written
from .layout import imported, spaced
from .names import Names
from .rooms import Homes, offered, value_of
from .signature import function

HEAD = "# Written by `python -m stubs`: do not edit.\n"


def page(room: str, module: ModuleType, homes: Homes) -> str:
    """The stub of a module."""
    hand = hand_of(room)
    offers = [name for name in offered(module) if name.isidentifier()]
    names = Names(room, {*offers, *hand}, homes)
    at_home = {name: homes.of(value_of(module, name)) for name in offers}
    names.lent = {home for name, home in at_home.items() if home is not None and home[0] != room and home[1] == name}
    lent, aliases = [], []
    body = [written(names, s) for name, statements in hand.items() if name not in offers for s in statements]
    for name in offers:
        value = value_of(module, name)
        home = at_home[name]
        if isinstance(value, ModuleType):
            lent.append(_module(room, name, value))
        elif name in hand or home is None or home == (room, name):
            body.append(_definition(names, name, value, hand.get(name, [])))
        elif home[0] == room:
            aliases.append(f"{name} = {home[1]}")
        elif home[1] == name:
            lent.append(f"from {home[0]} import {name} as {name}")
        else:
            aliases.append(f"{name} = {names.use(*home)}")
    imports = [imported(line) for line in names.lines()]
    parts = ["\n".join(imports + sorted(lent)), spaced(body), "\n".join(aliases)]
    return HEAD + "\n" + "\n\n".join(part for part in parts if part) + "\n"


def _module(room, name, value):
    package, _, last = value.__name__.rpartition(".")
    where = "." if package == room else package
    return f"from {where} import {last} as {name}" if package else f"import {last} as {name}"


def _definition(names, name, value, by_hand):
    if inspect.isclass(value):
        return class_stub(names, value, name, by_hand[0] if by_hand else None)
    for statement in by_hand:
        check(statement, value, names.room)
    if by_hand:
        return "\n".join([written(names, statement) for statement in by_hand])
    if inspect.isroutine(value) or (callable(value) and hasattr(value, "__wrapped__")):
        return function(names, value, name, names.room)
    return f"{name}: {type_of_value(names, value, f'{names.room}.{name}')}"
