"""Every case run on both libraries, and how far apart they came out.

Differences are in units in the last place (ulps) of the largest element of their tensor: where a sum cancels, an element
near zero is all rounding, and would tell of nothing but that. What is zero in theory (below 1e-12 in float64) is not
measured. The accuracy is that of the float32 results, ours and torch's, against torch's in float64 on the same inputs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import numpy as np
import torch

import numpynn
from numpynn.parity.compare import largest
from numpynn.parity.structure import is_tensor, leaves, to_array
from numpynn.parity.tolerance import real_name

from ..accuracy import ZERO
from ..collect import all_cases
from ..evaluate import Setting, build, evaluate, weights_of
from ..library import Library
from ..processes import spread
from ..run import check, quiet

PRECISIONS = ("float64", "float32")
OTHER = 1e5  # ulps: where torch's float32 is so far from its float64, another number was drawn, or another branch taken
CHUNK = 16


@dataclass
class Measured:
    """How a case came out; the order of a derivative is 0 for values."""

    problem: str = ""
    ulps: dict[tuple[str, int], float] = field(default_factory=dict)  # the worst, by precision and order
    errors: tuple[float, float] | None = None  # of float32 against float64: ours, torch's
    beyond: list[str] = field(default_factory=list)  # results that are rounding beyond the tolerance


def measure_all() -> dict[str, Measured]:
    """Every case by its id, as many at a time as there are processors."""
    return dict(spread(_measure, range(len(_cases())), "cases", CHUNK))


@cache
def _cases():
    return [case for _, case in all_cases()]


@cache
def _libraries():
    return Library(numpynn), Library(torch)


def _measure(number):
    """The case of this number: a case itself does not go from one process to another."""
    case = _cases()[number]
    return case.id, measure(case, *_libraries())


def measure(case, ours, theirs) -> Measured:
    """Check a case, and measure what was compared."""
    noted = _Noted()
    try:
        check(case, ours, theirs, noted)
    except AssertionError as difference:
        return Measured(str(difference).partition("\n")[0])
    return Measured("", noted.worst(), _errors(case, theirs, noted), noted.beyond)


class _Noted(dict):
    """The numbers of each result on contiguous inputs: by precision, label and place, ours and torch's."""

    def __init__(self):
        self.beyond = []

    def __call__(self, setting, step, expected, actual, beyond):
        if beyond:
            self.beyond.append(f"{setting}: {step}")
        if setting.layout == "contiguous" and not step.endswith("afterwards"):
            for place, pair in enumerate(zip(_numbers(actual), _numbers(expected))):
                self[setting.dtype, step, place] = tuple(array.copy() for array in pair)

    def worst(self):
        """The worst difference of each precision and order."""
        found = {}
        for (precision, step, place), (mine, torchs) in self.items():
            if not self.is_zero(step, place):
                at = precision, _order(step)
                found[at] = max(found.get(at, 0.0), distance(mine, torchs, precision))
        return found

    def is_zero(self, step, place):
        """Whether float64 says that this is zero in theory."""
        return largest(self.get(("float64", step, place), (np.ones(()),))) < ZERO


def _numbers(value):
    """The floating leaves of a result."""
    arrays = (to_array(leaf) if is_tensor(leaf) else leaf for _, leaf in leaves(value))
    numbers = (np.asarray(leaf) for leaf in arrays if isinstance(leaf, (np.ndarray, np.generic, float, complex)))
    return [array for array in numbers if array.dtype.kind in "fc"]


def _order(step):
    return 1 if step.startswith("gradient") else 2 if step.startswith("second") else 0


def distance(values, right, precision) -> float:
    """The largest difference of an element, in units in the last place of the largest one of `right`."""
    names = (real_name(right.dtype), precision)
    coarser = max(names, key=lambda name: np.finfo(name).eps)
    with np.errstate(all="ignore"):
        apart = np.abs(_wide(values) - _wide(right))
        unit = np.spacing(np.asarray(largest([right]), coarser)).astype(float)
        return float(np.max(apart[np.isfinite(apart)], initial=0.0) / unit)


def _wide(array):
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _errors(case, theirs, noted):
    """The worst errors of float32 results against torch's in float64 on the inputs of float32: ours, torch's."""
    if not {"float64", "float32"} <= {precision for precision, *_ in noted}:
        return None
    worst = [0.0, 0.0]
    for step, place, truth in _truth(case, theirs):
        pair = noted.get(("float32", step, place), ())
        if not noted.is_zero(step, place) and all(array.shape == truth.shape for array in pair):
            for i, array in enumerate(pair):
                worst[i] = max(worst[i], distance(array, truth, "float32"))
    return tuple(worst) if worst[1] < OTHER else None


def _truth(case, theirs):
    setting = Setting("float64", order=1, through="float32")
    with quiet():
        weights = weights_of(case, build(case, theirs)) if case.kind == "module" else None
        for step, value in evaluate(case, theirs, setting, weights):
            yield from ((step, place, array) for place, array in enumerate(_numbers(value)))
