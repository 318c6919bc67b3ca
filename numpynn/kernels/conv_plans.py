"""How a convolution, or its adjoint in x, is made of products of matrices: worked out once from sizes and options.

Both are sums of products of the windows on an array with taps of the weights. In the adjoint with a stride, the places of
the output fall into phases by their residue by the stride, each of which is reached by some of the taps only; the windows of
all phases are copied out once, for they overlap.
"""

from __future__ import annotations

import functools
import math
from itertools import groupby, product

from .columns import Columns

# OpenBLAS multiplies matrices of up to this many products without packing them first, by which a few output channels are
# up to three times as fast; and it starts no threads for them.
SMALL_PRODUCT = 1_000_000
# How many windows make a matrix wide enough: few where the product then is a small one, as fast with 49 as with 256 of them.
FEW = 64
MANY = 256


class Plan:
    """The windows on the array, and for each phase of the output which of them it takes.

    Written to by every phase together, the output has all its places set if `complete`.
    """

    __slots__ = ("columns", "complete", "phases")

    def __init__(self, columns, phases, complete):
        self.columns, self.phases, self.complete = columns, phases, complete


class Phase:
    """Some places of the output (None: all), the taps that reach them, and which of the windows each of these takes.

    `own` has the starts of the taps along each axis, `union` those of the windows; `depth` is how many channels they see.
    """

    __slots__ = ("places", "rows", "runs", "taps")

    def __init__(self, places, taps, own, union, depth):
        self.places, self.taps = places, taps
        self.rows = [union[0].index(start) for start in own[0]]
        numbers = {combination: i for i, combination in enumerate(product(*union[1:]))}
        runs = list(_runs([numbers[combination] for combination in product(*own[1:])], depth))
        self.runs = [(slice(None), None)] if own[1:] == union[1:] else runs

    def terms(self, w, dtype):
        """The products to be summed up, of w (G, O/G, C/G, *K): weights (G, 1, O/G, taps * C/G), the number of a tap of the
        windows' first axis, and the rows of its matrix, None for all."""
        w = w[(..., *self.taps)] if self.taps else w
        groups, outputs, depth, rows, *others = w.shape
        laid = w.transpose(3, 0, 1, *range(4, w.ndim), 2).astype(dtype, copy=False)
        laid = laid.reshape(rows, groups, 1, outputs, math.prod(others) * depth)
        return [
            (weights[..., some], row, depth)
            for weights, row in zip(laid, self.rows, strict=True)
            for some, depth in self.runs
        ]


@functools.lru_cache(maxsize=256)
def gathering(x_shape, dtype, w_shape, sizes, stride, padding, dilation, groups):
    """The plan of conv(x, w), for so many windows along each axis."""
    starts = tuple(
        tuple(t * step - below for t in range(kernel))
        for kernel, step, below in zip(w_shape[2:], dilation, padding, strict=True)
    )
    outputs = w_shape[0] // groups
    width = _width(outputs * w_shape[1] * math.prod(w_shape[3:]))
    columns = Columns(x_shape, dtype, groups, outputs, starts, stride, sizes, math.prod(w_shape), width)
    return Plan(columns, [Phase(None, None, starts, starts, w_shape[1])], True)


@functools.lru_cache(maxsize=256)
def spreading(g_shape, dtype, w_shape, x_sizes, stride, padding, dilation, groups):
    """The plan of conv_input(g, w, x_shape)."""
    axes = [list(_residues(*axis)) for axis in zip(x_sizes, w_shape[2:], stride, padding, dilation, strict=True)]
    starts = tuple(tuple(sorted({start for _, _, own in axis for start in own})) for axis in axes)
    if not all(starts):
        return Plan(None, [], False)
    sizes = tuple(-(-size // step) for size, step in zip(x_sizes, stride, strict=True))
    ones = (1,) * len(sizes)
    width = _width(w_shape[0] // groups * w_shape[1] * math.prod(map(len, starts[1:])))
    columns = Columns(g_shape, dtype, groups, w_shape[1], starts, ones, sizes, math.prod(w_shape), width)
    phases = [_phase(residues, starts, w_shape[0] // groups) for residues in product(*axes)]
    complete = len(phases) == math.prod(map(min, stride, x_sizes))
    return Plan(columns, phases, complete)


def _width(weights):
    """How many windows are to be multiplied by so many weights of a group."""
    return FEW if weights * FEW <= SMALL_PRODUCT else MANY


def _residues(size, kernel, stride, padding, dilation):
    """For each residue of the place by the stride that any tap reaches: the places, the taps from last to first, where each starts.

    Place p receives g[o] w[t] where o * stride + t * dilation - padding == p. The taps are a stretch of every so many.
    """
    for residue in range(min(stride, size)):
        taps = [t for t in range(kernel) if (t * dilation - padding - residue) % stride == 0]
        if taps:
            last = taps[0] - 1 if taps[0] else None
            step = stride // math.gcd(stride, dilation)
            starts = tuple((residue + padding - t * dilation) // stride for t in reversed(taps))
            yield slice(residue, None, stride), slice(taps[-1], last, -step), starts


def _phase(residues, starts, depth):
    places, taps, own = zip(*residues, strict=True)
    whole = all(place.step == 1 for place in places)
    return Phase(None if whole else (..., *places), taps, own, starts, depth)


def _runs(flat, depth):
    """Neighbours among ascending numbers: where each run lies in the list, and what it spans, both times `depth`."""
    for _, run in groupby(enumerate(flat), lambda pair: pair[1] - pair[0]):
        (first, low), *rest = run
        count = 1 + len(rest)
        yield slice(first * depth, (first + count) * depth), slice(low * depth, (low + count) * depth)
