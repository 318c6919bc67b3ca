"""Names of tensors: chosen by patterns, changed by patterns or by a map from a file."""

from __future__ import annotations

import fnmatch
import json
import re

from .errands import Refusal


class RenameError(Refusal):
    """A pattern or a map that cannot be carried out."""


def chosen(names, only, exclude) -> list[str]:
    """The names that match one of the patterns `only` (all, if there are none) and none of `exclude`.

    In a pattern `*` stands for any text, `?` for one character, `[ab]` for one of these. Raises RenameError for a pattern
    that matches nothing: it is misspelt.
    """
    names = list(names)
    for pattern in [*only, *exclude]:
        if not any(fnmatch.fnmatchcase(name, pattern) for name in names):
            raise RenameError(f"no tensor's name matches {pattern!r}; there is for instance {example(names)}")
    kept = [name for name in names if not only or any(fnmatch.fnmatchcase(name, pattern) for pattern in only)]
    return [name for name in kept if not any(fnmatch.fnmatchcase(name, pattern) for pattern in exclude)]


def renamed(names, rules, table) -> dict[str, str]:
    """The new name of each name: by `table` (old to new), else by each of `rules` that matches, in order.

    A rule is 'OLD=NEW': each `*` in NEW is what the `*` in the same place in OLD stood for. Raises RenameError for a rule or
    an entry that matches nothing, and where two tensors would get one name.
    """
    names = list(names)
    compiled = [_rule(rule) for rule in rules]
    new = {name: table.get(name, name) for name in names}
    for old in table:
        if old not in new:
            raise RenameError(f"the map renames {old!r}, which is not there; there is for instance {example(names)}")
    for (pattern, put), rule in zip(compiled, rules):
        matches = [name for name in names if name not in table and pattern.fullmatch(new[name])]
        if not matches:
            raise RenameError(f"no tensor's name matches --rename {rule!r}; there is for instance {example(names)}")
        new.update({name: put(pattern.fullmatch(new[name])) for name in matches})
    _check_distinct(new)
    return new


def _rule(rule):
    old, sign, new = rule.partition("=")
    if not sign or not old:
        raise RenameError(f"--rename takes OLD=NEW, as in 'module.*=*', not {rule!r}")
    if new.count("*") > old.count("*"):
        raise RenameError(f"--rename {rule!r} puts more * than it takes")
    pattern = re.compile("(.*)".join(map(re.escape, old.split("*"))))
    parts = new.split("*")

    def put(match):
        taken = [*match.groups()[: len(parts) - 1], ""]
        return "".join(part + text for part, text in zip(parts, taken))

    return pattern, put


def read_map(path: str) -> dict[str, str]:
    """Old names to new ones from a file: a JSON object, or lines of two names, between them spaces, '=' or '->'."""
    with open(path, encoding="utf-8") as file:
        try:
            text = file.read()
        except UnicodeDecodeError:
            raise RenameError(f"{path!r} is no text file") from None
    if text.lstrip().startswith("{"):
        return _json_map(path, text)
    lines = [line.strip() for line in text.splitlines()]
    pairs = [re.split(r"\s*(?:->|=|\s)\s*", line) for line in lines if line and not line.startswith("#")]
    for pair in pairs:
        if len(pair) != 2 or not all(pair):
            raise RenameError(f"{path!r} has the line {' '.join(pair)!r}, which is not two names")
    return dict(pairs)


def _json_map(path, text):
    try:
        table = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RenameError(f"{path!r} is no sound JSON: {error}") from None
    if not all(isinstance(new, str) for new in table.values()):
        raise RenameError(f"{path!r} must map names to names")
    return table


def _check_distinct(new):
    first = {}
    for old, name in new.items():
        if not name:
            raise RenameError(f"{old!r} would get an empty name")
        if name in first:
            raise RenameError(f"{first[name]!r} and {old!r} would both be called {name!r}")
        first[name] = old


def example(names) -> str:
    """A name, to show what names look like."""
    return repr(next(iter(names), "nothing at all"))
