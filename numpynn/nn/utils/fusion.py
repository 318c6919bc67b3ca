"""Folding a batch norm in evaluation mode into the layer before it."""

from __future__ import annotations

import copy

from ...functional.creation import ones_like, zeros_like
from ...tensor import Tensor
from ..parameter import Parameter


def fuse_conv_bn_eval(conv, bn, transpose: bool = False):
    """A copy of `conv` that computes bn(conv(x)). `transpose` says that it is a transposed convolution.

    Raises AssertionError if one of them is in training mode, or `bn` has no running statistics.
    """
    _check(conv, bn)
    fused = copy.deepcopy(conv)
    fused.weight, fused.bias = fuse_conv_bn_weights(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias, transpose
    )
    return fused


def fuse_conv_bn_weights(
    conv_w: Tensor,
    conv_b: Tensor | None,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: float,
    bn_w: Tensor | None,
    bn_b: Tensor | None,
    transpose: bool = False,
) -> tuple[Parameter, Parameter]:
    """Weight and bias of the fused convolution: W s and (b - mean) s + β, with s = γ / √(var + eps)."""
    gamma = ones_like(bn_rm) if bn_w is None else bn_w
    beta = zeros_like(bn_rm) if bn_b is None else bn_b
    bias = zeros_like(bn_rm) if conv_b is None else conv_b
    scale = (bn_rv + bn_eps).rsqrt()
    per_channel = [1, -1] if transpose else [-1, 1]
    weight = conv_w * (gamma * scale).reshape(per_channel + [1] * (conv_w.ndim - 2))
    shift = (bias - bn_rm) * scale * gamma + beta
    return (
        Parameter(weight.to(conv_w.dtype), conv_w.requires_grad),
        Parameter(shift.to(conv_w.dtype if conv_b is None else conv_b.dtype), bias.requires_grad),
    )


def fuse_linear_bn_eval(linear, bn):
    """A copy of `linear` that computes bn(linear(x)).

    Raises AssertionError if one of them is in training mode, `bn` has no running statistics, or its number of
    features is neither 1 nor that of the outputs.
    """
    _check(linear, bn)
    if bn.num_features not in (1, linear.out_features):
        raise AssertionError(
            "To fuse, linear.out_features == bn.num_features or bn.num_features == 1, got "
            f"linear.out_features={linear.out_features} and bn.num_features={bn.num_features}"
        )
    fused = copy.deepcopy(linear)
    fused.weight, fused.bias = fuse_linear_bn_weights(
        fused.weight, fused.bias, bn.running_mean, bn.running_var, bn.eps, bn.weight, bn.bias
    )
    return fused


def fuse_linear_bn_weights(
    linear_w: Tensor,
    linear_b: Tensor | None,
    bn_rm: Tensor,
    bn_rv: Tensor,
    bn_eps: float,
    bn_w: Tensor,
    bn_b: Tensor,
) -> tuple[Parameter, Parameter]:
    """Weight and bias of the fused layer: W s and (b - mean) s + β, with s = γ / √(var + eps)."""
    bias = zeros_like(bn_rm) if linear_b is None else linear_b
    scale = bn_w * (bn_rv + bn_eps).rsqrt()
    weight = linear_w * scale.unsqueeze(-1).to(linear_w.dtype)
    shift = (bias - bn_rm) * scale + bn_b
    return (
        Parameter(weight, linear_w.requires_grad),
        Parameter(shift.to(linear_w.dtype if linear_b is None else linear_b.dtype), bias.requires_grad),
    )


def _check(layer, bn):
    if layer.training or bn.training:
        raise AssertionError("Fusion only for eval!")
    if bn.running_mean is None or bn.running_var is None:
        raise AssertionError("bn.running_mean and bn.running_var must not be None")
