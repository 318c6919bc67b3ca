"""Normal numbers: randn, normal_, log_normal_.

torch has two streams of them. Sixteen or more into contiguous memory are made in blocks of 16 uniform numbers, in
the precision of the result; all others one after the other, in double precision and in pairs, of which the second
half waits in the generator.
"""

from __future__ import annotations

import math

import numpy as np

from . import boxmuller, libm
from .rounding import multiply_add, narrow
from .uniform import unit

_BLOCK = 16
# So many blocks at a time stay in the processor's cache.
_CHUNK = 2048


def normal(engine, count, mean=0.0, std=1.0, dtype=np.float32, contiguous=True) -> np.ndarray:
    """`count` normal numbers, float16, float32, float64 or complex, as written into contiguous memory or not.

    A complex number has two independent parts, of mean `mean` and standard deviation std / sqrt(2).
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        part = np.dtype(f"f{dtype.itemsize // 2}")
        return normal(engine, 2 * count, mean, std / math.sqrt(2), part, contiguous).view(dtype)
    if count < _BLOCK or not contiguous:
        return narrow(multiply_add(stream(engine, count), std, mean), dtype)
    return _in_blocks(engine, count, mean, std, dtype)


def log_normal(engine, count, mean=1.0, std=2.0, dtype=np.float32) -> np.ndarray:
    """`count` numbers whose logarithm is normal."""
    return narrow(libm.evaluate("exp", multiply_add(stream(engine, count), std, mean)), dtype)


def normal_around(engine, mean, std, dtype=None) -> np.ndarray:
    """Normal numbers with a mean or a standard deviation for each, or both: arrays, broadcast together.

    They have the dtype of `mean` if that is an array, else of `std`, unless another is given.
    """
    if dtype is None:
        dtype = mean.dtype if isinstance(mean, np.ndarray) else std.dtype
    mean, shape = np.asarray(mean), np.broadcast_shapes(np.shape(mean), np.shape(std))
    count = math.prod(shape)
    if not isinstance(std, np.ndarray):
        return _shifted(normal(engine, count, 0.0, std, dtype).reshape(shape), mean)
    values = normal(engine, count, 0.0, 1.0, dtype).reshape(shape)
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


def _in_blocks(engine, count, mean, std, dtype):
    """Blocks of 16; where they do not fit, 16 more numbers are drawn, and written over the last 16."""
    work = np.float64 if dtype == np.float64 else np.float32
    transform = _double_block if work is np.float64 else _single_block
    mean, std = float(work(mean)), float(work(std))
    values = np.empty((-(-count // _BLOCK), _BLOCK), dtype)
    with engine.lock:
        for start in range(0, count // _BLOCK, _CHUNK):
            blocks = _uniform_blocks(engine, count - start * _BLOCK, dtype)
            normals = multiply_add(transform(blocks[:, :8], blocks[:, 8:]), std, mean)
            values[start : start + len(blocks)] = normals
    flat = values.ravel()
    if flat.size > count:
        flat[count - _BLOCK : count] = values[-1].copy()
    return flat[:count]


def _uniform_blocks(engine, count, dtype):
    """The bits of as many blocks as the cache holds; with the last of `count` numbers come those of the extra block."""
    width = 53 if dtype == np.float64 else 24
    whole, rest = divmod(count, _BLOCK)
    if whole > _CHUNK:
        return engine.bits(_CHUNK * _BLOCK, width).reshape(-1, _BLOCK)
    if not rest:
        return engine.bits(count, width).reshape(-1, _BLOCK)
    # In half precision the numbers of the incomplete block are not drawn.
    drawn = engine.bits((whole * _BLOCK if dtype == np.float16 else count) + _BLOCK, width)
    return np.concatenate([drawn[: whole * _BLOCK], drawn[-_BLOCK:]]).reshape(-1, _BLOCK)


def _single_block(radial, angular):
    radius = boxmuller.radius((2**24 - radial) * 2.0**-24)
    sine, cosine = boxmuller.sine_cosine(angular * 2.0**-24)
    return np.concatenate([radius * cosine, radius * sine], 1)


def _double_block(radial, angular):
    radius = np.sqrt(-2 * libm.evaluate("log", (2**53 - radial) * 2.0**-53))
    angle = (2 * math.pi) * (angular * 2.0**-53)
    return np.concatenate([radius * libm.evaluate("cos", angle), radius * libm.evaluate("sin", angle)], 1)
