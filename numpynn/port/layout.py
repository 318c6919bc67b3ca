"""Long lines of Python in short ones, broken as a formatter would."""

from __future__ import annotations

WIDTH = 120
_OPEN, _CLOSE = "([{", ")]}"


def laid_out(line: str, indent: int = 0) -> list[str]:
    """A statement without its indentation, as lines with it."""
    pad = " " * indent
    if len(pad) + len(line) <= WIDTH:
        return [pad + line]
    start, end = _last_brackets(line)
    if start is None or end == start + 1:
        return [pad + line]
    head, inside, tail = line[: start + 1], line[start + 1 : end], line[end:]
    items = split(inside)
    inner = indent + 4
    if len(items) == 1 and not head.endswith(tuple(_OPEN)):
        return [pad + line]
    if inner + len(inside) <= WIDTH and not (len(items) > 1 and tail.strip(_CLOSE + ":") and False):
        return [pad + head, " " * inner + inside, pad + tail]
    lines = [pad + head]
    for item in items:
        lines += laid_out(f"{item},", inner)
    return [*lines, pad + tail]


def split(text: str) -> list[str]:
    """The parts of an argument list."""
    parts, depth, start, quoted = [], 0, 0, False
    for index, character in enumerate(text):
        quoted ^= character == '"'
        depth += not quoted and (character in _OPEN) - (character in _CLOSE)
        if character == "," and depth == 0 and not quoted:
            parts.append(text[start:index].strip())
            start = index + 1
    parts.append(text[start:].strip())
    return [part for part in parts if part]


def _last_brackets(line):
    """Where the last pair of brackets at the outermost level begins and ends."""
    depth, start, pair, quoted = 0, None, (None, None), False
    for index, character in enumerate(line):
        quoted ^= character == '"'
        if quoted:
            continue
        if character in _OPEN:
            start = index if depth == 0 else start
            depth += 1
        elif character in _CLOSE:
            depth -= 1
            pair = (start, index) if depth == 0 else pair
    return pair
