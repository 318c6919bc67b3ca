"""How accurate float32 is: numpynn's error against float64, over torch's own on the same inputs.

Relative errors are pooled over several draws of the inputs. The elements of one result are put in bins by size, since
an accurate kernel is so for small results too; in each bin the upper quartiles of both errors are compared, which
unlike means and maxima are not ruled by the one sum that happened to cancel. The worst bin's ratio is the result's.
An error below half the spacing of float32, which any correctly rounded result may have, counts as that.

Few draws and small bins make the ratio vary by chance, mostly up since it is the worst of many. So a first look at few
settles what is well below the limit, and what is not is looked at again, in more draws and larger bins.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from numpynn.parity.structure import is_tensor, leaves, to_array

from .collect import all_cases
from .evaluate import Setting, build, evaluate, weights_of

SCALES = (1e-3, 1.0, 1e3, "mixed")
QUANTILE = 0.75
KNOWN = 1e-9  # what both libraries agree on in float64, relatively, is known; far out in a tail they do not
ZERO = 1e-12  # of a float64 result: what is smaller is zero in theory, and only noise
HALF_SPACING = float(np.finfo(np.float32).eps) / 2


@dataclass(frozen=True)
class Look:
    """How much is drawn: at least `draws`, since the elements of one share the rounding of a mean or a norm."""

    draws: int
    most_draws: int
    pool: int  # elements wanted of each result
    bin: int  # elements of a bin, at least
    most_bins: int
    settles: float  # ratios that are not above this


# By chance a ratio moves by a half in the first look, by a fifth in the second, by a tenth in the last.
LOOKS = (Look(24, 24, 0, 32, 8, 1.5), Look(64, 320, 2048, 128, 16, 1.8), Look(128, 1024, 8192, 512, 16, np.inf))


def sweep():
    """(page, case) of all cases that say something on float32: those that draw floating inputs."""
    for page, case in all_cases():
        if case.kind != "refuses" and {"float64", "float32"} <= {*case.dtypes} and case.draws:
            yield page, case


def worst(case, ours, theirs) -> tuple[float, str]:
    """The largest ratio of a case at any scale, and where it is."""
    weights = weights_of(case, build(case, theirs)) if case.kind == "module" else None
    scales = SCALES if any(draw.any_size for draw in case.draws.values()) else (1.0,)
    found = [
        (ratio, f"{label} at scale {scale}")
        for scale in scales
        for label, ratio in ratios(case, ours, theirs, scale, weights).items()
    ]
    return max(found, default=(0.0, "nothing to compare"))


def ratios(case, ours, theirs, scale, weights=None) -> dict[str, float]:
    """For each result of a case: our error over torch's, at inputs of this scale."""
    found, suspects = {}, None
    for look in LOOKS:
        found |= _look(look, suspects, case, ours, theirs, scale, weights)
        suspects = {label for label, ratio in found.items() if ratio > look.settles}
        if not suspects:
            break
    return found


def _look(look, suspects, case, ours, theirs, scale, weights):
    """The ratios of the results that are suspects, or of all."""
    pooled = defaultdict(list)
    for draw in range(look.most_draws):
        for label, errors in _errors(case, ours, theirs, Setting("float32", order=1, scale=scale, draw=draw), weights):
            if suspects is None or label in suspects:
                pooled[label].append(errors)
        pools = [sum(truth.size for truth, *_ in results) for results in pooled.values()]
        if draw + 1 >= look.draws and min(pools, default=look.pool) >= look.pool:
            break
    return {label: _ratio(look, results) for label, results in pooled.items()}


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
            if arrays and arrays[-1].dtype in (np.float32, np.complex64):
                yield label + path, tuple(_wide(array.ravel()) for array in arrays)


def _wide(array):
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _ratio(look, results):
    truth, confirmed, torchs, mine = map(np.concatenate, zip(*results))
    with np.errstate(all="ignore"):
        known = np.abs(truth - confirmed) <= KNOWN * np.abs(truth)
        if len({draw[0].size for draw in results}) == 1:
            known = _mostly_known(known.reshape(len(results), -1)).ravel()
        usable = known & np.isfinite(torchs) & (np.abs(truth) < np.finfo(np.float32).max)
    if np.max(np.abs(truth[usable]), initial=0.0) < ZERO:
        return 0.0
    order = np.argsort(np.abs(truth[usable]))
    truth, torchs, mine = (values[usable][order] for values in (truth, torchs, mine))
    bins = np.array_split(np.arange(truth.size), min(max(truth.size // look.bin, 1), look.most_bins))
    return max(_quartile(mine[b], truth[b]) / _quartile(torchs[b], truth[b]) for b in bins)


def _mostly_known(known):
    """Without the places that few draws know: all cancels there, in float64 now and then without a trace."""
    return known & (known.mean(0) > 0.5)


def _quartile(values, truth):
    """The upper quartile of relative errors, at least half a spacing; infinite if any value is not finite."""
    if not np.isfinite(values).all():
        return np.inf
    errors = np.abs(values - truth) / np.maximum(np.abs(truth), np.finfo(np.float32).tiny)
    return max(float(np.quantile(errors, QUANTILE)), HALF_SPACING)
