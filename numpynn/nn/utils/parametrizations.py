"""Parametrizations that come with the library."""

from __future__ import annotations

from ...functional.linalg import mv
from ...modes import no_grad
from ...tensor import Tensor
from ..modules.module import Module
from . import norms
from .orthogonal import MAPS, _Orthogonal
from .parametrize import register_parametrization
from .spectral_norm import rows_of


def orthogonal(
    module: Module, name: str = "weight", orthogonal_map: str | None = None, *, use_trivialization: bool = True
) -> Module:
    """Makes the parameter `name` a matrix, or batch of matrices, with orthonormal columns, or rows where it
    is wide.

    orthogonal_map: "matrix_exp", "cayley" or "householder", as `_Orthogonal` explains; by default
    the first for square and complex matrices, the last for others. use_trivialization: lets any orthogonal
    matrix be assigned, at the cost of a buffer. Raises ValueError for fewer than 2 dimensions or another map.
    Source: Lezcano-Casado 2019.
    """
    weight = _existing(module, name)
    if weight.ndim < 2:
        raise ValueError(f"Expected a matrix or batch of matrices. Got a tensor of {weight.ndim} dimensions.")
    if orthogonal_map is None:
        square = weight.size(-2) == weight.size(-1)
        orthogonal_map = "matrix_exp" if square or weight.is_complex() else "householder"
    if orthogonal_map not in MAPS:
        raise ValueError(
            f'orthogonal_map has to be one of "matrix_exp", "cayley", "householder". Got: {orthogonal_map}'
        )
    parametrization = _Orthogonal(weight, orthogonal_map, use_trivialization=use_trivialization)
    return register_parametrization(module, name, parametrization, unsafe=True)


def _existing(module, name):
    weight = getattr(module, name, None)
    if not isinstance(weight, Tensor):
        raise ValueError(f"Module '{module}' has no parameter or buffer with name '{name}'")
    return weight


def weight_norm(module: Module, name: str = "weight", dim: int | None = 0) -> Module:
    """Splits the parameter `name` into norm, `original0`, and direction, `original1`; gives the module.

    w = g v / ‖v‖, with a norm for each slice along `dim`, or one norm of all for None. State dicts of the
    older `nn.utils.weight_norm` can be loaded. Source: Salimans and Kingma 2016.
    """
    register_parametrization(module, name, _WeightNorm(dim), unsafe=True)

    def from_older(state_dict, prefix, *findings):
        old, new = f"{prefix}{name}", f"{prefix}parametrizations.{name}.original"
        if old + "_g" in state_dict and old + "_v" in state_dict:
            state_dict[new + "0"] = state_dict.pop(old + "_g")
            state_dict[new + "1"] = state_dict.pop(old + "_v")

    module._register_load_state_dict_pre_hook(from_older)
    return module


class _WeightNorm(Module):
    def __init__(self, dim=0):
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, weight_g, weight_v):
        return norms.weight_norm(weight_v, weight_g, self.dim)

    def right_inverse(self, weight):
        return norms.norm_except_dim(weight, 2, self.dim), weight


def spectral_norm(
    module: Module,
    name: str = "weight",
    n_power_iterations: int = 1,
    eps: float = 1e-12,
    dim: int | None = None,
) -> Module:
    """Divides the parameter `name` by its largest singular value; gives the module.

    The weight is taken as a matrix whose rows are dimension `dim`: by default 0, or 1 for transposed
    convolutions. In training, each access improves the estimate by `n_power_iterations` steps. A vector is
    divided by its norm. Source: Miyato et al. 2018.
    """
    weight = _existing(module, name)
    dim = rows_of(module) if dim is None else dim
    return register_parametrization(module, name, _SpectralNorm(weight, n_power_iterations, dim, eps))


class _SpectralNorm(Module):
    def __init__(self, weight, n_power_iterations=1, dim=0, eps=1e-12):
        super().__init__()
        if not -weight.ndim <= dim < weight.ndim:
            raise IndexError(
                f"Dimension out of range (expected to be in range of [-{weight.ndim}, {weight.ndim - 1}] but got {dim})"
            )
        if n_power_iterations <= 0:
            raise ValueError(
                f"Expected n_power_iterations to be positive, but got n_power_iterations={n_power_iterations}"
            )
        self.dim = dim % weight.ndim
        self.eps = eps
        if weight.ndim > 1:
            self.n_power_iterations = n_power_iterations
            matrix = norms.as_matrix(weight, self.dim)
            rows, columns = matrix.shape
            self.register_buffer("_u", norms.random_unit(matrix, rows, eps))
            self.register_buffer("_v", norms.random_unit(matrix, columns, eps))
            self._power_method(matrix, 15)

    @no_grad()
    def _power_method(self, matrix, n_power_iterations):
        adjoint = matrix.t().conj() if matrix.is_complex() else matrix.t()
        for _ in range(n_power_iterations):
            self._u.copy_(norms.unit(mv(matrix, self._v), self.eps))
            self._v.copy_(norms.unit(mv(adjoint, self._u), self.eps))

    def forward(self, weight):
        if weight.ndim == 1:
            return norms.unit(weight, self.eps)
        matrix = norms.as_matrix(weight, self.dim)
        if self.training:
            self._power_method(matrix, self.n_power_iterations)
        # The next access overwrites the buffers, perhaps before this one's backward.
        return weight / norms.largest_singular_value(matrix, self._u.clone(), self._v.clone())

    def right_inverse(self, value):
        return value
