"""Hooks: functions that watch modules being built, called, and differentiated.

A hook is kept under the id of its handle in an ordered dictionary: of one module, or global, for all modules.
Global hooks run before a module's own.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ...utils.hooks import RemovableHandle

if TYPE_CHECKING:
    from collections.abc import Callable

_global_parameter_registration_hooks = OrderedDict()
_global_buffer_registration_hooks = OrderedDict()
_global_module_registration_hooks = OrderedDict()
_global_forward_pre_hooks = OrderedDict()
_global_forward_hooks = OrderedDict()
_global_forward_hooks_with_kwargs = OrderedDict()
_global_forward_hooks_always_called = OrderedDict()
_global_backward_pre_hooks = OrderedDict()
_global_backward_hooks = OrderedDict()
_global_is_full_backward_hook = None


def registered(global_hooks, module, name, value):
    """`value` as the registration hooks let it pass: what a hook returns, unless None, takes its place."""
    for hook in global_hooks.values():
        replacement = hook(module, name, value)
        if replacement is not None:
            value = replacement
    return value


def add(hooks: OrderedDict, hook: Callable, prepend: bool = False, **options: tuple[OrderedDict, bool]):
    """Enter a hook; each option is a dictionary and whether the hook is to be marked in it."""
    handle = RemovableHandle(hooks, extra_dict=[marked for marked, _ in options.values()])
    hooks[handle.id] = hook
    for marked, wanted in options.values():
        if wanted:
            marked[handle.id] = True
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def register_module_parameter_registration_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, name, parameter)` whenever a module is given a parameter; a result replaces it."""
    return add(_global_parameter_registration_hooks, hook)


def register_module_buffer_registration_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, name, buffer)` whenever a module is given a buffer; a result replaces it."""
    return add(_global_buffer_registration_hooks, hook)


def register_module_module_registration_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, name, submodule)` whenever a module is given a module; a result replaces it."""
    return add(_global_module_registration_hooks, hook)


def register_module_forward_pre_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, args)` before every forward; a result replaces the arguments."""
    return add(_global_forward_pre_hooks, hook)


def register_module_forward_hook(
    hook: Callable, *, with_kwargs: bool = False, always_call: bool = False
) -> RemovableHandle:
    """Calls `hook(module, args, output)` after every forward; a result replaces the output.

    With `with_kwargs` it is `hook(module, args, kwargs, output)`; with `always_call` it is called after an
    error too.
    """
    return add(
        _global_forward_hooks,
        hook,
        with_kwargs=(_global_forward_hooks_with_kwargs, with_kwargs),
        always_call=(_global_forward_hooks_always_called, always_call),
    )


def register_module_full_backward_pre_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, grad_output)` before a module's backward; a result replaces the gradients."""
    return add(_global_backward_pre_hooks, hook)


def register_module_full_backward_hook(hook: Callable) -> RemovableHandle:
    """Calls `hook(module, grad_input, grad_output)` after each backward; a result replaces `grad_input`."""
    return _add_global_backward_hook(hook, full=True)


def register_module_backward_hook(hook: Callable) -> RemovableHandle:
    """The older form of `register_module_full_backward_hook`: sees the last operation only."""
    return _add_global_backward_hook(hook, full=False)


def _add_global_backward_hook(hook, full):
    global _global_is_full_backward_hook
    check_kind(_global_is_full_backward_hook, full, "as a global Module hook")
    _global_is_full_backward_hook = full
    return add(_global_backward_hooks, hook)


def check_kind(present: bool | None, full: bool, where: str):
    """Full backward hooks and the older ones do not mix."""
    if present is not None and present is not full:
        raise RuntimeError(
            f"Cannot use both regular backward hooks and full backward hooks {where}. Please use only one of them."
        )


class Hookable:
    """The registration of hooks on one module."""

    def register_forward_pre_hook(
        self, hook: Callable, *, prepend: bool = False, with_kwargs: bool = False
    ) -> RemovableHandle:
        """Calls `hook(module, args)` before forward; a result, made a tuple, replaces the arguments.

        With `with_kwargs` it is `hook(module, args, kwargs)`, and a result must be a pair of both. With
        `prepend` it runs before the hooks already there.
        """
        return add(
            self._forward_pre_hooks,
            hook,
            prepend,
            with_kwargs=(self._forward_pre_hooks_with_kwargs, with_kwargs),
        )

    def register_forward_hook(
        self, hook: Callable, *, prepend: bool = False, with_kwargs: bool = False, always_call: bool = False
    ) -> RemovableHandle:
        """Calls `hook(module, args, output)` after forward; a result replaces the output.

        With `with_kwargs` it is `hook(module, args, kwargs, output)`; with `always_call` it is called after
        an error too; with `prepend` it runs before the hooks already there.
        """
        return add(
            self._forward_hooks,
            hook,
            prepend,
            with_kwargs=(self._forward_hooks_with_kwargs, with_kwargs),
            always_call=(self._forward_hooks_always_called, always_call),
        )

    def register_full_backward_pre_hook(self, hook: Callable, prepend: bool = False) -> RemovableHandle:
        """Calls `hook(module, grad_output)` before the module's backward; a result replaces the gradients."""
        return add(self._backward_pre_hooks, hook, prepend)

    def register_full_backward_hook(self, hook: Callable, prepend: bool = False) -> RemovableHandle:
        """Calls `hook(module, grad_input, grad_output)` when the gradients of the inputs are known.

        A result replaces `grad_input` for what is computed next. Inputs and outputs that are no tensors have
        None. Raises RuntimeError if the module has a hook of `register_backward_hook`.
        """
        check_kind(self._is_full_backward_hook, True, "on a single Module")
        self._is_full_backward_hook = True
        return add(self._backward_hooks, hook, prepend)

    def register_backward_hook(self, hook: Callable) -> RemovableHandle:
        """The older form of `register_full_backward_hook`: sees the gradients of the last operation only."""
        check_kind(self._is_full_backward_hook, False, "on a single Module")
        self._is_full_backward_hook = False
        return add(self._backward_hooks, hook)
