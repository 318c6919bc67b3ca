"""The pages of the compendium as Markdown, and the plots on them."""

from __future__ import annotations

import ast
import re
import shutil
from importlib import import_module
from pathlib import Path

from reference_pages import prose

import numpynn

from . import pictures, sources
from .entries import FAMILIES
from .prose import about_torch, told, typeset

CASES = Path(__file__).parents[2] / "parity_tests" / "cases"
ALIKE = "No difference is known: shapes, dtypes and refusals are torch's, values and derivatives to the comparison's tolerances."


def write(folder: Path) -> None:
    """An index for each family and a page for each of its entries."""
    shutil.rmtree(folder, ignore_errors=True)
    for family in FAMILIES:
        room = folder / family.name.lower()
        room.mkdir(parents=True)
        for entry in family.entries:
            (room / f"{entry.slug}.md").write_text(_page(entry, family, room), encoding="utf-8")
        (room / "index.md").write_text(_index(family, room), encoding="utf-8")


def _index(family, room):
    parts = [f"# {family.name}", family.introduction]
    for heading, entries in family.groups.items():
        cards = "\n\n".join(_card(entry, room) for entry in entries)
        tree = "\n".join(entry.slug for entry in entries)
        parts += [f"## {heading}", f"````{{container}} gallery\n{cards}\n````", _fenced("{toctree}\n:hidden:", tree)]
    return "\n\n".join(parts) + "\n"


def _card(entry, room):
    drawn = (room / f"{entry.slug}.svg").exists()
    picture = f"![]({entry.slug}.svg) " if drawn else ""
    return f"[{picture}{entry.title}]({entry.slug}.md)"


def _page(entry, family, room):
    kinds = [_found(family, name) for name in entry.classes]
    body = _of_module if family.room == "numpynn.nn" else _of_class
    parts = [f"# {entry.title}", *_told(kinds), *_pictures(entry, kinds[0], room), *body(entry, kinds)]
    return "\n\n".join([*parts, "## Beside torch", *_beside_torch(entry, kinds)]) + "\n"


def _found(family, name):
    rooms = (import_module(family.room), numpynn.optim.swa_utils)
    return next(getattr(room, name) for room in rooms if hasattr(room, name))


def _told(kinds):
    first, *others = kinds
    formula, rest = told(first)
    yield f"````{{container}} formula\n{formula}\n````"
    yield from rest
    for kind in sorted(others, key=lambda kind: kind.__name__.startswith("Lazy")):
        text, rest = told(kind)
        yield "\n\n".join([f"**{kind.__name__}**: {text}", *rest])


def _pictures(entry, kind, room):
    if entry.picture:
        for number, (caption, figure) in enumerate(pictures.drawn(entry, kind)):
            name = f"{entry.slug}{number or ''}.svg"
            pictures.save(figure, room / name)
            yield f"![{entry.title}]({name})"
            if caption:
                yield f"````{{container}} caption\n{caption}\n````"


def _of_module(entry, kinds):
    """Shapes, derivative, kernel and function of what is run by a module."""
    runs = [Run(text) for text in entry.runs]
    yield "## Shapes"
    yield "\n".join(run.shapes() for run in runs)
    rows, others = sources.telling(sources.rows_run_by(runs[0].record))
    if entry.shown == "modules":
        yield from _made_of(kinds, [*rows, *others])
        return
    yield "## Derivative"
    yield "`g` is the gradient of the output, `out` the output; the others are the kernel's arguments."
    for page in dict.fromkeys(row.page for row in rows):
        own = [row for row in rows if row.page is page]
        yield " ".join([f"From `{_path(page)}`:", *[prose(row.remark, typeset) for row in own if row.remark]])
        yield _python("\n\n\n".join(dict.fromkeys(part for row in own for part in sources.derivative(row))))
    if others:
        yield f"Around it: {_names(others)}."
    yield "## Kernel"
    yield from _kernels(rows)
    function = sources.function_of(kinds[0])
    if function is not None:
        yield "## Function"
        yield f"`F.{function.__name__}` checks what it is given and calls the kernel, from `{_path(function)}`:"
        yield _python(sources.with_helpers(function))


def _made_of(kinds, rows):
    yield "## Module"
    if rows:
        yield f"It is made of operations that have their derivatives: {_names(rows)}."
    for kind in kinds:
        source = sources.methods(kind)
        if source:
            yield _python(source)


def _names(rows):
    return ", ".join(f"`{row.name}`" for row in rows)


def _kernels(rows):
    own = list(dict.fromkeys(kernel for row in rows for kernel in sources.kernels(row)))
    pages = list(dict.fromkeys(kernel.__module__ for kernel in own))
    for page in pages:
        source = [sources.with_helpers(kernel) for kernel in own if kernel.__module__ == page]
        yield f"From `{_path(page)}`:"
        yield _python("\n\n\n".join(dict.fromkeys("\n\n\n".join(source).split("\n\n\n"))))
    numpys = [row for row in rows if type(row.kernel).__name__ == "ufunc"]
    if numpys:
        yield "NumPy's own: " + ", ".join(f"`np.{row.kernel.__name__}`" for row in numpys) + "."


def _of_class(entry, kinds):
    """The source of an optimizer's step, or of a scheduler."""
    kind = kinds[0]
    if issubclass(kind, numpynn.optim.Optimizer):
        yield "## Step"
        yield f"From `{_path(kind)}`:"
        yield _python(sources.step_of(kind))
    else:
        yield "## Source"
        yield f"From `{_path(sources.home(kind))}`:"
        yield _python(sources.methods(kind))


def _beside_torch(entry, kinds):
    remarks = about_torch(
        *[thing for kind in kinds for thing in (kind, sources.function_of(kind)) if thing is not None]
    )
    yield "\n".join(f"- {remark}" for remark in remarks) if remarks else ALIKE
    functions = {function.__name__ for function in map(sources.function_of, kinds) if function is not None}
    count = _cases_of([*entry.classes, *[rf"F\.{name}" for name in functions]])
    if count:
        yield f"{count} lines of `parity_tests/cases` name it."


class Run:
    """A call of a module as it is written on a page: what is made, and what it is given."""

    def __init__(self, text):
        self.text = text
        numpynn.manual_seed(0)
        call = ast.parse(text, mode="eval").body
        self.module = _evaluated(call.func)
        self.given = [part for argument in call.args for part in self._arguments(argument)]

    @staticmethod
    def _arguments(node):
        several = isinstance(node, ast.Starred)
        given = list(_evaluated(node.value)) if several else [_evaluated(node)]
        for x in given if "rand" in ast.unparse(node) else ():
            if x.is_floating_point() and x.is_leaf:
                x.requires_grad_()
        return given

    def record(self):
        """The call."""
        return self.module(*self.given)

    def shapes(self):
        """A line that says which shapes go in, which come out, and which the parameters have."""
        given = _shapes(self.given)
        line = f"- `{_module_of(self.text)}`: {given} → {_shapes(self.record())}"
        own = ", ".join(f"`{name}` {_shape(x)}" for name, x in list(self.module.named_parameters())[:8])
        return f"{line}; {own}" if own else line


def _module_of(text):
    return ast.unparse(ast.parse(text, mode="eval").body.func)


def _evaluated(node):
    return eval(ast.unparse(node), {}, _Names())


class _Names(dict):
    """nn and whatever numpynn has, as a text means them."""

    def __missing__(self, name):
        return getattr(numpynn, name)


def _shapes(given):
    if isinstance(given, numpynn.Tensor):
        return _shape(given)
    return ", ".join(_shapes(part) for part in given if isinstance(part, (numpynn.Tensor, tuple, list)))


def _shape(x):
    return str(tuple(x.shape)).replace("*", r"\*")


def _cases_of(names):
    lines = [line for path in sorted(CASES.glob("*.py")) for line in path.read_text(encoding="utf-8").splitlines()]
    return sum(bool(re.search(rf"\b({'|'.join(names)})\b", line)) for line in lines)


def _path(thing):
    name = thing if isinstance(thing, str) else getattr(thing, "__module__", None) or thing.__name__
    return Path(import_module(name).__file__).relative_to(Path(numpynn.__file__).parents[1]).as_posix()


def _python(source):
    return _fenced("python", source)


def _fenced(kind, text):
    return f"```{kind}\n{text}\n```"
