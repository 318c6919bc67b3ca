"""Activation functions."""

from __future__ import annotations

import warnings

import numpy as np

from ...derivatives import activation as primitive
from ...derivatives.softmax import softmax
from ...functional._make import floating, normalise_dim
from ...functional.pointwise import tanh as _tanh
from ...kernels.activation import SELU_ALPHA, SELU_SCALE
from ...random.bernoulli import rrelu_noise
from ...random.generator import engine_of
from ...tensor import Tensor, wrap
from ._common import check_number, check_tensors, finish


def relu(input, inplace=False) -> Tensor:
    """max(x, 0), elementwise."""
    if not isinstance(input, Tensor):
        raise TypeError(f"relu(): argument 'input' must be Tensor, not {type(input).__name__}")
    if input.array.dtype.kind == "b":
        raise RuntimeError("Boolean inputs not supported for relu")
    return finish(primitive.relu(input), input, inplace, "relu")


def hardtanh(input, min_val=-1.0, max_val=1.0, inplace=False) -> Tensor:
    """x clipped to [min_val, max_val], elementwise. Raises ValueError where min_val > max_val."""
    check_tensors("hardtanh", input=input)
    if min_val > max_val:
        raise ValueError(f"hardtanh(): min_val {min_val} cannot be greater than max_val {max_val}")
    if input.array.dtype.kind == "b":
        raise RuntimeError("Bool inputs not supported for hardtanh")
    if input.array.dtype.kind == "u" and (min_val < 0 or max_val < 0):
        raise RuntimeError(f"cannot do hardtanh on an unsigned type with negative limits: {min_val}, {max_val}")
    if input.array.dtype.kind in "iu":
        min_val, max_val = int(min_val), int(max_val)
    return finish(primitive.hardtanh(input, min_val, max_val), input, inplace, "hardtanh")


def relu6(input, inplace=False) -> Tensor:
    """min(max(x, 0), 6), elementwise."""
    return hardtanh(input, 0.0, 6.0, inplace)


def threshold(input, threshold, value, inplace=False) -> Tensor:
    """x where x > threshold, else value."""
    check_tensors("threshold", input=input)
    check_number("threshold", threshold=threshold, value=value)
    return finish(primitive.threshold(input, threshold, value), input, inplace, "threshold")


def leaky_relu(input, negative_slope=0.01, inplace=False) -> Tensor:
    """x where x > 0, else negative_slope * x."""
    floating("leaky_relu", input)
    return finish(primitive.leaky_relu(input, float(negative_slope)), input, inplace, "leaky_relu")


def elu(input, alpha=1.0, inplace=False) -> Tensor:
    """x where x > 0, else alpha (e^x - 1). Clevert et al., 2016."""
    return finish(primitive.elu(floating("elu", input), float(alpha), 1.0, 1.0), input, inplace, "elu")


def selu(input, inplace=False) -> Tensor:
    """scale * elu(x, alpha) with the constants of Klambauer et al., "Self-Normalizing Neural Networks", 2017."""
    return finish(primitive.elu(floating("selu", input), SELU_ALPHA, SELU_SCALE, 1.0), input, inplace, "selu")


def celu(input, alpha=1.0, inplace=False) -> Tensor:
    """x where x > 0, else alpha (e^(x / alpha) - 1). Barron, 2017. Raises ZeroDivisionError for alpha 0."""
    if alpha == 0:
        raise RuntimeError("ZeroDivisionError: alpha cannot be 0 for CELU")
    return finish(primitive.celu(floating("celu", input), float(alpha)), input, inplace, "celu")


def tanh(input) -> Tensor:
    """(e^x - e^-x) / (e^x + e^-x), elementwise."""
    return _tanh(input)


def logsigmoid(input) -> Tensor:
    """log(1 / (1 + e^-x)), elementwise."""
    return primitive.logsigmoid(floating("logsigmoid", input))


def hardsigmoid(input, inplace=False) -> Tensor:
    """min(max(x + 3, 0), 6) / 6, elementwise."""
    return finish(primitive.hardsigmoid(floating("hardsigmoid", input)), input, inplace, "hardsigmoid")


def softplus(input, beta=1, threshold=20) -> Tensor:
    """log(1 + e^(beta x)) / beta, and x itself where beta x > threshold."""
    return primitive.softplus(floating("softplus", input), float(beta), float(threshold))


def softsign(input) -> Tensor:
    """x / (1 + |x|), elementwise."""
    return input / (input.abs() + 1) if input.array.dtype.kind not in "fc" else primitive.softsign(input)


def tanhshrink(input) -> Tensor:
    """x - tanh(x), elementwise."""
    return input - input.tanh() if input.array.dtype.kind not in "fc" else primitive.tanhshrink(input)


def softshrink(input, lambd=0.5) -> Tensor:
    """x moved towards 0 by lambd, which must not be negative, and 0 where that would pass it."""
    floating("softshrink", input)
    top = np.finfo(input.array.dtype).max
    if not 0 <= lambd <= top:
        raise RuntimeError(
            f"lambda must be in range [0, {top:g}] for input dtype {input.dtype.name}, but found {lambd}"
        )
    return primitive.softshrink(input, float(lambd))


def silu(input, inplace=False) -> Tensor:
    """x sigmoid(x), elementwise; also known as swish. Elfwing et al., 2017; Ramachandran et al., 2017."""
    return finish(primitive.silu(floating("silu", input)), input, inplace, "silu")


def mish(input, inplace=False) -> Tensor:
    """x tanh(softplus(x)), elementwise. Misra, 2019."""
    return finish(primitive.mish(floating("mish", input)), input, inplace, "mish")


def hardswish(input, inplace=False) -> Tensor:
    """x min(max(x + 3, 0), 6) / 6, elementwise. Howard et al., "Searching for MobileNetV3", 2019."""
    return finish(primitive.hardswish(floating("hardswish", input)), input, inplace, "hardswish")


def gelu(input, *, approximate="none") -> Tensor:
    """x Φ(x), Φ the normal distribution function, or "tanh": its approximation. Hendrycks and Gimpel, 2016."""
    floating("gelu", input)
    if approximate == "none":
        return primitive.gelu(input)
    if approximate == "tanh":
        return primitive.gelu_tanh(input)
    raise RuntimeError(f"approximate argument must be either none or tanh, but got {approximate!r}.")


def glu(input, dim=-1) -> Tensor:
    """a sigmoid(b), a and b the halves of x along `dim`. Dauphin et al., 2016."""
    if input.array.ndim == 0:
        raise RuntimeError("glu does not support 0-dimensional tensors")
    d = normalise_dim(dim, input.array.ndim)
    if input.array.shape[d] % 2:
        raise RuntimeError(
            f"Halving dimension must be even, but dimension {d} is size {input.array.shape[d]} in {list(input.array.shape)}"
        )
    return primitive.glu(floating("glu", input), d)


def rrelu(input, lower=1.0 / 8, upper=1.0 / 3, training=False, inplace=False) -> Tensor:
    """x where x > 0, else a x: a drawn from U(lower, upper) for each element in training, else their mean. Xu, 2015."""
    floating("rrelu", input)
    if lower > upper:
        raise RuntimeError(f"Lower bound should be less than or equal to the upper bound, got {lower} and {upper}")
    if not training:
        return leaky_relu(input, (lower + upper) / 2, inplace)
    noise = rrelu_noise(engine_of(None, "rrelu"), input.array, lower, upper)
    return finish(input * wrap(noise), input, inplace, "rrelu")


def gumbel_softmax(logits, tau=1, hard=False, eps=1e-10, dim=-1) -> Tensor:
    """softmax((x + n) / tau) along `dim`, n drawn from Gumbel(0, 1); with `hard` the one-hot of its largest, with its gradient.

    Jang et al., 2017; Maddison et al., 2017.
    """
    check_tensors("gumbel_softmax", logits=logits)
    if eps != 1e-10:
        warnings.warn("`eps` parameter is deprecated and has no effect.", stacklevel=2)
    noise = -logits.new_zeros(logits.array.shape).exponential_().log()
    soft = softmax((logits + noise) / tau, normalise_dim(dim, logits.array.ndim))
    if not hard:
        return soft
    one_hot = np.zeros_like(soft.array)
    np.put_along_axis(one_hot, np.expand_dims(soft.array.argmax(dim), dim), 1, axis=dim)
    return wrap(one_hot) - soft.detach() + soft
