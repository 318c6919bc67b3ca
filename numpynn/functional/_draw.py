"""How random numbers get into tensors: arguments checked, samples drawn, written in torch's order of memory.

A sample is a function (engine, out, contiguous, *parameters) that fills the array `out`, of one dimension, with values in
the order in which torch would write them into memory; `contiguous` tells whether that memory has no gaps.
"""

from __future__ import annotations

import functools
import operator

import numpy as np

from .. import dtypes, graph
from ..device import check_device
from ..kernels import promotion
from ..modes import thread
from ..random import bernoulli, integers, layout, permutation
from ..random.generator import engine_of
from ..random.normal import normal
from ..random.rounding import narrow
from ..random.uniform import uniform
from ..tensor import Tensor, wrap
from .inplace import check_writable, overwritten


def number(function: str, argument: str, value):
    """A Python number, from one or from a tensor without dimensions. Raises TypeError for anything else."""
    if value.__class__ is float or isinstance(value, (int, float, np.number)):
        return value
    if isinstance(value, Tensor) and value.array.ndim == 0 and value.array.dtype.kind != "c":
        return value.item()
    raise TypeError(f"{function}(): argument '{argument}' must be float, not {type(value).__name__}")


def whole(function: str, argument: str, value) -> int:
    """A Python int, from one or from an integer tensor without dimensions. Raises TypeError for anything else."""
    if value.__class__ is int:
        return value
    if not isinstance(value, bool) and hasattr(value, "__index__"):
        return operator.index(value)
    raise TypeError(f"{function}(): argument '{argument}' must be int, not {type(value).__name__}")


def sequence(function: str, size):
    """`size`, which must be a sequence. Raises TypeError if it is not."""
    if not isinstance(size, (tuple, list)):
        raise TypeError(f"{function}(): argument 'size' must be tuple of ints, not {type(size).__name__}")
    return size


def require(function: str, dtype: np.dtype, kinds: str) -> None:
    """Raise NotImplementedError unless the dtype is of one of the kinds that torch has the function for."""
    if dtype.kind not in kinds or (dtype.kind == "u" and dtype in integers.NOT_DRAWN):
        raise NotImplementedError(f"\"{function}\" not implemented for '{dtype}'")


def make(function, sample, parameters, shape, generator, out, dtype, device, requires_grad) -> Tensor:
    """A new tensor of a sample, or `out` made to fit and filled with it."""
    check_device(device)
    engine = engine_of(generator, function)
    if out is not None:
        _check_out(function, out, dtype)
        fitting(out, shape)
        _write(engine, out.array, sample, parameters)
        graph.mark_written(out.array)
        tensor = out
    else:
        kind = promotion.default_float() if dtype is None else dtypes.to_numpy(dtype, function)
        array = np.empty(shape, kind)
        thread.state.run(sample, engine, array.reshape(-1), True, *parameters)
        tensor = wrap(array)
    return tensor.requires_grad_() if requires_grad else tensor


def _write(engine, array, sample, parameters):
    run = thread.state.run
    if array.flags.c_contiguous:
        run(sample, engine, array.reshape(-1), True, *parameters)
    else:
        values = np.empty(array.size, array.dtype)
        run(sample, engine, values, False, *parameters)
        layout.write(array, values)


def _check_out(function, out, dtype):
    if out.requires_grad:
        raise RuntimeError(
            f"{function}(): functions with out=... arguments don't support automatic differentiation, but one of the "
            "arguments requires grad."
        )
    if dtype is not None and dtypes.to_numpy(dtype, function) != out.array.dtype:
        raise RuntimeError(f"{function}: dtype {dtype.name} does not match dtype of out parameter ({out.dtype.name})")


def fitting(out: Tensor, shape) -> Tensor:
    """`out`, with new memory if it is not of this shape."""
    if out.array.shape != shape:
        out.array = np.empty(shape, out.array.dtype)
    return out


def make_like(function, sample, parameters, like, generator, dtype, device, requires_grad, memory_format) -> Tensor:
    """A new tensor of a sample, in the shape, the dtype and, unless told otherwise, the order of axes of another."""
    check_device(device)
    if not isinstance(like, Tensor):
        raise TypeError(f"{function}(): argument 'input' (position 1) must be Tensor, not {type(like).__name__}")
    kind = like.array.dtype if dtype is None else dtypes.to_numpy(dtype, function)
    keep = memory_format is None or str(memory_format) == "torch.preserve_format"
    array = layout.dense_like(like.array, kind) if keep else np.empty(like.array.shape, kind)
    _write(engine_of(generator, function), array, sample, parameters)
    return wrap(array).requires_grad_() if requires_grad else wrap(array)


def fill(function, tensor, generator, sample, *parameters) -> Tensor:
    """`tensor` with a sample written into it; its history ends here."""
    check_writable(tensor)
    engine, array = engine_of(generator, function), tensor.array
    shared = 0 in array.strides and any([step == 0 and size > 1 for step, size in zip(array.strides, array.shape)])
    if shared and array.size:
        raise RuntimeError(
            f"{function}: unsupported operation: more than one element of the written-to tensor refers to a single memory "
            "location. Please clone() the tensor before performing the operation."
        )
    _write(engine, array, sample, parameters)
    overwritten(tensor)
    return tensor


# Samples -------------------------------------------------------------------------------------------------------------


def units(engine, out, contiguous):
    """Uniform numbers in [0, 1)."""
    require("uniform_", out.dtype, "fc")
    uniform(engine, out)


def uniforms(engine, out, contiguous, low, high):
    """Uniform numbers in [low, high)."""
    require("uniform_", out.dtype, "fc")
    largest = _largest(out.dtype)
    if not -largest <= low <= high <= largest or high - low > largest:
        raise RuntimeError(
            f"uniform_ expects to return a [from, to) range within {out.dtype}, of which to - from is no larger than "
            f"{largest}, but found from={low}, to={high}"
        )
    uniform(engine, out, low, high)


@functools.cache
def _largest(dtype):
    return float(np.finfo(dtype).max)


def normals(engine, out, contiguous, mean, std):
    """Normal numbers."""
    check_std(std)
    require("normal_", out.dtype, "fc")
    normal(engine, out, mean, std, contiguous)


def check_std(std) -> None:
    """Raise RuntimeError for a negative standard deviation."""
    if not std >= 0:
        raise RuntimeError(f"normal expects std >= 0.0, but found std {std}")


def whole_numbers(engine, out, contiguous, low, high):
    """Whole numbers in [low, high); a `high` of None is the dtype's own end."""
    if high is None and low == -(2**63):
        integers.any_int64(engine, out)
    else:
        low, high = integers.bounds(low, high, out.dtype)
        integers.integers(engine, out, low, high)


def ones(engine, out, contiguous, p):
    """Ones with probability p, else zeros."""
    require("bernoulli_", out.dtype, "biuf")
    if not 0 <= p <= 1:
        raise RuntimeError(f"bernoulli_ expects p to be in [0, 1], but got p={p}")
    bernoulli.bernoulli(engine, out, p)


def ones_each(engine, out, contiguous, probabilities):
    """Ones with these probabilities, in the order of memory, else zeros."""
    require("bernoulli_", out.dtype, "biuf")
    out[...] = bernoulli.bernoulli_each(engine, probabilities)


def permuted(engine, out, contiguous):
    """0 ... size - 1 in random order."""
    require("randperm", out.dtype, "iuf")
    n, kind = out.size, out.dtype
    last = 2 ** integers.DIGITS[kind.itemsize] if kind.kind == "f" else int(np.iinfo(kind).max)
    if n > last + 1:
        raise RuntimeError(f"randperm: n cannot be greater than {last + 1} for {kind}, got n = {n}")
    out[...] = narrow(permutation.permutation(engine, n), kind)
