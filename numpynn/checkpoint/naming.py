"""The tensors within a value by dotted name: what a state_dict, a nest of containers or an archive's objects hold."""

from __future__ import annotations

from collections import OrderedDict

from .errors import FormatError, short

_LONGEST = 4096
ALONE = "tensor"  # the name of a tensor that is the whole file


def named_tensors(root, tensor_type, budget: int, children=None) -> OrderedDict:
    """Every tensor below `root` by the keys and indices that lead to it, joined by dots, in order.

    A value that is reached in two ways has two names, as in a state_dict. Raises FormatError where a value holds itself,
    where two tensors get one name, and where the names together outgrow `budget`: a few shared containers can
    stand for any number of names.
    """
    children = children or items
    found, above, stack = OrderedDict(), {id(root)}, []
    prefix, owner, rest = "", root, iter([("", root)] if isinstance(root, tensor_type) else children(root) or ())
    while True:
        for key, value in rest:
            budget -= 1
            below = None if isinstance(value, tensor_type) else children(value)
            if below is None and not isinstance(value, tensor_type):
                continue
            name = _joined(prefix, key)
            budget -= len(name)
            if budget < 0:
                raise FormatError("the file's values hold each other over and over: it would outgrow its size")
            if below is None:
                _enter(found, name, value)
                continue
            if id(value) in above:
                raise FormatError(f"{short(name)} holds itself")
            stack.append((prefix, owner, rest))
            above.add(id(value))
            prefix, owner, rest = name, value, iter(below)
            break
        else:
            above.discard(id(owner))
            if not stack:
                return found
            prefix, owner, rest = stack.pop()


def items(value):
    """The keyed values that a container holds, or None for what is no container."""
    if type(value) in (list, tuple):
        return enumerate(value)
    if isinstance(value, dict):
        return ((key, child) for key, child in value.items() if type(key) in (str, int))
    return None


def _joined(prefix, key):
    name = f"{prefix}.{key}" if prefix else str(key)
    if len(name) > _LONGEST:
        raise FormatError(f"the name {short(name)} is longer than {_LONGEST} characters")
    return name


def _enter(found, name, value):
    name = name or ALONE
    if name in found:
        raise FormatError(f"two tensors have the name {short(name)}")
    found[name] = value
