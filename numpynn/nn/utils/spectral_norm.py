"""Spectral norm as a pre-hook: the older form of `parametrizations.spectral_norm`."""

from __future__ import annotations

import numpy as np

from ...functional.linalg import dot, mv
from ...modes import no_grad
from ...tensor import Tensor, wrap
from ..modules.module import Module
from ..parameter import Parameter, is_lazy
from . import norms


class SpectralNorm:
    """The pre-hook that computes `module.<name>` from `<name>_orig` before each call.

    It divides by σ = uᵀ W v. In training u and v, the buffers `<name>_u` and `<name>_v`, are first brought
    nearer to W's singular vectors, by `n_power_iterations` steps v = Wᵀ u / ‖Wᵀ u‖, u = W v / ‖W v‖.
    """

    _version = 1

    def __init__(self, name: str = "weight", n_power_iterations: int = 1, dim: int = 0, eps: float = 1e-12):
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.name = name
        self.dim = dim
        self.n_power_iterations = n_power_iterations
        self.eps = eps

    def reshape_weight_to_matrix(self, weight: Tensor) -> Tensor:
        """The weight with dimension `dim` as rows and all others as columns."""
        if not 0 <= self.dim < weight.array.ndim:
            raise RuntimeError(
                f"spectral_norm(): dim {self.dim} is none of a weight of shape {list(weight.array.shape)}"
            )
        return norms.as_matrix(weight, self.dim)

    def compute_weight(self, module: Module, do_power_iteration: bool) -> Tensor:
        """W / σ."""
        weight, u, v = (getattr(module, self.name + part) for part in ("_orig", "_u", "_v"))
        matrix = self.reshape_weight_to_matrix(weight)
        if do_power_iteration:
            with no_grad():
                for _ in range(self.n_power_iterations):
                    v.copy_(norms.unit(mv(matrix.t(), u), self.eps))
                    u.copy_(norms.unit(mv(matrix, v), self.eps))
                # The next call overwrites the buffers, perhaps before this one's backward.
                u, v = u.clone(), v.clone()
        return weight / norms.largest_singular_value(matrix, u, v)

    def __call__(self, module: Module, inputs) -> None:
        setattr(module, self.name, self.compute_weight(module, do_power_iteration=module.training))

    @staticmethod
    def apply(module: Module, name: str, n_power_iterations: int, dim: int, eps: float) -> SpectralNorm:
        """Renames the parameter `name`, adds the buffers, and hangs the hooks on the module."""
        if any(_norms(hook, name) for hook in module._forward_pre_hooks.values()):
            raise RuntimeError(f"Cannot register two spectral_norm hooks on the same parameter {name}")
        hook = SpectralNorm(name, n_power_iterations, dim, eps)
        weight = _checked(module._parameters[name], name)
        rows, columns = hook.reshape_weight_to_matrix(weight).shape
        u, v = norms.random_unit(weight, rows, eps), norms.random_unit(weight, columns, eps)
        delattr(module, name)
        module.register_parameter(name + "_orig", weight)
        setattr(module, name, weight.data)
        module.register_buffer(name + "_u", u)
        module.register_buffer(name + "_v", v)
        module.register_forward_pre_hook(hook)
        module._register_state_dict_hook(SpectralNormStateDictHook(hook))
        module._register_load_state_dict_pre_hook(SpectralNormLoadStateDictPreHook(hook))
        return hook

    def remove(self, module: Module) -> None:
        """Makes the weight a plain parameter again."""
        with no_grad():
            weight = self.compute_weight(module, do_power_iteration=False)
        for part in ("", "_u", "_v", "_orig"):
            delattr(module, self.name + part)
        module.register_parameter(self.name, Parameter(weight.detach()))

    def _solve_v_and_rescale(self, matrix, u, target_sigma):
        """The v of unit scale for which uᵀ W v is `target_sigma`."""
        w = matrix.array
        v = wrap(np.linalg.pinv(w.T @ w) @ (w.T @ u.array))
        return v * (target_sigma / dot(u, mv(matrix, v)))


def _checked(weight, name):
    if weight is None:
        raise ValueError(f"`SpectralNorm` cannot be applied as parameter `{name}` is None")
    if is_lazy(weight):
        raise ValueError(
            "The module passed to `SpectralNorm` can't have uninitialized parameters. Make sure to run the "
            "dummy forward before applying spectral normalization"
        )
    return weight


class SpectralNormStateDictHook:
    """Enters the version in the metadata of a state dict."""

    def __init__(self, fn: SpectralNorm):
        self.fn = fn

    def __call__(self, module, state_dict, prefix, local_metadata) -> None:
        versions = local_metadata.setdefault("spectral_norm", {})
        key = self.fn.name + ".version"
        if key in versions:
            raise RuntimeError(f"Unexpected key in metadata['spectral_norm']: {key}")
        versions[key] = self.fn._version


class SpectralNormLoadStateDictPreHook:
    """Makes a state dict from before version 1, which holds the weight and lacks v, fit."""

    def __init__(self, fn: SpectralNorm):
        self.fn = fn

    def __call__(self, state_dict, prefix, local_metadata, strict, missing_keys, *findings) -> None:
        key = prefix + self.fn.name
        version = local_metadata.get("spectral_norm", {}).get(self.fn.name + ".version")
        if (version is not None and version >= 1) or self._is_new(state_dict, key, version):
            return
        missing = [key + part for part in ("_orig", "", "_u") if key + part not in state_dict]
        if missing:
            missing_keys.extend(missing if strict else ())
            return
        original, u = state_dict[key + "_orig"], state_dict[key + "_u"]
        with no_grad():
            sigma = (original / state_dict.pop(key)).mean()
            matrix = self.fn.reshape_weight_to_matrix(original)
            state_dict[key + "_v"] = self.fn._solve_v_and_rescale(matrix, u, sigma)

    @staticmethod
    def _is_new(state_dict, key, version):
        """Whether a state dict without a version is of the new kind all the same."""
        parts = (key + part in state_dict for part in ("_orig", "_u", "_v"))
        return version is None and all(parts) and key not in state_dict


def _norms(hook, name):
    return isinstance(hook, SpectralNorm) and hook.name == name


def spectral_norm(
    module: Module,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> Module:
    """Divides the parameter `name` by its largest singular value before each call; gives the module.

    The weight is taken as a matrix whose rows are dimension `dim`: by default 0, or 1 for transposed
    convolutions. The older form of `parametrizations.spectral_norm`. Raises RuntimeError for a second time on
    one parameter. Source: Miyato et al. 2018.
    """
    SpectralNorm.apply(module, name, n_power_iterations, rows_of(module) if dim is None else dim, eps)
    return module


def rows_of(module) -> int:
    """The dimension of a layer's weight that counts its outputs."""
    return 1 if getattr(module, "transposed", False) else 0


def remove_spectral_norm(module: Module, name: str = "weight") -> Module:
    """Undoes `spectral_norm`; gives the module. Raises ValueError where there is none."""
    for key, hook in module._forward_pre_hooks.items():
        if _norms(hook, name):
            hook.remove(module)
            del module._forward_pre_hooks[key]
            break
    else:
        raise ValueError(f"spectral_norm of '{name}' not found in {module}")
    for hooks in (module._state_dict_hooks, module._load_state_dict_pre_hooks):
        for key, hook in hooks.items():
            if _norms(getattr(getattr(hook, "hook", hook), "fn", None), name):
                del hooks[key]
                break
    return module
