"""The forward of a ported class, one for each way in which the module was called."""

from __future__ import annotations

import re

from . import forwards
from .calls import Region
from .classes import Line
from .drafts import Draft, makes_up, places
from .errands import UNREADABLE, Refusal
from .expressions import Expression, Ref, call, joined, source_of, written
from .forwards import Statement
from .parts import Part
from .program import Node, Size, refs_in
from .rendering import Renderer, Unsupported

# What the sizes of inputs of so many dimensions are called.
_SIZES = {(2, 1): "length", (3, 1): "length", (3, 2): "length", (4, 2): "height", (4, 3): "width"}
_SYMBOL = re.compile(r"\b[a-z]+\d+\b")
_INDEXED = re.compile(r'(\w+) = (self(?:\.\w+|\["\w+"\])+)\[(\d+)\]\((.*)\)')


def methods(draft: Draft, part: Part) -> list[Line]:
    """The lines of all methods; a module that was called twice in the same way has one."""
    found: dict[tuple, int] = {}
    lines = []
    for region in part.regions:
        signature, body = _Forward(draft, part, region).lines()
        key = (signature, *(tuple(written(piece, {}) for piece in line.pieces) for line in body))
        if key not in found:
            found[key] = len(found) + 1
            number = "" if found[key] == 1 else f"_{found[key]}"
            lines += [Line(0), Line(4, f"def forward{number}({', '.join(['self', *signature])}):"), *body]
        draft.numbers[region.call.key] = found[key]
    return lines


class _Forward:
    """One call of a module, as the body of a method."""

    def __init__(self, draft, part, region):
        self.draft, self.part, self.region = draft, part, region
        self.program = draft.program
        self.fixed: dict[str, str] = {}  # arguments that are no tensors
        self.renderer = Renderer(self.program, self._sized, training=False)

    def lines(self):
        """The parameters, and the lines of the body."""
        inputs, signature = self._signature()
        statements = [self._statement(item) for item in self.region.body]
        results = {
            item.name: item.results for item in self.region.body if isinstance(item, Node) and len(item.results) > 1
        }
        statements = forwards.unpacked(statements, results)
        statements = forwards.merged([*self._sizes(statements), *statements, self._return()])
        statements = forwards.unheld(statements)
        states = {ref for each in statements for ref in each.expression.refs() if ref.startswith("state:")}
        given = {ref: self.draft.state_ref_text(ref, self.part) for ref in sorted(states.difference(inputs))}
        names = forwards.named(statements, given | inputs)
        lines = _looped([_line(statement, names) for statement in statements])
        return tuple(signature), [*self._checks(), *lines]

    def _checks(self):
        """What was no tensor when the model was exported is as it was then."""
        for title, value in self.fixed.items():
            sign = "is not" if value in ("None", "True", "False") else "!="
            yield Line(8, f"if {title} {sign} {value}:")
            shown = value.replace('"', "'").replace("{", "{{").replace("}", "}}")
            yield Line(12, f'raise ValueError(f"this model was ported with {title}={shown}, not {{{title}!r}}")')

    # What goes in

    def _signature(self):
        """The variables of the inputs, and the parameters of the method."""
        if self.region is not self.draft.root:
            names = input_names(self.region, self.program)
            return names, list(names.values())
        given = [*self.program.arguments, *self.program.keywords.values()]
        titles = self.program.names or [f"x{i}" for i in range(len(given))]
        names, parameters = {}, []
        for title, value in zip(titles, given):
            names |= places(value, title)
            if list(refs_in(value)):
                parameters.append(title)
            elif _is_plain(value):
                self.fixed[title] = source_of(value)
                parameters.append(title)
        last = max((index for index, title in enumerate(parameters) if title not in self.fixed), default=-1)
        return names, [
            f"{title}={self.fixed[title]}" if index > last else title for index, title in enumerate(parameters)
        ]

    # What happens

    def _statement(self, item):
        if isinstance(item, Region):
            return self._call(item)
        try:
            statement = forwards.of_node(item, self.renderer.expression(item))
        except Unsupported:
            self.draft.miss_operator(item)
            return Statement([item.name], Expression("None"), "missing")
        return self._renewed(statement) if item.operator == "embedding" else statement

    def _call(self, region):
        child = self.draft.by_path[region.path]
        function = self.draft.module_text(region.path, self.part)
        number = self.draft.numbers.get(region.call.key, 1)
        if number > 1:
            function += f".forward_{number}"
        if child.signed:
            return self._signed_call(region, function)
        given = child.inputs.get(region.call.key, [[ref] for ref in input_names(region, self.program)])
        statement = Statement(list(region.outputs), call(function, map(_argument, given)), _hint(region.path))
        if function.endswith("]") and function[-2].isdigit():
            statement.nesting = forwards.NESTING  # it may become part of a loop
        if region.call.key in child.inputs:
            _unpack_leaf(statement, region)
        return self._renewed(statement)

    def _signed_call(self, region, function):
        """A call that torch has noted down."""
        signature = self.program.signatures[region.call.entry]
        arguments = [self._structure(value) for value in signature.arguments]
        keywords = [(name, self._structure(value)) for name, value in signature.keywords.items()]
        output = signature.output if isinstance(signature.output, list | tuple) else [signature.output]
        targets = [value.name if isinstance(value, Ref) and value.name in region.outputs else "" for value in output]
        return Statement(targets, call(function, arguments, keywords), _hint(region.path))

    def _renewed(self, statement):
        """Numbers made of words no longer go by the words' name."""
        refs = statement.expression.refs()
        if len(statement.targets) == 1 and refs and self.program.dtypes.get(refs[0], "float")[:3] in ("int", "uin"):
            statement.hint, statement.fresh = f"x|{statement.hint}", True
        return statement

    # What comes out

    def _return(self):
        if self.region is self.draft.root:
            output = self._structure(self.program.output)
            if isinstance(self.program.output, tuple) and self.program.output:
                output = Expression(*output.pieces[1:-1])
            return Statement([], Expression("return ", *output.pieces), "")
        refs = [Expression(Ref(name)) for name in self.region.outputs]
        return Statement([], Expression("return ", *joined(refs)), "")

    def _structure(self, value):
        """Values as nested as they were in torch."""
        if isinstance(value, Ref):
            return Expression(Ref(value.name))
        if isinstance(value, Size):
            return self._sized(value)
        if isinstance(value, dict):
            entries = (Expression(f"{source_of(key)}: ", *self._structure(item).pieces) for key, item in value.items())
            return Expression("{", *joined(entries), "}")
        if isinstance(value, list | tuple) and not hasattr(value, "_fields"):
            inside = joined(self._structure(item) for item in value)
            if isinstance(value, list):
                return Expression("[", *inside, "]")
            return Expression("(", *inside, "," if len(value) == 1 else "", ")")
        if _is_plain(value):
            return Expression(source_of(value))
        what = type(value).__name__
        raise Refusal(f"the model returns a {what}; tensors, tuples, lists and dicts can be ported", UNREADABLE)

    # Sizes that depend on the inputs

    def _sized(self, size):
        symbols = {name: Expression(Ref(f"size:{name}")) for name in set(_SYMBOL.findall(size.formula))}
        return self.renderer.size(size, symbols)

    def _sizes(self, statements):
        used = dict.fromkeys(ref for each in [*statements, self._return()] for ref in each.expression.refs())
        return [self._size(ref) for ref in used if ref.startswith("size:")]

    def _size(self, ref):
        """batch = x.shape[0], or batch = x.shape[0] // 4 if the input has a multiple of it."""
        symbol = ref.removeprefix("size:")
        for name in self.region.inputs:
            rank = len(self.program.shapes.get(name, ()))
            for dim, size in enumerate(self.program.shapes.get(name, ())):
                if isinstance(size, Size) and (found := re.fullmatch(rf"(?:(\d+)\*)?{symbol}", size.formula)):
                    divided = f" // {found[1]}" if found[1] else ""
                    expression = Expression(Ref(name), f".shape[{dim}]{divided}")
                    return Statement(
                        [ref], expression, _SIZES.get((rank, dim), "batch" if dim == 0 else f"size{dim}"), fresh=True
                    )
        self.draft.miss("a size that is not one of the inputs'", self.region.path)
        return Statement([ref], Expression("0"), "size")


def _is_plain(value):
    return value is None or isinstance(value, bool | int | float | str)


def input_names(region: Region, program) -> dict[str, str]:
    """The variables of the inputs of a call, in order; with the names that they have in torch's class, if those are known."""
    signature = program.signatures.get(region.call.entry)
    titles = program.parameters.get(region.path, [])
    names = {}
    if signature is not None:
        given = dict(zip(titles, signature.arguments)) | signature.keywords
        names = {
            value.name: title
            for title, value in given.items()
            if isinstance(value, Ref) and value.name in region.inputs
        }
    for ref in region.inputs:
        hint = ref.rpartition(".")[2] if ref.startswith("state:") else "x"
        names.setdefault(ref, forwards.free(hint, set(names.values())))
    return names


def _argument(refs):
    """One value, or a tuple of them."""
    if len(refs) == 1:
        return Expression(Ref(refs[0]))
    return Expression("(", *joined(Expression(Ref(ref)) for ref in refs), ")")


def _hint(path):
    name = path.rpartition(".")[2]
    return "x" if name.isdigit() else name


def _unpack_leaf(statement, region):
    """What a recurrent module returns is nested: (output, (hidden, cell)), or (output, hidden)."""
    results = makes_up(region).results
    if len(results) < 2:
        return
    parts = {item.arguments["1"].value: item.name for item in region.body if item.operator == "getitem"}
    statement.targets = [parts.get(index, "") for index in range(len(results))]
    statement.hint = "output,hidden,cell" if len(results) == 3 else "output,hidden"
    statement.fresh = True


def _line(statement, names):
    pieces = [names[piece.name] if isinstance(piece, Ref) else piece for piece in statement.expression.pieces]
    targets = [names[target] if target else "_" for target in statement.targets]
    if statement.hint == "output,hidden,cell":
        output, *state = targets
        targets = [output, "_" if state == ["_", "_"] else f"({', '.join(state)})"]
    return Line(8, ", ".join(targets) + (" = " if targets else ""), *pieces)


def _looped(lines):
    """Calls of all modules of a list, one after the other, as a loop."""
    kept, index = [], 0
    while index < len(lines):
        run = _run(lines[index:])
        if run > 1:
            match = _INDEXED.fullmatch(_text(lines[index]))
            kept.append(Line(8, f"for layer in {match[2]}:"))
            kept.append(Line(12, f"{match[1]} = layer({match[4]})"))
        else:
            kept.append(lines[index])
        index += max(run, 1)
    return kept


def _run(lines):
    """How many lines call the first, second, third ... of one list, in the same way."""
    first, count = None, 0
    for line in lines:
        match = None if line.literals() else _INDEXED.fullmatch(_text(line))
        same = match and (first is None or (match[1], match[2], match[4]) == (first[1], first[2], first[4]))
        if not same or int(match[3]) != count:
            break
        first, count = match, count + 1
    return count


def _text(line):
    return "".join(written(piece, {}) for piece in line.pieces)
