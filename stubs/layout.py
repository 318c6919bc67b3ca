"""Text: statements within the width of a line, blocks with empty lines as the formatter has them."""

from __future__ import annotations

WIDTH = 120


def definition(name: str, parameters: list[str], result: str, indent: int = 0) -> str:
    """`def name(parameters) -> result: ...` on one line, or two, or one line a parameter."""
    space = " " * indent
    head, tail = f"{space}def {name}(", f") -> {result}: ..."
    joined = ", ".join(parameters)
    if len(head) + len(joined) + len(tail) <= WIDTH:
        return head + joined + tail
    if indent + 4 + len(joined) <= WIDTH:
        return f"{head}\n{space}    {joined}\n{space}{tail}"
    lines = "".join(f"{space}    {parameter},\n" for parameter in parameters)
    return f"{head}\n{lines}{space}{tail}"


def imported(line: str) -> str:
    """`from module import names`, in brackets where it is long."""
    if len(line) <= WIDTH:
        return line
    head, _, names = line.partition(" import ")
    return f"{head} import (\n" + "".join(f"    {name},\n" for name in names.split(", ")) + ")"


def block(head: str, body: list[str]) -> str:
    """A class: its head and its members."""
    return f"{head}:\n" + "\n".join(body) if body else f"{head}: ..."


def spaced(definitions: list[str]) -> str:
    """Definitions one below the other, classes with an empty line around them."""
    text = ""
    for before, this in zip(["", *definitions], definitions):
        text += ("\n\n" if this.startswith("class ") or before.startswith("class ") else "\n") + this
    return text.strip("\n")
