"""How accurate float32 is: numpynn's error against float64, over torch's own on the same inputs.

Relative errors are pooled over several draws of the inputs. The elements of one result are put in bins by size, since
an accurate kernel is so for small results too; in each bin the upper quartiles of both errors are compared, which
unlike means and maxima are not ruled by the one sum that happened to cancel. The worst bin's ratio is the result's.
An error below the spacing of float32 counts as one spacing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from numpynn.parity.structure import is_tensor, leaves, to_array

from .evaluate import Setting, build, evaluate, weights_of

SCALES = (1e-3, 1.0, 1e3, "mixed")
POOL = 1024  # elements wanted of each result
DRAWS = (24, 128)  # at least, since the elements of one draw share the rounding of a mean or a norm; at most
BIN = 128  # elements at least: so that chance moves a ratio by a fifth
MOST_BINS = 6
QUANTILE = 0.75
KNOWN = 1e-9  # what both libraries agree on in float64, relatively, is known; far out in a tail they do not
ZERO = 1e-12  # of a float64 result: what is smaller is zero in theory, and only noise


def ratios(case, ours, theirs, scale, weights=None) -> dict[str, float]:
    """For each result of a case: our error over torch's, at inputs of this scale."""
    pooled = defaultdict(list)
    for draw in range(DRAWS[1]):
        for label, triple in _errors(case, ours, theirs, Setting("float32", order=1, scale=scale, draw=draw), weights):
            pooled[label].append(triple)
        pools = [sum(truth.size for truth, *_ in results) for results in pooled.values()]
        if draw + 1 >= DRAWS[0] and min(pools, default=POOL) >= POOL:
            break
    return {label: _ratio(*map(np.concatenate, zip(*triples))) for label, triples in pooled.items()}


def worst(case, ours, theirs) -> tuple[float, str]:
    """The largest ratio of a case at any scale, and where it is."""
    weights = weights_of(case, build(case, theirs)) if case.kind == "module" else None
    found = [
        (ratio, f"{label} at scale {scale}")
        for scale in SCALES
        for label, ratio in ratios(case, ours, theirs, scale, weights).items()
    ]
    return max(found, default=(0.0, "nothing to compare"))


def _errors(case, ours, theirs, setting, weights):
    """(label, (torch's float64, ours, torch's float32, ours)) of every floating result."""
    exact = replace(setting, dtype="float64", through="float32")
    asked = ((theirs, exact), (ours, exact), (theirs, setting), (ours, setting))
    for results in zip(*(evaluate(case, library, how, weights) for library, how in asked)):
        label, values = results[0][0], [list(leaves(value)) for _, value in results]
        if label.endswith("afterwards"):
            continue
        for (path, _), *alike in zip(values[0], *values):
            arrays = [to_array(leaf) for _, leaf in alike if is_tensor(leaf)]
            if arrays and arrays[-1].dtype == np.float32:
                yield label + path, tuple(array.ravel().astype(np.float64) for array in arrays)


def _ratio(truth, confirmed, torchs, mine):
    with np.errstate(all="ignore"):
        known = np.abs(truth - confirmed) <= KNOWN * np.abs(truth)
        usable = known & np.isfinite(torchs) & (np.abs(truth) < np.finfo(np.float32).max)
    if np.max(np.abs(truth[usable]), initial=0.0) < ZERO:
        return 0.0
    order = np.argsort(np.abs(truth[usable]))
    truth, torchs, mine = (values[usable][order] for values in (truth, torchs, mine))
    bins = np.array_split(np.arange(truth.size), min(max(truth.size // BIN, 1), MOST_BINS))
    return max(_quartile(mine[b], truth[b]) / _quartile(torchs[b], truth[b]) for b in bins)


def _quartile(values, truth):
    """The upper quartile of relative errors, at least one spacing; infinite if any value is not finite."""
    if not np.isfinite(values).all():
        return np.inf
    errors = np.abs(values - truth) / np.maximum(np.abs(truth), np.finfo(np.float32).tiny)
    return max(float(np.quantile(errors, QUANTILE)), float(np.finfo(np.float32).eps))
