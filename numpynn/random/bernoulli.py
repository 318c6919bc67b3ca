"""Zeros and ones: bernoulli, and the noise of dropout made from it."""

from __future__ import annotations

import math

import numpy as np

from .layout import dense_like, write
from .rounding import narrow
from .uniform import unit

_SELU_SLOPE = 1.7580993408473766


def bernoulli(engine, out: np.ndarray, p: float) -> np.ndarray:
    """`out` filled with ones with probability p, where a double uniform in [0, 1) is less than p, else with zeros."""
    # Compared as whole numbers: u < p where 2**53 u < ceil(2**53 p).
    bound = np.array(math.ceil(p * 2.0**53), np.uint64)
    return engine.fill(out, 53, lambda bits, out: np.less(bits, bound, out, casting="unsafe"))


def bernoulli_each(engine, p: np.ndarray) -> np.ndarray:
    """Bools, one for each element of p: a double uniform for a float64 p, a float32 one for any other.

    Raises RuntimeError where an element is not in [0, 1], NotImplementedError where p is not floating.
    """
    if p.dtype.kind != "f":
        raise NotImplementedError(f"bernoulli: probabilities must be floating-point, not {p.dtype}")
    if not ((p >= 0) & (p <= 1)).all():
        raise RuntimeError("bernoulli: Expected p_in >= 0 && p_in <= 1 to be true, but got false.")
    return unit(engine, p.size, p.dtype if p.dtype == np.float64 else np.float32).reshape(p.shape) < p


def dropout_noise(engine, x: np.ndarray, p: float, feature: bool = False) -> np.ndarray:
    """What dropout multiplies x by: 0 with probability p, else 1 / (1 - p); for 0 < p < 1.

    It has the shape of x and, where torch has it so, the layout of x, in whose order of memory it is drawn. With
    `feature` one number holds for each sample and channel: the shape is (N, C, 1, ...).
    """
    noise = _kept(engine, x, p, feature)
    # In float16 too the quotient of float32 numbers is rounded.
    divisor = _scalar(1 - p, np.promote_types(x.dtype, np.float32))
    return np.divide(noise, divisor, out=noise, casting="same_kind")


def alpha_dropout_noise(engine, x: np.ndarray, p: float, feature: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """(scale, shift) of alpha dropout, y = x * scale + shift, for 0 < p < 1.

    Dropped elements become SELU's lower limit, and mean and variance are restored (Klambauer et al., 2017).
    """
    scale = 1 / math.sqrt((_SELU_SLOPE * _SELU_SLOPE * p + 1) * (1 - p))
    keep = _kept(engine, x, p, feature)
    shift = (keep - 1) * _scalar(_SELU_SLOPE * scale, x.dtype) + _scalar(_SELU_SLOPE * scale * p, x.dtype)
    return keep * _scalar(scale, x.dtype), shift


def _kept(engine, x, p, feature):
    if feature:
        drawn = bernoulli(engine, np.empty(x.shape[0] * x.shape[1], x.dtype), 1 - p)
        return drawn.reshape(x.shape[:2] + (1,) * (x.ndim - 2))
    drawn = bernoulli(engine, np.empty(x.size, x.dtype), 1 - p)
    return drawn.reshape(x.shape) if x.flags.c_contiguous else write(dense_like(x), drawn)


def _scalar(value, dtype):
    return narrow(np.array(value, np.float64), dtype)


def rrelu_noise(engine, x: np.ndarray, lower: float, upper: float) -> np.ndarray:
    """The slopes of rrelu in training: uniform in [lower, upper) for each element that is not positive, else 1."""
    noise = np.ones(x.shape, x.dtype)
    falling = x <= 0
    lower, upper = float(x.dtype.type(lower)), float(x.dtype.type(upper))
    drawn = unit(engine, int(np.count_nonzero(falling)), np.float64)
    noise[falling] = drawn * (upper - lower) + lower
    return noise
