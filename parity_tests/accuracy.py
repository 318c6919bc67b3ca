"""How accurate float32 is: numpynn's error against float64, over torch's own on the same inputs.

Relative errors are pooled over several draws of the inputs and weights. The elements of one result are put in bins by
size, since an accurate kernel is so for small results too; in each bin the upper quartiles of both errors are compared,
which unlike means and maxima are not ruled by the one sum that happened to cancel. The worst bin's ratio is the result's.
An error below half the spacing of float32, which any correctly rounded result may have, counts as that.

Few draws make the ratio vary by chance, mostly up since it is the worst of many. So what is not well below the limit
after a few draws stays suspect, and is pooled over twice as many until it is below or the draws are used up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

import numpy as np

from numpynn.parity.structure import is_tensor, leaves, to_array

from .accuracy_cases import LEFT_OUT, limit_of
from .collect import all_cases
from .evaluate import Setting, build, evaluate, weights_of

SCALES = (1e-3, 1.0, 1e3, "mixed")
QUANTILE = 0.75
KNOWN = 1e-9  # what both libraries agree on in float64, relatively, is known; far out in a tail they do not
ZERO = 1e-12  # of a float64 result: what is smaller is zero in theory, and only noise
HALF_SPACING = float(np.finfo(np.float32).eps) / 2

FEW = 24  # draws: the elements of one share the rounding of a mean or a norm
BIN = 32  # elements of a bin after a few draws, at least
MOST_BINS = 8
# A ratio of this share of the limit settles a result after 24 draws, 48, 96, 192, 384 and 768. By chance ratios move by
# a half at first, by a tenth at last.
SETTLES = (0.8, 0.8, 0.85, 0.9, 0.95, np.inf)


def sweep():
    """(page, case) of all cases that say something on float32: those that draw floating inputs."""
    for page, case in all_cases():
        if page in LEFT_OUT or case.kind == "refuses":
            continue
        if {"float64", "float32"} <= {*case.dtypes} and any(draw.dtype is None for draw in case.draws.values()):
            yield page, case


def worst(case, ours, theirs) -> tuple[float, str]:
    """The largest ratio of a case at any scale, and where it is."""
    pair = Pair(case, ours, theirs)
    scales = SCALES if any(draw.any_size for draw in case.draws.values()) else (1.0,)
    found = [(ratio, f"{label} at scale {scale}") for scale in scales for label, ratio in ratios(pair, scale).items()]
    return max(found, default=(0.0, "nothing to compare"))


def ratios(pair, scale) -> dict[str, float]:
    """For each result of a case: our error over torch's, at inputs of this scale."""
    found, pooled, drawn = {}, defaultdict(list), 0
    for doubling, share in enumerate(SETTLES):
        for draw in range(drawn, FEW << doubling):
            for label, errors in pair.results(scale, draw):
                if not doubling or label in pooled:
                    pooled[label].append(errors)
        drawn = FEW << doubling
        found |= {label: _ratio(results, BIN << doubling) for label, results in pooled.items()}
        pooled = defaultdict(list, {at: pooled[at] for at in pooled if found[at] > share * limit_of(pair.case)})
        if not pooled:
            break
    return found


class Pair:
    """A case in both libraries; its modules are built once for each library and precision."""

    def __init__(self, case, ours, theirs):
        self.case = case
        single, double = Setting("float32", order=1), Setting("float64", order=1, through="float32")
        self.asked = ((theirs, double), (ours, double), (theirs, single), (ours, single))
        self.initial, self.modules = None, (None,) * len(self.asked)
        if case.kind == "module":
            self.initial = build(case, theirs)
            self.modules = tuple(build(case, library) for library, _ in self.asked)
            if not self._modes_differ():
                self.asked = tuple((library, replace(how, modes=("train",))) for library, how in self.asked)

    def results(self, scale, draw):
        """(label, (torch's float64, ours, torch's float32, ours)) of every floating result."""
        weights = None if self.initial is None else weights_of(self.case, self.initial, draw)
        streams = (
            evaluate(self.case, library, replace(how, scale=scale, draw=draw), weights, module)
            for (library, how), module in zip(self.asked, self.modules)
        )
        for results in zip(*streams):
            label, values = results[0][0], [list(leaves(value)) for _, value in results]
            if label.endswith("afterwards"):
                continue
            for (path, _), *alike in zip(values[0], *values):
                arrays = [to_array(leaf) for _, leaf in alike if is_tensor(leaf)]
                if arrays and arrays[-1].dtype in (np.float32, np.complex64):
                    yield label + path, tuple(_wide(array.ravel()) for array in arrays)

    def _modes_differ(self):
        """Whether evaluation differs from training, in either library."""
        weights = weights_of(self.case, self.initial)
        for (library, how), module in zip(self.asked, self.modules):
            values = [
                list(leaves(value))
                for label, value in evaluate(self.case, library, how, weights, module)
                if label.startswith("output")
            ]
            if len(values) != 2 or not all(_same(a, b) for (_, a), (_, b) in zip(*values)):
                return True
        return False


def _same(a, b):
    return not is_tensor(a) or np.array_equal(to_array(a), to_array(b), equal_nan=to_array(a).dtype.kind in "fc")


def _wide(array):
    return array.astype(np.complex128 if array.dtype.kind == "c" else np.float64)


def _ratio(results, bin_size):
    truth, confirmed, torchs, mine = map(np.concatenate, zip(*results))
    with np.errstate(all="ignore"):
        known = np.abs(truth - confirmed) <= KNOWN * np.abs(truth)
        if len({draw[0].size for draw in results}) == 1:
            known = _mostly_known(known.reshape(len(results), -1)).ravel()
        usable = known & np.isfinite(torchs) & (np.abs(truth) < np.finfo(np.float32).max)
        usable &= (truth != 0) | (torchs != 0) | (mine != 0)  # what is nowhere but 0 would count as accurate
    if np.max(np.abs(truth[usable]), initial=0.0) < ZERO:
        return 0.0
    order = np.argsort(np.abs(truth[usable]))
    truth, torchs, mine = (values[usable][order] for values in (truth, torchs, mine))
    bins = np.array_split(np.arange(truth.size), min(max(truth.size // bin_size, 1), MOST_BINS))
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
