"""torch.jit: programs run as they are written, so scripting and tracing give back what they are given."""

from __future__ import annotations

import builtins
from typing import Final

from ._absent import absent
from .nn import Module

__all__ = [
    "Attribute", "CompilationUnit", "Final", "ScriptFunction", "ScriptModule", "annotate", "enable_onednn_fusion", "export",
    "fork", "freeze", "ignore", "interface", "is_scripting", "is_tracing", "isinstance", "load", "optimize_for_inference",
    "save", "script", "script_if_tracing", "script_method", "set_fusion_strategy", "trace", "trace_module", "unused", "wait",
]  # fmt: skip

ScriptModule = Module


def script(obj, optimize=None, _frames_up=0, _rcb=None, example_inputs=None):
    """The function, class or module itself."""
    return obj


def trace(func, example_inputs=None, **options):
    """The function or module itself."""
    return func


def trace_module(mod, inputs, **options):
    """The module itself."""
    return mod


def freeze(mod, preserved_attrs=None, optimize_numerics=True):
    """The module itself. Raises RuntimeError unless it is in eval mode."""
    if mod.training:
        raise RuntimeError(
            "Freezing is currently only implemented for modules in eval mode. Please call .eval() on your module before freezing."
        )
    return mod


def optimize_for_inference(mod, other_methods=None):
    """The module itself, in eval mode."""
    return mod.eval()


def ignore(drop=False, **options):
    """Decorator: the function itself."""
    return drop if callable(drop) else lambda function: function


def unused(fn):
    """Decorator: the function itself."""
    return fn


export = script_method = script_if_tracing = interface = unused


def annotate(the_type, the_value):
    """The value."""
    return the_value


def Attribute(value, type):
    """The value."""
    return value


def isinstance(obj, target_type) -> bool:
    """Whether the object is of this type."""
    return builtins.isinstance(obj, target_type)


def is_scripting() -> bool:
    """False."""
    return False


def is_tracing() -> bool:
    """False."""
    return False


def fork(func, *args, **kwargs):
    """The call, made at once: `wait` gives its value."""
    return func(*args, **kwargs)


def wait(future):
    """What `fork` gave."""
    return future


def set_fusion_strategy(strategy) -> None:
    """Nothing: no kernels are fused."""


def enable_onednn_fusion(enabled: bool) -> None:
    """Nothing: no kernels are fused."""


CompilationUnit, ScriptFunction, save, load = absent(
    __name__,
    "CompilationUnit ScriptFunction save load",
    "there is no script to keep; numpynn.load reads the tensors of a TorchScript archive, numpynn.save writes a state_dict",
)
