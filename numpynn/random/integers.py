"""Whole numbers: randint, random_."""

from __future__ import annotations

import warnings

import numpy as np

from .rounding import narrow

_INT64 = np.iinfo(np.int64)
# From this range on torch draws two words for a number, so that the remainder favours none by more than 2**-4.
_TWO_WORDS = 1 << 28
# The bits of a mantissa, the hidden one included, by the bytes of a floating type.
DIGITS = {2: 11, 4: 24, 8: 53}
# Types that torch has, but not for random_.
NOT_DRAWN = (np.dtype(np.uint16), np.dtype(np.uint32), np.dtype(np.uint64))


def integers(engine, out: np.ndarray, low: int, high: int) -> np.ndarray:
    """`out` filled with whole numbers in [low, high): low + word % (high - low), wrapped to 64 bits."""
    span = (high - low) % 2**64

    def make(bits, out):
        values = (bits % span).astype(np.int64)
        values += low
        out[...] = narrow(values, out.dtype)

    return engine.fill(out, 64 if span >= _TWO_WORDS else 32, make)


def natural(engine, out: np.ndarray) -> np.ndarray:
    """`out` filled with whole numbers from 0 to the largest of an integer dtype, or to 2**(bits of the mantissa).

    Raises NotImplementedError for the dtypes for which torch has no such kernel.
    """
    dtype = out.dtype
    if dtype.kind == "f":
        return integers(engine, out, 0, 2 ** DIGITS[dtype.itemsize] + 1)
    if dtype.kind not in "biu" or dtype in NOT_DRAWN:
        raise NotImplementedError(f'random_(): "random_kernel_cpu" not implemented for {dtype}')
    width = 1 if dtype.kind == "b" else int(np.iinfo(dtype).max).bit_length()
    return engine.fill(out, width, _as_it_is)


def _as_it_is(bits, out):
    out[...] = bits


def any_int64(engine, out: np.ndarray) -> np.ndarray:
    """`out` filled with numbers from all of int64: random_(-2**63, None)."""
    dtype = out.dtype
    if dtype not in (np.int64, np.float32, np.float64):
        refused = RuntimeError if dtype.kind in "iu" and dtype not in NOT_DRAWN else NotImplementedError
        raise refused(f"random_(): the full range of 64 bits is for int64, float32 and float64, not {dtype}")
    return engine.fill(out, 64, lambda bits, out: _as_it_is(bits.view(np.int64), out))


def bounds(low: int, high: int | None, dtype) -> tuple[int, int]:
    """The [low, high) in which random_(low, high) draws `dtype`; None is the largest number of that type.

    The bounds of a floating type move inwards to what it can hold. Raises RuntimeError for an empty range, and for
    bounds that the type has not; warns where not every number between them is a value of the type.
    """
    dtype = np.dtype(dtype)
    if high is None:
        return _open_bounds(low, dtype)
    if low >= high:
        raise RuntimeError(f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}")
    if dtype.kind == "f":
        low, high = _inward(low, dtype, 1), _inward(high, dtype, -1)
        if low >= high:
            raise RuntimeError(
                "random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, "
                f"but got from={low} >= to={high}"
            )
    _check(low, high - 1, dtype)
    return low, high


def _open_bounds(low, dtype):
    if dtype.kind == "f":
        last, low = 2 ** DIGITS[dtype.itemsize], _inward(low, dtype, 1)
        if low >= last:
            raise RuntimeError(
                "random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to dtype, "
                f"but got from={low} > to_inc={last}"
            )
    else:
        last = 1 if dtype.kind == "b" else int(np.iinfo(dtype).max) if dtype.kind in "iu" else 0
    _check(low, last, dtype)
    return low, last + 1


def _inward(bound, dtype, step):
    """`bound`, or the next value of `dtype` in the direction of `step`, where the bound's neighbour rounds past it."""
    neighbour = bound + step
    value = float(narrow(np.array(neighbour, np.int64), dtype))
    # -2**63 is what the processor makes of a float that no int64 can hold.
    rounded = int(value) if abs(value) < 2.0**63 else -(2**63)
    if rounded >= bound if step > 0 else rounded < bound:
        return bound
    exponent = abs(neighbour).bit_length() - 1
    return rounded + step * (1 << (exponent - DIGITS[dtype.itemsize] + 1))


def _check(low, last, dtype):
    if dtype.kind == "c":
        raise RuntimeError("random_ handles only integral, floating-point and boolean types, not complex")
    if dtype.kind == "f":
        least, most = float(np.finfo(dtype).min), float(np.finfo(dtype).max)
    elif dtype.kind == "b":
        least, most = 0, 1
    else:
        least, most = int(np.iinfo(dtype).min), min(int(np.iinfo(dtype).max), _INT64.max)
    for name, bound in (("from", low), ("to - 1", last)):
        if not least <= bound <= most:
            raise RuntimeError(f"random_: {name} is out of bounds for {dtype}: {bound} is not in [{least}, {most}]")
        if dtype.kind == "f":
            _warn_if_sparse(name, bound, dtype)


def _warn_if_sparse(name, bound, dtype):
    digits = DIGITS[dtype.itemsize]
    if abs(bound) > 2**digits:
        warnings.warn(
            f"{name} is out of bounds [-(2^{digits}), 2^{digits}]. Due to precision limitations {dtype} can support "
            "discrete uniform distribution only within this range.",
            stacklevel=7,
        )
