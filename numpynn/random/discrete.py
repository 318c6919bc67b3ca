"""Geometric and Poisson numbers."""

from __future__ import annotations

import math

import numpy as np

from . import libm
from .engine import Ahead
from .rounding import narrow
from .uniform import double


def geometric(engine, out: np.ndarray, p: float) -> np.ndarray:
    """`out` filled with numbers of trials up to the first success: ceil(log U / log(1 - p))."""
    scale = math.log1p(-p)

    def make(bits, out):
        trials = np.ceil(libm.evaluate("log", double(bits)) / scale)
        out[...] = narrow(trials if out.dtype.kind == "f" else trials.astype(np.int64), out.dtype)

    return engine.fill(out, 53, make)


def poisson(engine, rates: np.ndarray) -> np.ndarray:
    """A Poisson number for each rate, of the dtype of `rates`, drawn in logical order.

    Below 10 by multiplying uniforms, from there on by transformed rejection (W. Hoermann, "The transformed rejection
    method for generating Poisson random variables", 1993). Raises RuntimeError for a rate that is negative or nan.
    """
    if not (rates >= 0).all():
        raise RuntimeError("poisson: invalid Poisson rate, expected rate to be non-negative")
    with Ahead(engine) as uniform:
        drawn = [_poisson(rate, uniform) for rate in rates.ravel().tolist()]
    return narrow(np.array(drawn, np.int64), rates.dtype).reshape(rates.shape)


def _poisson(rate, uniform):
    if rate == 0:
        return 0
    return _by_rejection(rate, uniform) if rate >= 10 else _by_product(rate, uniform)


def _by_product(rate, uniform):
    limit, product, events = math.exp(-rate), uniform(), 0
    while product > limit:
        product *= uniform()
        events += 1
    return events


def _by_rejection(rate, uniform):
    log_rate = math.log(rate)
    b = 0.931 + 2.53 * math.sqrt(rate)
    a = -0.059 + 0.02483 * b
    log_inverse_alpha = math.log(1.1239 + 1.1328 / (b - 3.4))
    v_r = 0.9277 - 3.6224 / (b - 2)
    while True:
        u = uniform() - 0.5
        v = uniform()
        us = 0.5 - abs(u)
        if us == 0:
            continue
        k = math.floor((2 * a / us + b) * u + rate + 0.43)
        if us >= 0.07 and v <= v_r:
            return k
        if k < 0 or (us < 0.013 and v > us):
            continue
        left = math.log(v) + log_inverse_alpha - math.log(a / (us * us) + b)
        if left <= -rate + k * log_rate - math.lgamma(k + 1):
            return k
