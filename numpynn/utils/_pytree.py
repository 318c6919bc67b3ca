"""Nests of containers as lists of leaves: dictionaries, lists, tuples, named tuples, ordered and default dictionaries, deques."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any


class TreeSpec:
    """How a nest is built: its container type, what that needs beside its children, and theirs. A leaf has no type."""

    def __init__(self, type, context, children_specs):
        self.type = type
        self.context = context
        self.children_specs = children_specs
        self.num_leaves = 1 if type is None else sum(child.num_leaves for child in children_specs)
        self.num_nodes = 1 + sum(child.num_nodes for child in children_specs)
        self.num_children = len(children_specs)

    def is_leaf(self) -> bool:
        """Whether this is a leaf."""
        return self.type is None

    def children(self) -> list[TreeSpec]:
        """The specs of the children."""
        return list(self.children_specs)

    def child(self, index: int) -> TreeSpec:
        """The spec of one child."""
        return self.children_specs[index]

    def unflatten(self, leaves: Iterable[Any]) -> Any:
        """The nest with these leaves."""
        return tree_unflatten(leaves, self)

    def __eq__(self, other):
        return isinstance(other, TreeSpec) and (self.type, self.context, self.children_specs) == (
            other.type, other.context, other.children_specs,
        )  # fmt: skip

    def __hash__(self):
        return hash((self.type, self.num_nodes))

    def __repr__(self):
        if self.type is None:
            return "*"
        return f"TreeSpec({self.type.__name__}, {self.context}, {self.children_specs})"


LeafSpec = TreeSpec(None, None, [])

# type -> (to children and context, from children and context)
SUPPORTED: dict[type, tuple[Callable, Callable]] = {}


def register_pytree_node(cls, flatten_fn, unflatten_fn, **options) -> None:
    """Take objects of a class for containers: by a function to (children, context), and one from them."""
    SUPPORTED[cls] = (flatten_fn, unflatten_fn)


def _of_dict(nest):
    return list(nest.values()), list(nest)


register_pytree_node(dict, _of_dict, lambda children, keys: dict(zip(keys, children)))
register_pytree_node(OrderedDict, _of_dict, lambda children, keys: OrderedDict(zip(keys, children)))
register_pytree_node(list, lambda nest: (list(nest), None), lambda children, _: list(children))
register_pytree_node(tuple, lambda nest: (list(nest), None), lambda children, _: tuple(children))
register_pytree_node(deque, lambda nest: (list(nest), nest.maxlen), lambda children, longest: deque(children, longest))
register_pytree_node(
    defaultdict,
    lambda nest: (list(nest.values()), [nest.default_factory, list(nest)]),
    lambda children, context: defaultdict(context[0], zip(context[1], children)),
)


def _node(tree):
    """(type, flatten, unflatten) of a container; None for a leaf."""
    kind = type(tree)
    if kind in SUPPORTED:
        return SUPPORTED[kind]
    return _NAMED_TUPLE if isinstance(tree, tuple) and hasattr(kind, "_fields") else None


_NAMED_TUPLE = (lambda nest: (list(nest), type(nest)), lambda children, kind: kind(*children))


def tree_is_leaf(tree: Any, is_leaf=None) -> bool:
    """Whether this is no container."""
    return _node(tree) is None or (is_leaf is not None and is_leaf(tree))


def tree_flatten(tree: Any, is_leaf: Callable[[Any], bool] | None = None) -> tuple[list[Any], TreeSpec]:
    """The leaves in order, and how to put them together again. is_leaf: what more is to count as a leaf."""
    if tree_is_leaf(tree, is_leaf):
        return [tree], LeafSpec
    children, context = _node(tree)[0](tree)
    leaves, specs = [], []
    for child in children:
        found, spec = tree_flatten(child, is_leaf)
        leaves += found
        specs.append(spec)
    return leaves, TreeSpec(type(tree), context, specs)


def tree_unflatten(leaves: Iterable[Any], treespec: TreeSpec) -> Any:
    """The nest with these leaves. Raises ValueError for another number of them."""
    leaves = list(leaves)
    if len(leaves) != treespec.num_leaves:
        raise ValueError(
            f"treespec.unflatten(leaves): `leaves` has length {len(leaves)} but the spec refers to a pytree that holds "
            f"{treespec.num_leaves} items ({treespec})."
        )
    return _built(iter(leaves), treespec)


def _built(leaves, spec):
    if spec.type is None:
        return next(leaves)
    unflatten = SUPPORTED.get(spec.type, _NAMED_TUPLE)[1]
    return unflatten([_built(leaves, child) for child in spec.children_specs], spec.context)


def tree_leaves(tree: Any, is_leaf=None) -> list[Any]:
    """The leaves in order."""
    return tree_flatten(tree, is_leaf)[0]


tree_iter = tree_leaves


def tree_structure(tree: Any, is_leaf=None) -> TreeSpec:
    """How a nest is built."""
    return tree_flatten(tree, is_leaf)[1]


def tree_map(func: Callable, tree: Any, *rests: Any, is_leaf=None) -> Any:
    """The nest of what a function gives for each leaf, and for the leaves in its place in other nests."""
    leaves, spec = tree_flatten(tree, is_leaf)
    others = [_leaves_like(spec, rest) for rest in rests]
    return tree_unflatten([func(*each) for each in zip(leaves, *others)], spec)


def _leaves_like(spec, tree):
    """The parts of a nest that stand where the leaves of `spec` do."""
    if spec.type is None:
        return [tree]
    node = _node(tree)
    if node is None or type(tree) is not spec.type:
        raise ValueError(f"Node type mismatch; expected {spec.type}, but got {type(tree)}.")
    children, _ = node[0](tree)
    if len(children) != spec.num_children:
        raise ValueError(f"Node arity mismatch; expected {spec.num_children}, but got {len(children)}.")
    if isinstance(tree, dict):
        children = [tree[key] for key in (spec.context[1] if spec.type is defaultdict else spec.context)]
    return [
        part for child, child_spec in zip(children, spec.children_specs) for part in _leaves_like(child_spec, child)
    ]


def tree_map_(func: Callable, tree: Any, *rests: Any, is_leaf=None) -> Any:
    """Call a function for each leaf; gives the nest itself."""
    tree_map(func, tree, *rests, is_leaf=is_leaf)
    return tree


def tree_map_only(type_or_types, func: Callable, tree: Any = None, is_leaf=None) -> Any:
    """`tree_map` of the leaves of a type, the others as they are."""
    return tree_map(lambda leaf: func(leaf) if isinstance(leaf, type_or_types) else leaf, tree, is_leaf=is_leaf)


def tree_all(pred: Callable, tree: Any, is_leaf=None) -> bool:
    """Whether something holds of every leaf."""
    return all(map(pred, tree_leaves(tree, is_leaf)))


def tree_any(pred: Callable, tree: Any, is_leaf=None) -> bool:
    """Whether something holds of some leaf."""
    return any(map(pred, tree_leaves(tree, is_leaf)))
