"""Activation functions that write into their input."""

from __future__ import annotations

from ...derivatives import activation as primitive
from ...functional._make import check_tensor, floating
from ...functional.activation import relu_ as _relu_
from ...tensor import Tensor
from . import activation
from ._common import finish


def relu_(input) -> Tensor:
    """`relu`, in place."""
    check_tensor("relu_", "input", input)
    return _relu_(input)


def hardtanh_(input, min_val=-1.0, max_val=1.0) -> Tensor:
    """`hardtanh`, in place; where min_val > max_val, all is max_val."""
    check_tensor("hardtanh_", "input", input)
    if input.array.dtype.kind in "biu":
        min_val, max_val = int(min_val), int(max_val)
    return finish(primitive.hardtanh(input, min_val, max_val), input, True, "hardtanh_")


def threshold_(input, threshold, value) -> Tensor:
    """`threshold`, in place."""
    check_tensor("threshold_", "input", input)
    return activation.threshold(input, threshold, value, inplace=True)


def leaky_relu_(input, negative_slope=0.01) -> Tensor:
    """`leaky_relu`, in place."""
    return activation.leaky_relu(input, negative_slope, inplace=True)


def rrelu_(input, lower=1.0 / 8, upper=1.0 / 3, training=False) -> Tensor:
    """`rrelu`, in place."""
    return activation.rrelu(input, lower, upper, training, inplace=True)


def elu_(input, alpha=1.0, scale=1.0, input_scale=1.0) -> Tensor:
    """scale * x where x > 0, else scale * alpha (e^(input_scale x) - 1), in place."""
    result = primitive.elu(floating("elu_", input), float(alpha), float(scale), float(input_scale))
    return finish(result, input, True, "elu_")


def selu_(input) -> Tensor:
    """`selu`, in place."""
    return activation.selu(input, inplace=True)


def celu_(input, alpha=1.0) -> Tensor:
    """`celu`, in place."""
    return activation.celu(input, alpha, inplace=True)
