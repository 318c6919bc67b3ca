"""The C library's functions, element by element: what torch's double-precision samplers call.

NumPy has its own on some processors, which differ from the C library's in the last bit here and there; they are
used only where they do not.
"""

from __future__ import annotations

import functools
import math

import numpy as np

# Where each function is tried against the C library's: all that a sampler asks of it.
_RANGE = {
    "log": (0.0, 1.0),
    "log1p": (-1.0, 0.0),
    "exp": (-16.0, 16.0),
    "sin": (0.0, 2 * math.pi),
    "cos": (0.0, 2 * math.pi),
    "tan": (-math.pi / 2, math.pi / 2),
}
_TRIALS = 8192


def evaluate(name: str, x: np.ndarray) -> np.ndarray:
    """The C library's log, log1p, exp, sin, cos or tan of every element of x (float64).

    As in C, and unlike Python's math: log(0) is -inf, and exp overflows to inf.
    """
    if x.size >= _TRIALS and _agrees(name):
        return getattr(np, name)(x)
    return _each(name, x)


def _each(name, x):
    function, values = getattr(math, name), x.ravel().tolist()
    try:
        result = np.fromiter(map(function, values), np.float64, len(values))
    except (OverflowError, ValueError):
        result = np.fromiter((_in_c(name, value) for value in values), np.float64, len(values))
    return result.reshape(x.shape)


def _in_c(name, value):
    try:
        return getattr(math, name)(value)
    except OverflowError:
        return math.inf
    except ValueError:
        return -math.inf if value == 0 and name == "log" else math.nan


@functools.cache
def _agrees(name):
    low, high = _RANGE[name]
    x = (np.arange(_TRIALS) + 0.5) * ((high - low) / _TRIALS) + low
    return np.array_equal(getattr(np, name)(x), _each(name, x))
