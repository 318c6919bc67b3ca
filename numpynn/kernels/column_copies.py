"""How what the windows see is copied together, in few calls: two threads that make many short ones take longer than one,
for between two calls each waits for the interpreter's lock.

Both ways give the memory of the columns, (b, G, *taps of the other axes, C/G, phases, rows, merged, *other sizes), of
x (b, G, C/G, first, merged, *others). Window o along an axis sees, through a tap, place o * stride + start, where start is one
of the axis's `starts`; of the first axis each phase has one, and its windows are the rows.
"""

from __future__ import annotations

import math
from itertools import product

import numpy as np

from . import threads
from .windows import reach


def copier(parts, dtype, starts, counts, stride):
    """A function of x, of the shape `parts`, that gives the memory, for `counts` windows along the axes."""
    alike = counts[1:] == parts[5:] and set(stride) == {1}
    return (_Shifted if alike else _Spread)(parts, dtype, starts, counts, stride)


class _Shifted:
    """For stride 1 where all axes but the first keep their size: all rows at once through each tap, then zeros where they wrap.

    Long copies are several times as fast as one for each row of an image.
    """

    def __init__(self, parts, dtype, starts, counts, stride):
        b, groups, depth, first, merged, *others = parts
        (start,), *taps = starts
        self.dtype = dtype
        self.shape = b, groups, *map(len, taps), depth, 1, counts[0], merged, *others
        self.flat = *self.shape[: 3 + len(taps)], math.prod(self.shape[4 + len(taps) :])
        self.rows = *parts[:3], math.prod(parts[3:])
        width = [math.prod((merged, *others)), *_steps(others)]
        self.copies = []
        for places in product(*[enumerate(axis) for axis in taps]):
            shift = sum([at * step for at, step in zip((start, *[at for _, at in places]), width, strict=True)])
            inside, source = reach(shift, 1, self.rows[3], self.flat[-1])
            self.copies.append(((slice(None), slice(None), *[t for t, _ in places], ..., inside), source))
        self.outside = list(_outside(starts, (first, *others), counts))
        self.plain = self.flat[2:-2] == (1,) * len(taps) and self.rows[3] == self.flat[-1] and not self.outside

    def __call__(self, x):
        if not x.flags.c_contiguous:
            rows = threads.scratch("rows", x.shape, x.dtype)
            rows[...] = x
            x = rows
        if self.plain and x.dtype == self.dtype:
            return x
        out, x = threads.scratch("columns", self.shape, self.dtype), x.reshape(self.rows)
        flat = out.reshape(self.flat)
        for inside, source in self.copies:
            flat[inside] = x[..., source]
        for place in self.outside:
            out[place] = 0
        return out


def _outside(starts, lengths, counts):
    """The windows that see nothing through some tap: on the first axis the rows, on each other one what has wrapped."""
    rank = len(lengths)
    inside, _ = reach(starts[0][0], 1, lengths[0], counts[0])
    for rows in (slice(0, inside.start), slice(inside.stop, counts[0])):
        if rows.start < rows.stop:
            yield ..., rows, *[slice(None)] * rank
    for axis in range(1, rank):
        for t, start in enumerate(starts[axis]):
            if start:
                inside, _ = reach(start, 1, lengths[axis], counts[axis])
                wrapped = slice(0, inside.start) if start < 0 else slice(inside.stop, counts[axis])
                yield *[slice(None)] * (1 + axis), t, ..., wrapped, *[slice(None)] * (rank - 1 - axis)


class _Spread:
    """For any windows: x with zeros around it, where some see beyond it, and from there rows of windows through many taps at once.

    Where the windows overlap, the places of the last axis are laid out by their residue by the stride: then a row of windows is
    one piece of memory, which goes as one item in half of the time.
    """

    def __init__(self, parts, dtype, starts, counts, stride):
        b, groups, depth, first, merged, *others = parts
        lengths = first, *others
        spans = [_span(*axis) for axis in zip(starts, counts, stride, strict=True)]
        self.padded = not all([low >= 0 and high <= length for (low, high), length in zip(spans, lengths, strict=True)])
        if not self.padded:
            spans = [(0, length) for length in lengths]
        self.residues = stride[-1] if len(starts[-1]) > stride[-1] else 1
        self.stride = *stride[:-1], stride[-1] // self.residues
        self.dtype, self.item = dtype, dtype
        if self.stride[-1] == 1:
            self.item = np.dtype((np.void, counts[-1] * dtype.itemsize))
        self.lows = [low for low, _ in spans]
        *sizes, last = [high - low for low, high in spans]
        self.spread = b, groups, depth, sizes[0], merged, *sizes[1:], self.residues, -(-last // self.residues)
        self.shape = b, groups, *map(len, starts[1:]), depth, len(starts[0]), counts[0], merged, *counts[1:]
        self.places = [self._places(residue, lengths) for residue in range(self.residues)]
        taps = *map(_runs, starts[:-1]), self._by_residue(starts[-1])
        self.views = [self._view(runs) for runs in product(*taps)]

    def _places(self, residue, lengths):
        """Where the places of a residue lie when spread, and which of x they are."""
        *lows, low = self.lows
        spans = list(map(reach, lows, [1] * len(lows), lengths, (self.spread[3], *self.spread[5:-2])))
        inside, source = reach(low + residue, self.residues, lengths[-1], self.spread[-1])
        there = ..., spans[0][0], slice(None), *[own for own, _ in spans[1:]], residue, inside
        return there, (..., spans[0][1], slice(None), *[own for _, own in spans[1:]], source)

    def _by_residue(self, starts):
        """The runs of the last axis, each of one residue, and by where they start when spread."""
        low, length = self.lows[-1], self.spread[-1]
        for residue in range(self.residues):
            own = [t for t, start in enumerate(starts) if (start - low) % self.residues == residue]
            yield from _runs([low + residue * length + (starts[t] - low) // self.residues for t in own], own)

    def _view(self, runs):
        """Some taps in memory, and what is spread as they see it: their shape, and for either its offset and strides."""
        rank = len(runs)
        shape, here, begin = list(self.shape), _steps(self.shape), 0
        for axis, (part, _, _) in zip([2 + rank, *range(2, 1 + rank)], runs, strict=True):
            shape[axis] = len(range(shape[axis])[part])
            begin += part.start * here[axis]
            here[axis] *= part.step
        sample, group, channel, first, beside, *others, _, last = _steps(self.spread)
        axes = first, *others, last
        start = sum([(start - low) * axis for (_, start, _), low, axis in zip(runs, self.lows, axes, strict=True)])
        phase, *taps = [step * axis for (_, _, step), axis in zip(runs, axes, strict=True)]
        row, *windows = [step * axis for step, axis in zip(self.stride, axes, strict=True)]
        there = [sample, group, *taps, channel, phase, row, beside, *windows]
        gone = len(shape) - (self.item is not self.dtype)
        return shape[:gone], self._in_bytes(begin, here[:gone]), self._in_bytes(start, there[:gone])

    def _in_bytes(self, offset, strides):
        return offset * self.dtype.itemsize, [stride * self.dtype.itemsize for stride in strides]

    def __call__(self, x):
        if self.padded or self.residues > 1 or x.dtype != self.dtype or not x.flags.c_contiguous:
            x = self._spread(x)
        out = threads.scratch("columns", self.shape, self.dtype)
        for shape, here, there in self.views:
            np.copyto(np.ndarray(shape, self.item, out, *here), np.ndarray(shape, self.item, x, *there))
        return out

    def _spread(self, x):
        spread = threads.scratch("spread", self.spread, self.dtype)
        if self.padded:
            spread.fill(0)
        for there, source in self.places:
            spread[there] = x[source]
        return spread


def _span(starts, count, stride):
    """From where to where the windows see."""
    return min(starts), max(starts) + (count - 1) * stride + 1


def _steps(shape):
    """How far apart neighbours along each axis lie in memory."""
    return [math.prod(shape[axis:]) for axis in range(1, len(shape) + 1)]


def _runs(numbers, places=None):
    """Ascending numbers as runs in even steps, at even places: the slice of the places, the first number, and the step."""
    places = range(len(numbers)) if places is None else places
    begin = 0
    while begin < len(numbers):
        end = begin + 1
        step = (numbers[end] - numbers[begin], places[end] - places[begin]) if end < len(numbers) else (1, 1)
        while end < len(numbers) and (numbers[end] - numbers[end - 1], places[end] - places[end - 1]) == step:
            end += 1
        yield slice(places[begin], places[end - 1] + 1, step[1]), numbers[begin], step[0]
        begin = end
