"""Making tensors of random numbers: torch's own, from the same seed."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import random as rows
from ..random.generator import engine_of
from ..random.multinomial import multinomial as draw_indices
from ..tensor import Tensor, wrap
from . import _draw
from ._draw import make, make_like, number, sequence, whole
from ._make import check_storage, check_tensor, deliver, method, shape_of


def rand(
    *sizes,
    size=None,
    generator=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """Numbers uniform in [0, 1): rand(2, 3), rand((2, 3)) or rand(size=(2, 3)).

    >>> import numpynn
    >>> _ = numpynn.manual_seed(0)
    >>> numpynn.rand(2, 2)
    tensor([[0.4963, 0.7682],
            [0.0885, 0.1320]])
    """
    check_storage(layout, pin_memory)
    shape = shape_of("rand", sizes, size)
    return make("rand", _draw.units, (), shape, generator, out, dtype, device, requires_grad)


def randn(
    *sizes,
    size=None,
    generator=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """Numbers of the standard normal distribution: randn(2, 3), randn((2, 3)) or randn(size=(2, 3)).

    A complex number has variance 1. Sixteen numbers at once are others than sixteen one by one, as in torch.
    """
    check_storage(layout, pin_memory)
    shape = shape_of("randn", sizes, size)
    return make("randn", _draw.normals, (0.0, 1.0), shape, generator, out, dtype, device, requires_grad)


def randint(
    low=0,
    high=None,
    size=None,
    *,
    generator=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """Whole numbers in [low, high), int64 if no dtype is given: randint(high, size) or randint(low, high, size).

    Raises RuntimeError where low >= high, and where the dtype cannot hold a bound.
    """
    check_storage(layout, pin_memory)
    if size is None:
        high, size = None, high
    bounds = _bounds("randint", low, high)
    shape = shape_of("randint", (sequence("randint", size),))
    dtype = dtypes.int64 if dtype is None and out is None else dtype
    return make("randint", _draw.whole_numbers, bounds, shape, generator, out, dtype, device, requires_grad)


def _bounds(function, low, high):
    if high is None:
        return 0, whole(function, "high", low)
    return whole(function, "low", low), whole(function, "high", high)


def randperm(
    n, *, generator=None, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """The numbers 0 ... n - 1 in random order, int64 if no dtype is given.

    Raises RuntimeError where n is negative or the dtype cannot hold n - 1.
    """
    check_storage(layout, pin_memory)
    shape = shape_of("randperm", (whole("randperm", "n", n),))
    dtype = dtypes.int64 if dtype is None and out is None else dtype
    return make("randperm", _draw.permuted, (), shape, generator, out, dtype, device, requires_grad)


def rand_like(
    input,
    *,
    generator=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
    memory_format=None,
) -> Tensor:
    """Numbers uniform in [0, 1), in the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    sample, bounds = _draw.units, ()
    return make_like("rand_like", sample, bounds, input, generator, dtype, device, requires_grad, memory_format)


def randn_like(
    input,
    *,
    generator=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
    memory_format=None,
) -> Tensor:
    """Numbers of the standard normal distribution, in the shape, dtype and order of axes of `input`."""
    check_storage(layout, pin_memory)
    sample, moments = _draw.normals, (0.0, 1.0)
    return make_like("randn_like", sample, moments, input, generator, dtype, device, requires_grad, memory_format)


def randint_like(
    input,
    low=0,
    high=None,
    *,
    generator=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
    memory_format=None,
) -> Tensor:
    """Whole numbers in [low, high), in the shape, dtype and order of axes of `input`: randint_like(input, high) too."""
    check_storage(layout, pin_memory)
    sample, bounds = _draw.whole_numbers, _bounds("randint_like", low, high)
    return make_like("randint_like", sample, bounds, input, generator, dtype, device, requires_grad, memory_format)


def normal(
    mean=0.0,
    std=1.0,
    size=None,
    *,
    generator=None,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """Normal numbers: as many as `size` says, or one for each element of the tensors `mean` and `std`, broadcast.

    The gradient of `mean` and of `std` is 0, as in torch. Raises RuntimeError where a standard deviation is negative,
    NotImplementedError for integers.
    """
    check_storage(layout, pin_memory)
    if size is not None:
        moments = number("normal", "mean", mean), number("normal", "std", std)
        shape = shape_of("normal", (sequence("normal", size),))
        return make("normal", _draw.normals, moments, shape, generator, out, dtype, device, requires_grad)
    _check_moments(mean, std, dtype)
    kind = None if out is None else out.array.dtype
    return deliver(rows.normal(mean, std, engine_of(generator, "normal"), kind), out)


def _check_moments(mean, std, dtype):
    tensors = [value for value in (mean, std) if isinstance(value, Tensor)]
    if not tensors or dtype is not None:
        raise TypeError("normal(): expected float mean, float std and a size, or tensors and neither size nor dtype")
    if not isinstance(std, Tensor):
        _draw.check_std(number("normal", "std", std))
    elif std.array.dtype.kind == "c":
        raise RuntimeError("normal expects standard deviation to be non-complex")
    elif std.array.size and not std.array.min() >= 0:
        raise RuntimeError("normal expects all elements of std >= 0.0")
    _draw.require("normal", tensors[0].array.dtype, "fc")
    try:
        np.broadcast_shapes(*[tensor.array.shape for tensor in tensors])
    except ValueError:
        shapes = " and ".join([str(list(tensor.array.shape)) for tensor in tensors])
        raise RuntimeError(f"normal: the shapes of mean and std do not match: {shapes}") from None


@method
def bernoulli(input, p=None, *, generator=None, out=None) -> Tensor:
    """Ones with the probabilities in `input`, or all with probability `p`, else zeros; in the dtype of `input`.

    The gradient of `input` is 0, as in torch. Raises RuntimeError where a probability is not in [0, 1].
    """
    check_tensor("bernoulli", "input", input)
    if out is not None or p is not None:
        probabilities = input if p is None else number("bernoulli", "p", p)
        out = (
            wrap(np.empty(input.array.shape, input.array.dtype))
            if out is None
            else _draw.fitting(out, input.array.shape)
        )
        return out.bernoulli_(probabilities, generator=generator)
    _draw.require("bernoulli", input.array.dtype, "f")
    return rows.bernoulli(input, engine_of(generator, "bernoulli"))


@method
def multinomial(input, num_samples, replacement=False, *, generator=None, out=None) -> Tensor:
    """Indices drawn with the weights in `input`, (categories) or (rows, categories): int64, `num_samples` a row.

    Without replacement torch sorts weight / exponential with an unstable sort. Indices whose quotients are equal (some
    in 10 000 float32 samples, and all of weight 0) may come in another order here.

    Raises RuntimeError for another rank, for more samples than categories without replacement, and for weights that
    are negative, not finite, or all zero in a row.
    """
    check_tensor("multinomial", "input", input)
    samples = whole("multinomial", "num_samples", num_samples)
    _check_multinomial(input.array, samples, replacement)
    if out is not None and out.array.dtype != np.int64:
        raise RuntimeError(f"multinomial expects Long tensor out, got: {out.dtype.name}")
    return deliver(wrap(draw_indices(engine_of(generator, "multinomial"), input.array, samples, replacement)), out)


def _check_multinomial(weights, samples, replacement):
    if weights.ndim not in (1, 2):
        raise RuntimeError(f"multinomial: prob_dist must be 1 or 2 dim, got shape {list(weights.shape)}")
    if weights.dtype.kind != "f":
        raise RuntimeError(f"multinomial only supports floating-point dtypes for input, got: {weights.dtype}")
    if samples <= 0:
        raise RuntimeError(f"multinomial: cannot sample n_sample <= 0 samples, got {samples}")
    if not replacement and samples > weights.shape[-1]:
        raise RuntimeError(
            "multinomial: cannot sample n_sample > prob_dist.size(-1) samples without replacement, got "
            f"{samples} > {weights.shape[-1]}"
        )
    if weights.shape[-1] > 2**24:
        raise RuntimeError(f"multinomial: number of categories cannot exceed 2^24, got {weights.shape[-1]}")


def poisson(input, generator=None) -> Tensor:
    """Poisson numbers with the rates in `input`, in its dtype.

    The gradient of `input` is 0, as in torch. Raises RuntimeError for a rate that is negative or nan.
    """
    check_tensor("poisson", "input", input)
    _draw.require("poisson", input.array.dtype, "f")
    return rows.poisson(input, engine_of(generator, "poisson"))


def binomial(count, prob, generator=None) -> Tensor:
    """Binomial numbers: the successes in `count` trials of probability `prob`, broadcast together.

    Cannot be differentiated, as in torch. Raises ValueError for integers, RuntimeError for two dtypes.
    """
    check_tensor("binomial", "count", count)
    check_tensor("binomial", "prob", prob)
    if count.array.dtype.kind != "f":
        raise ValueError(f"binomial only supports floating-point dtypes for count, got: {count.dtype.name}")
    if count.array.dtype != prob.array.dtype:
        raise RuntimeError(f"binomial: count is {count.dtype.name} but prob is {prob.dtype.name}")
    if count.array.dtype == np.float16:
        raise NotImplementedError("\"binomial\" not implemented for 'float16'")
    return rows.binomial(count, prob, engine_of(generator, "binomial"))
