"""What a case proves, read from its text: the names it uses, the options it sets away from their defaults.

A name is written as cases write it: "nn.Conv2d", "F.softmax", "torch.cat". An attribute of anything else is a
method: of Module where the receiver is one, as far as the text tells, of Optimizer likewise, else of Tensor.
"""

from __future__ import annotations

import ast
import inspect
from collections import Counter, defaultdict
from functools import cache
from operator import attrgetter

ROOTS = ("torch", "nn", "F", "init", "optim", "data", "D")
SHORT = {  # longest first
    "nn.functional": "F",
    "nn.init": "init",
    "optim.lr_scheduler": "lr_scheduler",
    "optim.swa_utils": "swa_utils",
    "nn.Module": "Module",
    "utils.data": "data",
    "distributions": "D",
}
# What stands in torch and has names of its own.
ROOMS = ("nn", "optim", "Tensor", "autograd", "linalg", "fft", "sparse", "special", "utils", "distributions")
NEITHER = ("np", "math")  # what is of neither library
NOT_OPTIONS = ("mode", "device", "dtype")
METHODS_OF = {"nn": "Module", "optim": "Optimizer", "lr_scheduler": "LRScheduler", "D": "Distribution"}


class _Reader(ast.NodeVisitor):
    """Collects the names and the constructor calls of one text."""

    def __init__(self, modules=()):
        self.names = set()
        self.calls = []
        self.kinds = dict.fromkeys(modules, "Module")

    def visit_Assign(self, node):
        kind = self._kind(node.value)
        self.kinds |= {target.id: kind for target in node.targets if isinstance(target, ast.Name)}
        self.generic_visit(node)

    def visit_Call(self, node):
        if name := qualified(node.func):
            self.calls.append((name, node))
        self.generic_visit(node)

    def visit_Attribute(self, node):
        if name := qualified(node):
            self.names.add(name)
        elif not (isinstance(node.value, ast.Name) and node.value.id in NEITHER):
            self.names.add(f"{self._kind(node.value)}.{node.attr}")
            self.visit(node.value)

    def _kind(self, node):
        """What a value is, as far as the text tells: "Module", "Optimizer" or "Tensor"."""
        if isinstance(node, ast.Name):
            return self.kinds.get(node.id, "Tensor")
        called = qualified(node.func) if isinstance(node, ast.Call) else None
        family, _, name = (called or "").rpartition(".")
        is_class = name[:1].isupper() and name != "Parameter"
        return METHODS_OF.get(family, "Tensor") if is_class else "Tensor"


def qualified(node) -> str | None:
    """A chain of attributes from one of the roots, by its short name: `torch.nn.Linear` is "nn.Linear"."""
    chain = []
    while isinstance(node, ast.Attribute):
        chain.insert(0, node.attr)
        node = node.value
    if not chain or not isinstance(node, ast.Name) or node.id not in ROOTS:
        return None
    name = ".".join([node.id, *chain])
    if len(chain) > 1 and node.id == "torch" and chain[0] in ROOMS:
        name = name.removeprefix("torch.")
    for long, short in SHORT.items():
        if name.startswith(f"{long}."):
            return short + name.removeprefix(long)
    return name


@cache
def _read(case):
    reader = _Reader(modules=("m",) if case.kind == "module" else ())
    for text in filter(None, (case.text, case.call)):
        reader.visit(ast.parse(text.strip()))
    return reader


def names_of(case) -> set[str]:
    """The names that a case uses."""
    return _read(case).names


def count_names(cases) -> Counter:
    """How many cases prove each name; a refusal proves nothing of what a function does."""
    return Counter(name for case in cases if case.kind != "refuses" for name in names_of(case))


def options_set(cases) -> dict[str, set[str]]:
    """For each constructor of nn and optim, the options that some case sets away from their default."""
    away = defaultdict(set)
    for case in cases:
        for name, call in _read(case).calls:
            if name.startswith(("nn.", "optim.")) and (parameters := options(name)):
                away[name] |= _away_from_default(call, parameters)
    return dict(away)


@cache
def options(name: str) -> dict[str, object]:
    """The parameters of torch's constructor of this name in order, with their defaults."""
    import torch

    made = attrgetter(name)(torch)
    if not inspect.isclass(made):
        return {}
    for kind in made.__mro__:
        parameters = list(inspect.signature(kind.__init__).parameters.values())[1:]
        if not any(p.kind is p.VAR_POSITIONAL for p in parameters):
            return {p.name: p.default for p in parameters if p.name not in NOT_OPTIONS}
    return {}


def _away_from_default(call, parameters):
    given = dict(zip(parameters, call.args)) | {keyword.arg: keyword.value for keyword in call.keywords}
    return {name for name, node in given.items() if name in parameters and _differs(node, parameters[name])}


def _differs(node, default):
    if default is inspect.Parameter.empty:
        return False
    try:
        return ast.literal_eval(node) != default
    except ValueError:
        return True
