"""The core names of torch's API that numpynn lacks, most used first. python scripts/census.py CENSUS.tsv

The census is a table of tab-separated columns with a header: name (torch.X, Tensor.X), uses, category among them.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpynn


def exists(name: str) -> bool:
    """Whether numpynn has this name of torch's."""
    thing = numpynn
    for part in name.split("."):
        if part == "torch":
            continue
        thing = getattr(thing, part, None)
        if thing is None:
            return False
    return True


def missing(path: str, category: str = "core") -> list[dict[str, str]]:
    """The rows of this category whose names are not there."""
    with open(path) as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row for row in rows if row["category"] == category and not exists(row["name"])]


if __name__ == "__main__":
    for row in missing(*sys.argv[1:]):
        print(row["uses"], row["name"], sep="\t")
