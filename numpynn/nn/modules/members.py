"""What an attribute of a module is, a parameter, a buffer, a module, or plain, and how it may change."""

from __future__ import annotations

from ...tensor import Tensor
from ..parameter import Buffer, Parameter
from . import hooks


def typename(value) -> str:
    """The name of a type in error messages, as torch writes it."""
    if isinstance(value, Tensor):
        return value.type()
    kind = value if hasattr(value, "__qualname__") else type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


class Members:
    """Registration and look-up. Parameters, buffers and modules live in dictionaries of their own."""

    def register_parameter(self, name: str, param: Parameter | None) -> None:
        """Adds a parameter; None reserves the name.

        Raises TypeError for what is not a Parameter, ValueError for one that was computed, KeyError for a
        name that is empty, has a dot, or is taken.
        """
        self._check_name("parameter", "_parameters", name)
        if param is not None:
            _check_parameter(name, param)
            param = hooks.registered(hooks._global_parameter_registration_hooks, self, name, param)
        self._parameters[name] = param

    def register_buffer(self, name: str, tensor: Tensor | None, persistent: bool = True) -> None:
        """Adds a buffer: a tensor that moves and is saved with the module but is not trained.

        With `persistent=False` it stays out of `state_dict`. Raises TypeError for what is not a Tensor,
        KeyError for a name that is empty, has a dot, or is taken.
        """
        self._check_name("buffer", "_buffers", name)
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"cannot assign '{typename(tensor)}' object to buffer '{name}' (torch Tensor or None required)"
            )
        self._buffers[name] = hooks.registered(hooks._global_buffer_registration_hooks, self, name, tensor)
        if persistent:
            self._non_persistent_buffers_set.discard(name)
        else:
            self._non_persistent_buffers_set.add(name)

    def add_module(self, name: str, module: Members | None) -> None:
        """Adds a module below this one; None reserves the name.

        Raises TypeError for what is not a Module, KeyError for a name that is empty, has a dot, or is taken.
        """
        if module is not None and not isinstance(module, Members):
            raise TypeError(f"{typename(module)} is not a Module subclass")
        self._check_name("module", "_modules", name)
        self._modules[name] = hooks.registered(hooks._global_module_registration_hooks, self, name, module)

    def register_module(self, name: str, module: Members | None) -> None:
        """The same as `add_module`."""
        self.add_module(name, module)

    def _check_name(self, kind, store, name):
        if store not in self.__dict__:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if not isinstance(name, str):
            raise TypeError(f"{kind} name should be a string. Got {typename(name)}")
        if "." in name:
            raise KeyError(f'{kind} name can\'t contain ".", got: {name}')
        if name == "":
            raise KeyError(f'{kind} name can\'t be empty string ""')
        if name not in self.__dict__[store] and self._has(name):
            raise KeyError(f"attribute '{name}' already exists")

    def _has(self, name):
        """hasattr(self, name), at less cost where no class below has a __getattr__ of its own."""
        if type(self).__getattr__ is not Members.__getattr__:
            return hasattr(self, name)
        own = self.__dict__
        return (
            name in own
            or name in own["_parameters"]
            or name in own["_buffers"]
            or name in own["_modules"]
            or hasattr(type(self), name)
        )

    def __getattr__(self, name: str):
        own = self.__dict__
        if "_parameters" in own:
            if name in own["_parameters"]:
                return own["_parameters"][name]
            if name in own["_buffers"]:
                return own["_buffers"][name]
            if name in own["_modules"]:
                return own["_modules"][name]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name: str, value) -> None:
        own = self.__dict__
        # Asking for Tensor first spares most values the question, answered in Python, whether they are marked as a Parameter.
        is_tensor = isinstance(value, Tensor)
        if is_tensor and isinstance(value, Parameter):
            self._make_room("parameters", name, keep="_parameters")
            self.register_parameter(name, value)
        elif name in own.get("_parameters", ()):
            _require_none(value, name, "parameter", "torch.nn.Parameter or None expected")
            self.register_parameter(name, None)
        elif isinstance(value, Members):
            self._make_room("module", name, keep="_modules")
            self._set_module(name, value)
        elif name in own.get("_modules", ()):
            _require_none(value, name, "child module", "torch.nn.Module or None expected")
            self._set_module(name, None)
        elif name in own.get("_buffers", ()) or (is_tensor and isinstance(value, Buffer)):
            self._set_buffer(name, value)
        else:
            super().__setattr__(name, value)

    def _make_room(self, kind, name, keep):
        """Forget whatever else has the name."""
        own = self.__dict__
        if keep not in own:
            raise AttributeError(f"cannot assign {kind} before Module.__init__() call")
        if name in own:
            del own[name]
        for store in ("_parameters", "_buffers", "_modules"):
            if store != keep and name in own[store]:
                del own[store][name]
        self._non_persistent_buffers_set.discard(name)

    def _set_module(self, name, module):
        self._modules[name] = hooks.registered(hooks._global_module_registration_hooks, self, name, module)

    def _set_buffer(self, name, value):
        if value is not None and not isinstance(value, Tensor):
            raise TypeError(
                f"cannot assign '{typename(value)}' as buffer '{name}' (torch.nn.Buffer, torch.Tensor or None expected)"
            )
        if isinstance(value, Buffer):
            persistent = value.persistent
        else:
            persistent = name not in self._non_persistent_buffers_set
        self.register_buffer(name, value, persistent)

    def __delattr__(self, name: str) -> None:
        for store in (self._parameters, self._buffers, self._modules):
            if name in store:
                del store[name]
                self._non_persistent_buffers_set.discard(name)
                return
        super().__delattr__(name)

    def __dir__(self):
        own = self.__dict__
        names = [*dir(type(self)), *own, *own["_parameters"], *own["_modules"], *own["_buffers"]]
        return sorted(name for name in names if not name[0].isdigit())

    def get_submodule(self, target: str) -> Members:
        """The module at a dotted path; `""` is this one. Raises AttributeError where the path ends early."""
        module = self
        for name in target.split(".") if target else ():
            module = _existing(module, name)
            if not isinstance(module, Members):
                raise AttributeError(f"`{name}` is not an nn.Module")
        return module

    def set_submodule(self, target: str, module: Members, strict: bool = False) -> None:
        """Puts a module at a dotted path; with `strict` it must replace one.

        Raises ValueError for an empty path or what is not a Module, AttributeError where the path leads
        nowhere or to something else.
        """
        if target == "":
            raise ValueError("Cannot set the submodule without a target name!")
        if not isinstance(module, Members):
            raise ValueError(f"`module` is not an nn.Module, found {type(module)}")
        path, _, name = target.rpartition(".")
        parent = self.get_submodule(path)
        if (strict or hasattr(parent, name)) and not isinstance(_existing(parent, name), Members):
            raise AttributeError(f"`{name}` is not an nn.Module")
        setattr(parent, name, module)

    def get_parameter(self, target: str) -> Parameter:
        """The parameter at a dotted path. Raises AttributeError where there is none."""
        path, _, name = target.rpartition(".")
        parameter = _existing(self.get_submodule(path), name)
        if not isinstance(parameter, Parameter):
            raise AttributeError(f"`{name}` is not an nn.Parameter")
        return parameter

    def get_buffer(self, target: str) -> Tensor:
        """The buffer at a dotted path. Raises AttributeError where there is none."""
        path, _, name = target.rpartition(".")
        module = self.get_submodule(path)
        buffer = _existing(module, name)
        if name not in module._buffers:
            raise AttributeError(f"`{name}` is not a buffer")
        return buffer


def _existing(module, name):
    if not hasattr(module, name):
        raise AttributeError(f"{module._get_name()} has no attribute `{name}`")
    return getattr(module, name)


def _require_none(value, name, kind, expected):
    if value is not None:
        raise TypeError(f"cannot assign '{typename(value)}' as {kind} '{name}' ({expected})")


def _check_parameter(name, param):
    if not isinstance(param, Parameter):
        raise TypeError(
            f"cannot assign '{typename(param)}' object to parameter '{name}' (torch.nn.Parameter or None required)"
        )
    if not param.is_leaf:
        raise ValueError(
            f"Cannot assign non-leaf Tensor to parameter '{name}'. A parameter is created, not computed: to "
            f"have '{name}' depend on another Tensor, compute it in forward()."
        )
