"""A checkpoint's names and shapes against those of a numpynn model: what does not fit, and the likely renaming."""

from __future__ import annotations

import ast
import os
import sys
from collections import Counter
from difflib import SequenceMatcher
from importlib import import_module
from typing import Any, NamedTuple

from .errands import Refusal

_MOST_COMPARED = 2000


class Match(NamedTuple):
    """What `compare` found: names of the model that the file lacks, names that the model lacks, shapes that differ."""

    missing: list[str]
    unexpected: list[str]
    reshaped: list[tuple[str, tuple, tuple]]
    renaming: dict[str, str]

    @property
    def fits(self) -> bool:
        """Whether the model can load the file."""
        return not (self.missing or self.unexpected or self.reshaped)

    def __str__(self):
        lines = [f"missing: {name} is in the model, not in the file" for name in self.missing]
        lines += [f"unexpected: {name} is in the file, not in the model" for name in self.unexpected]
        lines += [f"shape: {name} is {list(a)} in the file, {list(b)} in the model" for name, a, b in self.reshaped]
        if self.renaming:
            lines += ["likely renaming:", *(f"  {rule}" for rule in rules(self.renaming))]
        return "\n".join(lines)


def compare(in_file: dict[str, tuple], in_model: dict[str, tuple]) -> Match:
    """Compare names and shapes."""
    missing = [name for name in in_model if name not in in_file]
    unexpected = [name for name in in_file if name not in in_model]
    both = [name for name in in_model if name in in_file and tuple(in_file[name]) != tuple(in_model[name])]
    reshaped = [(name, tuple(in_file[name]), tuple(in_model[name])) for name in both]
    renaming = _renaming({name: in_file[name] for name in unexpected}, {name: in_model[name] for name in missing})
    return Match(missing, unexpected, reshaped, renaming)


def _renaming(unexpected, missing):
    """Pairs each missing name with the unexpected one of its shape that is most alike."""
    if len(unexpected) * len(missing) > _MOST_COMPARED**2:
        return {}
    pairs = [
        (_likeness(old, new), -index, old, new)
        for index, (old, shape) in enumerate(unexpected.items())
        for new, wanted in missing.items()
        if tuple(shape) == tuple(wanted)
    ]
    found, taken = {}, set()
    for _, _, old, new in sorted(pairs, reverse=True):
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return {old: found[old] for old in unexpected if old in found}


def _likeness(old, new):
    """Equal last parts count most: fc.weight is rather linear.weight than fc.bias."""
    tail = 0
    for a, b in zip(reversed(old.split(".")), reversed(new.split("."))):
        if a != b:
            break
        tail += 1
    return tail, SequenceMatcher(None, old, new, autojunk=False).ratio()


def rules(renaming: dict[str, str]) -> list[str]:
    """The renaming as --rename options: one for each prefix that changes as a whole, else one for each name."""
    prefixes = Counter(_prefixes(old, new) for old, new in renaming.items())
    lines = []
    for old, new in renaming.items():
        a, b = _prefixes(old, new)
        single = prefixes[a, b] == 1 or a.count("*") or b.count("*")
        lines.append(f"--rename '{old}={new}'" if single else f"--rename '{a}*={b}*'")
    return list(dict.fromkeys(lines))


def _prefixes(old, new):
    """What is left of two names without the dotted parts that they end with in common."""
    a, b = old.split("."), new.split(".")
    while a and b and a[-1] == b[-1]:
        a, b = a[:-1], b[:-1]
    return "".join(f"{part}." for part in a), "".join(f"{part}." for part in b)


def build(description: str):
    """The model that MODULE:CLASS or MODULE:CLASS(ARGUMENTS) describes; the arguments are literals, MODULE may be a .py file.

    Raises Refusal with what is wrong, among it anything that the user's own code raises.
    """
    module, colon, call = description.partition(":")
    name, positional, named = _parsed(call)
    if not colon or not module or not name:
        raise Refusal(
            f"a model is given as MODULE:CLASS, as in mynet:Net or mynet:Net(10, width=3), not {description!r}"
        )
    folder = os.getcwd()
    if module.endswith(".py"):
        folder, module = os.path.split(os.path.abspath(module[: -len(".py")]))
    if folder not in sys.path:
        sys.path.insert(0, folder)
    try:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
        made = found(*positional, **named)
    except Exception as error:
        raise Refusal(f"{description} cannot be made: {type(error).__name__}: {error}") from error
    if not hasattr(made, "state_dict"):
        raise Refusal(f"{description} is a {type(made).__name__}, not a model")
    return made


def _parsed(call):
    try:
        tree = ast.parse(call, mode="eval").body
        if not isinstance(tree, ast.Call):
            return ast.unparse(tree), [], {}
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in tree.keywords}
        return ast.unparse(tree.func), [ast.literal_eval(value) for value in tree.args], named
    except (SyntaxError, ValueError):
        return "", [], {}
