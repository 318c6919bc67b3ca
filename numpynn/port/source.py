"""The source of a ported model: a class for each class of module that the program was made of."""

from __future__ import annotations

import re
from typing import NamedTuple

from . import forwards, parts
from .calls import Region, regions, state_name
from .classes import Body, Line, Writer
from .errands import UNREADABLE, Refusal
from .expressions import Expression, Literal, Ref, call, joined, source_of
from .forwards import Statement
from .layout import laid_out
from .parts import Part
from .program import Node, Program, Size, refs_in
from .rendering import Renderer, Unsupported

INLINED = 8  # constants of no more elements stand in the source


class Source(NamedTuple):
    """The module's text, the name of its class, and what goes into its state_dict."""

    text: str
    name: str
    state: dict


def write(program: Program, name: str | None = None, suffix: str = ".npz") -> Source:
    """The source of a program in evaluation mode; its weights are in a file of its name with this suffix.

    `name` is for the class of the whole model. Raises a Refusal that lists every operator that is not supported.
    """
    return _SourceWriter(program).source(name, suffix)


class _SourceWriter:
    def __init__(self, program):
        self.program = program
        self.root = regions(program)
        self.whole = parts.parts(program, self.root)
        self.by_path = {part.path: part for part in self.whole.parts()}
        self.renderer = Renderer(program, self._sized, training=False)
        self.writer = Writer()
        self.missing: dict[str, list[str]] = {}
        self.region = self.root

    def source(self, name, suffix):
        heights: dict[int, list[Part]] = {}
        for part in self._to_make(self.whole):
            heights.setdefault(_height(part), []).append(part)
        for _, level in sorted(heights.items()):
            self._make(level)
        if self.missing:
            raise Refusal(_told(self.missing), UNREADABLE)
        name = name or _class_of(self.whole) or "Model"
        return Source(self._file(name, suffix), name, {each.name: each.array for each in self._kept()})

    def _to_make(self, part):
        """The parts that are not inside one of numpynn's own modules."""
        part.made = parts.leaf(part, self.program)
        if part.made is None:
            for child in part.children.values():
                yield from self._to_make(child)
            yield part

    def _kept(self):
        return [each for each in self.program.state.values() if not self._is_inlined(each)]

    def _is_inlined(self, state):
        return state.kind == "constant" and state.array.size <= INLINED and state.array.dtype.kind in "fiub"

    def _make(self, level):
        """How the parts are made of those that are made already."""
        classes = []
        for part in level:
            part.made = self._container(part)
            if part.made is None and (part.regions or part.state or part.children):
                classes.append(part)
        bodies = [self._body(part) for part in classes]
        for part, made in zip(classes, self.writer.add(bodies)):
            part.made = made

    def _body(self, part):
        name = _class_of(part) or "Model"
        if parts.is_chain(part):
            made = _sequence("super().__init__", parts.filled(part), "")
            return Body(name, "nn.Sequential", [Line(8, *made.pieces)], [])
        return Body(name, "nn.Module", self._init(part), self._methods(part))

    def _container(self, part):
        """The module of numpynn.nn that is this part."""
        if part.regions:
            plain = part.cls.endswith(".container.Sequential") and part is not self.whole
            return _sequence("nn.Sequential", parts.filled(part), "") if plain and parts.is_chain(part) else None
        if part.numbered and not part.state:
            return _sequence("nn.ModuleList", parts.filled(part), "[]")
        if part.children and not part.state:
            entries = [(child.name, child.made) for child in part.children.values() if child.made is not None]
            pieces = joined(Expression(f'"{name}": ', *made.pieces) for name, made in entries)
            return Expression("nn.ModuleDict({", *pieces, "})")
        if part.state and not part.children and all(each.name.rpartition(".")[2].isdigit() for each in part.state):
            return _sequence("nn.ParameterList", [self._fresh(each) for each in part.state], "[]")
        return None

    # The constructor

    def _init(self, part):
        lines = [Line(8, "super().__init__()")]
        for state in part.state:
            if self._is_inlined(state):
                continue
            name = state.name.rpartition(".")[2]
            if state.kind == "parameter":
                lines.append(Line(8, f"self.{name} = ", *self._fresh(state).pieces))
            else:
                lines.append(Line(8, f'self.register_buffer("{name}", ', *self._zeros(state).pieces, ")"))
        for child in part.children.values():
            if child.made is not None and child.name.isdigit():
                lines.append(Line(8, f'self.add_module("{child.name}", ', *child.made.pieces, ")"))
            elif child.made is not None:
                lines.append(Line(8, f"self.{child.name} = ", *child.made.pieces))
        return lines + self._tied(part) + (self._frozen() if part is self.whole else [])

    def _fresh(self, state):
        return call("nn.Parameter", [self._zeros(state)])

    def _zeros(self, state):
        sizes = [Expression(Literal(size, "size")) for size in state.array.shape] or [Expression("()")]
        dtype = state.array.dtype.name
        keywords = [] if dtype == "float32" else [("dtype", Expression(f"numpynn.{dtype}"))]
        return call("numpynn.zeros", sizes, keywords)

    def _tied(self, part):
        """The parameters below this part that are one, but not below any child of it."""
        lines = []
        for names in dict.fromkeys(self.program.ties.values()):
            owners = [name.rpartition(".")[0] for name in names]
            if _common(owners) == part.path:
                first, *others = (self._state_text(name, part) for name in names)
                lines += [Line(8, f"{other} = {first}") for other in others]
        return lines

    def _frozen(self):
        return [
            Line(8, f"{self._state_text(each.name, self.whole)}.requires_grad_(False)")
            for each in self.program.state.values()
            if each.kind == "parameter" and not each.trained
        ]

    # The forward

    def _methods(self, part):
        found: dict[str, list[Line]] = {}
        lines = []
        for region in part.regions:
            self.region = region
            method = self._forward(part, region)
            text = "\n".join("".join(map(str, (line.indent, *map(_plain, line.pieces)))) for line in method)
            if text not in found:
                found[text] = method
                self.numbers[region.call.key] = len(found)
                lines += [Line(0), *method]
            else:
                self.numbers[region.call.key] = 1 + list(found).index(text)
        return lines

    @property
    def numbers(self):
        """Which of the methods of its class a call is, from 1."""
        return self.__dict__.setdefault("_numbers", {})

    def _forward(self, part, region):
        inputs, signature = self._signature(region)
        statements = [self._statement(item, part) for item in region.body]
        results = {node.name: node.results for node in region.body if isinstance(node, Node) and len(node.results) > 1}
        statements = forwards.unpacked([each for each in statements if each], results)
        statements = [*self._sizes_used(region, statements), *statements, self._return(region)]
        statements = forwards.merged(statements, [])
        states = {ref for each in statements for ref in each.expression.refs() if ref.startswith("state:")}
        given = {**{ref: self._state_ref_text(ref, part) for ref in states if ref not in inputs}, **inputs}
        names = forwards.named(statements, given, [])
        number = sum(1 for other in part.regions[: part.regions.index(region)] if other.call.key in self.numbers)
        name = "forward" if not number else f"forward_{number + 1}"
        lines = [Line(4, f"def {name}({', '.join(['self', *signature])}):")]
        return lines + _looped([_line(statement, names) for statement in statements])

    def _signature(self, region):
        """The names of the inputs, and the parameters."""
        if region is not self.root:
            names = {}
            for ref in region.inputs:
                hint = ref.rpartition(".")[2] if ref.startswith("state:") else "x"
                names[ref] = forwards.free(hint, set(names.values()))
            return names, list(names.values())
        given = list(self.program.arguments) + list(self.program.keywords.values())
        titles = self.program.names or [f"x{i}" for i in range(len(given))]
        names = {}
        for title, value in zip(titles, given):
            names |= _places(value, title)
        return names, [title for title, value in zip(titles, given) if list(refs_in(value))]

    def _statement(self, item, part):
        if isinstance(item, Region):
            return self._call(item, part)
        try:
            statement = forwards.of_node(item, self.renderer.expression(item))
            return self._renewed(statement) if item.operator == "embedding" else statement
        except Unsupported:
            where = item.calls[-1].path if item.calls else ""
            place = f"{where or 'the model itself'}{f' ({item.line})' if item.line else ''}"
            overload = f".{item.overload}" if item.overload not in ("", "default") else ""
            self.missing.setdefault(f"{item.operator}{overload}", []).append(place)
            return None

    def _call(self, region, part):
        child = self.by_path[region.path]
        function = self._module_text(region.path, part)
        number = self.numbers.get(region.call.key, 1)
        if number > 1:
            function += f".forward_{number}"
        if child.signed:
            return self._signed_call(region, function)
        given = child.inputs.get(region.call.key, [[ref] for ref in region.inputs])
        arguments = [Expression(Ref(refs[0])) if len(refs) == 1 else _tuple(refs) for refs in given]
        statement = Statement(list(region.outputs), call(function, arguments), _hint(region.path))
        if function.endswith("]") and function[-2].isdigit():
            statement.nesting = forwards.NESTING
        statement.writes = any(node.writes for node in region.nodes())
        if region.call.key in child.inputs:
            _unpack_leaf(statement, region)
        return self._renewed(statement)

    def _renewed(self, statement):
        """Numbers made of words no longer go by the words' name."""
        refs = statement.expression.refs()
        if len(statement.targets) == 1 and refs and self.program.dtypes.get(refs[0], "float")[:3] in ("int", "uin"):
            statement.hint, statement.fresh = f"x|{statement.hint}", True
        return statement

    def _signed_call(self, region, function):
        """A call that torch has noted down."""
        signature = self.program.signatures[region.call.entry]
        arguments = [self._structure(value) for value in signature.arguments]
        keywords = [(name, self._structure(value)) for name, value in signature.keywords.items()]
        output = signature.output if isinstance(signature.output, list | tuple) else [signature.output]
        targets = [value.name if isinstance(value, Ref) and value.name in region.outputs else "" for value in output]
        return Statement(targets, call(function, arguments, keywords), _hint(region.path))

    def _return(self, region):
        if region is self.root:
            return Statement([], Expression("return ", *self._structure(self.program.output, True).pieces), "")
        refs = [Expression(Ref(name)) for name in region.outputs]
        return Statement([], Expression("return ", *joined(refs)), "")

    def _structure(self, value, outermost=False):
        """The output of the model, as nested as torch's."""
        if isinstance(value, Ref):
            return Expression(Ref(value.name))
        if isinstance(value, Size):
            return self._sized(value)
        if isinstance(value, dict):
            entries = (Expression(f"{source_of(key)}: ", *self._structure(item).pieces) for key, item in value.items())
            return Expression("{", *joined(entries), "}")
        if isinstance(value, list | tuple):
            inside = joined(self._structure(item) for item in value)
            comma = "," if len(value) == 1 and isinstance(value, tuple) else ""
            if isinstance(value, tuple) and outermost and value:
                return Expression(*inside, comma)
            return Expression(
                "[" if isinstance(value, list) else "(", *inside, comma, "]" if isinstance(value, list) else ")"
            )
        if value is None or isinstance(value, bool | int | float | str):
            return Expression(source_of(value))
        raise Refusal(
            f"the model returns a {type(value).__name__}; tensors, tuples, lists and dicts can be ported", UNREADABLE
        )

    # Sizes that depend on the inputs

    def _sized(self, size):
        symbols = {name: Expression(Ref(f"size:{name}")) for name in set(re.findall(r"\b[a-z]+\d+\b", size.formula))}
        return self.renderer.size(size, symbols)

    def _sizes_used(self, region, statements):
        used = dict.fromkeys(ref for each in [*statements, self._return(region)] for ref in each.expression.refs())
        return [self._size_taken(ref, region) for ref in used if ref.startswith("size:")]

    def _size_taken(self, ref, region):
        symbol = ref.removeprefix("size:")
        for name in region.inputs:
            for dim, size in enumerate(self.program.shapes.get(name, ())):
                if isinstance(size, Size) and (found := re.fullmatch(rf"(?:(\d+)\*)?{symbol}", size.formula)):
                    divided = f" // {found[1]}" if found[1] else ""
                    expression = Expression(Ref(name), f".shape[{dim}]{divided}")
                    return Statement([ref], expression, "batch" if dim == 0 else f"size{dim}", fresh=True)
        self.missing.setdefault(f"the size {symbol}, which is not one of the inputs'", []).append(region.path)
        return Statement([ref], Expression("0"), "size")

    # Names in the source

    def _state_ref_text(self, ref, part):
        state = self.program.state[ref.removeprefix("state:")]
        if self._is_inlined(state):
            return _tensor(state.array)
        return self._state_text(f"{part.path}.{state_name(ref, part.path, self.program)}".lstrip("."), part)

    def _state_text(self, name, part):
        owner, _, own = name.rpartition(".")
        text = self._module_text(owner, part)
        return f"{text}[{own}]" if own.isdigit() else f"{text}.{own}"

    def _module_text(self, path, part):
        """self.layers[0].conv, for a module below the part."""
        text, place = "self", part
        for name in filter(None, path[len(part.path) :].split(".")):
            if _is_indexed(place):
                text += f"[{name}]" if name.isdigit() else f'["{name}"]'
            else:
                text += f'.get_submodule("{name}")' if name.isdigit() else f".{name}"
            place = place.children[name]
        return text

    # The file

    def _file(self, name, suffix):
        made = self.whole.made
        head = made.text({}).partition("(")[0]
        if head.startswith("nn."):
            body = Body(name, head, [Line(8, f"super().__init__{made.text({}).removeprefix(head)}")], [])
            self.writer.add([body])
        else:
            self.writer.sources[-1][0] = self.writer.sources[-1][0].replace(f"class {head}(", f"class {name}(")
        body = ["\n".join(_laid(lines)) for lines in [*self.writer.sources, self._load(name)]]
        text = "\n\n\n".join(body)
        weights = f'WEIGHTS = Path(__file__).with_suffix("{suffix}")'
        return f"{self._header(name, text)}\n\n{weights}\n\n\n{text}\n"

    def _header(self, name, text):
        imports = ["from pathlib import Path", "", "import numpynn"]
        if "nn." in text.replace("numpynn.", ""):
            imports.append("from numpynn import nn")
        if re.search(r"\bF\.", text):
            imports.append("from numpynn.nn import functional as F")
        return "\n".join([f'"""{name}, ported from torch: runs and trains with NumPy alone."""', "", *imports])

    def _load(self, name):
        dtypes = {each.array.dtype.name for each in self._kept() if each.array.dtype.kind == "f"}
        cast = f".to(numpynn.{dtypes.pop()})" if len(dtypes) == 1 and dtypes != {"float32"} else ""
        return [
            "def load(weights=WEIGHTS):",
            '    """The model with its weights, in evaluation mode."""',
            f"    model = {name}(){cast}",
            "    model.load_state_dict(numpynn.load(weights))",
            "    return model.eval()",
        ]


def _is_indexed(part):
    """Whether the part is a list or a dict of modules."""
    return not part.state and (parts.is_chain(part) if part.regions else bool(part.children))


def _height(part):
    return 1 + max(map(_height, part.children.values()), default=0)


def _class_of(part):
    """The name of the part's class; for one that was never called, and for torch's containers, one made of its own name."""
    cls = part.cls
    if cls and not cls.startswith("torch.nn.modules.container."):
        return cls.rpartition(".")[2]
    names = [name for name in part.path.split(".") if not name.isdigit()]
    return "".join(word.capitalize() for word in names[-1].split("_")) if names else ""


def _common(paths):
    """The longest path that is in front of all."""
    split = [path.split(".") if path else [] for path in paths]
    found = []
    for names in zip(*split):
        if len(set(names)) > 1:
            break
        found.append(names[0])
    return ".".join(found)


def _sequence(function, items, brackets):
    """nn.ModuleList([a, b]); of equal ones [a for _ in range(n)]."""
    texts = {item.text({}) for item in items}
    opening, closing = brackets or ("", "")
    if len(texts) == 1 and len(items) > 1:
        star, opening, closing = ("" if brackets else "*"), "[", "]"
        many = [" for _ in range(", Literal(len(items), "count"), ")"]
        return Expression(f"{function}({star}{opening}", *items[0].pieces, *many, f"{closing})")
    return Expression(f"{function}({opening}", *joined(items), f"{closing})")


def _places(value, text):
    """Where in an argument its tensors are: {'h': 'state[0]', 'c': 'state[1]'}."""
    if isinstance(value, Ref):
        return {value.name: text}
    items = enumerate(value) if isinstance(value, list | tuple) else value.items() if isinstance(value, dict) else ()
    found = {}
    for key, item in items:
        found |= _places(item, f"{text}[{source_of(key)}]")
    return found


def _tuple(refs):
    return Expression("(", *joined(Expression(Ref(ref)) for ref in refs), ")")


def _hint(path):
    names = [name for name in path.split(".") if not name.isdigit()]
    return names[-1] if names and not path.rpartition(".")[2].isdigit() else "x"


def _unpack_leaf(statement, region):
    """What a recurrent module returns is nested: (output, (hidden, cell)), or (output, hidden)."""
    node = next(node for node in region.body if node.operator not in ("zeros", "getitem", "add_"))
    if len(node.results) < 2:
        return
    places = {item.arguments["1"].value: item.name for item in region.body if item.operator == "getitem"}
    statement.targets = [places.get(index, "") for index in range(len(node.results))]
    statement.hint = "output,hidden,cell" if len(node.results) == 3 else "output,hidden"
    statement.fresh = True


def _line(statement, names):
    pieces = [names[piece.name] if isinstance(piece, Ref) else piece for piece in statement.expression.pieces]
    targets = [names[target] if target else "_" for target in statement.targets]
    if len(targets) == 3 and statement.hint == "output,hidden,cell":
        text = f"{targets[0]}, ({targets[1]}, {targets[2]}) = "
        text = text.replace("(_, _)", "_")
    else:
        text = ", ".join(targets) + (" = " if targets else "")
    return Line(8, text, *pieces)


_INDEXED = re.compile(r'(\w+) = (self(?:\.\w+|\["\w+"\])+)\[(\d+)\]\((.*)\)')


def _looped(lines):
    """Calls of all modules of a list, one after the other, as a loop."""
    kept, index = [], 0
    while index < len(lines):
        run = _run(lines[index:])
        if run > 1:
            match = _INDEXED.fullmatch("".join(map(str, lines[index].pieces)))
            item = "layer" if match[1] != "layer" else "each"
            kept.append(Line(8, f"for {item} in {match[2]}:"))
            kept.append(Line(12, f"{match[1]} = {item}({match[4]})"))
        else:
            kept.append(lines[index])
        index += max(run, 1)
    return kept


def _run(lines):
    """How many lines call the first, second, third ... of one list, in the same way."""
    first, count = None, 0
    for line in lines:
        match = None if line.literals() else _INDEXED.fullmatch("".join(map(str, line.pieces)))
        same = match and (first is None or (match[1], match[2], match[4]) == (first[1], first[2], first[4]))
        if not same or int(match[3]) != count:
            break
        first, count = match, count + 1
    return count


def _plain(piece):
    return source_of(piece.value) if isinstance(piece, Literal) else piece


def _tensor(array):
    dtype = array.dtype.name
    keyword = "" if dtype in ("float32", "int64", "bool") else f", dtype=numpynn.{dtype}"
    value = array.tolist()
    text = re.sub(r"\binf\b", 'float("inf")', re.sub(r"\bnan\b", 'float("nan")', str(value)))
    return f"numpynn.tensor({text}{keyword})"


def _laid(lines):
    laid = []
    for line in lines:
        stripped = line.lstrip(" ")
        laid += laid_out(stripped, len(line) - len(stripped)) if stripped else [""]
    return laid


def _told(missing):
    """Every operator that is not supported, and where it is."""
    lines = [f"{name} in {', '.join(dict.fromkeys(places))}" for name, places in missing.items()]
    return f"{len(lines)} operators are not supported: {'; '.join(lines)}"
