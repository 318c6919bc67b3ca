"""Softmax and its kin along dimensions."""

from __future__ import annotations

from ..derivatives import softmax as primitive
from ..tensor import Tensor
from . import conversion
from ._make import check_tensor, deliver, method, normalise_dim, normalise_dims
from .numpy_names import take_numpy_names


def _floating(function, input, dtype):
    check_tensor(function, "input", input)
    if dtype is not None:
        input = conversion.to(input, dtype)
    if input.array.dtype.kind not in "fc":
        raise NotImplementedError(f'"{function}" not implemented for {input.dtype.name}')
    return input


@method
def softmax(input, dim, dtype=None, *, out=None) -> Tensor:
    """exp(x) / sum(exp(x)) along `dim`, without overflow; cast to `dtype` first if one is given."""
    x = _floating("softmax", input, dtype)
    return deliver(primitive.softmax(x, normalise_dim(dim, x.array.ndim)), out)


@method
def log_softmax(input, dim, dtype=None, *, out=None) -> Tensor:
    """x - log(sum(exp(x))) along `dim`, without overflow; cast to `dtype` first if one is given."""
    x = _floating("log_softmax", input, dtype)
    return deliver(primitive.log_softmax(x, normalise_dim(dim, x.array.ndim)), out)


@method
def logsumexp(input, dim, keepdim=False, *, out=None) -> Tensor:
    """log(sum(exp(x))) over `dim`, without overflow; integers become floats."""
    check_tensor("logsumexp", "input", input)
    x = input if input.array.dtype.kind in "fc" else input / 1
    dims = normalise_dims(dim, x.array.ndim) or tuple(range(x.array.ndim))
    return deliver(primitive.logsumexp(x, dims, keepdim), out)


take_numpy_names(globals())
