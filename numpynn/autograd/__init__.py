"""Gradients: backward(), grad(), and hooks on tensors; on first use functions of one's own, and checks of gradients."""

from __future__ import annotations

import importlib

from ..graph import Leaf, Vertex
from ..modes import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ..tensor import Tensor
from . import hooks
from .backward import backward, grad

# Pages that are read when they are first asked for, and what of them stands here too.
_PAGES = ("anomaly_mode", "forward_ad", "function", "functional", "grad_mode", "graph", "profiler", "variable")
_ON_DEMAND = {
    "Function": "function",
    "gradcheck": "gradient_check",
    "gradgradcheck": "gradient_check",
    "ProfilerActivity": "profiler",
    "Variable": "variable",
    "NestedIOFunction": "function",
    "detect_anomaly": "anomaly_mode",
    "set_detect_anomaly": "anomaly_mode",
    "set_multithreading_enabled": "grad_mode",
    "enforce_grad_layout_policy": "grad_mode",
    "is_multithreading_enabled": "grad_mode",
    "is_view_replay_enabled": "grad_mode",
}

__all__ = [
    "Function",
    "NestedIOFunction",
    "ProfilerActivity",
    "Variable",
    "anomaly_mode",
    "backward",
    "detect_anomaly",
    "enable_grad",
    "enforce_grad_layout_policy",
    "forward_ad",
    "function",
    "functional",
    "grad",
    "grad_mode",
    "gradcheck",
    "gradgradcheck",
    "graph",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "profiler",
    "set_detect_anomaly",
    "set_grad_enabled",
    "set_multithreading_enabled",
    "variable",
]


def __getattr__(name):
    page = name if name in _PAGES else _ON_DEMAND.get(name)
    if page is None:
        raise AttributeError(f"module 'numpynn.autograd' has no attribute '{name}'")
    found = importlib.import_module(f".{page}", __name__)
    return found if page == name else getattr(found, name)


def _tensor_backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
    """Accumulate the gradient of this tensor in the leaves it was computed from: see `autograd.backward`."""
    backward(self, gradient, retain_graph, create_graph, inputs)


def _on_node(name):
    def method(self, fn):
        return getattr(importlib.import_module(".graph", __name__), name)(self, fn)

    method.__name__ = method.__qualname__ = name
    return method


Vertex.register_hook = _on_node("register_hook")
Vertex.register_prehook = Leaf.register_prehook = _on_node("register_prehook")
_tensor_backward.__name__ = "backward"
Tensor.backward = _tensor_backward
Tensor.register_hook = hooks.register_hook
Tensor.register_post_accumulate_grad_hook = hooks.register_post_accumulate_grad_hook
Tensor.retain_grad = hooks.retain_grad
Tensor.retains_grad = property(hooks.retains_grad)
