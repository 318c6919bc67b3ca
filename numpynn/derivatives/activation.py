"""The derivatives of activation functions."""

from __future__ import annotations

import math

import numpy as np

from ..kernels import activation as kernel
from ..kernels import slopes
from ..kernels.elementwise import kept
from ..primitive import differentiable
from .arithmetic import exp, sign, tanh
from .selection import where
from .shape import cat, split

_nothing = differentiable(lambda x: np.zeros_like(x), name="MulBackward0", x=lambda g: np.zeros_like(g))


def _where(mask, g, x):
    """g where the mask holds, else 0; masks let nan through, as in torch.

    Under create_graph it hangs on x as well, with a slope of 0.
    """
    return kept(g, mask) if isinstance(x, np.ndarray) else where(mask, g, _nothing(x))


relu = differentiable(
    kernel.relu,
    lacks="c",
    x=lambda g, out: kernel.relu_backward(g, out) if out.__class__ is np.ndarray else _where(out != 0, g, out),
)
hardtanh = differentiable(
    kernel.hardtanh, lacks="c", x=lambda g, x, min_val, max_val: _where(~((x <= min_val) | (x >= max_val)), g, x)
)
threshold = differentiable(kernel.threshold, x=lambda g, x, threshold: _where(~(x <= threshold), g, x))
leaky_relu = differentiable(
    kernel.leaky_relu, lacks="c", x=lambda g, x, negative_slope: where(x > 0, g, g * negative_slope)
)
prelu = differentiable(
    kernel.prelu,
    lacks="biu",
    x=lambda g, x, weight: where(x > 0, g, g * weight),
    weight=lambda g, x: g * where(x > 0, 0, x),
)
elu = differentiable(
    kernel.elu,
    lacks="c",
    x=lambda g, x, alpha, scale, input_scale: g * _elu_slope(x, alpha * scale, scale, input_scale),
)
# torch's slope of celu, alone among these, has 1 / alpha in single precision, and so have its second derivatives.
celu = differentiable(
    kernel.celu, lacks="c", x=lambda g, x, alpha: g * _elu_slope(x, alpha, 1.0, 1.0 / float(np.float32(alpha)))
)


def _elu_slope(x, amplitude, scale, input_scale):
    below = x <= 0
    return where(below, (amplitude * input_scale) * exp(where(below, x, 0) * input_scale), scale)


sigmoid = differentiable(kernel.sigmoid, unify="float", x=lambda g, out: g * out * (1 - out))
logsigmoid = differentiable(kernel.logsigmoid, lacks="c", name="LogSigmoidBackward0", x=lambda g, x: g * sigmoid(-x))
softplus = differentiable(
    kernel.softplus, lacks="c", x=lambda g, x, beta, threshold: where(x * beta > threshold, g, g * sigmoid(x * beta))
)
softsign = differentiable(kernel.softsign, lacks="b", x=lambda g, x: g / (1 + x * sign(x)) ** 2)
tanhshrink = differentiable(kernel.tanhshrink, x=lambda g, x: g * tanh(x) ** 2)
hardshrink = differentiable(
    kernel.hardshrink, lacks="c", x=lambda g, x, lambd: _where(~((x >= -lambd) & (x <= lambd)), g, x)
)
softshrink = differentiable(
    kernel.softshrink, lacks="c", x=lambda g, x, lambd: _where(~((x >= -lambd) & (x <= lambd)), g, x)
)
# torch's slope of hardsigmoid is 1/6 in single precision, whatever the dtype.
hardsigmoid = differentiable(
    kernel.hardsigmoid, lacks="c", x=lambda g, x: where((x > -3) & (x < 3), g * float(np.float32(1 / 6)), 0)
)
hardswish = differentiable(
    kernel.hardswish, lacks="c", x=lambda g, x: where(x <= -3, 0, where(x < 3, g * (x / 3 + 0.5), g))
)

silu = differentiable(kernel.silu, x=lambda g, x: silu_backward(g, x))
silu_backward = differentiable(
    slopes.silu_backward, g=lambda h, x: silu_backward(h, x), x=lambda h, g, x: h * g * _silu_curvature(x, sigmoid(x))
)
gelu = differentiable(kernel.gelu, lacks="c", kept=1, x=lambda g, x, kept: gelu_backward(g, x, kept[0]))
gelu_backward = differentiable(
    slopes.gelu_backward,
    g=lambda h, x: gelu_backward(h, x),
    x=lambda h, g, x: h * g * ((2 - x * x) * _normal_density(x)),
)
gelu_tanh = differentiable(kernel.gelu_tanh, name="GeluBackward0", x=lambda g, x: gelu_tanh_backward(g, x))
gelu_tanh_backward = differentiable(
    slopes.gelu_tanh_backward,
    g=lambda h, x: gelu_tanh_backward(h, x),
    x=lambda h, g, x: h * g * _gelu_tanh_curvature(x),
)
mish = differentiable(kernel.mish, lacks="c", x=lambda g, x: mish_backward(g, x))
mish_backward = differentiable(
    slopes.mish_backward, g=lambda h, x: mish_backward(h, x), x=lambda h, g, x: h * g * _mish_curvature(x, sigmoid(x))
)


def _silu_curvature(x, s):
    return s * (1 - s) * (2 + x * (1 - 2 * s))


def _normal_density(x):
    return exp(x * x * -0.5) / math.sqrt(2 * math.pi)


def _gelu_tanh_curvature(x):
    k, c = kernel.TANH_GELU
    u = tanh(k * (x + c * x * x * x))
    p = k * (1 + 3 * c * x * x)
    return (1 - u * u) * (p + 3 * k * c * x * x - x * u * p * p)


def _mish_curvature(x, s):
    t = tanh(np.log1p(exp(where(x > 20, 0, x))) + where(x > 20, x, 0))
    return (1 - t * t) * s * (2 + x * (1 - s - 2 * t * s))


glu = differentiable(kernel.glu, x=lambda g, x, dim: _glu_slope(g, x, dim))


def _glu_slope(g, x, dim):
    a, b = split(x, (x.shape[dim] // 2,) * 2, dim)
    s = sigmoid(b)
    return cat(g * s, g * a * s * (1 - s), dim=dim)
