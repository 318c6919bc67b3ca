"""The Tensor's methods that fill it with random numbers, in torch's order of memory. Each ends the tensor's history."""

from __future__ import annotations

from ..random import continuous, discrete, integers, layout
from ..random.normal import log_normal
from ..tensor import Tensor
from . import _draw
from ._draw import fill, number, require, whole
from ._make import method


@method
def uniform_(self, *bounds, generator=None, **named) -> Tensor:
    """Numbers uniform in [from, to): uniform_(from=0, to=1).

    Raises RuntimeError where from > to or the dtype cannot hold a bound.
    """
    low, high = bounds if len(bounds) == 2 and not named else _named_bounds(bounds, named)
    low, high = number("uniform_", "from", low), number("uniform_", "to", high)
    return fill("uniform_", self, generator, _draw.uniforms, low, high)


def _named_bounds(given, named):
    """The arguments `from`, which is no name for a parameter in Python, and `to`."""
    if len(given) > 2:
        raise TypeError(f"uniform_() takes from 0 to 2 positional arguments but {len(given)} were given")
    values = {"from": 0.0, "to": 1.0}
    values.update(zip(values, given))
    for name, value in named.items():
        if name not in ("from", "to")[len(given) :]:
            raise TypeError(f"uniform_() got an unexpected keyword argument '{name}'")
        values[name] = value
    return values.values()


@method
def normal_(self, mean=0.0, std=1.0, *, generator=None) -> Tensor:
    """Normal numbers; complex ones with half the variance in each part. Raises RuntimeError where std < 0."""
    mean, std = number("normal_", "mean", mean), number("normal_", "std", std)
    return fill("normal_", self, generator, _draw.normals, mean, std)


@method
def bernoulli_(self, p=0.5, *, generator=None) -> Tensor:
    """Ones with probability `p`, or with the probabilities in the tensor `p`, else zeros.

    A number and a tensor of that number give other draws, as in torch. Raises RuntimeError where a probability is not
    in [0, 1].
    """
    if isinstance(p, Tensor):
        return fill("bernoulli_", self, generator, _draw.ones_each, _expanded(p.array, self.array))
    return fill("bernoulli_", self, generator, _draw.ones, number("bernoulli_", "p", p))


def _expanded(p, like):
    try:
        return layout.read(p, like)
    except ValueError:
        raise RuntimeError(
            f"bernoulli_: probabilities of shape {list(p.shape)} do not expand to {list(like.shape)}"
        ) from None


@method
def random_(self, *bounds, generator=None, **named) -> Tensor:
    """Whole numbers: random_(from, to) in [from, to), random_(to) in [0, to), random_() in all that the dtype has from 0.

    A `to` of None is one more than the largest number of the dtype. Raises RuntimeError where from >= to or the dtype
    cannot hold a bound.
    """
    given = dict(zip(("from", "to") if len(bounds) > 1 or "to" in named else ("to",), bounds)) | named
    if not bounds and not named:
        return fill("random_", self, generator, _natural)
    if (
        len(bounds) + len(named) != len(given)
        or len(bounds) > 2
        or "to" not in given
        or not given.keys() <= {"from", "to"}
    ):
        raise TypeError(f"random_(): expected (), (int to) or (int from, int to), got {bounds} and {named}")
    low = whole("random_", "from", given.get("from", 0))
    high = None if given["to"] is None and "from" in given else whole("random_", "to", given["to"])
    return fill("random_", self, generator, _draw.whole_numbers, low, high)


def _natural(engine, out, contiguous):
    integers.natural(engine, out)


@method
def exponential_(self, lambd=1.0, *, generator=None) -> Tensor:
    """Numbers of density lambd exp(-lambd x). Raises RuntimeError unless lambd > 0 and the dtype is floating."""
    return fill("exponential_", self, generator, _exponential, number("exponential_", "lambd", lambd))


def _exponential(engine, out, contiguous, rate):
    _require_floating("exponential_", out.dtype)
    _require_positive("exponential_", "lambda", rate)
    continuous.exponential(engine, out, rate)


@method
def cauchy_(self, median=0.0, sigma=1.0, *, generator=None) -> Tensor:
    """Numbers of density sigma / (pi ((x - median)² + sigma²)).

    Raises RuntimeError unless sigma > 0 and the dtype is floating.
    """
    parameters = number("cauchy_", "median", median), number("cauchy_", "sigma", sigma)
    return fill("cauchy_", self, generator, _cauchy, *parameters)


def _cauchy(engine, out, contiguous, median, sigma):
    _require_floating("cauchy_", out.dtype)
    _require_positive("cauchy_", "sigma", sigma)
    continuous.cauchy(engine, out, median, sigma)


@method
def log_normal_(self, mean=1.0, std=2.0, *, generator=None) -> Tensor:
    """Numbers whose logarithm is normal with this mean and standard deviation. Raises RuntimeError unless std > 0."""
    parameters = number("log_normal_", "mean", mean), number("log_normal_", "std", std)
    return fill("log_normal_", self, generator, _log_normal, *parameters)


def _log_normal(engine, out, contiguous, mean, std):
    require("log_normal_", out.dtype, "f")
    _require_positive("log_normal_", "std", std)
    log_normal(engine, out, mean, std)


@method
def geometric_(self, p, *, generator=None) -> Tensor:
    """Numbers of trials, each a success with probability p, up to the first success: 1, 2, ...

    Raises RuntimeError unless 0 < p < 1.
    """
    return fill("geometric_", self, generator, _geometric, number("geometric_", "p", p))


def _geometric(engine, out, contiguous, p):
    require("geometric_", out.dtype, "iuf")
    if not 0 < p < 1:
        raise RuntimeError(f"geometric_ expects p to be in (0, 1), but got p={p}")
    discrete.geometric(engine, out, p)


def _require_floating(function, dtype):
    if dtype.kind != "f":
        raise RuntimeError(f"{function}: the distribution is continuous, dtype must be a floating point, got {dtype}")


def _require_positive(function, argument, value):
    if not value > 0:
        raise RuntimeError(f"{function} expects {argument} > 0.0, but found {argument}={value}")
