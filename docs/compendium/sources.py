"""What the code says: rows of the table of derivatives, kernels, functions and methods, as they are written."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import textwrap
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import NamedTuple

import numpynn
from numpynn import derivatives, graph


class Row(NamedTuple):
    """A primitive's row of the table of derivatives."""

    name: str
    page: ModuleType
    source: str
    remark: str  # the comment above it
    kernel: object


# Pages whose rows come up everywhere: they are shown where there are no others, but for those that only move or add up numbers.
EVERYWHERE = ("arithmetic", "selection", "reduction", "shape")
HARDLY_WORTH_IT = ("reduction", "shape")


def telling(found: list[Row]) -> tuple[list[Row], list[Row]]:
    """Those of the rows that tell something of what was run, and the others."""
    for left_out in (EVERYWHERE, HARDLY_WORTH_IT, ("shape",)):
        own = [row for row in found if row.page.__name__.rpartition(".")[2] not in left_out]
        if own:
            return own, [row for row in found if row not in own]
    return [], found


@cache
def rows() -> dict[object, Row]:
    """The row of every primitive, by its rule."""
    pages = [import_module(f"numpynn.derivatives.{found.name}") for found in pkgutil.iter_modules(derivatives.__path__)]
    return {getattr(page, row.name).rule: row for page in pages for row in _rows_of(page)}


def _rows_of(page):
    lines = inspect.getsource(page).splitlines()
    for node in ast.parse(inspect.getsource(page)).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("differentiable("):
            above = node.lineno - 1
            while lines[above - 1].startswith("#"):
                above -= 1
            remark = " ".join(line.lstrip("# ") for line in lines[above : node.lineno - 1])
            kernel = eval(ast.unparse(node.value.args[0]), vars(page))
            yield Row(node.targets[0].id, page, "\n".join(lines[node.lineno - 1 : node.end_lineno]), remark, kernel)


def rows_run_by(run) -> list[Row]:
    """The rows of the primitives that `run()` records, in the order of their first call."""
    found = {}

    def observe(vertex):
        row = next((row for rule, row in rows().items() if vertex.rule in (rule, *(rule.others or {}).values())), None)
        if row is not None:
            found.setdefault(row.name, row)

    graph.observe(observe, True)
    try:
        run()
    finally:
        graph.observe(observe, False)
    return list(found.values())


def derivative(row: Row) -> list[str]:
    """The row, the private functions that it calls, and the rows of the primitives that it names on its page."""
    parts = [row.source]
    for thing, name in _of_page(row.source, row.page):
        other = rows().get(getattr(thing, "rule", None))
        if other is not None and other.name != row.name:
            parts.append(other.source)
            parts += [inspect.getsource(helper).rstrip() for helper in _helpers(other.source, row.page)]
        elif inspect.isfunction(thing) and name.startswith("_"):
            parts += [
                inspect.getsource(helper).rstrip() for helper in (thing, *_helpers(inspect.getsource(thing), row.page))
            ]
    return list(dict.fromkeys(parts))


def _of_page(source, page):
    """What the source names of the page's own functions and primitives."""
    for name in _names(source):
        thing = vars(page).get(name)
        if getattr(thing, "__module__", None) == page.__name__ or _row_on(page, name):
            yield thing, name


def _row_on(page, name):
    return any(row.page is page and row.name == name for row in rows().values())


def _names(source):
    """The names that the source reads, but for its own parameters."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(source))))
    own = {node.arg for node in nodes if isinstance(node, ast.arg)}
    read = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)]
    return [name for name in dict.fromkeys(read) if name not in own]


def _helpers(source, page) -> list:
    """The private functions of the page that the source calls, and those that they call."""
    found = {}
    waiting = [source]
    while waiting:
        text = waiting.pop(0)
        for name in _names(text):
            function = inspect.unwrap(vars(page).get(name)) if callable(vars(page).get(name)) else None
            if inspect.isfunction(function) and function.__module__ == page.__name__ and name not in found:
                if inspect.getsource(function) != source and not getattr(function, "rule", None):
                    found[name] = function
                    waiting.append(inspect.getsource(function))
    return list(found.values())


def kernels(row: Row) -> list:
    """The kernel's function, and those of the kernels' pages that the row names besides."""
    text = "\n".join(derivative(row))
    attributes = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Attribute)]
    named = [getattr(vars(row.page).get(getattr(node.value, "id", "")), node.attr, None) for node in attributes]
    own = [thing for thing in (row.kernel, *named) if getattr(thing, "__module__", "").startswith("numpynn.kernels.")]
    return list(dict.fromkeys(inspect.unwrap(thing) for thing in own if inspect.isroutine(thing)))


def with_helpers(function) -> str:
    """A function's source, with the functions of its page that it calls."""
    page = import_module(function.__module__)
    source = inspect.getsource(function)
    parts = [source, *map(inspect.getsource, _helpers(source, page))]
    return "\n\n".join(part.rstrip() for part in dict.fromkeys(parts))


def function_of(kind: type):
    """The function of nn.functional that a module's forward calls, or else another of its methods; or None."""
    if "function" in vars(kind):
        return kind.function
    base = next((base for base in kind.__mro__ if "forward" in vars(base)), numpynn.nn.Module)
    texts = [] if base is numpynn.nn.Module else [inspect.getsource(base.forward), inspect.getsource(base)]
    nodes = [
        node for text in texts for node in ast.walk(ast.parse(textwrap.dedent(text))) if isinstance(node, ast.Attribute)
    ]
    called = [getattr(numpynn.nn.functional, node.attr, None) for node in nodes if ast.unparse(node.value) == "F"]
    return next(filter(inspect.isfunction, called), None)


def home(kind: type) -> ModuleType:
    """The page that a class is written on, whatever its __module__ says."""
    return import_module(next(part.__module__ for part in vars(kind).values() if inspect.isfunction(part)))


def methods(kind: type) -> str:
    """A class with what computes, and before it the private bases of its page: without docstrings and constructors."""
    bases = [
        base for base in kind.__mro__[:0:-1] if base.__name__.startswith("_") and base.__module__.startswith("numpynn")
    ]
    return "\n\n\n".join(filter(None, map(_computing, [*bases, kind])))


LEFT_OUT = ("__", "_check", "extra_repr", "state_dict", "load_state_dict", "_reset_parameters")


def _computing(kind):
    if not any(inspect.isfunction(part) for part in vars(kind).values()):
        return ""
    lines = inspect.getsource(home(kind)).splitlines()
    tree = next(node for node in ast.parse("\n".join(lines)).body if getattr(node, "name", "") == kind.__name__)
    kept = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith(LEFT_OUT)]
    texts = ["\n".join(lines[_top(node) - 1 : node.end_lineno]) for node in kept]
    return "\n\n".join([lines[tree.lineno - 1], *texts]) if texts else ""


def _top(node):
    return min([node.lineno, *[decorator.lineno for decorator in node.decorator_list]])


def step_of(kind: type) -> str:
    """What an optimizer does in a step: its rule, or its methods with the functions of its page."""
    page = home(kind)
    if "rule" in dir(kind):
        owner = next(base for base in kind.__mro__ if "rule" in vars(base))
        source = textwrap.dedent(inspect.getsource(owner.rule))
        functions = _helpers(source, home(owner))
        return "\n\n\n".join([source.rstrip(), *[inspect.getsource(function).rstrip() for function in functions]])
    own = [thing for thing in vars(page).values() if getattr(thing, "__module__", "") == page.__name__]
    functions = [inspect.getsource(thing).rstrip() for thing in own if inspect.isfunction(thing)]
    classes = [_computing(thing) for thing in own if inspect.isclass(thing) and thing is not kind]
    return "\n\n\n".join(filter(None, [_computing(kind), *classes, *functions]))
