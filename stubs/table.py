"""A table of types: type -> the names of what has it; read as name -> type, and able to say what it was never asked for."""

from __future__ import annotations


class Table:
    """`found = table.first(keys)`: the type under the first of the keys that stands in the table, or None."""

    def __init__(self, pages: dict[str, str]):
        self._types = {name: type_ for type_, names in pages.items() for name in names.split()}
        self._asked: set[str] = set()
        if len(self._types) != sum(len(names.split()) for names in pages.values()):
            raise ValueError("a name stands twice in a table of types")

    def first(self, keys: list[str]) -> str | None:
        for key in keys:
            if key in self._types:
                self._asked.add(key)
                return self._types[key]
        return None

    def unused(self) -> list[str]:
        """What stands in the table and nothing has asked for: misspelt, or gone."""
        return sorted(self._types.keys() - self._asked)
