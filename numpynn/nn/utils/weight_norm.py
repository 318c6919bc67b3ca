"""Weight norm as a pre-hook: the older form of `parametrizations.weight_norm`."""

from __future__ import annotations

import warnings

from ..modules.module import Module
from ..parameter import Parameter, is_lazy
from . import norms


class WeightNorm:
    """The pre-hook that computes `module.<name>` from `<name>_g` and `<name>_v` before each call."""

    def __init__(self, name: str, dim: int | None):
        self.name = name
        self.dim = -1 if dim is None else dim

    def compute_weight(self, module: Module):
        """w = g v / ‖v‖."""
        g, v = (getattr(module, self.name + part) for part in ("_g", "_v"))
        return norms.weight_norm(v, g, self.dim)

    @staticmethod
    def apply(module: Module, name: str, dim: int | None) -> WeightNorm:
        """Replaces the parameter `name` by its two parts, and hangs the hook on the module."""
        if any(_norms(hook, name) for hook in module._forward_pre_hooks.values()):
            raise RuntimeError(f"Cannot register two weight_norm hooks on the same parameter {name}")
        weight = getattr(module, name)
        if is_lazy(weight):
            raise ValueError(
                "The module passed to `WeightNorm` can't have uninitialized parameters. Make sure to run "
                "the dummy forward before applying weight normalization"
            )
        hook = WeightNorm(name, dim)
        g = norms.norm_except_dim(weight, 2, hook.dim)
        del module._parameters[name]
        module.register_parameter(name + "_g", Parameter(g.data))
        module.register_parameter(name + "_v", Parameter(weight.data))
        hook(module)
        module.register_forward_pre_hook(hook)
        return hook

    def remove(self, module: Module) -> None:
        """Makes the weight a plain parameter again."""
        weight = self.compute_weight(module)
        delattr(module, self.name)
        del module._parameters[self.name + "_g"], module._parameters[self.name + "_v"]
        setattr(module, self.name, Parameter(weight.data))

    def __call__(self, module: Module, inputs=None) -> None:
        setattr(module, self.name, self.compute_weight(module))


def _norms(hook, name):
    return isinstance(hook, WeightNorm) and hook.name == name


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Splits the parameter `name` into its norm `<name>_g` and its direction `<name>_v`; gives the module.

    w = g v / ‖v‖, with a norm for each slice along `dim`, or one norm of all for None. Deprecated in favour
    of `parametrizations.weight_norm`. Raises RuntimeError for a second time on one parameter.
    """
    warnings.warn(
        "`torch.nn.utils.weight_norm` is deprecated in favor of `torch.nn.utils.parametrizations.weight_norm`.",
        FutureWarning,
        stacklevel=2,
    )
    WeightNorm.apply(module, name, dim)
    return module


def remove_weight_norm(module: Module, name: str = "weight") -> Module:
    """Undoes `weight_norm`; gives the module. Raises ValueError where there is none."""
    for key, hook in module._forward_pre_hooks.items():
        if _norms(hook, name):
            hook.remove(module)
            del module._forward_pre_hooks[key]
            return module
    raise ValueError(f"weight_norm of '{name}' not found in {module}")
