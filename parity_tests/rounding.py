"""Whether a difference beyond the tolerance table is rounding and nothing else.

In float32 it is where float64 explains it: our error against torch's float64 result is like torch's own. In
float64 it is where the question itself is that sensitive: torch's result moves as far when torch's inputs and
weights are moved by one unit in the last place. So no case needs a tolerance by guess.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from numpynn.parity.compare import compare
from numpynn.parity.structure import is_tensor, leaves, to_array

from .evaluate import evaluate

FACTOR = 4.0  # of one draw's maxima, which vary by chance; accuracy.py measures float32 well
NUDGES = (1, 2, 3)


def is_rounding(case, ours, theirs, setting, weights, step) -> bool:
    """Whether the two libraries' values of this step differ by rounding alone."""
    if setting.dtype not in ("float32", "float64"):
        return False

    def result(library, **changed):
        return _result(case, library, replace(setting, **changed), weights, step)

    actual, expected = result(ours), result(theirs)
    if _kinds(actual) != _kinds(expected):
        return False
    if setting.dtype == "float32":
        truth, yardsticks = result(theirs, dtype="float64", through="float32"), [expected]
    else:
        truth, yardsticks = expected, [result(theirs, nudge=nudge) for nudge in NUDGES]
    return 0 < _error(actual, truth) <= FACTOR * max(_error(yardstick, truth) for yardstick in yardsticks)


def _result(case, library, setting, weights, step):
    """The leaves of one labelled result, numbers as arrays."""
    value = next(value for label, value in evaluate(case, library, setting, weights) if label == step)
    return [_array(leaf) for _, leaf in leaves(value)]


def _array(leaf):
    if is_tensor(leaf):
        return to_array(leaf)
    return np.asarray(leaf) if isinstance(leaf, (float, complex)) else leaf


def _kinds(result):
    """What must be the same before rounding is thought of: shapes and dtypes, and all that is not a number."""
    return [(leaf.shape, leaf.dtype) if isinstance(leaf, np.ndarray) else leaf for leaf in result]


def _error(result, truth):
    """The largest error of any element."""
    numbers = [(a, t) for a, t in zip(result, truth) if isinstance(a, np.ndarray)]
    return max((compare(a.astype(t.dtype), t).max_absolute for a, t in numbers), default=0.0)
