"""Adjoints of activation functions whose slope f' takes several passes: g f'(x), f'' being the slope's own derivative."""

from __future__ import annotations

import math

import numpy as np

from .activation import MISH_ONE, TANH_GELU, gelu
from .blocks import by_blocks

_NORMAL_PEAK = 1 / math.sqrt(2 * math.pi)


def silu_backward(g, x):
    """g f'(x), f' = s (1 + x (1 - s)), s = sigmoid(x). f'' = s (1 - s) (2 + x (1 - 2 s))."""
    return by_blocks(_silu_backward, x, scratch=1, beside=(g,))


def _silu_backward(x, out, s, g):
    np.negative(x, out=s)
    np.exp(s, out=s)
    np.add(s, 1.0, out=s)
    np.divide(1.0, s, out=s)
    np.subtract(1.0, s, out=out)
    np.multiply(out, x, out=out)
    np.add(out, 1.0, out=out)
    np.multiply(out, s, out=out)
    np.multiply(out, g, out=out)


def gelu_backward(g, x, odds=None):
    """g f'(x), f' = Φ(x) + x φ(x), φ the normal density. f'' = (2 - x²) φ(x). odds: 1 / Φ(x), or None if it is not at hand."""
    odds = gelu(x)[1] if odds is None else odds
    return by_blocks(_gelu_backward, x, scratch=1, beside=(g, odds))


def _gelu_backward(x, out, s, g, odds):
    np.multiply(x, x, out=s)
    np.multiply(s, -0.5, out=s)
    np.exp(s, out=s)
    np.multiply(s, _NORMAL_PEAK, out=s)
    np.multiply(s, x, out=s)
    np.divide(1.0, odds, out=out)
    np.add(out, s, out=out)
    np.multiply(out, g, out=out)


def gelu_tanh_backward(g, x):
    """g f'(x), f' = (1 + u + x (1 - u²) p) / 2, u = tanh(k (x + c x³)), p = k (1 + 3 c x²), (k, c) = TANH_GELU.

    f'' = (1 - u²) (p + 3 k c x² - x u p²).
    """
    return by_blocks(_gelu_tanh_backward, x, scratch=2, beside=(g,))


def _gelu_tanh_backward(x, out, s, u, g):
    k, c = TANH_GELU
    np.multiply(x, x, out=s)
    np.multiply(s, k * c, out=u)
    np.add(u, k, out=u)
    np.multiply(u, x, out=u)
    np.tanh(u, out=u)
    np.multiply(s, 3 * k * c, out=s)
    np.add(s, k, out=s)
    np.multiply(s, x, out=s)
    # (1 + u + (1 - u)(1 + u) s) / 2 = (1 + u) (1 + (1 - u) s) / 2
    np.subtract(1.0, u, out=out)
    np.multiply(out, s, out=out)
    np.add(out, 1.0, out=out)
    np.add(u, 1.0, out=u)
    np.multiply(out, u, out=out)
    np.multiply(out, 0.5, out=out)
    np.multiply(out, g, out=out)


def mish_backward(g, x):
    """g f'(x), f' = t + x w, t = tanh(softplus(x)), w = (1 - t²) s, s = sigmoid(x). f'' = w (2 + x (1 - s - 2 t s)).

    With e = exp(x), n = e (e + 2) and d = n + 2: t = n / d and w = 4 e (1 + e) / d².
    """
    return by_blocks(_mish_backward, x, scratch=3, beside=(g,))


def _mish_backward(x, out, y, e, d, g):
    x.clip(-np.inf, MISH_ONE, out=y)
    np.exp(y, out=e)
    np.add(e, 2.0, out=out)
    np.multiply(out, e, out=out)
    np.add(out, 2.0, out=d)
    # (n + 4 y e (1 + e) / d) / d
    np.multiply(y, e, out=y)
    np.add(e, 1.0, out=e)
    np.multiply(y, e, out=y)
    np.multiply(y, 4.0, out=y)
    np.divide(y, d, out=y)
    np.add(out, y, out=out)
    np.divide(out, d, out=out)
    np.multiply(out, g, out=out)
