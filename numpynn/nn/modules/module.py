"""nn.Module: a tree of parameters, buffers and modules, and a forward that is called."""

from __future__ import annotations

from collections import OrderedDict

from .calling import HookedCall
from .conversion import Conversion
from .hooks import (
    Hookable,
    _global_backward_hooks,
    _global_backward_pre_hooks,
    _global_forward_hooks,
    _global_forward_pre_hooks,
    register_module_backward_hook,
    register_module_buffer_registration_hook,
    register_module_forward_hook,
    register_module_forward_pre_hook,
    register_module_full_backward_hook,
    register_module_full_backward_pre_hook,
    register_module_module_registration_hook,
    register_module_parameter_registration_hook,
)
from .members import Members
from .state import State
from .traversal import Traversal

__all__ = [
    "Module",
    "register_module_backward_hook",
    "register_module_buffer_registration_hook",
    "register_module_forward_hook",
    "register_module_forward_pre_hook",
    "register_module_full_backward_hook",
    "register_module_full_backward_pre_hook",
    "register_module_module_registration_hook",
    "register_module_parameter_registration_hook",
]


def _attributes() -> dict:
    """What every module has before anything is registered."""
    return {
        "training": True,
        "_parameters": {},
        "_buffers": {},
        "_modules": {},
        "_backward_hooks": OrderedDict(),
        "_non_persistent_buffers_set": set(),
        "_backward_pre_hooks": OrderedDict(),
        "_is_full_backward_hook": None,
        "_forward_hooks": OrderedDict(),
        "_forward_hooks_with_kwargs": OrderedDict(),
        "_forward_hooks_always_called": OrderedDict(),
        "_forward_pre_hooks": OrderedDict(),
        "_forward_pre_hooks_with_kwargs": OrderedDict(),
        "_state_dict_hooks": OrderedDict(),
        "_state_dict_pre_hooks": OrderedDict(),
        "_load_state_dict_pre_hooks": OrderedDict(),
        "_load_state_dict_post_hooks": OrderedDict(),
    }


class Module(Members, Traversal, Hookable, State, Conversion):
    """The base class of all networks. A subclass makes its parts in `__init__` and computes in `forward`.

    What is assigned to an attribute is registered: a Parameter is trained, a Buffer is kept, a Module becomes
    part of the tree. Calling the module calls `forward`, with the hooks around it.

    >>> import numpynn as torch
    >>> from numpynn import nn
    >>> class Scale(nn.Module):
    ...     def __init__(self):
    ...         super().__init__()
    ...         self.factor = nn.Parameter(torch.tensor(2.0))
    ...
    ...     def forward(self, x):
    ...         return self.factor * x
    >>> Scale()(torch.ones(2)).tolist()
    [2.0, 2.0]
    >>> [name for name, _ in Scale().named_parameters()]
    ['factor']
    """

    dump_patches = False
    call_super_init = False
    _version = 1
    training: bool

    def __init__(self, *args, **kwargs):
        if not self.call_super_init:
            _refuse_arguments(self, args, kwargs)
        self.__dict__.update(_attributes())
        if self.call_super_init:
            super().__init__(*args, **kwargs)

    def forward(self, *input):
        """What the module computes: to be written by every subclass."""
        name = type(self).__name__
        raise NotImplementedError(f'Module [{name}] is missing the required "forward" function')

    def __call__(self, *args, **kwargs):
        if (
            self._forward_hooks
            or self._forward_pre_hooks
            or self._backward_hooks
            or self._backward_pre_hooks
            or _global_forward_hooks
            or _global_forward_pre_hooks
            or _global_backward_hooks
            or _global_backward_pre_hooks
        ):
            return HookedCall(self, args, kwargs).run()
        return self.forward(*args, **kwargs)

    def compile(self, *args, **kwargs) -> None:
        """Changes nothing: there is no compiler, and a compiled module computes what a plain one does."""

    def train(self, mode: bool = True):
        """Sets `training` on this module and all below it. Raises ValueError unless `mode` is a bool."""
        if not isinstance(mode, bool):
            raise ValueError("training mode is expected to be boolean")
        self.training = mode
        for module in self.children():
            module.train(mode)
        return self

    def eval(self):
        """The same as `train(False)`."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True):
        """Sets whether the parameters are trained."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Drops the gradients of all parameters, or with `set_to_none=False` fills them with zeros."""
        for parameter in self.parameters():
            if set_to_none or parameter.grad is None:
                parameter.grad = None
            else:
                parameter.grad.detach_().zero_()

    def __getstate__(self):
        return self.__dict__.copy()

    def __setstate__(self, state):
        self.__dict__.update(state)
        for name, value in _attributes().items():
            self.__dict__.setdefault(name, value)

    def _get_name(self) -> str:
        return type(self).__name__

    def extra_repr(self) -> str:
        """What stands in the brackets of `repr`: to be written by subclasses that have options."""
        return ""

    def __repr__(self) -> str:
        extra = self.extra_repr()
        lines = extra.split("\n") if extra else []
        children = [f"({name}): {indented(repr(module))}" for name, module in self._modules.items()]
        if len(lines) == 1 and not children:
            return f"{self._get_name()}({lines[0]})"
        return block(self._get_name(), lines + children)


def _refuse_arguments(module, args, kwargs):
    name = type(module).__name__
    if kwargs:
        raise TypeError(f"{name}.__init__() got an unexpected keyword argument '{next(iter(kwargs))}'")
    if args:
        raise TypeError(f"{name}.__init__() takes 1 positional argument but {len(args) + 1} were given")


def block(name: str, lines: list[str]) -> str:
    """A repr with one line a part."""
    return f"{name}(\n  " + "\n  ".join(lines) + "\n)" if lines else f"{name}()"


def indented(text: str) -> str:
    """All lines but the first moved in by two; blank ones emptied."""
    first, *rest = text.split("\n")
    return "\n".join([first, *("  " + line if line.strip() else "" for line in rest)])


def _call_parts_module() -> None:
    """Errors about arguments name `Module.to(...)`, not the part of this room that holds the method."""
    for part in (Members, Traversal, Hookable, State, Conversion):
        for name, method in vars(part).items():
            if method.__class__ is indented.__class__:
                method.__qualname__ = f"Module.{name}"


_call_parts_module()
