"""The reference: for each public namespace a page of its names, with signature and docstring as they stand in the code."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

from numpynn.functional import _lazy
from numpynn.tensor import Tensor

PAGES = (
    "numpynn",
    "numpynn.nn",
    "numpynn.nn.functional",
    "numpynn.nn.init",
    "numpynn.nn.utils",
    "numpynn.optim",
    "numpynn.optim.lr_scheduler",
    "numpynn.optim.swa_utils",
    "numpynn.autograd",
    "numpynn.func",
    "numpynn.linalg",
    "numpynn.fft",
    "numpynn.special",
    "numpynn.signal.windows",
    "numpynn.sparse",
    "numpynn.random",
    "numpynn.distributions",
    "numpynn.utils.data",
    "numpynn.datasets",
    "numpynn.vision.datasets",
    "numpynn.vision.transforms",
    "numpynn.models",
    "numpynn.checkpoint",
    "numpynn.parity",
    "numpynn.port",
)


def write(folder: Path) -> None:
    """A page of Markdown for each namespace."""
    folder.mkdir(parents=True, exist_ok=True)
    for module in PAGES:
        (folder / f"{module}.md").write_text(page(module), encoding="utf-8")
    (folder / "numpynn.Tensor.md").write_text(methods(), encoding="utf-8")


def page(module: str) -> str:
    """The names of `__all__` that have a docstring, in its order."""
    room = import_module(module)
    entries = [(name, getattr(room, name)) for name in room.__all__]
    told = [_entry(name, thing) for name, thing in entries if _is_told(thing)]
    return "\n".join([f"# {module}", "", prose(inspect.getdoc(room) or ""), "", *told])


def methods() -> str:
    """The methods of Tensor; those of pages that are read on first use are stubs until then."""
    for name in _lazy.PAGES:
        import_module(f"numpynn.functional.{name}")
    names = [name for name in dir(Tensor) if not name.startswith("_")]
    told = [_entry(name, thing, of=1) for name in names if inspect.isfunction(thing := getattr(Tensor, name))]
    return "\n".join(["# numpynn.Tensor", "", prose(inspect.getdoc(Tensor)), "", *told])


def _is_told(thing):
    own = inspect.isclass(thing) or inspect.isroutine(thing)
    return own and bool(thing.__doc__) and getattr(thing, "__module__", "").startswith("numpynn")


def _entry(name, thing, of=0):
    """With its signature but for the first `of` parameters."""
    told = prose(inspect.getdoc(thing) or "")
    return f"## {name}\n\n```python\n{name}{_signature(thing, of)}\n```\n\n{told}\n"


def prose(docstring: str, text=None) -> str:
    """A docstring as Markdown: paragraphs of text, examples and what is indented as code; `text` sets what is no code."""
    return "\n\n".join(_paragraph(part, text or escaped) for part in re.split(r"\n\n(?! )", docstring))


def _paragraph(paragraph, text):
    if paragraph.startswith(">>>"):
        return f"```pycon\n{paragraph}\n```"
    if re.search(r"^( |- )", paragraph, flags=re.MULTILINE):
        return f"```text\n{paragraph}\n```"
    parts = re.split(r"(`[^`]+`)", " ".join(paragraph.split()))
    return "".join(part if part.startswith("`") else text(part) for part in parts)


def escaped(text: str) -> str:
    """Text whose signs mean nothing to Markdown."""
    return re.sub(r"([\\`*_\[\]<>|$#~+=-])", r"\\\1", text)


def _signature(thing, of):
    try:
        found = inspect.signature(thing)
    except (TypeError, ValueError):
        return "(...)"
    shown = found.replace(parameters=list(found.parameters.values())[of:])
    return re.sub(r"(: |-> )'([^']*)'", r"\1\2", str(shown))
