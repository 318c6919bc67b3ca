"""One function as a stub has it: the running function's parameters and defaults, with types."""

from __future__ import annotations

import inspect
import sys
from inspect import Parameter

from .layout import definition
from .names import Names
from .parameters import PARAMETERS
from .results import DUNDERS, RESULTS
from .table import Table

_EMPTY = inspect.Parameter.empty
_LITERALS = (bool, int, float, str, type(None))
VAGUE: set[str] = set()  # where nothing is known of a type but that it is one: `python -m stubs --vague` lists them


def function(names: Names, value, name: str, place: str, indent: int = 0, first: str | None = None) -> str:
    """The definition of a function. `first`: what its first parameter is called instead, as that of a method."""
    signature = inspect.signature(value)
    if name.endswith("_") and "out" in signature.parameters:  # of the function that is done in place
        kept = [p for p in signature.parameters.values() if p.name != "out"]
        signature = signature.replace(parameters=kept)
    source = sys.modules.get(value.__module__ or "")
    parameters = list(signature.parameters.values())
    written = []
    if first is not None:
        written.append(first)
        parameters = parameters[1:] if parameters and parameters[0].kind is not Parameter.VAR_POSITIONAL else parameters
    made_of_primitive = hasattr(value, "primitive")
    given = "Tensor" if made_of_primitive else signature.return_annotation
    result = _result(names, given, name, place, sys.modules["stubs"] if made_of_primitive else source)
    typed = [(p, _type(names, p, name, place, source, result)) for p in parameters]
    return definition(name, written + _listed(typed), result, indent)


def _listed(typed):
    """The parameters, with the marks of those that are positional or named only."""
    listed, kinds = [], [p.kind for p, _ in typed]
    for n, (p, type_) in enumerate(typed):
        if p.kind is Parameter.KEYWORD_ONLY and not {Parameter.VAR_POSITIONAL, Parameter.KEYWORD_ONLY} & set(kinds[:n]):
            listed.append("*")
        listed.append(_parameter(p, type_))
        if p.kind is Parameter.POSITIONAL_ONLY and Parameter.POSITIONAL_ONLY not in kinds[n + 1 :]:
            listed.append("/")
    return listed


def _parameter(p, type_):
    stars = {Parameter.VAR_POSITIONAL: "*", Parameter.VAR_KEYWORD: "**"}.get(p.kind, "")
    if p.default is _EMPTY:
        return f"{stars}{p.name}: {type_}"
    return f"{p.name}: {type_} = {_default(p.default)}"


def _default(value):
    if type(value) in _LITERALS and value == value and value not in (float("inf"), float("-inf")):
        return '"' + value + '"' if isinstance(value, str) and value.isprintable() and '"' not in value else repr(value)
    return "..."


def exact(table: Table, place: str, name: str, *more: str) -> str | None:
    """What a table says under a thing's name after that of its class or module."""
    inside = place.removeprefix("numpynn").lstrip(".")
    owner = inside.rpartition(".")[2]
    spelled = [name, name.rstrip("_")] if name.endswith("_") and not name.endswith("__") else [name]
    keys = [key for name in spelled for key in (f"{inside}.{name}", f"{owner}.{name}", *([name] if more else []))]
    return table.first([".".join([key, *more]).lstrip(".") for key in keys])


def general(table: Table, place: str, name: str) -> str | None:
    """What a table says under a name for the whole of a room, the innermost first, or everywhere."""
    parts = place.split(".")[1:]
    rooms = [".".join(parts[:n]) for n in range(len(parts), 0, -1)]
    return table.first([*[f"{room}:{name}" for room in rooms], name])


def _type(names, p, name, place, source, result):
    written = exact(PARAMETERS, place, name, p.name)
    if written is None and p.name == "out" and p.annotation is _EMPTY:
        written = "Tensor" if result.endswith("Tensor") else "tuple[Tensor, ...]"
    if written is None and p.annotation is not _EMPTY:
        return _optional(names.written(_text(p.annotation), source), p)
    if written is None and p.kind in (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD):
        written = PARAMETERS.first(["*" + p.name]) or "Any"
    if written is None:
        written = general(PARAMETERS, place, p.name)
        if written is None or not _admits(written, p.default):
            written = _of_default(p.default)
    if written is None:
        VAGUE.add(f"{place}.{name}({p.name})")
        written = "Any"
    return _optional(names.written(written), p)


def _text(annotation):
    return annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)


def _of_default(default):
    kind = type(default)
    return kind.__name__ if kind in (bool, int, float, str) else None


# What a type must name for a default to be of it.
_ADMITTING = {bool: ("bool",), int: ("int", "float", "complex"), float: ("float", "complex"), str: ("str",)}


def _admits(type_, default):
    return any([kind in type_ for kind in ("Any", *_ADMITTING.get(type(default), ("",)))])


def _optional(type_, p):
    wanted = p.default is None and type_ != "None" and not type_.endswith("| None") and type_.lstrip("_") != "Any"
    return f"{type_} | None" if wanted else type_


def _result(names, annotation, name, place, source):
    written = exact(RESULTS, place, name)
    if written is None and annotation is not _EMPTY:
        return names.written(_text(annotation), source)
    written = written or general(RESULTS, place, name) or DUNDERS.first([name])
    if written is None and name.endswith("_") and not name.endswith("__"):
        written = "Tensor"  # the tensor itself, changed in place
    written = written or general(RESULTS, place, "*")
    if written is None:
        VAGUE.add(f"{place}.{name} ->")
    return names.written(written or "Any")
