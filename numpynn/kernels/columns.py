"""The columns of a convolution: what the windows on a block of samples see, as matrices.

Whatever follows from sizes and options alone is worked out once and kept: a convolution of small arrays would spend
more on it than on its products.
"""

from __future__ import annotations

import functools
import math
from itertools import accumulate, product

import numpy as np

from . import threads
from .column_copies import copier

# What a block may take, and how many windows it has at least. Blocks that fit a core's second-level cache (1 MB) were a tenth
# slower on one thread and took twice as long on two: many short calls, each of which waits for the interpreter's lock.
BLOCK_BYTES = 4 << 20
BLOCK_WIDTH = 256
# Multiplications from which on the work is worth sharing between threads, and into how many parts: below, waking the helper and
# waiting for it costs what it brings (Inception's step took a tenth longer with 10 million), and so do more parts.
SHARED_WORK = 25_000_000
PARTS = 2


class Columns:
    """Windows on x of `shape` (N, C, *L), as many along each axis as `sizes` says, cut into blocks, and the columns of a block.

    Window o along an axis sees, through a tap, place o * stride + start; `starts` has the taps of each axis, in order.
    `work` is what one window costs, in multiplications; `width` is how many windows make a matrix wide enough to be fast: small
    images are merged up to it, at the price of copying row by row.

    A block's memory is (b, G, taps of the other axes, C/G, phases, rows, merged samples, *other sizes), where rows of the
    first axis that stand `stride` apart lie side by side. So tap t of the first axis, for all windows, is one matrix in
    place: the stretch of rows from starts[0][t] // stride on, in phase starts[0][t] % stride, counted from the first tap. Only
    the taps of the other axes cost a copy; with all taps copied, as im2col does, a 3x3 convolution of 16 channels took half as
    long again.
    """

    def __init__(self, shape, dtype, groups, outputs, starts, stride, sizes, work, width):
        self.shape, self.groups, self.outputs, self.sizes = shape, groups, outputs, sizes
        self.starts, self.stride, self.work, self.width = starts, stride, work, width
        self.dtype = np.dtype(np.float32) if dtype == np.float16 else dtype
        self.first = [divmod(start - starts[0][0], stride[0]) for start in starts[0]]
        self.phases = sorted({phase for _, phase in self.first})
        self.taps = list(product(*starts[1:]))
        self.depth = len(self.taps) * (shape[1] // groups)
        self.split = sizes.index(max(sizes))
        self.shared = False
        self.blocks = self._blocks()

    def each(self, work, parts):
        """Call work(part) for each part, on several threads if the convolution is large enough."""
        if self.shared:
            threads.each(work, parts)
        else:
            for part in parts:
                work(part)

    def _blocks(self):
        """Blocks of about one size that together hold every window of every sample once."""
        count, windows = self.shape[0], math.prod(self.sizes)
        if not windows or not count:
            return []
        window_bytes = self.dtype.itemsize * self.groups * (self.depth * len(self.phases) + 2 * self.outputs)
        affordable = max(BLOCK_WIDTH, BLOCK_BYTES // max(1, window_bytes))
        self.shared = count * windows * self.work > SHARED_WORK
        if self.shared:
            affordable = min(affordable, max(BLOCK_WIDTH, -(-count * windows // PARTS)))
        merged = max(1, self.width // windows)
        groups, rest = divmod(count, merged)
        steps = [merged * step for step in _even(groups, affordable // (merged * windows))]
        samples = [slice(stop - step, stop) for step, stop in zip(steps, accumulate(steps), strict=True)]
        wholes = [(some, merged) for some in samples] + [(slice(count - rest, count), rest)] * (rest > 0)
        length = self.sizes[self.split]
        steps = _even(length, affordable * length // windows)
        stretches = [slice(stop - step, stop) for step, stop in zip(steps, accumulate(steps), strict=True)]
        pattern = functools.cache(functools.partial(Pattern, self))
        return [
            Block(self, some, stretch, pattern((some.stop - some.start) // merged, merged, stretch.start, stretch.stop))
            for some, merged in wholes
            for stretch in stretches
        ]


class Block:
    """Some samples, and a stretch of windows along one axis."""

    __slots__ = ("pattern", "place", "samples")

    def __init__(self, columns, samples, stretch, pattern):
        self.samples, self.pattern = samples, pattern
        self.place = (samples, *[slice(None)] * (1 + columns.split), stretch)

    def part(self, array):
        """The block's part of an array (N, O, *sizes), as (b, O, first size, merged samples, *other sizes): a view."""
        return _merge(array[self.place], self.pattern.merged)

    def matrices(self, x):
        """For each tap of the first axis a matrix (b, G, depth, windows), the depth being (taps of the other axes, C/G)."""
        return self.pattern.matrices(_merge(x[self.samples], self.pattern.merged))


class Pattern:
    """How the columns are copied together for `b` times `merged` samples and the windows from `start` to `stop`."""

    def __init__(self, columns, b, merged, start, stop):
        sizes, split = list(columns.sizes), columns.split
        sizes[split] = stop - start
        skipped = [start * columns.stride[split] if axis == split else 0 for axis in range(len(sizes))]
        depth, phases, (first, *others) = columns.shape[1] // columns.groups, columns.phases, columns.shape[2:]
        rows = columns.first[-1][0] + sizes[0]
        self.merged, self.dtype = merged, columns.dtype
        self.parts = b, columns.groups, depth, first, merged, *others
        self.output = b, columns.groups * columns.outputs, sizes[0], merged, *sizes[1:]
        starts = [[columns.starts[0][0] + phase for phase in phases], *columns.starts[1:]]
        starts = [[start + skip for start in axis] for axis, skip in zip(starts, skipped, strict=True)]
        self.copy = copier(self.parts, self.dtype, starts, (rows, *sizes[1:]), columns.stride)
        width = math.prod((merged, *sizes[1:]))
        self.matrix = b, columns.groups, columns.depth, len(phases), rows * width
        self.stretches = [(..., phases.index(p), slice(r * width, (r + sizes[0]) * width)) for r, p in columns.first]

    def matrices(self, x):
        """The matrices of Block.matrices, of x (b, C, first, merged, *others)."""
        memory = self.copy(x.reshape(self.parts)).reshape(self.matrix)
        return [memory[stretch] for stretch in self.stretches]


def _even(length, most):
    """`length` things cut into an even number of like pieces (or one) of not much more than `most`."""
    pieces = -(-length // max(1, most))
    pieces = min(pieces + pieces % 2, length) if pieces > 1 else 1
    short, longer = divmod(length, pieces)
    return [short + 1] * longer + [short] * (pieces - longer) if length else []


def _merge(x, merged):
    """(b * merged, C, first, *others) -> (b, C, first, merged, *others), a view."""
    if merged == 1:
        return x[:, :, :, None]
    x = x.reshape(len(x) // merged, merged, *x.shape[1:])
    return x.transpose(0, 2, 3, 1, *range(4, x.ndim))
