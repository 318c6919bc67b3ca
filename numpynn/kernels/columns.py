"""The columns of a convolution: what the windows on a block of samples see, as matrices.

Whatever follows from sizes and options alone is worked out once and kept: a convolution of small arrays would spend
more on it than on its products.
"""

from __future__ import annotations

import functools
import math
from itertools import accumulate, pairwise, product

import numpy as np

from . import threads
from .windows import reach

# What a block may take, and how many windows it has at least. Blocks that fit a core's second-level cache (1 MB) were a tenth
# slower on one thread and took twice as long on two: many short calls, each of which waits for the interpreter's lock.
BLOCK_BYTES = 4 << 20
BLOCK_WIDTH = 256
# Multiplications from which on the work is worth sharing between threads, and into how many parts: below, waking the helper and
# waiting for it costs what it brings (Inception's step took a tenth longer with 10 million), and so do more parts.
SHARED_WORK = 25_000_000
PARTS = 2
# More copies than these are made in one go, where that can be.
AT_ONCE = 2


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
        self.shape = b, columns.groups, len(columns.taps), depth, len(phases), rows, merged, *sizes[1:]
        self.output = b, columns.groups * columns.outputs, sizes[0], merged, *sizes[1:]
        self.alike = sizes[1:] == others and set(columns.stride) == {1}
        self.copies = []
        for j, tap in enumerate(columns.taps):
            for p, phase in enumerate(phases):
                starts = [a + b for a, b in zip((columns.starts[0][0] + phase, *tap), skipped, strict=True)]
                if self.alike:
                    copy = _CopyAlike((starts[0], 0, *starts[1:]), (first, merged, *others), self.shape[5:])
                else:
                    copy = _Copy(starts, (first, *others), self.shape[5:6] + self.shape[7:], columns.stride)
                self.copies.append(((slice(None), slice(None), j, slice(None), p), copy))
        plain = not self.alike and not any([copy.padded for _, copy in self.copies])
        apart = [_step(starts) for starts in (phases, *columns.starts[1:])]
        if plain and len(self.copies) > AT_ONCE and all(apart):
            starts = [a + b for a, b in zip([taps[0] for taps in columns.starts], skipped, strict=True)]
            self.copies = [(..., _CopyTaps(starts, columns, apart, self.shape))]
        width = math.prod(self.shape[6:])
        self.matrix = b, columns.groups, columns.depth, len(phases), rows * width
        self.stretches = [(..., phases.index(p), slice(r * width, (r + sizes[0]) * width)) for r, p in columns.first]

    def matrices(self, x):
        """The matrices of Block.matrices, of x (b, C, first, merged, *others)."""
        x = x.reshape(self.parts)
        if self.alike and not x.flags.c_contiguous:
            rows = threads.scratch("rows", x.shape, x.dtype)
            rows[...] = x
            x = rows
        memory = threads.scratch("columns", self.shape, self.dtype)
        for place, copy in self.copies:
            copy(x, memory[place])
        memory = memory.reshape(self.matrix)
        return [memory[stretch] for stretch in self.stretches]


def _step(numbers):
    """How far the numbers stand apart, if all do alike; 1 if there is only one, else 0."""
    steps = {b - a for a, b in pairwise(numbers)} or {1}
    return steps.pop() if len(steps) == 1 else 0


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


class _Copy:
    """Copies what the windows see through one tap from x to `out`, (b, G, C/G, first, merged, *others); zeros for padding."""

    def __init__(self, starts, lengths, sizes, stride):
        spans = [reach(*axis) for axis in zip(starts, stride, lengths, sizes, strict=True)]
        self.padded = any(inside.stop - inside.start < size for (inside, _), size in zip(spans, sizes, strict=True))
        first, *others = spans
        self.inside = ..., first[0], slice(None), *[span[0] for span in others]
        self.source = ..., first[1], slice(None), *[span[1] for span in others]

    def __call__(self, x, out):
        if self.padded:
            out.fill(0)
        out[self.inside] = x[self.source]


class _CopyTaps:
    """Copies what the windows see through all taps, where none reaches into padding, in one go."""

    def __init__(self, starts, columns, apart, shape):
        b, groups, _, depth, *rest = shape
        self.shape = b, groups, *map(len, columns.starts[1:]), depth, *rest
        self.start = ..., slice(starts[0], None), slice(None), *[slice(start, None) for start in starts[1:]]
        # Along each axis of self.shape: which axis of x (b, G, C/G, first, merged, *others) is gone along, and in what steps.
        taps = list(enumerate(apart[1:], 5))
        windows = list(enumerate(columns.stride[1:], 5))
        self.steps = [(0, 1), (1, 1), *taps, (2, 1), (3, apart[0]), (3, columns.stride[0]), (4, 1), *windows]

    def __call__(self, x, out):
        x = x[self.start]
        strides = [x.strides[axis] * step for axis, step in self.steps]
        np.copyto(out.reshape(self.shape), np.lib.stride_tricks.as_strided(x, self.shape, strides, writeable=False))


class _CopyAlike:
    """The same as _Copy for stride 1 where all axes but the first keep their size: all rows at once, then zeros where they wrap.

    Long copies are several times as fast as one for each row of an image.
    """

    def __init__(self, starts, lengths, sizes):
        shift = 0
        for start, size in zip(starts, (*sizes[1:], 1), strict=True):
            shift = (shift + start) * size
        self.length, self.size = math.prod(lengths), math.prod(sizes)
        self.inside, self.source = reach(shift, 1, self.length, self.size)
        self.wrapped = []
        for axis, (start, size) in enumerate(zip(starts[1:], sizes[1:], strict=True), 4):
            if start:
                wrapped = slice(0, -start) if start < 0 else slice(max(size - start, 0), size)
                self.wrapped.append((*[slice(None)] * axis, wrapped))

    def __call__(self, x, out):
        flat = out.reshape(*out.shape[:3], self.size)
        flat[..., self.inside] = x.reshape(*x.shape[:3], self.length)[..., self.source]
        if self.inside.start:
            flat[..., : self.inside.start] = 0
        if self.inside.stop < self.size:
            flat[..., self.inside.stop :] = 0
        for wrapped in self.wrapped:
            out[wrapped] = 0
