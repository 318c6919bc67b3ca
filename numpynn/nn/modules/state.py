"""state_dict and load_state_dict: a module's tensors by name, out and in again."""

from __future__ import annotations

import warnings
from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from .hooks import add
from .loading import ASSIGN, Loading, WeakHook, _IncompatibleKeys, load_tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...utils.hooks import RemovableHandle

EXTRA_STATE = "_extra_state"


class State:
    """Saving and loading."""

    def get_extra_state(self):
        """What to keep in the state dict beside tensors: subclasses may define it, and `set_extra_state`."""
        raise RuntimeError("Module.get_extra_state() is called only where a subclass defines it.")

    def set_extra_state(self, state):
        """Takes back what `get_extra_state` gave: to be written by subclasses that define that."""
        raise RuntimeError("Module.set_extra_state() is called only where a subclass defines it.")

    def _overrides(self, method: str) -> bool:
        return getattr(type(self), method) is not getattr(State, method)

    def state_dict(self, *args, destination=None, prefix: str = "", keep_vars: bool = False):
        """The parameters and persistent buffers of this module and all below, by dotted name.

        The tensors share memory with the module's and are detached, unless `keep_vars`. The result is an
        OrderedDict with the modules' versions in `_metadata`, or `destination`, filled.
        """
        if args:
            destination, prefix, keep_vars = _from_positional(args, destination, prefix, keep_vars)
        if destination is None:
            destination = OrderedDict()
            destination._metadata = OrderedDict()
        metadata = {"version": self._version}
        if hasattr(destination, "_metadata"):
            destination._metadata[prefix[:-1]] = metadata
        for hook in self._state_dict_pre_hooks.values():
            hook(self, prefix, keep_vars)
        self._save_to_state_dict(destination, prefix, keep_vars)
        for name, module in self._modules.items():
            if module is not None:
                module.state_dict(destination=destination, prefix=f"{prefix}{name}.", keep_vars=keep_vars)
        return self._run_state_dict_hooks(destination, prefix, metadata)

    def _save_to_state_dict(self, destination, prefix, keep_vars):
        """Enter what belongs to this module alone."""
        for name, tensor in self._persistent_members():
            destination[prefix + name] = tensor if keep_vars else tensor.detach()
        if self._overrides("get_extra_state"):
            destination[prefix + EXTRA_STATE] = self.get_extra_state()

    def _persistent_members(self):
        for name, parameter in self._parameters.items():
            if parameter is not None:
                yield name, parameter
        for name, buffer in self._buffers.items():
            if buffer is not None and name not in self._non_persistent_buffers_set:
                yield name, buffer

    def _run_state_dict_hooks(self, destination, prefix, metadata):
        for hook in self._state_dict_hooks.values():
            result = hook(self, destination, prefix, metadata)
            if result is None:
                continue
            if getattr(hook, "_from_public_api", False):
                raise RuntimeError("state_dict post-hook must return None")
            destination = result
        return destination

    def register_state_dict_pre_hook(self, hook: Callable) -> RemovableHandle:
        """Calls `hook(module, prefix, keep_vars)` before `state_dict` collects."""
        return add(self._state_dict_pre_hooks, hook)

    def register_state_dict_post_hook(self, hook: Callable) -> RemovableHandle:
        """Calls `hook(module, state_dict, prefix, local_metadata)`, which may change the dict in place."""
        hook._from_public_api = True
        return add(self._state_dict_hooks, hook)

    def _register_state_dict_hook(self, hook):
        """The older form of `register_state_dict_post_hook`: a result replaces the dict."""
        if getattr(hook, "_from_public_api", False):
            raise RuntimeError(
                "Cannot register the same function as the state dict post hook that was previously "
                "registered via register_state_dict_post_hook"
            )
        return add(self._state_dict_hooks, hook)

    def register_load_state_dict_pre_hook(self, hook: Callable) -> RemovableHandle:
        """Calls `hook` before this module is loaded; it may change its arguments in place.

        hook(module, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs)
        """
        return self._register_load_state_dict_pre_hook(hook, with_module=True)

    def _register_load_state_dict_pre_hook(self, hook, with_module=False):
        return add(self._load_state_dict_pre_hooks, WeakHook(hook, self if with_module else None))

    def register_load_state_dict_post_hook(self, hook: Callable) -> RemovableHandle:
        """Calls `hook(module, incompatible_keys)` after this module is loaded; it may change both lists."""
        return add(self._load_state_dict_post_hooks, hook)

    def load_state_dict(self, state_dict: Mapping, strict: bool = True, assign: bool = False) -> _IncompatibleKeys:
        """Copies tensors by name into the parameters and buffers of this module and all below.

        The values may be Tensors, NumPy arrays, or tensors of torch. With `strict` the names must be exactly
        those of `state_dict()`. With `assign` the tensors themselves take the place of the module's, which
        then has their dtype. Gives the missing and the unexpected keys.

        Raises RuntimeError that lists all that is missing, unexpected, or of another shape, and TypeError for
        what is no mapping. Differs from torch, which by then has loaded what does fit: here the module is
        left as it was.
        """
        if not isinstance(state_dict, Mapping):
            raise TypeError(f"Expected state_dict to be dict-like, got {type(state_dict)}.")
        return Loading(self, state_dict, assign).run(strict)

    def _load_from_state_dict(
        self, state_dict, prefix, local_metadata, strict, missing_keys, unexpected_keys, error_msgs
    ):
        """Load what belongs to this module alone, and note in the lists what is wrong."""
        findings = missing_keys, unexpected_keys, error_msgs
        for hook in self._load_state_dict_pre_hooks.values():
            hook(state_dict, prefix, local_metadata, strict, *findings)
        own = dict(self._persistent_members())
        for name in own:
            key = prefix + name
            if key in state_dict:
                wrong = load_tensor(self, name, key, state_dict[key], local_metadata.get(ASSIGN, False))
                error_msgs.extend([wrong] if wrong else ())
            elif strict:
                missing_keys.append(key)
        self._load_extra_state(state_dict, prefix + EXTRA_STATE, strict, missing_keys, unexpected_keys)
        if strict:
            unexpected_keys.extend(self._strangers(state_dict, prefix, own))

    def _load_extra_state(self, state_dict, key, strict, missing_keys, unexpected_keys):
        takes = self._overrides("set_extra_state")
        if takes and key in state_dict:
            self.set_extra_state(state_dict[key])
        elif strict and (takes or key in state_dict):
            (missing_keys if takes else unexpected_keys).append(key)

    def _strangers(self, state_dict, prefix, own):
        """The keys under this prefix that neither a tensor here nor a module below answers to."""
        for key in state_dict:
            if not key.startswith(prefix) or key == prefix + EXTRA_STATE:
                continue
            name, dot, _ = key[len(prefix) :].partition(".")
            if name not in (self._modules if dot else own):
                yield key


def _from_positional(args, destination, prefix, keep_vars):
    warnings.warn(
        "Module.state_dict(): positional arguments are deprecated; use destination=, prefix= and keep_vars=.",
        FutureWarning,
        stacklevel=3,
    )
    given = dict(zip(("destination", "prefix", "keep_vars"), args, strict=False))
    destination = given["destination"] if destination is None else destination
    prefix = given.get("prefix", "") if prefix == "" else prefix
    keep_vars = given.get("keep_vars", False) if keep_vars is False else keep_vars
    return destination, prefix, keep_vars
