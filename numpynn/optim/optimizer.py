"""The base of every optimizer: parameter groups, state, hooks, and the dictionaries they are saved in."""

from __future__ import annotations

import copy
import functools
import warnings
from collections import OrderedDict, defaultdict
from itertools import chain

import numpy as np

from .. import graph
from ..tensor import Tensor, wrap
from ..utils.hooks import RemovableHandle

_global_pre_hooks: OrderedDict = OrderedDict()
_global_post_hooks: OrderedDict = OrderedDict()

# The attributes that hold an optimizer's own hooks: dictionaries from a handle's id to the hook.
_HOOKS = (
    "_optimizer_step_pre_hooks",
    "_optimizer_step_post_hooks",
    "_optimizer_state_dict_pre_hooks",
    "_optimizer_state_dict_post_hooks",
    "_optimizer_load_state_dict_pre_hooks",
    "_optimizer_load_state_dict_post_hooks",
)


class _Required:
    """The default of an option that has none."""

    def __repr__(self):
        return "<required parameter>"


required = _Required()


def _add_hook(hooks: OrderedDict, hook, prepend: bool = False) -> RemovableHandle:
    handle = RemovableHandle(hooks)
    hooks[handle.id] = hook
    if prepend:
        hooks.move_to_end(handle.id, last=False)
    return handle


def register_optimizer_step_pre_hook(hook) -> RemovableHandle:
    """Call `hook(optimizer, args, kwargs)` before every step of every optimizer; it may return new (args, kwargs)."""
    return _add_hook(_global_pre_hooks, hook)


def register_optimizer_step_post_hook(hook) -> RemovableHandle:
    """Call `hook(optimizer, args, kwargs)` after every step of every optimizer."""
    return _add_hook(_global_post_hooks, hook)


class Optimizer:
    """Base class of all optimizers: holds the parameters in groups with their options, and the state of each.

    `params` is an iterable of Tensors, of (name, Tensor) pairs, or of dictionaries, one a group, whose other entries
    override `defaults` for that group. A subclass gives `step`; state belongs in `self.state[param]`, a dictionary.

    Raises TypeError where `params` is a Tensor, a set, or holds something that is no Tensor; ValueError where it is empty,
    where a parameter is not a leaf, stands in two groups, or where only some parameters have names.
    """

    def __init__(self, params, defaults: dict):
        self.defaults = defaults
        for name in _HOOKS:
            setattr(self, name, OrderedDict())
        self._patch_step_function()
        if isinstance(params, Tensor):
            raise TypeError(
                "params argument given to the optimizer should be an iterable of Tensors or dicts, "
                f"but got {_typename(params)}"
            )
        self.state: defaultdict = defaultdict(dict)
        self.param_groups: list[dict] = []
        groups = list(params)
        if not groups:
            raise ValueError("optimizer got an empty parameter list")
        if not isinstance(groups[0], dict):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def step(self, closure=None):
        """Update the parameters once; `closure`, where given, computes the loss anew and is called first."""
        raise NotImplementedError(f"{self.__class__.__name__}.step: a subclass must give it")

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all parameters, or fill them with zeros where `set_to_none` is False."""
        for group in self.param_groups:
            for param in group["params"]:
                if set_to_none:
                    param._grad = None
                elif param.grad is not None:
                    _zero(param.grad)

    # Groups ------------------------------------------------------------------------------------------------------

    def add_param_group(self, param_group: dict) -> None:
        """Add a group: a dictionary with "params" and any options that differ from the defaults.

        Raises TypeError and ValueError as the constructor does.
        """
        if not isinstance(param_group, dict):
            raise TypeError(f"param_group must be a dict, but got {type(param_group)}")
        param_group["params"] = _as_list(param_group["params"])
        _split_names(param_group)
        for param in param_group["params"]:
            self._check_parameter(param)
        self._set_defaults(param_group)
        self._check_disjoint(param_group)
        self.param_groups.append(param_group)

    def _check_parameter(self, param):
        if not isinstance(param, Tensor):
            raise TypeError(f"optimizer can only optimize Tensors, but one of the params is {_typename(param)}")
        if not (self.defaults.get("differentiable") or param.is_leaf or param.retains_grad):
            raise ValueError("can't optimize a non-leaf Tensor")

    def _set_defaults(self, group):
        for name, default in self.defaults.items():
            if default is required and name not in group:
                raise ValueError(f"parameter group didn't specify a value of required optimization parameter {name}")
            group.setdefault(name, default)

    def _check_disjoint(self, group):
        params = set(group["params"])
        if len(params) != len(group["params"]):
            warnings.warn(
                "optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; "
                "see github.com/pytorch/pytorch/issues/40967 for more information",
                stacklevel=4,
            )
        for other in self.param_groups:
            if ("param_names" in group) != ("param_names" in other):
                named = "with names" if "param_names" in group else "without names"
                raise ValueError(
                    "all optimizer param groups should be with/without names. "
                    f"cannot add param group {named} to the optimizer"
                )
        if any(not params.isdisjoint(other["params"]) for other in self.param_groups):
            raise ValueError("some parameters appear in more than one parameter group")

    # Hooks -------------------------------------------------------------------------------------------------------

    def register_step_pre_hook(self, hook) -> RemovableHandle:
        """Call `hook(optimizer, args, kwargs)` before each step; it may return new (args, kwargs)."""
        return _add_hook(self._optimizer_step_pre_hooks, hook)

    def register_step_post_hook(self, hook) -> RemovableHandle:
        """Call `hook(optimizer, args, kwargs)` after each step."""
        return _add_hook(self._optimizer_step_post_hooks, hook)

    def register_state_dict_pre_hook(self, hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(optimizer)` before `state_dict` collects."""
        return _add_hook(self._optimizer_state_dict_pre_hooks, hook, prepend)

    def register_state_dict_post_hook(self, hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(optimizer, state_dict)` on what `state_dict` collected; it may return another dictionary."""
        return _add_hook(self._optimizer_state_dict_post_hooks, hook, prepend)

    def register_load_state_dict_pre_hook(self, hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(optimizer, state_dict)` before loading a shallow copy; it may return another dictionary."""
        return _add_hook(self._optimizer_load_state_dict_pre_hooks, hook, prepend)

    def register_load_state_dict_post_hook(self, hook, prepend: bool = False) -> RemovableHandle:
        """Call `hook(optimizer)` after a state_dict was loaded."""
        return _add_hook(self._optimizer_load_state_dict_post_hooks, hook, prepend)

    @staticmethod
    def profile_hook_step(func):
        """`func`, a class's `step`, with the hooks called before and after it."""

        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            self = args[0]
            for hook in _values(_global_pre_hooks, self._optimizer_step_pre_hooks):
                result = hook(self, args, kwargs)
                if result is not None:
                    if not (isinstance(result, tuple) and len(result) == 2):
                        raise RuntimeError(
                            f"{func} must return None or a tuple of (new_args, new_kwargs), but got {result}."
                        )
                    args, kwargs = result
            out = func(*args, **kwargs)
            for hook in _values(self._optimizer_step_post_hooks, _global_post_hooks):
                hook(self, args, kwargs)
            return out

        wrapper.hooked = True
        return wrapper

    def _patch_step_function(self):
        cls = self.__class__
        if not getattr(cls.step, "hooked", False):
            cls.step = self.profile_hook_step(cls.step)

    # Saving and loading ------------------------------------------------------------------------------------------

    def state_dict(self) -> dict:
        """What training needs to go on, without the parameters themselves.

        {"state": {index: state of the parameter}, "param_groups": [options with "params": [indices]]}, where the
        parameters are counted through all groups. The tensors in it are the optimizer's own, not copies.
        """
        for hook in self._optimizer_state_dict_pre_hooks.values():
            hook(self)
        index: dict = {}
        start = 0
        groups = []
        for group in self.param_groups:
            for i, param in enumerate(group["params"], start):
                index.setdefault(param, i)
            start += len(group["params"])
            packed = {name: value for name, value in group.items() if name != "params"}
            packed["params"] = [index[param] for param in group["params"]]
            groups.append(packed)
        state = {index[key] if isinstance(key, Tensor) else key: value for key, value in self.state.items()}
        state_dict = {"state": state, "param_groups": groups}
        for hook in self._optimizer_state_dict_post_hooks.values():
            result = hook(self, state_dict)
            state_dict = state_dict if result is None else result
        return state_dict

    def load_state_dict(self, state_dict: dict) -> None:
        """Take over what `state_dict` returned. Raises ValueError where the groups do not match in number or size.

        State of a floating parameter takes the parameter's dtype, except "step". Tensors that need no cast are shared
        with `state_dict`, as in torch.
        """
        state_dict = state_dict.copy()
        for hook in self._optimizer_load_state_dict_pre_hooks.values():
            result = hook(self, state_dict)
            state_dict = state_dict if result is None else result

        saved = copy.deepcopy(state_dict["param_groups"])
        _check_sizes(self.param_groups, saved)
        params = dict(zip(_all_params(saved), _all_params(self.param_groups), strict=True))
        counters_in_float32 = {
            i for group in saved if group.get("fused") or group.get("capturable") for i in group["params"]
        }
        state = defaultdict(dict)
        for key, value in state_dict["state"].items():
            if key in params:
                param = params[key]
                state[param] = _cast(value, param, key in counters_in_float32)
            else:
                state[key] = value
        for group, new in zip(self.param_groups, saved, strict=True):
            new["params"] = group["params"]
            if "param_names" in group:
                new.setdefault("param_names", group["param_names"])
        self.__setstate__({"state": state, "param_groups": saved})
        for hook in self._optimizer_load_state_dict_post_hooks.values():
            hook(self)

    def __getstate__(self):
        return {"defaults": self.defaults, "state": self.state, "param_groups": self.param_groups}

    def __setstate__(self, state):
        self.__dict__.update(state)
        for name in _HOOKS:
            self.__dict__.setdefault(name, OrderedDict())
        self._patch_step_function()
        self.defaults.setdefault("differentiable", False)

    def __repr__(self):
        text = f"{self.__class__.__name__} ("
        for i, group in enumerate(self.param_groups):
            text += f"\nParameter Group {i}\n"
            text += "".join(f"    {name}: {group[name]}\n" for name in sorted(group) if name != "params")
        return text + ")"


def _values(first: dict, second: dict):
    return chain(first.values(), second.values()) if first or second else ()


def _typename(value) -> str:
    cls = type(value)
    return cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"


def _zero(grad: Tensor):
    grad.array.fill(0)
    graph.ledger.mark(grad.array)
    if grad.is_leaf:
        grad.requires_grad_(False)
    else:
        grad.vertex = None


def _as_list(params) -> list:
    if isinstance(params, Tensor):
        return [params]
    if isinstance(params, set):
        raise TypeError(
            "optimizer parameters need to be organized in ordered collections, but "
            "the ordering of tensors in sets will change between runs. Please use a list instead."
        )
    return list(params)


def _split_names(group: dict):
    """(name, Tensor) pairs become "params" and "param_names"."""
    names = [param[0] for param in group["params"] if isinstance(param, tuple)]
    if not names:
        return
    if len(names) != len(group["params"]):
        raise ValueError("all optimizer params should be with/without names. Some param names are missing")
    group["params"] = [param[1] for param in group["params"]]
    group["param_names"] = names


def _all_params(groups):
    return chain.from_iterable(group["params"] for group in groups)


def _check_sizes(groups, saved):
    if len(groups) != len(saved):
        raise ValueError(
            "loaded state dict has a different number of parameter groups: "
            f"{len(saved)}, and the optimizer has {len(groups)}"
        )
    for i, (group, other) in enumerate(zip(groups, saved, strict=True)):
        if len(group["params"]) != len(other["params"]):
            raise ValueError(
                "loaded state dict contains a parameter group that doesn't match the size of optimizer's group: "
                f"group {i} has {len(other['params'])} parameters, and the optimizer's {len(group['params'])}"
            )


def _cast(value, param: Tensor, counter_in_float32: bool, key=None):
    """`value` with every tensor in it cast to the parameter's dtype, a counter ("step") only where it must be."""
    if isinstance(value, Tensor):
        if key == "step":
            dtype = np.dtype(np.float32) if counter_in_float32 else value.array.dtype
        else:
            dtype = param.array.dtype if param.array.dtype.kind == "f" else value.array.dtype
        return value if value.array.dtype == dtype else wrap(value.array.astype(dtype))
    if isinstance(value, dict):
        return {name: _cast(item, param, counter_in_float32, name) for name, item in value.items()}
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return type(value)(_cast(item, param, counter_in_float32) for item in value)
    return value
