"""What a model does in training and not in evaluation, found by exporting it in both modes."""

from __future__ import annotations

from .operators import MODES
from .program import Argument, ByMode, DType, Node, Program, Size


def told_apart(program: Program, in_training: Program) -> Program | None:
    """The program, with both values where an option depends on the mode; None if more than options does.

    Which values go where is as in training: in evaluation dropout passes on its input, and torch.export takes the one
    for the other from there on.
    """
    nodes = [node for node in in_training.nodes if not _counts(node)]
    others = [node for node in program.nodes if not _counts(node)]
    if len(nodes) != len(others) or any(_kind(one) != _kind(other) for one, other in zip(nodes, others)):
        return None
    merged = (one._replace(arguments=_merged(one, other)) for one, other in zip(nodes, others))
    return in_training._replace(nodes=list(merged))


def _counts(node):
    """Whether this counts the batches, as batch norm does in training."""
    return node.operator == "add_" and any(name.endswith("num_batches_tracked") for name in node.refs())


def _kind(node):
    return node.operator, node.overload, node.shape, [call.path for call in node.calls]


def _merged(in_training: Node, otherwise: Node) -> dict[str, Argument]:
    """The arguments of a node; one that is given in one mode alone is torch's default in the other."""
    merged = {}
    for name in {**in_training.arguments, **otherwise.arguments}:
        one, other = in_training.arguments.get(name), otherwise.arguments.get(name)
        values = [each.value if each else in_training.defaults.get(name) for each in (one, other)]
        argument = one or other
        differs = all(map(_is_plain, values)) and (values[0] != values[1] or name in MODES)
        merged[name] = argument._replace(value=ByMode(*values)) if differs else argument
    return merged


def _is_plain(value):
    return isinstance(value, bool | int | float | str) and not isinstance(value, Size | DType)
