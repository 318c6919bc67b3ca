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


def by_blocks(piece, x, *options, scratch=0, factor=None):
    """A fresh array like x, filled by `piece(x, out, *scratch, *options)` on one block after another.

    `piece` must be elementwise, and writes its result to `out`; `scratch` counts the buffers it is given. The result is
    multiplied by `factor`, if there is one, of x's shape. float16 is computed in float32, as torch does.
    """
    if x.dtype == np.float16:
        factor = None if factor is None else factor.astype(np.float32)
        out = by_blocks(piece, x.astype(np.float32), *options, scratch=scratch, factor=factor)
        return out.astype(np.float16)
    if x.size <= BLOCK:
        out = np.empty_like(x)
        piece(x, out, *[np.empty_like(x) for _ in range(scratch)], *options)
        return out if factor is None else np.multiply(out, factor, out=out)
    source = _dense(x)
    out = np.empty_like(source)
    factors = None if factor is None else _like(source, factor).ravel("K")
    _run(piece, source.ravel("K"), out.ravel("K"), scratch, options, factors)
    return out


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


def _run(piece, x, out, scratch, options, factors):
    step = BLOCK if x.size < 2 * SHARED else SHARED

    def work(start):
        some = x[start : start + step]
        result = out[start : start + step]
        piece(some, result, *np.empty((scratch, some.size), x.dtype), *options)
        if factors is not None:
            np.multiply(result, factors[start : start + step], out=result)

    starts = range(0, x.size, step)
    if step == SHARED:
        threads.each(work, starts)
        return
    for start in starts:
        work(start)
