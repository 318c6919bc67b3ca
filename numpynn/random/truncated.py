"""Normal numbers between bounds: nn.init.trunc_normal_."""

from __future__ import annotations

import math

import numpy as np

from .layout import dense_like, write
from .normal import normal
from .uniform import uniform


def truncated_normal(engine, out: np.ndarray, mean: float, std: float, low: float, high: float) -> np.ndarray:
    """Fill `out` with normal numbers in [low, high].

    Normal numbers, those out of bounds drawn again, if more than 0.3 of them are expected in bounds; else uniform
    numbers, accepted in proportion to the density. Whatever is missing, whole arrays are drawn. That log(u) is
    rounded correctly to the dtype, and torch's nearly always is, could in principle decide an acceptance.
    """
    inside = _cdf((high - mean) / std) - _cdf((low - mean) / std)
    fill = _from_normal if inside > 0.3 else _from_uniform
    return fill(engine, out, mean, std, low, high)


def _cdf(x):
    return (1 + math.erf(x / math.sqrt(2))) / 2


def _draw(sample, engine, out, *parameters):
    if sample is normal:
        parameters += (out.dtype, out.flags.c_contiguous)
    else:
        parameters += (out.dtype,)
    return write(out, sample(engine, out.size, *parameters))


def _from_normal(engine, out, mean, std, low, high):
    low, high = out.dtype.type(low), out.dtype.type(high)
    _draw(normal, engine, out, mean, std)
    candidates = dense_like(out)
    while (outside := (out < low) | (out > high)).any():
        np.copyto(out, _draw(normal, engine, candidates, mean, std), where=outside)
    return out


def _from_uniform(engine, out, mean, std, low, high):
    peak = -0.5 * ((max(low, min(mean, high)) - mean) / std) ** 2
    drawn, pending = dense_like(out), np.ones(out.shape, bool)
    while pending.any():
        np.copyto(out, _draw(uniform, engine, drawn, low, high), where=pending)
        log_density = _log_density(drawn, mean, std, peak)
        accept = _draw(uniform, engine, drawn, 0.0, 1.0)
        pending &= np.log(accept, dtype=np.float64).astype(out.dtype) > log_density
    return out


def _log_density(x, mean, std, peak):
    """-((x - mean) / std)**2 / 2 - peak, every step rounded to the dtype of x."""
    mean, std, peak = (x.dtype.type(value) for value in (mean, std, peak))
    z = (x - mean) / std
    return z * z * x.dtype.type(-0.5) - peak
