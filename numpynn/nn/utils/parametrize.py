"""Parametrizations: a parameter computed from others, each time it is asked for."""

from __future__ import annotations

import copy
from contextlib import contextmanager

from ...modes import no_grad
from ..modules.container import ModuleDict
from ..modules.module import Module
from ..parameter import Parameter
from .parametrization_list import ParametrizationList, check_alike, register


class _Cache:
    """The parametrized tensors computed inside `cached()`, by module and name."""

    depth = 0
    tensors: dict = {}

    def get(self, key, compute):
        if not self.depth:
            return compute()
        if key not in self.tensors:
            self.tensors[key] = compute()
        return self.tensors[key]


_cache = _Cache()


@contextmanager
def cached():
    """Inside, every parametrized tensor is computed once, when it is first asked for.

    What is assigned to it inside is seen only afterwards.
    """
    _cache.depth += 1
    try:
        yield
    finally:
        _cache.depth -= 1
        if not _cache.depth:
            _cache.tensors.clear()


def register_parametrization(
    module: Module, tensor_name: str, parametrization: Module, *, unsafe: bool = False
) -> Module:
    """Has `module.<tensor_name>` computed by `parametrization`, from what it was; gives the module.

    A second registration applies the second parametrization to the result of the first. Assigning to the
    tensor works if the parametrizations have a `right_inverse`. The module becomes an instance of a subclass
    made for it alone.

    Raises ValueError if there is no such parameter or buffer, or if the parametrization changes its shape or
    dtype, which `unsafe` allows.

    >>> import numpynn as torch
    >>> class Symmetric(torch.nn.Module):
    ...     def forward(self, x):
    ...         return x.triu() + x.triu(1).T
    >>> layer = torch.nn.Linear(3, 3)
    >>> _ = register_parametrization(layer, "weight", Symmetric())
    >>> torch.equal(layer.weight, layer.weight.T)
    True
    """
    parametrization.train(module.training)
    if is_parametrized(module, tensor_name):
        if not unsafe:
            _check_next(getattr(module, tensor_name), parametrization)
        module.parametrizations[tensor_name].append(parametrization)
        module.parametrizations[tensor_name].unsafe |= unsafe
    elif tensor_name in module._buffers or tensor_name in module._parameters:
        original = getattr(module, tensor_name)
        parametrizations = ParametrizationList([parametrization], original, unsafe=unsafe)
        delattr(module, tensor_name)
        if not is_parametrized(module):
            _give_own_class(module)
            module.parametrizations = ModuleDict()
        _give_property(type(module), tensor_name)
        module.parametrizations[tensor_name] = parametrizations
    else:
        raise ValueError(
            f"Module '{module}' does not have a parameter, a buffer, or a parametrized element with name "
            f"'{tensor_name}'"
        )
    return module


def _check_next(before, parametrization):
    after = parametrization(before)
    check_alike("parametrization", before, after)
    if hasattr(parametrization, "right_inverse"):
        try:
            back = parametrization.right_inverse(after)
        except NotImplementedError:
            return
        check_alike("right_inverse", before, back)


def _give_own_class(module):
    """Make the module an instance of a subclass of its class, where properties can be put for it alone."""
    cls = type(module)
    methods = {"__getstate__": _refuse_pickling}
    if not hasattr(cls, "__deepcopy__"):
        methods["__deepcopy__"] = _deepcopy
    module.__class__ = type(f"Parametrized{cls.__name__}", (cls,), methods)


def _refuse_pickling(self):
    raise RuntimeError("Serialization of parametrized modules is only supported through state_dict().")


def _deepcopy(self, memo):
    replica = memo.get(id(self))
    if replica is None:
        replica = memo[id(self)] = self.__new__(type(self))
        replica.__dict__ = copy.deepcopy(self.__dict__, memo)
    return replica


def _give_property(cls, name):
    def get(self):
        return _cache.get((id(self), name), self.parametrizations[name])

    def set(self, value):
        self.parametrizations[name].right_inverse(value)

    setattr(cls, name, property(get, set))


def is_parametrized(module: Module, tensor_name: str | None = None) -> bool:
    """Whether the module has parametrizations, or those of one tensor."""
    parametrizations = getattr(module, "parametrizations", None)
    if not isinstance(parametrizations, ModuleDict):
        return False
    return len(parametrizations) > 0 if tensor_name is None else tensor_name in parametrizations


def remove_parametrizations(module: Module, tensor_name: str, leave_parametrized: bool = True) -> Module:
    """Makes the tensor a plain parameter or buffer again; gives the module.

    It has its parametrized value, or with `leave_parametrized=False` that of the original. Raises ValueError
    if it is not parametrized, or if there are several originals to leave it unparametrized in.
    """
    if not is_parametrized(module, tensor_name):
        raise ValueError(f"Module {module} does not have a parametrization on {tensor_name}")
    tensor = _plain(module, tensor_name, leave_parametrized)
    delattr(type(module), tensor_name)
    del module.parametrizations[tensor_name]
    register(module, tensor_name, tensor)
    if not is_parametrized(module):
        del module.parametrizations
        module.__class__ = type(module).__bases__[0]
    return module


def _plain(module, tensor_name, leave_parametrized):
    parametrizations = module.parametrizations[tensor_name]
    if parametrizations.is_tensor:
        if leave_parametrized:
            with no_grad():
                parametrizations.original.data = getattr(module, tensor_name)
        return parametrizations.original
    if not leave_parametrized:
        raise ValueError(
            "Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in "
            "terms of a sequence of tensors."
        )
    tensor = getattr(module, tensor_name)
    return Parameter(tensor) if tensor.requires_grad else tensor


def type_before_parametrizations(module: Module) -> type:
    """The class of the module before it was parametrized."""
    return type(module).__bases__[0] if is_parametrized(module) else type(module)


def transfer_parametrizations_and_params(
    from_module: Module, to_module: Module, tensor_name: str | None = None
) -> Module:
    """Gives `to_module` the parametrizations and originals of `from_module`, or of one tensor; returns it."""
    if not is_parametrized(from_module):
        return to_module
    for name in from_module.parametrizations if tensor_name is None else [tensor_name]:
        source = from_module.parametrizations[name]
        if not hasattr(to_module, name):
            setattr(to_module, name, Parameter(getattr(from_module, name)))
        for parametrization in source:
            register_parametrization(to_module, name, parametrization)
        target = to_module.parametrizations[name]
        names = ["original"] if source.is_tensor else [f"original{i}" for i in range(source.ntensors)]
        for original in names:
            setattr(target, original, getattr(source, original))
    return to_module
