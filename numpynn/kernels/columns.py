"""The columns of a convolution: what the windows on a block of samples see, as matrices."""

from __future__ import annotations

import math
from itertools import accumulate, product

import numpy as np

from .windows import reach

# What a block may take of a core's second-level cache, and how many windows make a matrix wide enough to be fast.
BLOCK_BYTES = 1 << 20
BLOCK_WIDTH = 256
# Multiplications from which on the work is worth sharing with another thread, which takes it up in some 20 us.
SHARED_WORK = 2_000_000


class Block:
    """A slice of samples, `merged` of which go side by side into one matrix, and a slice of windows along one axis."""

    __slots__ = ("merged", "samples", "windows")

    def __init__(self, samples, merged, windows):
        self.samples, self.merged, self.windows = samples, merged, windows


class Columns:
    """The windows on x (N, C, *L) that give an output of `sizes`, cut into blocks, and the columns of a block.

    A block's memory is (b, G, taps of the other axes, C/G, phases, rows, merged samples, *other sizes), where rows of the
    first axis that stand `stride` apart lie side by side. So tap t of the first axis, for all windows, is one matrix in
    place: the stretch of rows from t * dilation // stride on, in phase t * dilation % stride. Only the taps of the other axes
    cost a copy; with all taps copied, as im2col does, a 3x3 convolution of 16 channels took half as long again.
    """

    def __init__(self, x, groups, outputs, kernel, stride, dilation, low, sizes):
        self.x, self.groups, self.sizes = x, groups, tuple(sizes)
        self.stride, self.dilation, self.low = stride, dilation, low
        self.dtype = np.dtype(np.float32) if x.dtype == np.float16 else x.dtype
        self.starts = [t * dilation[0] for t in range(kernel[0])]
        self.phases = sorted({start % stride[0] for start in self.starts})
        self.taps = list(product(*map(range, kernel[1:])))
        self.depth = len(self.taps) * (x.shape[1] // groups)
        self.window_bytes = self.dtype.itemsize * groups * (self.depth * len(self.phases) + 2 * outputs)
        self.window_work = self.depth * len(self.starts) * outputs * groups
        self.split = self.sizes.index(max(sizes))

    def blocks(self):
        """Blocks that together hold every window of every sample once, of about one size."""
        count, windows = len(self.x), math.prod(self.sizes)
        if not windows or not count:
            return []
        affordable = max(BLOCK_WIDTH, BLOCK_BYTES // max(1, self.window_bytes))
        if count * windows * self.window_work > SHARED_WORK:
            affordable = min(affordable, max(BLOCK_WIDTH, -(-count * windows // 2)))
        merged = max(1, BLOCK_WIDTH // windows)
        groups, rest = divmod(count, merged)
        steps = [merged * step for step in _even(groups, affordable // (merged * windows))]
        samples = [slice(stop - step, stop) for step, stop in zip(steps, accumulate(steps), strict=True)]
        wholes = [(some, merged) for some in samples] + [(slice(count - rest, count), rest)] * (rest > 0)
        return [Block(*whole, windows) for whole in wholes for windows in self._stretches(affordable)]

    def _stretches(self, affordable):
        """Slices along one axis: one, unless a single sample has more windows than is affordable."""
        length = self.sizes[self.split]
        steps = _even(length, affordable * length // math.prod(self.sizes))
        return [slice(stop - step, stop) for step, stop in zip(steps, accumulate(steps), strict=True)]

    def part(self, array, block):
        """The block's part of an array (N, O, *sizes), as (b, O, first size, merged samples, *other sizes): a view."""
        return _merge(array[(block.samples, *[slice(None)] * (1 + self.split), block.windows)], block.merged)

    def matrices(self, block):
        """For each tap of the first axis a matrix (b, G, depth, windows), the depth being (taps of the other axes, C/G)."""
        sizes, low = list(self.sizes), list(self.low)
        sizes[self.split] = block.windows.stop - block.windows.start
        low[self.split] -= block.windows.start * self.stride[self.split]
        memory = self._fill(_merge(self.x[block.samples], block.merged), sizes, low)
        width = math.prod(memory.shape[6:])
        memory = memory.reshape(*memory.shape[:2], self.depth, len(self.phases), memory.shape[5] * width)
        places = [divmod(start, self.stride[0]) for start in self.starts]
        return [memory[:, :, :, self.phases.index(p), r * width : (r + sizes[0]) * width] for r, p in places]

    def _fill(self, x, sizes, low):
        b, channels, first, merged, *others = x.shape
        x = x.reshape(b, self.groups, channels // self.groups, first, merged, *others)
        rows = self.starts[-1] // self.stride[0] + sizes[0]
        shape = b, self.groups, len(self.taps), x.shape[2], len(self.phases), rows, merged, *sizes[1:]
        memory = np.empty(shape, self.dtype)
        alike = merged == 1 and sizes[1:] == others and set(self.stride) == {1}
        x = np.ascontiguousarray(x) if alike else x
        for j, tap in enumerate(self.taps):
            starts = [t * d - below for t, d, below in zip(tap, self.dilation[1:], low[1:], strict=True)]
            for p, phase in enumerate(self.phases):
                out = memory[:, :, j, :, p]
                if alike:
                    _copy_alike(x, [phase - low[0], *starts], out)
                else:
                    _copy(x, [phase - low[0], *starts], self.stride, out)
        return memory


def _even(length, most):
    """`length` things cut into an even number of like pieces (or one) of not much more than `most`."""
    pieces = -(-length // max(1, most))
    pieces = min(pieces + pieces % 2, length) if pieces > 1 else 1
    short, longer = divmod(length, pieces)
    return [short + 1] * longer + [short] * (pieces - longer) if length else []


def _merge(x, merged):
    """(b * merged, C, first, *others) -> (b, C, first, merged, *others), a view."""
    x = x.reshape(len(x) // merged, merged, *x.shape[1:])
    return x.transpose(0, 2, 3, 1, *range(4, x.ndim))


def _copy(x, starts, stride, out):
    """Copies what the windows see through one tap from x to `out`, (b, G, C/G, first, merged, *others); zeros for padding."""
    lengths, sizes = (x.shape[3], *x.shape[5:]), (out.shape[3], *out.shape[5:])
    spans = [reach(*axis) for axis in zip(starts, stride, lengths, sizes, strict=True)]
    if any(inside.stop - inside.start < size for (inside, _), size in zip(spans, sizes, strict=True)):
        out.fill(0)
    first, *others = spans
    inside = ..., first[0], slice(None), *[span[0] for span in others]
    out[inside] = x[(..., first[1], slice(None), *[span[1] for span in others])]


def _copy_alike(x, starts, out):
    """The same for stride 1 where all axes but the first keep their size: all rows at once, then zeros where they wrap.

    Long copies are several times as fast as one for each row of an image.
    """
    sizes = out.shape[5:]
    shift = 0
    for start, size in zip(starts, (*sizes, 1), strict=True):
        shift = (shift + start) * size
    x, flat = x.reshape(*x.shape[:3], math.prod(x.shape[3:])), out.reshape(*out.shape[:3], math.prod(out.shape[3:]))
    inside, source = reach(shift, 1, x.shape[3], flat.shape[3])
    flat[..., : inside.start] = 0
    flat[..., inside] = x[..., source]
    flat[..., inside.stop :] = 0
    for axis, (start, size) in enumerate(zip(starts[1:], sizes, strict=True), 5):
        if start:
            wrapped = slice(0, -start) if start < 0 else slice(max(size - start, 0), size)
            out[(*[slice(None)] * axis, wrapped)] = 0
