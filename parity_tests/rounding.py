"""Whether a difference beyond the tolerance table is rounding and nothing else.

In float32 it is where float64 explains it: our error against torch's float64 result is like torch's own. In
float64 it is where the question itself is that sensitive: torch's result moves as far when torch's inputs and
weights are moved by one unit in the last place. So no case needs a tolerance by guess.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from numpynn.parity.compare import compare, largest
from numpynn.parity.structure import is_tensor, leaves, to_array
from numpynn.parity.tolerance import tolerance

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
    if any(len(result) != len(actual) for result in (truth, *yardsticks)):
        return False
    return _explained(actual, expected, truth, yardsticks, np.dtype(setting.dtype))


def _explained(actual, expected, truth, yardsticks, dtype):
    """Whether each number, or array of them, is close, or errs no more than its yardstick.

    One number says little of chance, so all the single numbers of a result are measured by the worst of them.
    """
    numbers = [i for i, leaf in enumerate(actual) if isinstance(leaf, np.ndarray)]
    torchs = {i: max(_error(yardstick[i], truth[i]) for yardstick in yardsticks) for i in numbers}
    single = max((torchs[i] for i in numbers if truth[i].size == 1), default=0.0)
    return all(
        compare(actual[i], expected[i], tolerance(actual[i].dtype, dtype)).close
        or _error(actual[i], truth[i]) <= FACTOR * (single if truth[i].size == 1 else torchs[i])
        for i in numbers
    )


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


def _error(values, truth):
    """The largest error of an element, relative to the largest element."""
    return compare(values.astype(truth.dtype), truth).max_absolute / (largest([truth]) or 1.0)
