"""Long lines of Python in short ones, broken as a formatter would."""

from __future__ import annotations

import re

WIDTH = 120
_OPEN, _CLOSE = "([{", ")]}"
_REPEATED = re.compile(r"(.*) (for _ in range\(\w+\))")
_HEAD = re.compile(r"[\w.]+ = |return ")
_SIGNS = (" + ", " - ")
# Formatters leave no spaces around the sign of a power of plain names and numbers.
_PLAIN_POWER = re.compile(r"(?<![\w.)\]])([A-Za-z_][\w.]*|\d[\w.]*) \*\* (-?[\w.]+)(?![\w.(\[])")


def laid_out(line: str, indent: int = 0) -> list[str]:
    """A statement without its indentation, as lines with it."""
    return _broken(_PLAIN_POWER.sub(r"\1**\2", line), indent)


def _broken(line, indent):
    pad = " " * indent
    if len(pad) + len(line) <= WIDTH:
        return [pad + line]
    if line.startswith("return ") and len(split(line[7:])) > 1:
        line = f"return ({line[7:]})"
    if (head := _HEAD.match(line)) and len(_terms(line[head.end() :])) > 2:
        line = f"{head[0]}({line[head.end() :]})"
    if repeated := _REPEATED.fullmatch(line):
        return [*_broken(repeated[1], indent), pad + repeated[2]]
    start, end = _last_brackets(line)
    if start is None or end == start + 1:
        return [pad + line]
    inside = line[start + 1 : end]
    return [pad + line[: start + 1], *_inside(inside, indent + 4), pad + line[end:]]


def _inside(text, indent):
    """What stands between brackets: on one line if it fits there."""
    items = split(text)
    if indent + len(text) <= WIDTH:
        return [" " * indent + text]
    if len(items) == 1:
        terms = _terms(items[0])
        return (
            _broken(items[0], indent) if len(terms) < 3 else [each for term in terms for each in _broken(term, indent)]
        )
    return [line for item in items for line in _broken(f"{item},", indent)]


def _terms(text):
    """The terms of a sum, each but the first with its sign."""
    starts = [0]
    starts += [at for at, sign, depth in _outside_of_strings(text) if depth == 0 and text[at - 1 : at + 2] in _SIGNS]
    return [text[start:end].strip() for start, end in zip(starts, [*starts[1:], None])]


def split(text: str) -> list[str]:
    """The parts of an argument list."""
    parts, start = [], 0
    for index, character, depth in _outside_of_strings(text):
        if character == "," and depth == 0:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _last_brackets(line):
    """Where the last pair of brackets at the outermost level begins and ends."""
    start, pair = None, (None, None)
    for index, character, depth in _outside_of_strings(line):
        if character in _OPEN and depth == 1:
            start = index
        elif character in _CLOSE and depth == 0:
            pair = start, index
    return pair


def _outside_of_strings(text):
    """Each character that is not in a string, with its place and the number of brackets that are open after it."""
    depth, quoted, escaped = 0, False, False
    for index, character in enumerate(text):
        if character == '"' and not escaped:
            quoted = not quoted
        escaped = character == "\\" and not escaped
        if not quoted:
            depth += (character in _OPEN) - (character in _CLOSE)
            yield index, character, depth
