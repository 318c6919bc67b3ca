"""The tables of docs/guides/deploying.md."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from .environments import ROOT, size, versions
from .networks import NETWORKS

GUIDE = ROOT / "docs" / "guides" / "deploying.md"
BEGIN, END = "<!-- deployment: written by scripts/deployment -->", "<!-- end of deployment -->"
PARTS = {"start": "process", "import": "import", "load": "load", "first": "first answer", "whole": "**together**"}


def tables(found: dict, pythons: dict[str, Path], rounds: int, threads: int) -> str:
    """Markdown: what is installed, and then a row for each network in each library."""
    return "\n".join([BEGIN, *_installed(pythons), "", *_starts(found), _how(rounds, threads), END])


def write(text: str) -> None:
    """Put the tables where the guide has the old ones."""
    page = GUIDE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    GUIDE.write_text(head + text + rest.split(END)[1], encoding="utf-8")


def _installed(pythons):
    yield "| installed | MB | packages |"
    yield "|---|---:|---|"
    for library, python in pythons.items():
        packages = versions(python)
        others = sorted(packages.keys() - {library})
        named = ", ".join([f"{library} {packages[library]}", *others])
        yield f"| {library} | {size(python) / 1e6:.0f} | {named} |"


def _starts(found):
    for network in dict.fromkeys(network for network, _ in found):
        yield f"**{NETWORKS[network].title}**\n"
        yield f"| library | {' | '.join(PARTS.values())} | next answers | peak memory | its files |"
        yield f"|---|{'---:|' * (len(PARTS) + 3)}"
        yield from (_row(library, run) for (of, library), run in found.items() if of == network)
        yield ""


def _row(library, run):
    *parts, whole = (_brief(run[part] * 1e3) for part in PARTS)
    cells = [
        *parts,
        f"**{whole}**",
        f"{run['steady'] * 1e3:.2f}",
        _brief(run["memory"] / 1e6),
        f"{run['files'] / 1e6:.1f}",
    ]
    return f"| {library} | {' | '.join(cells)} |"


def _brief(number):
    """A decimal where it tells something."""
    return f"{number:.0f}" if number >= 9.95 else f"{number:.1f}"


def _how(rounds, threads):
    return (
        f"Times in ms, memory and files in MB: medians of {rounds} fresh processes each, the libraries in turn, batch 1, float32, "
        f"{threads} thread{'s' * (threads > 1)}, Python {platform.python_version()}, {os.cpu_count()} cores ({platform.machine()})."
    )
