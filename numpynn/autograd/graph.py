"""The graph as users see it: nodes, hooks on them, and hooks on what is saved for backward (`torch.autograd.graph`)."""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from .. import graph
from ..graph import Leaf, Pick, Vertex
from ..tensor import Tensor, wrap
from ..utils.hooks import RemovableHandle

__all__ = [
    "GradientEdge",
    "Node",
    "allow_mutation_on_saved_tensors",
    "disable_saved_tensors_hooks",
    "get_gradient_edge",
    "increment_version",
    "register_multi_grad_hook",
    "save_on_cpu",
    "saved_tensors_hooks",
]


class _AnyNode(type):
    def __instancecheck__(cls, value):
        return isinstance(value, (Vertex, Leaf))

    def __subclasscheck__(cls, kind):
        return issubclass(kind, (Vertex, Leaf))


class Node(metaclass=_AnyNode):
    """What `grad_fn` is: the vertex of a recorded call, or of a leaf. It has `name()`, `next_functions` and hooks."""


class GradientEdge(NamedTuple):
    """A place in the graph: output `output_nr` of `node`. It stands for a Tensor in `grad` and `backward`."""

    node: Any
    output_nr: int
    ownership_token: Any = None

    @property
    def vertex(self):
        """The vertex that gradients of this place arrive at."""
        return self.node if self.ownership_token is None else self.ownership_token


def get_gradient_edge(tensor: Tensor) -> GradientEdge:
    """Where the gradient of this tensor arrives. Raises RuntimeError for a tensor that requires no grad."""
    vertex = tensor.vertex
    if vertex is None:
        raise RuntimeError("It is not possible to get the gradient edge for a Tensor that does not require gradients")
    if isinstance(vertex, Pick):
        return GradientEdge(vertex.parents[0], vertex.index, vertex)
    return GradientEdge(vertex, 0, vertex)


def increment_version(tensor) -> None:
    """Count a write to the memory of a tensor, or of each of several, that went on behind autograd's back."""
    for each in (tensor,) if isinstance(tensor, Tensor) else tensor:
        graph.mark_written(each.array)


# Hooks on what is saved ----------------------------------------------------------------------------------------------


class _Packed:
    """What a vertex saved, its arrays packed by a hook."""

    __slots__ = ("unpack", "values")

    def __init__(self, values, links, pack, unpack):
        self.unpack = unpack
        self.values = [
            _Parcel(pack(wrap(value))) if link is not None and isinstance(value, np.ndarray) else value
            for value, link in zip(values, links, strict=True)
        ]

    def unpacked(self):
        """The values again as the rows take them."""
        return tuple([self._opened(value) for value in self.values])

    def _opened(self, value):
        if not isinstance(value, _Parcel):
            return value
        tensor = self.unpack(value.content)
        if not isinstance(tensor, Tensor):
            raise TypeError(
                f"Output of saved tensor unpack_hook expected to be a Tensor but got result of type {type(tensor)}"
            )
        return tensor.array

    def __iter__(self):
        return iter(self.values)


class _Parcel:
    __slots__ = ("content",)

    def __init__(self, content):
        self.content = content


_hooks: list[tuple] = []
_refusals: list[str] = []


def _pack(vertex):
    """Pack what a new vertex saved; what the hooks themselves compute is not packed."""
    if not vertex.saved or not _hooks[-1]:
        return
    hooks = _hooks[-1]
    _hooks.append(())
    try:
        vertex.saved = _Packed(vertex.saved, vertex.rule.links, *hooks)
    finally:
        _hooks.pop()


class saved_tensors_hooks:
    """A context in which `pack_hook(tensor)` is stored in place of each tensor that is saved for backward.

    When backward needs it, `unpack_hook` of what was stored gives the tensor again. Raises RuntimeError inside
    `disable_saved_tensors_hooks`. Differs from torch: which tensors are saved is up to each derivative, and outputs of
    several that are saved together are not packed.
    """

    def __init__(self, pack_hook, unpack_hook):
        self.pack_hook, self.unpack_hook = pack_hook, unpack_hook

    def __enter__(self):
        if _refusals:
            raise RuntimeError(_refusals[-1])
        _hooks.append((self.pack_hook, self.unpack_hook))
        graph.observe(_pack, True)

    def __exit__(self, *exception):
        _hooks.pop()
        graph.observe(_pack, bool(_hooks))


class save_on_cpu(saved_tensors_hooks):
    """A context in which saved tensors are kept on the CPU: where all tensors are. Raises RuntimeError for `pin_memory`."""

    def __init__(self, pin_memory: bool = False, device_type: str = "cuda"):
        if pin_memory:
            raise RuntimeError("pin_memory: Cannot access accelerator device when none is available.")
        super().__init__(lambda tensor: tensor, lambda tensor: tensor)


@contextlib.contextmanager
def disable_saved_tensors_hooks(error_message: str):
    """A context in which `saved_tensors_hooks` raises RuntimeError with this message."""
    if _hooks:
        raise RuntimeError(error_message)
    _refusals.append(error_message)
    try:
        yield
    finally:
        _refusals.pop()


class _Copies:
    """What `allow_mutation_on_saved_tensors` gives: nothing to clear, as copies are made when tensors are saved."""

    def clear(self):
        """Nothing."""


@contextlib.contextmanager
def allow_mutation_on_saved_tensors():
    """A context in which tensors may be written in place although they were saved for backward: copies are saved."""
    with saved_tensors_hooks(lambda tensor: tensor.clone(), lambda tensor: tensor):
        yield _Copies()


# Hooks on gradients --------------------------------------------------------------------------------------------------


class _Handles:
    """Removes several hooks at once."""

    def __init__(self, handles):
        self.handles = tuple(handles)

    def remove(self):
        """Call none of them any longer."""
        for handle in self.handles:
            handle.remove()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.remove()


def register_multi_grad_hook(tensors: Sequence[Tensor], fn, *, mode: str = "all"):
    """Call a hook in each backward when the gradients of several tensors are there.

    mode: "all" calls fn with the list of all gradients, None for those that do not take part in this backward, once the last
    has come; "any" calls it with the first that comes. The gradients cannot be changed. Returns a handle with `remove()`.
    """
    if mode not in ("all", "any"):
        raise ValueError(f"Expects mode to be one of ('all', 'any') but got {mode}")
    state = _Arrivals(tensors, fn, mode)
    return _Handles([tensor.register_hook(state.hook(i)) for i, tensor in enumerate(tensors)])


class _Arrivals:
    """The gradients that have come so far in the walk that is under way."""

    def __init__(self, tensors, fn, mode):
        self.vertices = [tensor.vertex for tensor in tensors]
        self.fn, self.mode = fn, mode
        self.walk, self.come = None, {}

    def hook(self, i):
        """What is registered on the i-th tensor."""

        def arrived(g):
            walk = graph.walks[-1]
            if walk is not self.walk:
                self.walk, self.come = walk, {}
            first = not self.come
            self.come[i] = g
            if self.mode == "any":
                if first:
                    self.fn(g)
            elif len(self.come) == sum([vertex in walk for vertex in self.vertices]):
                self.fn([self.come.get(j) for j in range(len(self.vertices))])

        return arrived


def register_prehook(self, fn) -> RemovableHandle:
    """Call `fn(gradients of the outputs)` before the derivative of this node is computed; what it returns takes their place."""
    return _enter(self, lambda g: _replaced(fn(_shown(g)), g))


def register_hook(self, fn) -> RemovableHandle:
    """Call `fn(gradients of the inputs, gradients of the outputs)` after them; what it returns takes their place."""
    if not isinstance(self.rule, _Observed):
        self.rule = _Observed(self.rule)
    handle = RemovableHandle(self.rule.after)
    self.rule.after[handle.id] = fn
    return handle


def _enter(vertex, hook):
    if vertex.hooks is None:
        vertex.hooks = OrderedDict()
    handle = RemovableHandle(vertex.hooks)
    vertex.hooks[handle.id] = hook
    return handle


def _shown(g):
    parts = g if isinstance(g, (list, tuple)) else (g,)
    return tuple([part if part is None or isinstance(part, Tensor) else wrap(part) for part in parts])


def _replaced(given, before):
    """What a hook returned, in the form of what it was given."""
    if given is None:
        return before
    parts = given if isinstance(given, tuple) else (given,)
    old = before if isinstance(before, (list, tuple)) else (before,)
    arrays = [
        None if part is None else part if isinstance(was, Tensor) else part.array
        for part, was in zip(parts, old, strict=True)
    ]
    return arrays if isinstance(before, (list, tuple)) else arrays[0]


class _Observed(graph.Rule):
    """The rule of one vertex, with hooks that see what it gives."""

    __slots__ = ("after",)

    def __init__(self, rule):
        super().__init__(rule.name, None, rule.links, rule.gaps)
        self.after = OrderedDict()

        def pull(g, parents, saved):
            found = rule.pull(g, parents, saved)
            for hook in tuple(self.after.values()):
                found = _replaced(hook(_shown(found), _shown(g)), list(found))
            return found

        self.pull = pull
