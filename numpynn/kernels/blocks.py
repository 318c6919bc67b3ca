"""Elementwise kernels of many passes, run piece by piece so that what stands between stays in the cache."""

from __future__ import annotations

import numpy as np

from . import threads

# 128 KiB of float32: a handful of such pieces fit in a core's second-level cache, and one pass over a piece
# takes several times as long as the call that starts it. Bounds are laid on with x.clip, even if one of
# them is infinite: it is far faster than np.minimum and np.maximum of an array and a number.
BLOCK = 32768
# What the team shares is cut into longer ones, or it would wait for the interpreter's lock; gelu of a quarter of a million
# elements took 0.35 ms on two threads so, 0.6 in short ones, and 0.55 on one.
SHARED = 1 << 17


def by_blocks(piece, x, *options, scratch=0, beside=(), outputs=1):
    """A fresh array like x, filled by `piece(x, out, *scratch, *beside, *options)` on one block after another.

    `piece` must be elementwise, and writes its result to `out`; `scratch` counts the buffers it is given, `beside` has further
    arrays of x's shape. Of several `outputs` the piece is given all, and the result is a tuple. float16 is computed in float32,
    as torch does, and further outputs remain in it.
    """
    if x.dtype == np.float16:
        beside = [other.astype(np.float32) for other in beside]
        done = by_blocks(piece, x.astype(np.float32), *options, scratch=scratch, beside=beside, outputs=outputs)
        return done.astype(np.float16) if outputs == 1 else (done[0].astype(np.float16), *done[1:])
    if x.size <= BLOCK:
        outs = [np.empty_like(x) for _ in range(outputs)]
        piece(x, *outs, *[np.empty_like(x) for _ in range(scratch)], *beside, *options)
    else:
        source = _dense(x)
        outs = [np.empty_like(source) for _ in range(outputs)]
        arrays = [source, *outs, *[_like(source, other) for other in beside]]
        _run(piece, [array.ravel("K") for array in arrays], outputs, scratch, options)
    return outs[0] if outputs == 1 else tuple(outs)


def _dense(x):
    """x, or a copy of it in the same order of axes, without gaps or reversals in its memory."""
    return x if x.ravel("K").base is not None else np.copy(x, order="K")


def _like(source, other):
    """`other`, or a copy, in the memory order of `source`."""
    if other.strides == source.strides:
        return other
    out = np.empty_like(source)
    out[...] = other
    return out


def _run(piece, arrays, outputs, scratch, options):
    x = arrays[0]
    step = BLOCK if x.size < 2 * SHARED else SHARED

    def work(start):
        some, *others = [array[start : start + step] for array in arrays]
        buffers = np.empty((scratch, some.size), x.dtype)
        piece(some, *others[:outputs], *buffers, *others[outputs:], *options)

    starts = range(0, x.size, step)
    if step == SHARED:
        threads.each(work, starts)
        return
    for start in starts:
        work(start)
