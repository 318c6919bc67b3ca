"""Nests of tuples, lists and dicts, as arguments and results of transformed functions come in them."""

from __future__ import annotations


def is_node(value) -> bool:
    """Whether a value is a nest, not a leaf; None is a leaf."""
    return isinstance(value, (tuple, list, dict))


def leaves(tree) -> list:
    """The leaves, from left to right; those of a dict in the order of its keys."""
    if not is_node(tree):
        return [tree]
    parts = tree.values() if isinstance(tree, dict) else tree
    return [leaf for part in parts for leaf in leaves(part)]


def rebuilt(tree, values):
    """A nest like `tree` whose leaves are taken from `values`, in the order of `leaves`."""
    return _rebuilt(tree, iter(values))


def _rebuilt(tree, values):
    if not is_node(tree):
        return next(values)
    if isinstance(tree, dict):
        parts = [(key, _rebuilt(part, values)) for key, part in tree.items()]
        return type(tree)(parts) if type(tree) is not dict else dict(parts)
    parts = [_rebuilt(part, values) for part in tree]
    return type(tree)(*parts) if hasattr(tree, "_fields") else type(tree)(parts)


def mapped(function, tree):
    """The nest with `function` applied to each leaf."""
    return rebuilt(tree, [function(leaf) for leaf in leaves(tree)])


def matched(prefix, tree) -> list | None:
    """For each leaf of `tree` what `prefix` has for it, where a leaf of `prefix` holds for all below; None if they differ."""
    if not is_node(prefix):
        return [prefix] * len(leaves(tree))
    if not is_node(tree) or not _alike(prefix, tree):
        return None
    found = []
    for below, part in zip(_parts(prefix, tree), _parts(tree, tree), strict=True):
        values = matched(below, part)
        if values is None:
            return None
        found += values
    return found


def _alike(prefix, tree):
    if isinstance(tree, dict) or isinstance(prefix, dict):
        return isinstance(tree, dict) and isinstance(prefix, dict) and prefix.keys() == tree.keys()
    return type(prefix) is type(tree) and len(prefix) == len(tree)


def _parts(tree, order):
    return [tree[key] for key in order] if isinstance(tree, dict) else list(tree)
