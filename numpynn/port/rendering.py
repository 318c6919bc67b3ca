"""One operation of a program as a Python expression, by its row in the table of operators."""

from __future__ import annotations

import ast
import re

from . import operators
from .expressions import ATOM, OR, Expression, Literal, Ref, call, filled, infix, joined, method
from .program import Argument, ByMode, DType, Node, Program, Size

_SIGNATURE = re.compile(r"([\w.]+)\((.*)\)")


class Unsupported(Exception):
    """An operation that has no counterpart."""


class Renderer:
    """Writes operations as expressions; `sizes` writes a Size, `training` is the mode the program was exported in."""

    def __init__(self, program: Program, sizes, training: bool):
        self.program, self.sizes, self.training = program, sizes, training

    def expression(self, node: Node) -> Expression:
        """The expression of a node; raises Unsupported."""
        special = _SPECIAL.get(f"{node.operator}.{node.overload}", _SPECIAL.get(node.operator))
        if special is not None:
            return special(self, node)
        row = operators.row(node.operator, node.overload)
        if row is None:
            raise Unsupported
        arguments = {
            name: argument._replace(value=_mode(name, argument.value, self.training))
            for name, argument in node.arguments.items()
        }
        return self._by_row(row, arguments)

    def _by_row(self, row, arguments):
        if "{" in row:
            return filled(row, {name: self.value(each.value, name) for name, each in arguments.items()})
        signature = _SIGNATURE.fullmatch(row)
        if signature is None:
            positional, keywords = self._in_order(arguments)
        else:
            row, positional, keywords = signature[1], *self._listed(signature[2], arguments, row.startswith("."))
        if row.startswith("."):
            owner, *positional = positional
            return method(owner, row[1:], positional, keywords)
        return call(row, positional, keywords)

    def _in_order(self, arguments):
        """The arguments in torch's order: positional as long as none is left out."""
        positional, keywords = [], []
        for name, argument in arguments.items():
            value = self.value(argument.value, name)
            if argument.required and not argument.keyword and not keywords:
                positional.append(value)
            elif argument.value is not None:
                keywords.append(("input" if name == "self" else name, value))
        return positional, keywords

    def _listed(self, signature, arguments, is_method):
        """The arguments that a row lists; those that are not given, or None as a keyword, are left out."""
        positional, keywords = [], []
        if is_method:
            positional.append(self.value(next(iter(arguments.values())).value, "self"))
        for part in filter(None, signature.split(", ")):
            name, is_keyword, source = part.partition("=")
            if part.startswith("*"):
                positional += [self.value(item, part[1:]) for item in arguments[part[1:]].value]
            elif is_keyword and (source.startswith('"') or source in ("True", "False")):
                keywords.append((name, Expression(source)))
            elif is_keyword:
                if (given := arguments.get(source)) is not None and given.value is not None:
                    keywords.append((name, self.value(given.value, source)))
            elif name in arguments:
                positional.append(self.value(arguments[name].value, name))
        return positional, keywords

    def value(self, value, name: str) -> Expression:
        """An argument, as an expression."""
        if isinstance(value, Expression):
            return value
        if isinstance(value, Ref):
            return Expression(Ref(value.name))
        if isinstance(value, Size):
            return self.sizes(value)
        if isinstance(value, ByMode):
            return self._by_mode(value, name)
        if isinstance(value, DType):
            return Expression(f"numpynn.{value.name}")
        if isinstance(value, list):
            return self._list(value, name)
        if name == "reduction":
            value = _REDUCTIONS[value]
        return Expression(Literal(value, name))

    def _by_mode(self, value, name):
        if value.in_training == value.otherwise:
            return Expression(Literal(value.otherwise, name))
        if (value.in_training, value.otherwise) == (True, False):
            return Expression("self.training")
        both = (self.value(each, name).pieces for each in value)
        return Expression(*next(both), " if self.training else ", *next(both), rank=OR - 2)

    def _list(self, values, name):
        if name in operators.SPREAD and len(set(map(str, values))) == 1 and isinstance(values[0], int | float):
            return Expression(Literal(values[0], name))
        if name == "dim" and len(values) == 1:
            return Expression(Literal(values[0], name))
        if all(isinstance(value, int | float | bool) for value in values):
            return Expression(Literal(tuple(values), name))
        brackets = "[]" if any(isinstance(value, Ref) for value in values) else "()"
        comma = "," if len(values) == 1 and brackets == "()" else ""
        return Expression(brackets[0], *joined(self.value(value, name) for value in values), comma, brackets[1])

    def size(self, size: Size, symbols: dict[str, Expression]) -> Expression:
        """A Size, given what its symbols are."""
        return _formula(ast.parse(size.formula, mode="eval").body, symbols)


_REDUCTIONS = ("none", "mean", "sum")


def _mode(name, value, training):
    return Expression("self.training") if name in operators.MODES and value is training else value


_SYMBOLS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**"}


def _formula(tree, symbols):
    """A formula that sympy printed."""
    if isinstance(tree, ast.Name) and tree.id in symbols:
        return symbols[tree.id]
    if isinstance(tree, ast.Constant):
        return Expression(Literal(tree.value, "size"))
    if isinstance(tree, ast.BinOp) and type(tree.op) in _SYMBOLS:
        return infix(_formula(tree.left, symbols), _SYMBOLS[type(tree.op)], _formula(tree.right, symbols))
    if isinstance(tree, ast.UnaryOp):
        return infix(Expression("0"), "-", _formula(tree.operand, symbols))
    if isinstance(tree, ast.Call) and getattr(tree.func, "id", "") in ("Max", "Min", "Mod", "PythonMod"):
        name = tree.func.id
        arguments = [_formula(argument, symbols) for argument in tree.args]
        return infix(*arguments[:1], "%", arguments[1]) if name.endswith("Mod") else call(name.lower(), arguments)
    raise Unsupported


def _value(node, name, default=None):
    return node.arguments.get(name, Argument(default, False, False)).value


def _sum(sign):
    def expression(renderer, node):
        left, right = (renderer.value(_value(node, name), name) for name in ("self", "other"))
        alpha = _value(node, "alpha", 1)
        if alpha != 1:
            right = infix(renderer.value(alpha, "alpha"), "*", right)
        return infix(left, sign, right)

    return expression


def _reversed_difference(renderer, node):
    own, other = (renderer.value(_value(node, name), name) for name in ("self", "other"))
    alpha = _value(node, "alpha", 1)
    return infix(other, "-", own if alpha == 1 else infix(renderer.value(alpha, "alpha"), "*", own))


def _subscript(owner, items):
    """owner[items], with the items as pieces."""
    inside = joined(Expression(*item) for item in items)
    pieces = (Ref(owner.pieces[0].name, ATOM),) if owner.is_ref() else owner.within(ATOM)
    return Expression(*pieces, "[", *inside, "]")


def _along(renderer, node, item):
    """x[:, item] for an item along `dim`."""
    own = _value(node, "self")
    dim = _value(node, "dim", 0)
    rank = len(renderer.program.shapes[own.name])
    if dim < 0:
        dim += rank
    front = [("...",)] if dim == rank - 1 and dim > 1 else [(":",)] * dim
    return _subscript(renderer.value(own, "self"), [*front, item])


def _select(renderer, node):
    return _along(renderer, node, renderer.value(_value(node, "index"), "index").pieces)


def _slice(renderer, node):
    start, end, step = _value(node, "start"), _value(node, "end"), _value(node, "step", 1)
    pieces = [] if start in (0, None) else [*renderer.value(start, "start").pieces]
    pieces.append(":")
    if end is not None and not (isinstance(end, int) and end >= 2**63 - 1):
        pieces += renderer.value(end, "end").pieces
    if step != 1:
        pieces += [":", *renderer.value(step, "step").pieces]
    return _along(renderer, node, tuple(pieces))


def _index(renderer, node):
    items = [(":",) if item is None else renderer.value(item, "index").pieces for item in _value(node, "indices")]
    return _subscript(renderer.value(_value(node, "self"), "self"), items)


def _getitem(renderer, node):
    return _subscript(renderer.value(_value(node, "0"), "self"), [renderer.value(_value(node, "1"), "index").pieces])


def _range(renderer, node):
    """arange, with its bounds in order."""
    bounds = [renderer.value(_value(node, name), name) for name in ("start", "end", "step") if name in node.arguments]
    dtype = _value(node, "dtype")
    return call("numpynn.arange", bounds, [("dtype", renderer.value(dtype, "dtype"))] if dtype else [])


def _convolution(renderer, node):
    """The convolution of decomposed programs: any rank, transposed or not."""
    rank = len(renderer.program.shapes[_value(node, "weight").name]) - 2
    transposed = _value(node, "transposed")
    options = ["stride", "padding", *(["output_padding"] if transposed else []), "dilation", "groups"]
    given = [renderer.value(_value(node, name), name) for name in ("input", "weight")]
    keywords = [
        (name, renderer.value(_value(node, name), name))
        for name in ("bias", *options)
        if _value(node, name) is not None
    ]
    return call(f"F.conv{'_transpose' if transposed else ''}{rank}d", given, keywords)


def _grid_sample(renderer, node):
    given = [renderer.value(_value(node, name), name) for name in ("input", "grid")]
    mode = ("bilinear", "nearest", "bicubic")[_value(node, "interpolation_mode")]
    padding = ("zeros", "border", "reflection")[_value(node, "padding_mode")]
    options = {"mode": mode, "padding_mode": padding, "align_corners": _value(node, "align_corners")}
    return call("F.grid_sample", given, [(name, renderer.value(value, name)) for name, value in options.items()])


def _weight_norm(renderer, node):
    """A direction v of length g, as a quotient: torch has one operator for it."""
    v, g = (renderer.value(_value(node, name), name) for name in ("v", "g"))
    dim = Expression(Literal(_value(node, "dim", 0), "dim"))
    norm = call("numpynn.norm_except_dim", [v, Expression("2"), dim], [])
    return infix(v, "*", infix(g, "/", norm))


_SPECIAL = {
    "_weight_norm": _weight_norm,
    "grid_sampler": _grid_sample,
    "convolution": _convolution,
    "add": _sum("+"),
    "sub": _sum("-"),
    "rsub": _reversed_difference,
    "select": _select,
    "slice": _slice,
    "index": _index,
    "getitem": _getitem,
    "arange": _range,
}
