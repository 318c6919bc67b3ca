"""The constructor of a ported class: parameters, buffers, modules; or the container of numpynn.nn that a part is."""

from __future__ import annotations

from . import parts
from .classes import Line
from .drafts import Draft, is_inlined, sequence
from .expressions import Expression, Literal, call, joined
from .parts import Part
from .program import State


def container(draft: Draft, part: Part) -> Expression | None:
    """How the container of numpynn.nn is made that is this part; None if there is none."""
    if part.regions:
        plain = part.cls.endswith(".container.Sequential") and part is not draft.whole
        return sequence("nn.Sequential", parts.filled(part), "") if plain and parts.is_chain(part) else None
    if part.numbered and not part.state:
        return sequence("nn.ModuleList", parts.filled(part), "[]")
    if part.children and not part.state:
        entries = [(child.name, child.made) for child in part.children.values() if child.made is not None]
        pieces = joined(Expression(f'"{name}": ', *made.pieces) for name, made in entries)
        return Expression("nn.ModuleDict({", *pieces, "})")
    if part.state and not part.children and all(_own_name(each).isdigit() for each in part.state):
        return sequence("nn.ParameterList", [_parameter(each) for each in part.state], "[]")
    return None


def constructor(draft: Draft, part: Part) -> list[Line]:
    """The lines of __init__."""
    own = [_assigned(state) for state in part.state if not is_inlined(state)]
    children = [_child(child) for child in part.children.values() if child.made is not None]
    lines = [_line("super().__init__()"), *own, *children, *_tied(draft, part)]
    return lines + (_frozen(draft) if part is draft.whole else [])


def _line(*pieces):
    return Line(8, *pieces)


def _own_name(state):
    return state.name.rpartition(".")[2]


def _assigned(state):
    if state.kind == "parameter":
        return _line(f"self.{_own_name(state)} = ", *_parameter(state).pieces)
    return _line(f'self.register_buffer("{_own_name(state)}", ', *_zeros(state).pieces, ")")


def _child(child):
    if child.name.isdigit():
        return _line(f'self.add_module("{child.name}", ', *child.made.pieces, ")")
    return _line(f"self.{child.name} = ", *child.made.pieces)


def _parameter(state):
    return call("nn.Parameter", [_zeros(state)])


def _zeros(state: State) -> Expression:
    sizes = [Expression(Literal(size, "size")) for size in state.array.shape] or [Expression("()")]
    dtype = state.array.dtype.name
    keywords = [] if dtype == "float32" else [("dtype", Expression(f"numpynn.{dtype}"))]
    return call("numpynn.zeros", sizes, keywords)


def _tied(draft, part):
    """The parameters below this part that are one, but not below any child of it."""
    lines = []
    for names in dict.fromkeys(draft.program.ties.values()):
        if _common([name.rpartition(".")[0] for name in names]) == part.path:
            first, *others = (draft.state_text(name, part) for name in names)
            lines += [_line(f"{other} = {first}") for other in others]
    return lines


def _common(paths):
    """The longest path that is in front of all."""
    found = []
    for names in zip(*(path.split(".") if path else [] for path in paths)):
        if len(set(names)) > 1:
            break
        found.append(names[0])
    return ".".join(found)


def _frozen(draft):
    """Parameters that are not trained."""
    return [
        _line(f"{draft.state_text(state.name, draft.whole)}.requires_grad_(False)")
        for state in draft.program.state.values()
        if state.kind == "parameter" and not state.trained
    ]
