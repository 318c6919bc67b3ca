"""What the distributions share: parameters brought to one shape, probabilities and logits, triangles as vectors."""

from __future__ import annotations

from ..derivatives import activation
from ..dtypes import Size, get_default_dtype
from ..functional.arranging import broadcast_tensors
from ..functional.creation import arange, tensor, zeros
from ..functional.dtype_rules import finfo
from ..modes import enable_grad
from ..tensor import Tensor

__all__ = [
    "broadcast_all",
    "clamp_probs",
    "lazy_property",
    "logits_to_probs",
    "probs_to_logits",
    "tril_matrix_to_vec",
    "vec_to_tril_matrix",
]

euler_constant = 0.57721566490153286060


def broadcast_all(*values):
    """Tensors and numbers as tensors of one shape. Numbers take the dtype of the first tensor, else the default one.

    Raises ValueError for anything else.
    """
    if not all([isinstance(value, (Tensor, int, float)) for value in values]):
        raise ValueError(f"expected tensors and numbers, but got {', '.join([type(v).__name__ for v in values])}")
    dtype = next((value.dtype for value in values if isinstance(value, Tensor)), get_default_dtype())
    return broadcast_tensors(*[v if isinstance(v, Tensor) else tensor(v, dtype=dtype) for v in values])


def sum_rightmost(value: Tensor, dims: int) -> Tensor:
    """The sum over the last `dims` dimensions."""
    return value.reshape((*value.shape[:-dims], -1)).sum(-1) if dims else value


def clamp_probs(probs: Tensor) -> Tensor:
    """Probabilities kept away from 0 and 1 by the dtype's epsilon."""
    eps = finfo(probs.dtype).eps
    return probs.clamp(min=eps, max=1 - eps)


def logits_to_probs(logits: Tensor, is_binary: bool = False) -> Tensor:
    """Probabilities of log odds (`is_binary`), or of log-probabilities up to a constant in the last dimension."""
    return logits.sigmoid() if is_binary else logits.softmax(-1)


def probs_to_logits(probs: Tensor, is_binary: bool = False) -> Tensor:
    """log p, or log p - log(1 - p) if `is_binary`, of probabilities kept away from 0 and 1."""
    probs = clamp_probs(probs)
    return probs.log() - (-probs).log1p() if is_binary else probs.log()


def softplus(x: Tensor) -> Tensor:
    """log(1 + exp(x)), as nn.functional has it."""
    return activation.softplus(x, 1.0, 20.0)


def cross_entropy_of_bits(logits: Tensor, bits: Tensor) -> Tensor:
    """-log of the probability that logits give to ones and zeros, or to anything between."""
    return (1 - bits) * logits - activation.logsigmoid(logits)


class lazy_property:
    """A property that is computed when first asked for, with gradients, and then kept as an attribute."""

    def __init__(self, wrapped):
        self.wrapped = wrapped
        self.__doc__ = wrapped.__doc__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        with enable_grad():
            value = self.wrapped(instance)
        setattr(instance, self.wrapped.__name__, value)
        return value


def _lower(n, diag):
    """Which places of an n by n matrix are not above its diagonal number `diag`."""
    places = arange(n)
    return places < places.view(-1, 1) + (diag + 1)


def tril_matrix_to_vec(mat: Tensor, diag: int = 0) -> Tensor:
    """The elements not above a diagonal, row by row: (..., n, n) -> (..., count). ValueError if there is none such."""
    n = mat.shape[-1]
    if not -n <= diag < n:
        raise ValueError(f"diag ({diag}) provided is outside [{-n}, {n - 1}].")
    return mat[..., _lower(n, diag)]


def vec_to_tril_matrix(vec: Tensor, diag: int = 0) -> Tensor:
    """The inverse of `tril_matrix_to_vec`, zeros above. Raises ValueError where no matrix has so many elements."""
    count = vec.shape[-1]
    side = (((1 + 2 * diag) ** 2 + 8 * count + 4 * abs(diag) * (diag + 1)) ** 0.5 - (1 + 2 * diag)) / 2
    n = round(side)
    if n - side > finfo(vec.dtype).eps:
        raise ValueError(f"The size of last dimension is {count}, which no lower triangle of a square matrix has.")
    matrix = zeros(vec.shape[:-1] + Size((n, n)), dtype=vec.dtype)
    matrix[..., _lower(n, diag)] = vec
    return matrix
