"""Which room of the package imports which, read from the source."""

import ast
import functools
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "numpynn"


class Import(NamedTuple):
    path: Path
    line: int
    target: str
    when_called: bool

    def __str__(self):
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.target}"

    @property
    def source_room(self):
        """The file or folder of numpynn/ that the importing module belongs to; "" is numpynn/__init__.py."""
        first = self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        return "" if first == "__init__" else first

    @property
    def target_room(self):
        """None for a module from outside."""
        package, _, inside = self.target.partition(".")
        return inside.partition(".")[0] if package == "numpynn" else None


@functools.cache
def package_imports():
    """Every import in numpynn/ that is made at run time."""
    return [found for path in sorted(PACKAGE.rglob("*.py")) for found in imports_of(path)]


@functools.cache
def imports_of(path):
    return list(_walk(ast.parse(path.read_text(encoding="utf-8")), path, when_called=False))


def _walk(node, path, when_called):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            continue
        for target in _targets(child, path):
            yield Import(path, child.lineno, target, when_called)
        is_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _walk(child, path, when_called or is_function)


def _targets(node, path):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if not isinstance(node, ast.ImportFrom):
        return []
    package = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
    source = ".".join([*package, *([node.module] if node.module else [])])
    return [_module(source, alias.name) for alias in node.names]


def _module(source, name):
    """`from source import name` imports source.name where that is a module, else source."""
    place = ROOT.joinpath(*source.split("."), name)
    is_module = place.with_suffix(".py").exists() or (place / "__init__.py").exists()
    return f"{source}.{name}" if is_module else source
