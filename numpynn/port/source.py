"""The source of a ported model: a class for each class of module that the program was made of."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import parts
from .classes import Body, Line, Writer
from .constructing import constructor, container
from .drafts import Draft, class_of, sequence, told
from .errands import UNREADABLE, Refusal
from .layout import laid_out
from .methods import methods
from .program import Program, Size


class Source(NamedTuple):
    """The module's text, its class's name, what goes into its state_dict and with which suffix; whether the batch is open."""

    text: str
    name: str
    state: dict
    suffix: str
    any_batch: bool


def write(program: Program, name: str | None = None, suffix: str = ".npz") -> Source:
    """The source of a program in evaluation mode; its weights are in a file of its name with this suffix.

    `name` is for the class of the whole model. Raises a Refusal that lists every operator that is not supported.
    """
    draft, writer = Draft(program), Writer()
    levels: dict[int, list] = {}
    for part in _to_make(draft, draft.whole):
        levels.setdefault(_height(part), []).append(part)
    for _, level in sorted(levels.items()):
        _make(draft, writer, level)
    if draft.missing:
        raise Refusal(told(draft.missing), UNREADABLE)
    name = name or class_of(draft.whole)
    _name_whole(draft, writer, name)
    state = {each.name: each.array for each in draft.kept()}
    any_batch = any(isinstance(size, Size) for name in draft.root.inputs for size in program.shapes[name])
    load = _load(name, state, shared=bool(program.ties))
    return Source(_file(writer, name, suffix, load), name, state, suffix, any_batch)


def _to_make(draft, part):
    """The parts that are not inside one of numpynn's own modules."""
    part.made = parts.leaf(part, draft.program)
    if part.made is None:
        for child in part.children.values():
            yield from _to_make(draft, child)
        yield part


def _height(part):
    return 1 + max(map(_height, part.children.values()), default=0)


def _make(draft, writer, level):
    """How parts are made, of those that are made already."""
    classes = []
    for part in level:
        part.made = container(draft, part)
        if part.made is None and (part.regions or part.state or part.children):
            classes.append(part)
    for part, made in zip(classes, writer.add([_body(draft, part) for part in classes])):
        part.made = made


def _body(draft, part):
    if parts.is_chain(part):
        made = sequence("super().__init__", parts.filled(part), "")
        return Body(class_of(part), "nn.Sequential", [Line(8, *made.pieces)], [])
    return Body(class_of(part), "nn.Module", constructor(draft, part), methods(draft, part))


def _name_whole(draft, writer, name):
    """The class of the whole model gets its name; one of numpynn's own gets a class."""
    made = draft.whole.made.text({})
    head, _, arguments = made.partition("(")
    if head.startswith("nn."):
        writer.add([Body(name, head, [Line(8, f"super().__init__({arguments}")], [])])
    else:
        writer.sources[-1][0] = writer.sources[-1][0].replace(f"class {head}(", f"class {name}(")


def _file(writer, name, suffix, load):
    body = "\n\n\n".join("\n".join(_laid(lines)) for lines in [*writer.sources, load])
    imports = ["from pathlib import Path", "", "import numpynn"]
    if re.search(r"(?<!numpy)nn\.", body):
        imports.append("from numpynn import nn")
    if re.search(r"\bF\.", body):
        imports.append("from numpynn.nn import functional as F")
    head = [f'"""{name}, ported from torch: runs and trains with NumPy alone."""', "", *imports, ""]
    head.append(f'WEIGHTS = Path(__file__).with_suffix("{suffix}")')
    return "\n".join(head) + f"\n\n\n{body}\n"


def _load(name, state, shared):
    """What was read is taken as it is, except where parameters are shared, which would be parted."""
    dtypes = {array.dtype.name for array in state.values() if array.dtype.kind == "f"}
    cast = f".to(numpynn.{dtypes.pop()})" if len(dtypes) == 1 and dtypes != {"float32"} else ""
    return [
        "def load(weights=WEIGHTS):",
        '    """The model with its weights, in evaluation mode."""',
        "    with nn.init.skipped():",
        f"        model = {name}(){cast}",
        f"    model.load_state_dict(numpynn.load(weights){'' if shared else ', assign=True'})",
        "    return model.eval()",
    ]


def _laid(lines):
    laid = []
    for line in lines:
        stripped = line.lstrip(" ")
        laid += laid_out(stripped, len(line) - len(stripped)) if stripped else [""]
    return laid
