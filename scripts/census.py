"""The names of torch's API, as public repositories use them, that numpynn lacks or that no case proves, most used first.

    python scripts/census.py CENSUS.tsv [category]

The census is a table of tab-separated columns with a header: name (torch.X, Tensor.X, Module.X ...), uses, category among
them. A name counts as there if looking it up works; of a method of a class, on an object of that class; of an operation
such as `Tensor[a:b]`, if it can be done. It counts as proven if a parity case or test uses it.
"""

from __future__ import annotations

import ast
import csv
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpynn
from parity_tests import coverage
from parity_tests.collect import all_cases

ROOT = Path(__file__).parent.parent
# An object of each class whose methods the census counts.
OBJECTS = {
    "Tensor": lambda: numpynn.zeros(2, 2),
    "Module": lambda: numpynn.nn.Linear(2, 2),
    "Optimizer": lambda: numpynn.optim.SGD([numpynn.zeros(2, requires_grad=True)], lr=0.1),
    "LRScheduler": lambda: numpynn.optim.lr_scheduler.StepLR(OBJECTS["Optimizer"](), 1),
    "Distribution": lambda: numpynn.distributions.Normal(0.0, 1.0),
}


def _assigned(index):
    t = numpynn.zeros(2, 2)
    t[index(t)] = 1.0
    return t


# What the installed torch has taken out.
REMOVED = {"Tensor.names"}
OPERATIONS = {
    "Tensor[a:b]": lambda t: t[0:1],
    "Tensor[a:b:step]": lambda t: t[0:2:2],
    "Tensor[None]": lambda t: t[None],
    "Tensor[...]": lambda t: t[..., 0],
    "Tensor[mask or index tensor]": lambda t: (t[t > 0], t[numpynn.tensor([0, 1])]),
    "Tensor[mask or index tensor] =": lambda t: (_assigned(lambda t: t == 0), _assigned(lambda t: numpynn.tensor([0]))),
    "Tensor @": lambda t: t @ t,
}


def exists(name: str) -> bool:
    """Whether numpynn has this name of torch's, or can do this operation."""
    if name in OPERATIONS:
        OPERATIONS[name](numpynn.zeros(2, 2))
        return True
    first, *path = name.split(".")
    try:
        thing = OBJECTS[first]() if first in OBJECTS else numpynn
        for part in path:
            thing = getattr(thing, part)
    except AttributeError:
        return False
    return True


def is_proven(name: str, counts, text: str) -> bool:
    """Whether a case uses the name, or a test or program an attribute of this name."""
    return name in OPERATIONS or counts[qualified(name)] > 0 or f".{name.rpartition('.')[2]}" in text


def qualified(name: str) -> str:
    """The name as parity_tests/coverage.py counts it."""
    return coverage.qualified(ast.parse(name, mode="eval").body) or name


def rows(path: str, category: str = "core") -> list[dict[str, str]]:
    """The rows of a census of this category."""
    with open(path, encoding="utf-8") as file:
        return [row for row in csv.DictReader(file, delimiter="\t") if row["category"] == category]


def main(path: str, category: str = "core") -> None:
    """Print what is missing, and what is there and unproven."""
    counts = coverage.count_names(case for _, case in all_cases())
    tests = [*ROOT.glob("parity_tests/test_*.py"), *ROOT.glob("tests/*.py")]
    text = "\n".join(test.read_text(encoding="utf-8") for test in tests)
    for row in rows(path, category):
        if row["name"] in REMOVED:
            continue
        if not exists(row["name"]):
            print(row["uses"], row["name"], "missing", sep="\t")
        elif not is_proven(row["name"], counts, text):
            print(row["uses"], row["name"], "without a case", sep="\t")


if __name__ == "__main__":
    main(*sys.argv[1:])
