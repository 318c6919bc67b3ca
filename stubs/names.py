"""The names in one stub: types are spelled with what is imported there, and under an alias where a name is taken."""

from __future__ import annotations

import ast
import builtins
import functools
import importlib
import inspect
from types import ModuleType

from . import results_by_name as results
from .rooms import Homes

# What types are made of beside numpynn's own classes: name -> module.
VOCABULARY = {
    **dict.fromkeys(
        "Callable ItemsView Iterable Iterator KeysView Mapping MutableMapping MutableSequence Sequence ValuesView".split(),
        "collections.abc",
    ),
    **dict.fromkeys("Any Generic IO Literal NamedTuple Self SupportsIndex SupportsFloat overload".split(), "typing"),
    **dict.fromkeys(["ParamSpec", "TypeAlias", "TypeGuard", "Concatenate", "ClassVar", "Protocol"], "typing"),
    **dict.fromkeys(["EllipsisType", "ModuleType", "TracebackType"], "types"),
    "NDArray": "numpy.typing",
    "ArrayLike": "numpy.typing",
    "OrderedDict": "collections",
    "PathLike": "os",
    "Tensor": "numpynn.tensor",
    "Parameter": "numpynn.nn.parameter",
    "Module": "numpynn.nn.modules.module",
    "dtype": "numpynn.dtypes",
    "Size": "numpynn.dtypes",
    "layout": "numpynn.dtypes",
    "memory_format": "numpynn.dtypes",
    "device": "numpynn.device",
    "Generator": "numpynn.random",
    "Distribution": "numpynn.distributions.distribution",
    "Constraint": "numpynn.distributions.constraints",
    "Transform": "numpynn.distributions.transforms",
    "Optimizer": "numpynn.optim.optimizer",
    "LRScheduler": "numpynn.optim.lr_scheduler",
    "Dataset": "numpynn.utils.data.dataset",
    "Sampler": "numpynn.utils.data.sampler",
    "DataLoader": "numpynn.utils.data.dataloader",
    "PackedSequence": "numpynn.nn.utils.rnn",
    "RemovableHandle": "numpynn.utils.hooks",
    "Linear": "numpynn.nn.modules.linear",
    "ModuleList": "numpynn.nn.modules.container",
    "Subset": "numpynn.utils.data.dataset",
    "UntypedStorage": "numpynn",
    "TypedStorage": "numpynn",
    **dict.fromkeys(results.names(), results.ROOM),
}
# Types that take parameters, where a source names none.
BARE = {
    "Callable": "[..., Any]", "Dataset": "[Any]", "DataLoader": "[Any]", "Iterable": "[Any]", "Iterator": "[Any]",
    "Mapping": "[str, Any]", "NDArray": "[Any]", "OrderedDict": "[str, Any]", "Sampler": "[Any]", "Sequence": "[Any]",
    "dict": "[str, Any]", "frozenset": "[Any]", "list": "[Any]", "set": "[Any]", "tuple": "[Any, ...]", "type": "[Any]",
    "PathLike": "[str]", "IO": "[bytes]", "MutableMapping": "[str, Any]", "Generator_": "[Any, Any, Any]",
}  # fmt: skip


class Names:
    """What one stub imports; `taken` holds the names that mean something of its own there."""

    def __init__(self, room: str, taken: set[str], homes: Homes):
        self.room, self.taken, self.homes = room, set(taken), homes
        self.merged: set[int] = set()
        self.lent: set[tuple[str, str]] = set()  # what the stub hands on under the same name
        self.imports: set[tuple[str, str, str]] = set()  # module, name, alias

    def inside(self, taken, merged=()) -> Names:
        """The names in a class, which has meanings of its own for some; imports are those of the stub.

        merged: classes that are written into this one, and so are what it is.
        """
        inner = Names(self.room, self.taken | set(taken), self.homes)
        inner.merged = {id(cls) for cls in merged}
        inner.imports, inner.lent = self.imports, {(place, name) for place, name in self.lent if name not in set(taken)}
        return inner

    def use(self, module: str, name: str) -> str:
        """The name by which the stub speaks of what stands in a module; it is imported unless it is at hand."""
        alias = f"_{name}" if name in self.taken and (module, name) != (self.room, name) else name
        if (module, name) in self.lent or module == self.room or (module == "builtins" and alias == name):
            return name
        self.imports.add((module, name, alias))
        return alias

    def written(self, text: str, source: ModuleType | None = None) -> str:
        """A type as the stub spells it. Names are those of the module it was written in, else of the vocabulary."""
        tree = ast.parse(text.strip(), mode="eval").body
        return ast.unparse(_Speller(self, source).visit(tree))

    def of_object(self, value) -> str | None:
        """The name of a class, or None for what is declared nowhere."""
        home = self.homes.of(value)
        if home is not None:
            return self.use(*home)
        if id(value) in self.merged:
            return self.use("typing", "Self")
        if inspect.isclass(value) and value.__module__ == "builtins":
            return self.use("builtins", value.__name__)
        if inspect.isclass(value) and not value.__module__.startswith("numpynn"):
            return self.use(_public(value.__module__), value.__name__)
        return None

    def of_vocabulary(self, name: str) -> str | None:
        if name in VOCABULARY:
            return self.use(VOCABULARY[name], name)
        return self.use("builtins", name) if hasattr(builtins, name) else None

    def lines(self) -> list[str]:
        """The import statements, sorted."""
        by_module: dict[str, list[str]] = {}
        for module, name, alias in sorted(self.imports):
            by_module.setdefault(module, []).append(name if alias == name else f"{name} as {alias}")
        return [f"from {module} import {', '.join(names)}" for module, names in sorted(by_module.items(), key=_order)]


def _order(item):
    module = item[0]
    return module.startswith("numpynn"), module


def _public(module):
    return {"numpy.random._generator": "numpy.random", "_io": "io", "pathlib._local": "pathlib"}.get(module, module)


class _Speller(ast.NodeTransformer):
    """Writes each name of a type as the stub has it."""

    def __init__(self, names, source):
        self.names, self.source = names, source

    def visit_Name(self, node):
        return self._spelled(node.id, subscripted=False)

    def visit_Attribute(self, node):
        return self._spelled(ast.unparse(node), subscripted=False)

    def visit_Subscript(self, node):
        outer = ast.unparse(node.value)
        value = self._spelled(outer, subscripted=True)
        inner = node.slice if outer.endswith("Literal") else self.visit(node.slice)
        return ast.Subscript(value, inner, ast.Load())

    def visit_Constant(self, node):
        return self.visit(ast.parse(node.value, mode="eval").body) if isinstance(node.value, str) else node

    def _spelled(self, name, subscripted):
        last = {"np.ndarray": "NDArray", "ndarray": "NDArray"}.get(name, name)
        if name == "np.dtype":
            return _parsed(f"{self.names.use('numpy', 'dtype')}[{self.names.use('typing', 'Any')}]")
        bare = BARE.get(last.rpartition(".")[2]) if not subscripted else None
        spelled = self._name(last)
        if spelled is None:
            return self._expanded(name)
        return _parsed(spelled + (self.names.written(f"X{bare}").removeprefix("X") if bare else ""))

    def _name(self, name):
        if name in ("X", "None"):
            return name
        found = _found(self.source, name) if self.source is not None else None
        if found is not None:
            spelled = self.names.of_object(found)
            if spelled is not None:
                return spelled
        return self.names.of_vocabulary(name.rpartition(".")[2]) or self._type_variable(name)

    def _type_variable(self, name):
        return name if name in self.names.taken or name.startswith("_T") or name in ("T", "F", "P") else None

    def _expanded(self, name):
        """An alias of a type in the source, written out."""
        for statement in _tree(self.source).body if self.source is not None else ():
            if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == name:
                return self.visit(statement.value)
        raise NameError(f"{self.names.room}: no type {name!r} is known in {getattr(self.source, '__name__', 'stubs')}")


def _parsed(text):
    return ast.parse(text, mode="eval").body


@functools.cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(inspect.getsource(module))


@functools.cache
def _for_checkers(module: ModuleType) -> dict[str, tuple[str, str]]:
    """What a module imports for type checkers alone: name -> (module, name there)."""
    found = {}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            for statement in ast.walk(node):
                if isinstance(statement, ast.ImportFrom):
                    place = importlib.util.resolve_name(
                        "." * statement.level + (statement.module or ""), _package(module)
                    )
                    found |= {alias.asname or alias.name: (place, alias.name) for alias in statement.names}
    return found


def _package(module):
    return module.__name__ if hasattr(module, "__path__") else module.__name__.rpartition(".")[0]


def _found(source, name):
    first, *rest = name.split(".")
    value = vars(source).get(first)
    if value is None and first in (lent := _for_checkers(source)):
        place, there = lent[first]
        module = importlib.import_module(place)
        value = getattr(module, there, None) or importlib.import_module(f"{place}.{there}")
    for part in rest:
        value = getattr(value, part, None)
    return value
