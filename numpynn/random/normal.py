"""Normal numbers: randn, normal_, log_normal_.

torch has two streams of them. Sixteen or more into contiguous memory are made in blocks of 16 uniform numbers, in
the precision of the result; all others one after the other, in double precision and in pairs, of which the second
half waits in the generator.
"""

from __future__ import annotations

import math

import numpy as np

from ..kernels.threads import forget, get_num_threads, scratch
from . import boxmuller, libm
from .lookahead import Lookahead
from .rounding import multiply_add, narrow
from .uniform import unit

_BLOCK = 16
# So many numbers at a time: their calls are long enough for two threads, and their memory near the processor.
_PIECE = 1 << 17
_SINGLE, _FOUR = np.dtype(np.float32), np.dtype(np.complex128)
# Up to so many float32 numbers at once cost less when they were made ahead.
_FEW = 2048


def normal(engine, out: np.ndarray, mean=0.0, std=1.0, contiguous=True) -> np.ndarray:
    """`out`, float16, float32, float64 or complex, filled with normal numbers as if it were contiguous memory, or not.

    A complex number has two independent parts, of mean `mean` and standard deviation std / sqrt(2).
    """
    if out.dtype.kind == "c":
        parts = out.view(f"f{out.itemsize // 2}")
        return normal(engine, parts, mean, std / math.sqrt(2), contiguous).view(out.dtype)
    if out.size < _BLOCK or not contiguous:
        out[...] = narrow(multiply_add(stream(engine, out.size), std, mean), out.dtype)
        return out
    if mean != 0 or std != 1:
        work = np.float64 if out.itemsize == 8 else np.float32
        mean, std = float(work(mean)), float(work(std))
    if out.size > _FEW or out.itemsize == 8 or not _ahead(engine, out, mean, std):
        _in_blocks(engine, out, mean, std)
    return out


def log_normal(engine, out: np.ndarray, mean=1.0, std=2.0) -> np.ndarray:
    """`out` filled with numbers whose logarithm is normal."""
    out[...] = narrow(libm.evaluate("exp", multiply_add(stream(engine, out.size), std, mean)), out.dtype)
    return out


def normal_around(engine, mean, std, dtype=None) -> np.ndarray:
    """Normal numbers with a mean or a standard deviation for each, or both: arrays, broadcast together.

    They have the dtype of `mean` if that is an array, else of `std`, unless another is given.
    """
    if dtype is None:
        dtype = mean.dtype if isinstance(mean, np.ndarray) else std.dtype
    mean, shape = np.asarray(mean), np.broadcast_shapes(np.shape(mean), np.shape(std))
    count = math.prod(shape)
    if not isinstance(std, np.ndarray):
        return _shifted(normal(engine, np.empty(count, dtype), 0.0, std).reshape(shape), mean)
    values = normal(engine, np.empty(count, dtype)).reshape(shape)
    return _shifted((values * _comparable(std, dtype)).astype(dtype), mean)


def _shifted(values, mean):
    return (values + _comparable(mean, values.dtype)).astype(values.dtype, copy=False)


def _comparable(values, dtype):
    """Python's numbers and integers in `dtype`, so that nothing is computed in more precision than torch has."""
    return values if values.dtype.kind in "fc" and values.ndim else values.astype(dtype)


def stream(engine, count) -> np.ndarray:
    """`count` standard normal doubles, one after the other, beginning with the one that waits in the generator.

    sqrt(-2 log(1 - v)) cos(2 pi u), then the same with sin, from doubles u, v.
    """
    if count == 0:
        return np.empty(0)
    with engine.lock:
        values = [] if engine.spare is None else [engine.spare]
        uniform = unit(engine, (count - len(values) + 1) // 2 * 2, np.float64).tolist()
        for u, v in zip(uniform[0::2], uniform[1::2]):
            radius, angle = math.sqrt(-2 * math.log1p(-v)), 2 * math.pi * u
            values += radius * math.cos(angle), radius * math.sin(angle)
        engine.spare = values.pop() if len(values) > count else None
    return np.array(values)


def _in_blocks(engine, out, mean, std):
    """Blocks of 16; where they do not fit, 16 more numbers are drawn, and written over the last 16."""
    transform, width = (_double_blocks, 53) if out.itemsize == 8 else (_single_blocks, 24)
    whole = out.size // _BLOCK * _BLOCK
    starts = range(0, whole, _PIECE)
    counts = [_PIECE] * (len(starts) - 1) + [_drawn(out.size, out.itemsize) - starts[-1]]
    # From here on, in a long draw, a piece is its thread's last: 4 MB would be kept, longer than a network's weights are made.
    last = len(starts) - get_num_threads() if len(starts) > 1 else len(starts)

    def make(index, bits):
        piece = out[starts[index] : min(starts[index] + _PIECE, whole)]
        if bits.size == piece.size:
            transform(bits, std, mean, piece)
        else:
            both = np.empty(piece.size + _BLOCK, out.dtype)
            transform(np.concatenate([bits[: piece.size], bits[-_BLOCK:]]), std, mean, both)
            piece[...] = both[: piece.size]
            out[-_BLOCK:] = both[piece.size :]
        if last <= index:
            forget("parts", "radius", *boxmuller.KEPT)

    engine.serve(counts, width, make)


def _drawn(count, itemsize):
    """How many uniform numbers make so many normal ones. In half precision those of an incomplete block are not drawn."""
    rest = count % _BLOCK
    return count if not rest else count + _BLOCK - (rest if itemsize == 2 else 0)


def _ahead(engine, out, mean, std):
    """What `_in_blocks` does, looked up among the numbers made ahead: if there are any."""
    with engine.lock:
        if engine.lookahead is None:
            engine.lookahead = Lookahead()
        normals = out if out.itemsize == 4 else np.empty(out.size, _SINGLE)
        if not engine.lookahead.normal(engine, normals, _drawn(out.size, out.itemsize)):
            return False
    if mean != 0 or std != 1:
        normals = multiply_add(normals, std, mean, out=normals)
    if normals is not out:
        out[...] = normals
    return True


def _single_blocks(bits, std, mean, out):
    # Four numbers at a time are moved as one of 16 bytes: (block, part of four) to (part, block), and back.
    parts = scratch("parts", (4, bits.size // _BLOCK), _FOUR)
    parts[...] = bits.view(_FOUR).reshape(-1, 4).T
    radial, angular = parts.view(np.int32).reshape(2, -1)
    radius = boxmuller.radius(radial, scratch("radius", radial.shape, _SINGLE))
    normals = boxmuller.cosine_sine(angular, parts.view(_SINGLE).reshape(2, -1))
    normals *= radius
    normals = multiply_add(normals, std, mean, out=normals)
    blocks = out if out.itemsize == 4 else np.empty(out.size, _SINGLE)
    blocks.view(_FOUR).reshape(-1, 4)[...] = normals.reshape(-1).view(_FOUR).reshape(4, -1).T
    if blocks is not out:
        out[...] = blocks


def _double_blocks(bits, std, mean, out):
    radial, angular = bits.reshape(-1, 2, 8).transpose(1, 0, 2)
    radius = np.sqrt(-2 * libm.evaluate("log", (2**53 - radial) * 2.0**-53))
    angle = (2 * math.pi) * (angular * 2.0**-53)
    normals = np.concatenate([radius * libm.evaluate("cos", angle), radius * libm.evaluate("sin", angle)], 1)
    out[...] = multiply_add(normals, std, mean).reshape(-1)
