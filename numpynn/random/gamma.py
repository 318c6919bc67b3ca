"""Gamma numbers, and Dirichlet vectors made of them."""

from __future__ import annotations

import math

import numpy as np

from .engine import Ahead

# torch writes these as float32 literals, whatever the dtype.
_SQUEEZE, _THIRD = float(np.float32(0.0331)), float(np.float32(1 / 3))


def standard_gamma(engine, alpha: np.ndarray) -> np.ndarray:
    """A gamma number of rate 1 for each shape parameter, of the dtype of `alpha`, drawn in logical order.

    G. Marsaglia, W. W. Tsang, "A simple method for generating gamma variables", 2000.
    """
    kind = alpha.dtype.type
    with Ahead(engine) as uniform:
        drawn = [_gamma(a, kind, uniform, engine) for a in alpha.ravel().tolist()]
    return np.fmax(np.array(drawn).astype(kind), np.finfo(kind).tiny).reshape(alpha.shape)


def dirichlet(engine, alpha: np.ndarray) -> np.ndarray:
    """A vector of the simplex for each vector of concentrations in the last dimension.

    The gammas are torch's. It adds up more than a few of them in an order that depends on the processor: a float64
    result may then differ in the last bit.
    """
    gammas = standard_gamma(engine, alpha.astype(np.float64))
    total = np.cumsum(gammas, -1)[..., -1:] if alpha.size and alpha.ndim else gammas
    shares = (gammas / total).astype(alpha.dtype)
    one = alpha.dtype.type(1)
    return np.clip(shares, np.finfo(alpha.dtype).tiny, np.nextafter(one, 0 * one))


def _gamma(alpha, kind, uniform, engine):
    scale = 1.0
    if alpha < 1:
        if alpha == 0:
            return 0.0
        scale = _power(1 - uniform(), float(kind(1) / kind(alpha)))
        alpha = float(kind(alpha + 1))
    d = float(kind(alpha - _THIRD))
    c = 1 / math.sqrt(9 * d) if d > 0 else math.nan
    while True:
        x = _normal(uniform, engine)
        y = 1 + c * x
        if y <= 0:
            continue
        v, u, xx = y * y * y, 1 - uniform(), x * x
        # "not >=": what is not a number is accepted, as torch does.
        if u < 1 - _SQUEEZE * xx * xx or not math.log(u) >= 0.5 * xx + d * (1 - v + math.log(v)):
            return scale * d * v


def _power(base, exponent):
    try:
        return base**exponent
    except OverflowError:
        return math.inf


def _normal(uniform, engine):
    """The next number of the scalar stream of normals."""
    spare, engine.spare = engine.spare, None
    if spare is not None:
        return spare
    u, v = uniform(), uniform()
    radius, angle = math.sqrt(-2 * math.log1p(-v)), 2 * math.pi * u
    engine.spare = radius * math.sin(angle)
    return radius * math.cos(angle)
