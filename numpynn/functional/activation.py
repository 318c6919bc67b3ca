"""The activation functions that torch has as Tensor methods."""

from __future__ import annotations

from ..derivatives import activation as primitive
from ..tensor import Tensor
from ._make import check_tensor, floating, method, unary
from .inplace import in_place

__all__ = ["hardshrink", "prelu", "relu", "relu_", "sigmoid", "sigmoid_"]

sigmoid = unary(primitive.sigmoid, "sigmoid", "1 / (1 + e^-x)")


@method
def relu(input) -> Tensor:
    """max(x, 0), elementwise. Raises RuntimeError for bools."""
    if isinstance(input, Tensor) and input.array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return primitive.relu(input)


@method
def prelu(input, weight) -> Tensor:
    """x where x > 0, else weight * x: one weight for all, or one for each channel (dimension 1).

    He et al., "Delving Deep into Rectifiers", 2015.
    """
    check_tensor("prelu", "input", input)
    check_tensor("prelu", "weight", weight)
    x, w = input.array, weight.array
    if x.dtype != w.dtype:
        raise RuntimeError(f"prelu: Type promoting not supported. Got {input.dtype.name} and {weight.dtype.name}")
    if w.ndim > 1:
        raise RuntimeError(f"prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = {w.ndim}")
    if w.size != 1:
        channels = x.shape[1] if x.ndim > 1 else 1
        if not x.ndim:
            raise RuntimeError("Not allow zero-dim input tensor.")
        if channels != w.size:
            raise RuntimeError(
                "Mismatch of parameter numbers and input channel size. "
                f"Found parameter numbers = {w.size} and channel size = {channels}."
            )
        weight = weight.reshape((-1,) + (1,) * (x.ndim - 2)) if x.ndim > 1 else weight
    else:
        weight = weight.reshape(()) if not x.ndim else weight
    return primitive.prelu(input, weight)


@method
def hardshrink(input, lambd=0.5) -> Tensor:
    """0 where |x| <= lambd, else x."""
    return primitive.hardshrink(floating("hardshrink", input), float(lambd))


relu_ = in_place(relu)
sigmoid_ = in_place(sigmoid)
