"""Functions of functions: derivatives, vmap, and modules called as pure functions (`torch.func`)."""

from __future__ import annotations

from ..batching import vmap
from .modules import functional_call, replace_all_batch_norm_modules_, stack_module_state
from .transforms import grad, grad_and_value, hessian, jacfwd, jacrev, jvp, linearize, vjp

__all__ = [
    "debug_unwrap",
    "functional_call",
    "functionalize",
    "grad",
    "grad_and_value",
    "hessian",
    "jacfwd",
    "jacrev",
    "jvp",
    "linearize",
    "replace_all_batch_norm_modules_",
    "stack_module_state",
    "vjp",
    "vmap",
]


def functionalize(func, *, remove="mutations"):
    """Not supported: it rewrites in-place operations for a compiler."""
    raise NotImplementedError("functionalize() is not supported")


def debug_unwrap(tensor, *, recurse=True):
    """Not supported: the tensors that transforms hand to a function are not wrapped."""
    raise NotImplementedError("debug_unwrap() is not supported")
