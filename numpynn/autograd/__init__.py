"""Gradients: backward(), grad(), and hooks on tensors."""

from ..modes import enable_grad, inference_mode, is_grad_enabled, no_grad, set_grad_enabled
from ..tensor import Tensor
from . import hooks
from .backward import backward, grad

__all__ = [
    "backward",
    "enable_grad",
    "grad",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "set_grad_enabled",
]


def _tensor_backward(self, gradient=None, retain_graph=None, create_graph=False, inputs=None):
    """Accumulate the gradient of this tensor in the leaves it was computed from: see `autograd.backward`."""
    backward(self, gradient, retain_graph, create_graph, inputs)


_tensor_backward.__name__ = "backward"
Tensor.backward = _tensor_backward
Tensor.register_hook = hooks.register_hook
Tensor.register_post_accumulate_grad_hook = hooks.register_post_accumulate_grad_hook
Tensor.retain_grad = hooks.retain_grad
Tensor.retains_grad = property(hooks.retains_grad)
