"""Hooks on tensors: functions that see a gradient as it passes, and may change it."""

from __future__ import annotations

import weakref
from collections import OrderedDict

from ..graph import Leaf
from ..tensor import Tensor, wrap
from ..utils.hooks import RemovableHandle
from .backward import conjugate

_RETAIN = "retain_grad"


def register_hook(tensor: Tensor, hook) -> RemovableHandle:
    """Call `hook(gradient)` whenever the gradient of this tensor is computed; a Tensor it returns takes its place."""
    if tensor.vertex is None:
        raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")

    def seen(g):
        given = g if isinstance(g, Tensor) else wrap(g)
        changed = hook(conjugate(given))
        if changed is None:
            return g
        if not isinstance(changed, Tensor):
            raise TypeError(f"expected hook to return a Tensor or None, but got {type(changed).__name__}")
        changed = conjugate(changed)
        return changed if g is given else changed.array

    return _enter(tensor.vertex, seen)


def _enter(vertex, hook):
    if vertex.hooks is None:
        vertex.hooks = OrderedDict()
    handle = RemovableHandle(vertex.hooks)
    vertex.hooks[handle.id] = hook
    if _RETAIN in vertex.hooks:
        # What is retained is what the hooks leave.
        vertex.hooks.move_to_end(_RETAIN)
    return handle


def retain_grad(tensor: Tensor) -> None:
    """Keep the gradient of this tensor in `.grad` although it is no leaf."""
    if tensor.vertex is None:
        raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
    if tensor.vertex.__class__ is Leaf:
        return
    if tensor.vertex.hooks is None:
        tensor.vertex.hooks = OrderedDict()
    reference = weakref.ref(tensor)

    def keep(g):
        home = reference()
        if home is not None:
            kept = g if isinstance(g, Tensor) else wrap(g.copy())
            home._grad = conjugate(kept) if home._grad is None else home._grad + conjugate(kept)
        return g

    tensor.vertex.hooks.setdefault(_RETAIN, keep)


def retains_grad(tensor: Tensor) -> bool:
    """Whether `.grad` is kept although the tensor is no leaf."""
    return not tensor.is_leaf and _RETAIN in (tensor.vertex.hooks or ())


def register_post_accumulate_grad_hook(tensor: Tensor, hook) -> RemovableHandle:
    """Call `hook(tensor)` after a gradient was accumulated in this leaf."""
    if not tensor.is_leaf or tensor.vertex is None:
        raise RuntimeError("post accumulate grad hooks cannot be registered on non-leaf tensors")
    hooks = tensor.__dict__.setdefault("_post_accumulate_grad_hooks", OrderedDict())
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    return handle
