"""Two arrays side by side: how far apart they are, absolutely, relatively and in units in the last place."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .tolerance import Tolerance, allowed, tolerance


class Difference(NamedTuple):
    """How one array differs from another: `problem` is "" where they agree within the tolerance."""

    max_absolute: float = 0.0
    max_relative: float = 0.0
    ulps: float = 0.0
    problem: str = ""

    @property
    def close(self) -> bool:
        """Whether they agree within the tolerance."""
        return not self.problem


NONE = Difference()


def compare(ours: np.ndarray, theirs: np.ndarray, row: Tolerance | None = None, among: float = 0.0) -> Difference:
    """The difference between two arrays; `row` is the tolerance, by default that of their dtype.

    Shape and dtype must be the same; NaNs and infinities must stand in the same places. `among` is the
    largest element of the tensors that these are seen among: what comes out near zero beside it is mostly
    rounding.
    """
    if ours.shape != theirs.shape:
        return _unlike(f"shape {ours.shape}, expected {theirs.shape}")
    if ours.dtype != theirs.dtype:
        return _unlike(f"dtype {ours.dtype}, expected {theirs.dtype}")
    if np.array_equal(ours, theirs):
        return NONE
    if theirs.dtype.kind not in "fc":
        return _unlike(_where(ours, theirs, ours != theirs))
    return _compare_floats(ours, theirs, tolerance(theirs.dtype) if row is None else row, among)


def _compare_floats(ours, theirs, row, among):
    with np.errstate(all="ignore"):
        both_nan = np.isnan(ours) & np.isnan(theirs)
        same = (ours == theirs) | both_nan
        finite = np.isfinite(ours) & np.isfinite(theirs)
        absolute = np.where(same, 0.0, np.abs(_wide(ours) - _wide(theirs)))
        wrong = ~same & (~finite | (absolute > allowed(theirs, row, among)))
        relative = absolute[finite] / np.maximum(np.abs(theirs[finite]), np.finfo(theirs.dtype).tiny)
        ulps = absolute[finite] / np.spacing(np.abs(theirs[finite]))
    problem = _where(ours, theirs, wrong, absolute) if wrong.any() else ""
    return Difference(_largest(absolute), _largest(relative), _largest(ulps), problem)


def _wide(array):
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _largest(differences):
    return float(np.max(np.where(np.isnan(differences), np.inf, differences), initial=0.0))


def _unlike(problem):
    return Difference(np.inf, np.inf, np.inf, problem)


def _where(ours, theirs, wrong, absolute=None):
    """The worst of the elements that are wrong, in words."""
    size = np.ones(wrong.shape) if absolute is None else np.nan_to_num(absolute, nan=np.inf)
    at = tuple(int(i) for i in np.unravel_index(np.argmax(np.where(wrong, size, -1.0)), ours.shape))
    far = "" if absolute is None else f" (difference {absolute[at]:.3g})"
    count = f"{int(wrong.sum())} of {wrong.size} elements differ"
    return f"{count}, the most at {at}: {ours[at]}, expected {theirs[at]}{far}"


def largest(arrays) -> float:
    """The largest absolute value of the finite elements of some arrays."""
    floats = [np.abs(a[np.isfinite(a)]) for a in arrays if isinstance(a, np.ndarray) and a.dtype.kind in "fc"]
    return max((float(a.max(initial=0.0)) for a in floats), default=0.0)
