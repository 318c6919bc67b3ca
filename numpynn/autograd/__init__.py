"""Gradients: backward(), grad(), and hooks on tensors; on first use functions of one's own, and checks of gradients."""

from __future__ import annotations

import importlib

from ..modes import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ..tensor import Tensor
from . import hooks
from .backward import backward, grad

# Pages that are read when they are first asked for, and what of them stands here too.
_PAGES = ("function", "functional", "profiler")
_ON_DEMAND = {
    "Function": "function",
    "gradcheck": "gradient_check",
    "gradgradcheck": "gradient_check",
    "ProfilerActivity": "profiler",
    "Variable": "variable",
}

__all__ = [
    "Function",
    "ProfilerActivity",
    "Variable",
    "backward",
    "enable_grad",
    "function",
    "functional",
    "grad",
    "gradcheck",
    "gradgradcheck",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "profiler",
    "set_grad_enabled",
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


_tensor_backward.__name__ = "backward"
Tensor.backward = _tensor_backward
Tensor.register_hook = hooks.register_hook
Tensor.register_post_accumulate_grad_hook = hooks.register_post_accumulate_grad_hook
Tensor.retain_grad = hooks.retain_grad
Tensor.retains_grad = property(hooks.retains_grad)
