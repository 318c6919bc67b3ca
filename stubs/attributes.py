"""What the objects of a class hold beside its methods, read from the class's source."""

from __future__ import annotations

import ast
import functools
import inspect
import sys

from .names import Names
from .parameters import PARAMETERS
from .results import RESULTS
from .signature import VAGUE, exact, general


def attributes(names: Names, merged, place: str, known_already) -> list[str]:
    """What instances hold: what the classes annotate, and what their `__init__` assigns to self."""
    found: dict[str, str] = {}
    for owner in merged:
        for name, annotation in annotations(owner).items():
            if name not in known_already and not name.startswith("_"):
                found.setdefault(name, _attribute(names, name, annotation, owner, place))
        for name, annotation in _assigned(owner).items():
            if name not in known_already and not name.startswith("_"):
                found.setdefault(name, _attribute(names, name, annotation, owner, place))
    return [f"    {name}: {type_}" for name, type_ in found.items()]


def _attribute(names, name, annotation, owner, place):
    written = exact(RESULTS, place, name)
    if written is None and not annotation:
        written = exact(PARAMETERS, place, "__init__", name) or general(RESULTS, place, name)
        written = written or general(PARAMETERS, place, name)
    if written is None and not annotation:
        VAGUE.add(f"{place}.{name}: attribute")
    if written is not None:
        return names.written(written)
    return names.written(annotation, sys.modules[owner.__module__]) if annotation else names.written("Any")


@functools.cache
def _source(cls) -> ast.ClassDef | None:
    try:
        module = ast.parse(inspect.getsource(sys.modules[cls.__module__]))
    except (OSError, TypeError, KeyError):
        return None
    found = [node for node in module.body if isinstance(node, ast.ClassDef) and node.name == cls.__name__]
    return found[-1] if found else None


def annotations(cls) -> dict[str, str]:
    """attribute -> type, as the class says in its body."""
    tree = _source(cls)
    body = tree.body if tree is not None else ()
    return {ast.unparse(s.target): ast.unparse(s.annotation) for s in body if isinstance(s, ast.AnnAssign)}


def _assigned(cls) -> dict[str, str | None]:
    """attribute -> its type as the source spells it, or None, of what `__init__` and its helpers assign."""
    tree = _source(cls)
    functions = [s for s in tree.body if isinstance(s, ast.FunctionDef)] if tree is not None else []
    found: dict[str, str | None] = {}
    for function_ in sorted(functions, key=lambda s: s.name != "__init__"):
        if function_.name == "__init__" or (function_.name.startswith("_") and not function_.name.startswith("__")):
            found = _assigned_in(function_) | found
    return found


def _assigned_in(tree: ast.FunctionDef) -> dict[str, str | None]:
    arguments = tree.args
    types = {a.arg: ast.unparse(a.annotation) for a in [*arguments.args, *arguments.kwonlyargs] if a.annotation}
    for argument, default in _defaults(arguments):
        types.setdefault(argument.arg, _guess(default, {}))
    found: dict[str, str | None] = {}
    for node in ast.walk(tree):
        for target, value in _assignments(node):
            found.setdefault(target, _guess(value, types))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "self.register_parameter":
            if isinstance(node.args[0], ast.Constant):
                found.setdefault(node.args[0].value, "Parameter | Any")
    return found


def _defaults(arguments):
    late = arguments.args[len(arguments.args) - len(arguments.defaults) :]
    return [*zip(late, arguments.defaults), *[(a, d) for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d]]


def _assignments(node):
    if isinstance(node, ast.Assign):
        for target in node.targets:
            pairs = (
                zip(target.elts, [None] * len(target.elts)) if isinstance(target, ast.Tuple) else [(target, node.value)]
            )
            for each, value in pairs:
                if isinstance(each, ast.Attribute) and ast.unparse(each.value) == "self":
                    yield each.attr, value


def _guess(value, types):
    if isinstance(value, ast.Name):
        return types.get(value.id)
    if isinstance(value, ast.Constant) and value.value is not None:
        return type(value.value).__name__
    if isinstance(value, ast.Call) and ast.unparse(value.func) in ("Parameter", "UninitializedParameter"):
        return "Parameter"
    return None
