"""One load_state_dict on its way: what it found wrong, and how to put everything back."""

from __future__ import annotations

import functools
import weakref
from collections import OrderedDict, namedtuple

import numpy as np

from ...modes import no_grad
from ...tensor import Tensor, mark_written, wrap
from ..parameter import Parameter, is_lazy

ASSIGN = "assign_to_params_buffers"


class _IncompatibleKeys(namedtuple("IncompatibleKeys", ["missing_keys", "unexpected_keys"])):
    __slots__ = ()

    def __repr__(self):
        return super().__repr__() if any(self) else "<All keys matched successfully>"

    __str__ = __repr__


class Loading:
    """A walk over the tree that hands each module its part of the state dict and gathers what is wrong."""

    def __init__(self, root, state_dict, assign):
        self.root = root
        self.assign = assign
        self.metadata = getattr(state_dict, "_metadata", None)
        self.state_dict = OrderedDict(state_dict)
        if self.metadata is not None:
            self.state_dict._metadata = self.metadata
        self.keys = _IncompatibleKeys([], [])
        self.errors = []

    def run(self, strict):
        """Load the whole tree, or raise and leave it as it was."""
        put_back = _snapshot(self.root, values=not (self.assign or self._is_certain()))
        try:
            self._load(self.root, self.state_dict, "")
            self._raise_errors(strict)
        except BaseException:
            put_back()
            raise
        return self.keys

    def _is_certain(self):
        """Whether nothing can go wrong: then what the tensors hold need not be kept, which takes as long as to load."""
        own = {
            f"{prefix}.{name}" if prefix else name: tensor
            for prefix, module in self.root.named_modules(remove_duplicate=False)
            for name, tensor in module._persistent_members()
        }
        return (
            own.keys() == self.state_dict.keys()
            and all([_has_no_say(module) for module in self.root.modules()])
            and all([_fits(tensor, self.state_dict[name]) for name, tensor in own.items()])
        )

    def _load(self, module, state_dict, prefix):
        # A copy: torch leaves its mark in the caller's metadata, and later loads then assign too.
        metadata = dict((self.metadata or {}).get(prefix[:-1], {}))
        if self.assign:
            metadata[ASSIGN] = True
        module._load_from_state_dict(state_dict, prefix, metadata, True, *self.keys, self.errors)
        for name, child in module._modules.items():
            if child is not None:
                below = f"{prefix}{name}."
                self._load(child, {k: v for k, v in state_dict.items() if k.startswith(below)}, below)
        self._run_post_hooks(module)

    def _run_post_hooks(self, module):
        for hook in module._load_state_dict_post_hooks.values():
            if hook(module, self.keys) is not None:
                raise AssertionError(
                    "Hooks registered with ``register_load_state_dict_post_hook`` are not expected to "
                    "return new values, if incompatible_keys need to be modified, it should be done "
                    "inplace."
                )

    def _raise_errors(self, strict):
        errors = self.errors
        if strict:
            kinds = zip(("Missing", "Unexpected"), self.keys, strict=True)
            lines = [f"{kind} key(s) in state_dict: {_quoted(keys)}. " for kind, keys in kinds if keys]
            errors = lines + errors
        if errors:
            name = type(self.root).__name__
            raise RuntimeError(f"Error(s) in loading state_dict for {name}:\n\t" + "\n\t".join(errors))


def _has_no_say(module):
    """Whether no code but this package's is run when the module is loaded."""
    return (
        not module._load_state_dict_pre_hooks
        and not module._load_state_dict_post_hooks
        and not module._overrides("set_extra_state")
        and type(module)._load_from_state_dict.__module__.startswith(f"{__package__}.")
    )


def _fits(tensor, value):
    """Whether the value will be copied into the tensor without fail."""
    return (
        isinstance(value, Tensor)
        and not is_lazy(tensor)
        and type(tensor).copy_ is Tensor.copy_
        and tensor.array.__class__ is value.array.__class__ is np.ndarray
        and tensor.array.shape == value.array.shape
        and tensor.array.dtype == value.array.dtype
        and tensor.array.flags.carray
        and not tensor._inference
        and not np.may_share_memory(tensor.array, value.array)
    )


def _quoted(keys):
    return ", ".join(f'"{key}"' for key in keys)


def load_tensor(module, name, key, given, assign):
    """Load one value into the member `name` of a module. Gives what is wrong with it, or None."""
    tensor = getattr(module, name)
    value = _as_tensor(given)
    if value is None:
        return (
            f'While copying the parameter named "{key}", expected torch.Tensor or Tensor-like object from '
            "checkpoint but "
            f"received {type(given)}"
        )
    if not is_lazy(tensor):
        if tensor.shape == () and value.shape == (1,):
            value = wrap(value.array[0])
        if value.shape != tensor.shape:
            return (
                f"size mismatch for {key}: copying a param with shape {value.shape} from checkpoint, the "
                f"shape in current model is {tensor.shape}."
            )
    try:
        _assign(module, name, tensor, value) if assign else _copy(tensor, value)
    except Exception as error:
        return (
            f'While copying the parameter named "{key}", whose dimensions in the model are {tensor.size()} '
            "and whose "
            f"dimensions in the checkpoint are {value.size()}, an exception occurred : {error.args}."
        )


def _copy(tensor, value):
    with no_grad():
        tensor.copy_(value)


def _assign(module, name, tensor, value):
    if isinstance(tensor, Parameter):
        if isinstance(value, Parameter):
            value.requires_grad_(tensor.requires_grad)
        else:
            value = Parameter(value, requires_grad=tensor.requires_grad)
    setattr(module, name, value)


def _as_tensor(value):
    """A Tensor over a value of the state dict, or None if it is nothing of the kind."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, np.ndarray | np.generic):
        return wrap(np.asarray(value))
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        return wrap(_from_torch(value.detach().cpu()))
    return None


def _from_torch(tensor):
    try:
        return tensor.numpy()
    except TypeError:  # bfloat16, which NumPy lacks and float32 holds exactly
        return tensor.float().numpy()


def _snapshot(root, values):
    """A function that puts the whole tree back: attributes, members, and, if `values`, what the tensors hold."""
    modules = [(m, dict(m.__dict__), [store.copy() for store in _stores(m)]) for m in root.modules()]
    tensors = [*root.parameters(), *root.buffers()]
    tensors = [(t, type(t), dict(t.__dict__), t.array.copy() if values and not is_lazy(t) else None) for t in tensors]

    def put_back():
        for module, attributes, stores in modules:
            _refill(module.__dict__, attributes)
            for store, before in zip(_stores(module), stores, strict=True):
                _refill(store, before)
        for tensor, kind, attributes, before in tensors:
            tensor.__class__ = kind
            _refill(tensor.__dict__, attributes)
            if before is not None and not np.array_equal(tensor.array, before, equal_nan=True):
                tensor.array[...] = before
                mark_written(tensor)

    return put_back


def _stores(module):
    return module._parameters, module._buffers, module._modules, module._non_persistent_buffers_set


def _refill(store, before):
    store.clear()
    store.update(before)


class WeakHook:
    """A hook that is handed its module, which it does not keep alive."""

    def __init__(self, hook, module=None):
        self.hook = hook
        self.with_module = module is not None
        functools.update_wrapper(self, hook)
        if self.with_module:
            self.module = weakref.ref(module)

    def __call__(self, *args, **kwargs):
        if not self.with_module:
            return self.hook(*args, **kwargs)
        module = self.module()
        if module is None:
            raise RuntimeError("You are trying to call the hook of a dead Module!")
        return self.hook(module, *args, **kwargs)

    def __getstate__(self):
        return self.hook, self.module() if self.with_module else None, self.with_module

    def __setstate__(self, state):
        hook, module, with_module = state
        if with_module and module is None:
            raise RuntimeError("You are trying to revive the hook of a dead Module!")
        self.__init__(hook, module)
