"""The derivatives of the losses of single elements."""

from __future__ import annotations

import numpy as np

from ..kernels import loss as kernel
from ..primitive import differentiable
from .activation import logsigmoid, sigmoid
from .arithmetic import log
from .selection import clamp, where

squared_error = differentiable(
    kernel.squared_error, name="MseLossBackward0", unify="same",
    x=lambda g, x, y: 2 * (g * (x - y)), y=lambda g, x, y: 2 * (g * (y - x)),
)  # fmt: skip
huber = differentiable(kernel.huber, d=lambda g, d, delta: g * clamp(d, -delta, delta))

binary_cross_entropy = differentiable(
    kernel.binary_cross_entropy,
    x=lambda g, x, y: binary_cross_entropy_backward(g, x, y),
    y=lambda g, x: g * (np.log1p(-x) - log(x)),
)
# torch bounds the denominator of the slope and of its derivative in y, but adds 1e-12 to the factors of the others.
binary_cross_entropy_backward = differentiable(
    kernel.binary_cross_entropy_backward,
    g=lambda h, x, y: h * (x - y) / ((x + 1e-12) * (1 - x + 1e-12)),
    x=lambda h, g, x, y: h * g * (x * x - 2 * x * y + y) / ((x + 1e-12) ** 2 * (1 - x + 1e-12) ** 2),
    y=lambda h, g, x: -h * g / np.maximum((1 - x) * x, kernel.TINY),
)
binary_cross_entropy_with_logits = differentiable(
    kernel.binary_cross_entropy_with_logits, unify="same",
    x=lambda g, x, y: g * (sigmoid(x) - y), y=lambda g, x: -g * x,
)  # fmt: skip
weighted_binary_cross_entropy_with_logits = differentiable(
    kernel.weighted_binary_cross_entropy_with_logits, name="BinaryCrossEntropyWithLogitsBackward0", unify="same",
    x=lambda g, x, y, pos_weight: g * ((pos_weight * y + (1 - y)) * sigmoid(x) - pos_weight * y),
    y=lambda g, x, pos_weight: g * (logsigmoid(-x) - pos_weight * logsigmoid(x)),
    pos_weight=lambda g, x, y: -g * (y * logsigmoid(x)),
)  # fmt: skip
xlogy = differentiable(
    kernel.xlogy, unify="float",
    x=lambda g, x, y: g * where((x == 0) & (y <= 0), 0, log(y)), y=lambda g, x, y: g * (x / y),
)  # fmt: skip
