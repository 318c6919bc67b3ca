"""Activation functions: elementwise kernels. f' in a docstring is the derivative in x, `out` being f(x).

NaN stays NaN; at ±inf the kernels give what torch's formulae give. Slopes that are worth a kernel of their
own, with the derivatives of those, are in `slopes.py`.
"""

from __future__ import annotations

import math

import numpy as np

from .blocks import by_blocks
from .elementwise import kept
from .erf import normal_logit

MISH_ONE = 20.0  # beyond it tanh(softplus(x)) is 1 in float64
TANH_GELU = (math.sqrt(2 / math.pi), 0.044715)
_ZEROS = {code: np.zeros((), code) for code in "efd"}
_FEW = 3072


def relu(x):
    """max(x, 0). f' = (out > 0); its adjoint is `relu_backward`."""
    # clip is three times as fast as np.maximum in large arrays, but on its way through Python loses a microsecond.
    if x.dtype.kind != "f" or x.size < _FEW:
        return np.maximum(_ZEROS.get(x.dtype.char, 0), x)
    return x.clip(0.0, np.inf)


def relu_backward(g, out):
    """g where the relu's value `out` was above 0, or nan: where it was not 0; else 0."""
    # With a Python number the comparison of a small array takes twice as long.
    return kept(g, np.not_equal(out, _ZEROS.get(out.dtype.char, 0)))


def hardtanh(x, min_val, max_val):
    """x clipped to [min_val, max_val]. f' = (x > min_val) & (x < max_val). relu6 is hardtanh(x, 0, 6)."""
    return x.clip(min_val, max_val)


def threshold(x, threshold, value):
    """x where x > threshold, else value; NaN stays. f' = (x > threshold)."""
    out = np.array(x)
    np.putmask(out, x <= threshold, value)
    return out


def leaky_relu(x, negative_slope):
    """x where x > 0, else negative_slope * x. f' = where(x > 0, 1, negative_slope)."""
    return by_blocks(_leaky_relu, x, negative_slope, scratch=1)


def _leaky_relu(x, out, s, slope):
    x.clip(-np.inf, 0.0, out=s)
    x.clip(0.0, np.inf, out=out)
    np.multiply(s, slope, out=s)
    np.add(out, s, out=out)


def prelu(x, weight):
    """x where x > 0, else weight * x; rrelu is this with a drawn weight for each element.

    Derivatives: in x, where(x > 0, 1, weight); in weight, np.minimum(x, 0).
    """
    out = x.clip(-np.inf, 0.0)
    out *= weight
    out += x.clip(0.0, np.inf)
    return out


def elu(x, alpha, scale, input_scale):
    """scale * x where x > 0, else scale * alpha * (exp(input_scale * x) - 1).

    elu is (alpha, 1, 1), selu (SELU_ALPHA, SELU_SCALE, 1).
    f' = where(x > 0, scale, input_scale * (out + scale * alpha)).
    """
    return by_blocks(_elu, x, alpha * scale, scale, input_scale, scratch=1)


def _elu(x, out, s, amplitude, scale, input_scale):
    x.clip(-np.inf, 0.0, out=s)
    x.clip(0.0, np.inf, out=out)
    if input_scale != 1.0:
        np.multiply(s, input_scale, out=s)
    np.expm1(s, out=s)
    np.multiply(s, amplitude, out=s)
    if scale != 1.0:
        np.multiply(out, scale, out=out)
    np.add(out, s, out=out)


SELU_ALPHA = 1.6732632423543772848170429916717
SELU_SCALE = 1.0507009873554804934193349852946


def celu(x, alpha):
    """x where x > 0, else alpha * (exp(x / alpha) - 1)."""
    return elu(x, alpha, 1.0, 1.0 / alpha)


def sigmoid(x):
    """1 / (1 + exp(-x)), accurate relative to its value however small. f' = out * (1 - out)."""
    return by_blocks(_sigmoid, x)


def _sigmoid(x, out):
    np.negative(x, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.divide(1.0, out, out=out)  # half the time of np.reciprocal


def silu(x):
    """x * sigmoid(x). Its adjoint is `slopes.silu_backward`."""
    return by_blocks(_silu, x)


def _silu(x, out):
    np.negative(x, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.divide(x, out, out=out)


def gelu(x):
    """x Φ(x), Φ the normal distribution function, as x / (1 + exp(-2 atanh erf(x/√2))), and 1 / Φ(x) for the way back.

    Its adjoint is `slopes.gelu_backward`.
    """
    return by_blocks(_gelu, x, scratch=1, outputs=2)


# Keeping 1 / Φ takes two thirds of the passes off the way back: the training step of a GPT went from 44 to 41 ms on two threads.
def _gelu(x, out, odds, s):
    normal_odds(x, odds, s, out)
    np.divide(x, odds, out=out)


def normal_odds(x, out, s, r):
    """Writes 1 / Φ(x), as 1 + exp(-logit Φ(x)), to `out`."""
    normal_logit(x, out, s, r)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)


def gelu_tanh(x):
    """x (1 + tanh u) / 2 = x / (1 + exp(-2 u)), u = √(2/π) (x + 0.044715 x³). Its adjoint is `slopes.gelu_tanh_backward`."""
    return by_blocks(_gelu_tanh, x)


def _gelu_tanh(x, out):
    factor, cubic = TANH_GELU
    np.multiply(x, x, out=out)
    np.multiply(out, -2 * factor * cubic, out=out)
    np.add(out, -2 * factor, out=out)
    np.multiply(out, x, out=out)
    np.exp(out, out=out)
    np.add(out, 1.0, out=out)
    np.divide(x, out, out=out)


def mish(x):
    """x tanh(softplus(x)) = x n / (n + 2) with n = e^x (e^x + 2). Its adjoint is `slopes.mish_backward`."""
    return by_blocks(_mish, x, scratch=1)


def _mish(x, out, s):
    x.clip(-np.inf, MISH_ONE, out=out)
    np.exp(out, out=s)
    np.add(s, 2.0, out=out)
    np.multiply(out, s, out=out)
    np.add(out, 2.0, out=s)
    np.divide(out, s, out=out)
    np.multiply(out, x, out=out)


def softplus(x, beta, threshold):
    """log(1 + exp(beta x)) / beta, and x itself where beta x > threshold.

    f' = where(x * beta > threshold, 1, sigmoid(x * beta)).
    """
    return by_blocks(_softplus, x, beta, threshold, scratch=2)


def _softplus(x, out, z, s, beta, threshold):
    np.multiply(x, beta, out=z)
    np.abs(z, out=s)
    np.negative(s, out=s)
    np.exp(s, out=s)
    np.log1p(s, out=s)
    z.clip(0.0, np.inf, out=out)
    np.add(out, s, out=out)
    np.divide(out, beta, out=out)
    np.copyto(out, x, where=z > threshold)


def logsigmoid(x):
    """log(sigmoid(x)) = min(x, 0) - log(1 + exp(-|x|)). f' = sigmoid(-x)."""
    return by_blocks(_logsigmoid, x, scratch=1)


def _logsigmoid(x, out, s):
    np.abs(x, out=s)
    np.negative(s, out=s)
    np.exp(s, out=s)
    np.log1p(s, out=s)
    x.clip(-np.inf, 0.0, out=out)
    np.subtract(out, s, out=out)


def softsign(x):
    """x / (1 + |x|). f' = 1 / (1 + abs(x))**2."""
    return by_blocks(_softsign, x)


def _softsign(x, out):
    np.abs(x, out=out)
    np.add(out, 1.0, out=out)
    np.divide(x, out, out=out)


def tanhshrink(x):
    """x - tanh(x). f' = tanh(x)**2 = (x - out)**2."""
    return by_blocks(_tanhshrink, x)


def _tanhshrink(x, out):
    # In double precision, for near 0 the difference is a small part of either.
    np.copyto(out, x - np.tanh(x, dtype=np.result_type(x, np.float64)), casting="same_kind")


def hardshrink(x, lambd):
    """0 where -lambd <= x <= lambd, else x. f' = (x < -lambd) | (x > lambd)."""
    # A product with a mask is ten times faster than np.where, which guesses at a branch for each element.
    return x * ~((x >= -lambd) & (x <= lambd))


def softshrink(x, lambd):
    """x moved towards 0 by lambd, and 0 where that would pass it. f' = (x < -lambd) | (x > lambd)."""
    return x - x.clip(-lambd, lambd)


def hardsigmoid(x):
    """min(max(x + 3, 0), 6) / 6. f' = ((x > -3) & (x < 3)) / 6."""
    return by_blocks(_hardsigmoid, x)


def _hardsigmoid(x, out):
    np.add(x, 3.0, out=out)
    out.clip(0.0, 6.0, out=out)
    np.multiply(out, 1 / 6, out=out)


def hardswish(x):
    """x hardsigmoid(x). f' = where(x <= -3, 0, where(x < 3, x / 3 + 0.5, 1))."""
    return by_blocks(_hardswish, x)


def _hardswish(x, out):
    _hardsigmoid(x, out)
    np.multiply(out, x, out=out)


def glu(x, dim):
    """a * sigmoid(b), a and b the halves of x along `dim`.

    With s = sigmoid(b): df/da = s, df/db = out * (1 - s).
    """
    a, b = np.split(x, 2, axis=dim)
    return a * sigmoid(b)
