"""What a model does in training and not in evaluation, found by exporting it in both modes."""

from __future__ import annotations

from .program import Argument, ByMode, DType, Node, Program, Size


def told_apart(program: Program, in_training: Program) -> Program | None:
    """The program, with both values where an option depends on the mode; None if more than options does."""
    pairs = list(zip(_compared(program.nodes), _compared(in_training.nodes)))
    same = len(_compared(program.nodes)) == len(_compared(in_training.nodes))
    if not same or any(_kind(one) != _kind(other) for one, other in pairs):
        return None
    merged = {one.name: one._replace(arguments=_merged(one, other)) for one, other in pairs}
    return program._replace(nodes=[merged.get(node.name, node) for node in program.nodes])


def _compared(nodes):
    """All but the counting of batches, which happens in training only."""
    return [node for node in nodes if not (node.operator == "add_" and "num_batches_tracked" in str(node.refs()))]


def _kind(node):
    return node.operator, node.overload, node.shape, [call.path for call in node.calls]


def _merged(one: Node, other: Node) -> dict[str, Argument]:
    """The arguments of a node; one that is given in one mode alone is torch's default in the other."""
    merged = dict(one.arguments)
    for name, argument in other.arguments.items():
        mine = one.arguments.get(name)
        if not _is_plain(argument.value) or (mine is not None and mine.value == argument.value):
            continue
        default = one.defaults.get(name) if mine is None else mine.value
        merged[name] = argument._replace(value=ByMode(argument.value, default))
    return merged


def _is_plain(value):
    return isinstance(value, bool | int | float | str) and not isinstance(value, Size | DType)
