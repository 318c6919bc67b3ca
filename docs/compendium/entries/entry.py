"""The form of the compendium's data."""

from __future__ import annotations

import re
from typing import NamedTuple


class Entry(NamedTuple):
    """A page: the classes it tells of, and how one of them is run.

    runs: calls, as they are written on the page. The first one is followed to the kernels that it runs.
    picture: the function in `pictures` that draws it, with what it is given besides; none where there is nothing to see.
    shown: "kernels", or "modules" for what is made of other layers, which have pages of their own.
    """

    names: str
    runs: tuple[str, ...]
    picture: str = ""
    shown: str = "kernels"

    @property
    def classes(self) -> list[str]:
        """The names, one by one."""
        return self.names.split()

    @property
    def slug(self) -> str:
        """The name of the page's file."""
        return self.classes[0]

    @property
    def title(self) -> str:
        """The names, but for those of what only puts off its shapes: "MaxPool1d, 2d, 3d"."""
        shown = [name for name in self.classes if not name.startswith("Lazy")]
        ranks = {}
        for name in shown:
            stem = re.sub(r"(?<=[a-z])\dd$", "", name)
            ranks.setdefault(name if stem in shown else stem, []).append(name)
        return " · ".join(
            ", ".join([names[0], *[name[len(stem) :] for name in names[1:]]]) for stem, names in ranks.items()
        )


class Family(NamedTuple):
    """An index of pages, in groups with a heading each; `room` is where its names are found."""

    name: str
    room: str
    introduction: str
    groups: dict[str, tuple[Entry, ...]]

    @property
    def entries(self) -> list[Entry]:
        """Those of all groups."""
        return [entry for group in self.groups.values() for entry in group]
