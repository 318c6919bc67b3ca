"""What is known of a model while its source is written: its program, its parts, what has no counterpart."""

from __future__ import annotations

from . import parts
from .calls import Region, regions, state_name
from .expressions import Expression, Literal, Ref, joined, source_of
from .parts import Part
from .program import Node, Program, State

INLINED = 8  # constants of no more elements stand in the source


class Draft:
    """A program, its calls and parts, and how they are spoken of in the source."""

    def __init__(self, program: Program):
        self.program = program
        self.root = regions(program)
        self.whole = parts.parts(program, self.root)
        self.by_path = {part.path: part for part in self.whole.parts()}
        # Which of the methods of its class a call is, from 1.
        self.numbers: dict[str, int] = {}
        # What is not supported, and where.
        self.missing: dict[str, list[str]] = {}

    def miss(self, what: str, region_path: str, line: str = "") -> None:
        """Note something that is not supported."""
        place = f"{region_path or 'the model itself'}{f' ({line})' if line else ''}"
        self.missing.setdefault(what, []).append(place)

    def miss_operator(self, node: Node) -> None:
        """Note an operator that is not supported."""
        overload = f".{node.overload}" if node.overload not in ("", "default") else ""
        self.miss(f"{node.operator}{overload}", node.calls[-1].path if node.calls else "", node.line)

    def kept(self) -> list[State]:
        """What goes into the state_dict."""
        return [each for each in self.program.state.values() if not is_inlined(each)]

    def state_ref_text(self, ref: str, part: Part) -> str:
        """A parameter, buffer or constant, in a method of the part's class."""
        state = self.program.state[ref.removeprefix("state:")]
        if is_inlined(state):
            return _tensor(state.array)
        return self.state_text(f"{part.path}.{state_name(ref, part.path, self.program)}".lstrip("."), part)

    def state_text(self, name: str, part: Part) -> str:
        """self.layers[0].weight, for a parameter or buffer below the part."""
        owner, _, own = name.rpartition(".")
        text = self.module_text(owner, part)
        return f"{text}[{own}]" if own.isdigit() else f"{text}.{own}"

    def module_text(self, path: str, part: Part) -> str:
        """self.layers[0].conv, for a module below the part."""
        text, place = "self", part
        for name in filter(None, path[len(part.path) :].split(".")):
            if is_indexed(place):
                text += f"[{name}]" if name.isdigit() else f'["{name}"]'
            else:
                text += f'.get_submodule("{name}")' if name.isdigit() else f".{name}"
            place = place.children[name]
        return text


def is_inlined(state: State) -> bool:
    """Whether a constant stands in the source."""
    return state.kind == "constant" and state.array.size <= INLINED and state.array.dtype.kind in "fiub"


def is_indexed(part: Part) -> bool:
    """Whether the part is a list or a dict of modules."""
    return not part.state and (parts.is_chain(part) if part.regions else bool(part.children))


def class_of(part: Part) -> str:
    """The name of the part's class; for one that was never called, and for torch's containers, one made of its own name."""
    if part.cls and not part.cls.startswith("torch.nn.modules.container."):
        return part.cls.rpartition(".")[2]
    names = [name for name in part.path.split(".") if not name.isdigit()]
    return "".join(word.capitalize() for word in names[-1].split("_")) or "Model"


def sequence(function: str, items: list[Expression], brackets: str) -> Expression:
    """nn.ModuleList([a, b]); of equal ones [a for _ in range(n)]."""
    opening, closing = brackets or ("", "")
    if len(items) > 1 and len({item.text({}) for item in items}) == 1:
        star, opening, closing = ("" if brackets else "*"), "[", "]"
        many = [" for _ in range(", Literal(len(items), "count"), ")"]
        return Expression(f"{function}({star}{opening}", *items[0].pieces, *many, f"{closing})")
    return Expression(f"{function}({opening}", *joined(items), f"{closing})")


def told(missing: dict[str, list[str]]) -> str:
    """Everything that is not supported, and where it is."""
    lines = [f"{name} in {', '.join(dict.fromkeys(places))}" for name, places in missing.items()]
    counted = "1 operator is not" if len(lines) == 1 else f"{len(lines)} operators are not"
    return f"{counted} supported: {'; '.join(lines)}"


def places(value, text: str) -> dict[str, str]:
    """Where in an argument its tensors are: {'h': 'state[0]', 'c': 'state[1]'}."""
    if isinstance(value, Ref):
        return {value.name: text}
    items = enumerate(value) if isinstance(value, list | tuple) else value.items() if isinstance(value, dict) else ()
    found = {}
    for key, item in items:
        found |= places(item, f"{text}[{source_of(key)}]")
    return found


def makes_up(region: Region) -> Node:
    """The operation that a module of numpynn.nn stands for."""
    return next(item for item in region.body if isinstance(item, Node) and not parts.is_beside(item))


def _tensor(array):
    values = Expression(_nested(array.tolist()))
    dtype = array.dtype.name
    keyword = "" if dtype in ("float32", "int64", "bool") else f", dtype=numpynn.{dtype}"
    return f"numpynn.tensor({values.text({})}{keyword})"


def _nested(value):
    return f"[{', '.join(map(_nested, value))}]" if isinstance(value, list) else source_of(value)
