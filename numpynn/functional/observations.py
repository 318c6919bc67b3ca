"""Of observations: their covariances, their correlations, their distances."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, selection, shape
from ..derivatives import distances as primitive
from ..derivatives import linalg as products
from ..derivatives import reduction as reductions
from ..tensor import Tensor, wrap
from . import conversion
from ._make import check_tensor, method

__all__ = ["cdist", "corrcoef", "cov"]


def _rank(function, argument, x, highest):
    if x.array.ndim > highest:
        words = {2: "two", 1: "one"}[highest]
        raise RuntimeError(
            f"{function}(): expected {argument} to have {words} or fewer dimensions but got "
            f"{'an input' if argument == 'input' else argument} with {x.array.ndim} dimensions"
        )


def _weights(argument, w, count, kinds, kind):
    check_tensor("cov", argument, w)
    _rank("cov", argument, w, 1)
    if w.array.dtype.kind not in kinds:
        raise RuntimeError(
            f"cov(): expected {argument} to have {kind} dtype but got {argument} with {w.dtype.name} dtype"
        )
    if w.array.size != count:
        raise RuntimeError(
            f"cov(): expected {argument} to have the same numel as there are observations in the input but got "
            f"{w.array.size} != {count}"
        )
    if w.array.size and w.array.min() < 0:
        raise RuntimeError(f"cov(): {argument} cannot be negative")
    return w


@method
def cov(input, *, correction=1, fweights=None, aweights=None) -> Tensor:
    """The covariances of variables, the rows, over observations, the columns: (V, N) -> (V, V), (N) -> ().

    fweights: how often each observation counts, integers. aweights: how much, floats. The sum of the products of deviations
    is divided by the sum of the weights w, less correction Σ w aweights / Σ w, and by nothing below 0.
    """
    check_tensor("cov", "input", input)
    _rank("cov", "input", input, 2)
    if input.array.dtype.kind == "b":
        raise RuntimeError("cov(): bool dtype is not supported for input")
    x = input if input.array.ndim == 2 else shape.reshape(input, (1, input.array.size))
    count = x.array.shape[1]
    w = _total_weights(fweights, aweights, count)
    weighted = x if w is None else arithmetic.mul(x, w)
    total = wrap(np.asarray(count)) if w is None else reductions.sum(w, None, False)
    mean = arithmetic.div(reductions.sum(weighted, (1,), True), total)
    deviation = arithmetic.sub(x, mean)
    left = deviation if w is None else arithmetic.mul(deviation, w)
    divisor = _freedom(total, w, aweights, correction)
    product = products.matmul(left, conversion.conj(products.swap(deviation)))
    result = arithmetic.div(product, divisor)
    return result if result.array.size != 1 else shape.reshape(result, ())


def _total_weights(fweights, aweights, count):
    given = []
    if fweights is not None:
        given.append(_weights("fweights", fweights, count, "iu", "integral"))
    if aweights is not None:
        given.append(_weights("aweights", aweights, count, "f", "floating point"))
    given = [shape.reshape(w, (count,)) for w in given]
    return arithmetic.mul(*given) if len(given) == 2 else given[0] if given else None


def _freedom(total, w, aweights, correction):
    lost = wrap(np.asarray(float(correction)))
    if aweights is not None and correction:
        squares = reductions.sum(arithmetic.mul(w, shape.reshape(aweights, w.array.shape)), None, False)
        lost = arithmetic.mul(arithmetic.div(squares, total), float(correction))
    left = arithmetic.sub(total, lost)
    return selection.where(wrap(np.asarray(left.array < 0)), 0, left)


@method
def corrcoef(input) -> Tensor:
    """The correlations of variables, the rows, over observations, the columns: (V, N) -> (V, V), (N) -> (). Within -1 and 1."""
    check_tensor("corrcoef", "input", input)
    _rank("corrcoef", "input", input, 2)
    c = cov(input)
    if c.array.ndim == 0:
        return arithmetic.div(c, c)
    deviation = arithmetic.sqrt(conversion.real(c.diagonal()))
    c = arithmetic.div(arithmetic.div(c, deviation.unsqueeze(1)), deviation.unsqueeze(0))
    if c.array.dtype.kind != "c":
        return c.clamp(-1, 1)
    from .complex_numbers import complex as joined

    return joined(c.real.clamp(-1, 1), c.imag.clamp(-1, 1))


# Above so many rows the Euclidean distance goes by products of matrices, unless one asks for another way.
_MANY = 25
_MODES = ("use_mm_for_euclid_dist_if_necessary", "use_mm_for_euclid_dist", "donot_use_mm_for_euclid_dist")


def cdist(x1, x2, p=2.0, compute_mode="use_mm_for_euclid_dist_if_necessary") -> Tensor:
    """The p-norms of the differences of all rows: (*, P, M) (*, R, M) -> (*, P, R), p >= 0, inf included.

    compute_mode: whether the Euclidean distance goes by products of matrices, which is faster and, where points are close,
    less exact: "use_mm_for_euclid_dist_if_necessary" (where P or R is above 25), "use_mm_for_euclid_dist" or
    "donot_use_mm_for_euclid_dist". Where a distance is 0, so is its gradient. torch has no second derivative but by products.
    """
    check_tensor("cdist", "x1", x1)
    check_tensor("cdist", "x2", x2)
    if compute_mode not in _MODES:
        raise ValueError(f"{compute_mode} is not a valid value for compute_mode")
    _check_rows(x1, x2, p)
    rows = max(x1.array.shape[-2], x2.array.shape[-2])
    by_products = compute_mode == _MODES[1] or (compute_mode == _MODES[0] and rows > _MANY)
    if p == 2 and by_products:
        return primitive.euclidean(x1, x2)
    return primitive.distances(x1, x2, float(p))


def _check_rows(x1, x2, p):
    for name, x in (("X1", x1), ("X2", x2)):
        if x.array.dtype.kind != "f":
            raise RuntimeError(f"cdist only supports floating-point dtypes, {name} got: {x.dtype.name}")
        if x.array.ndim < 2:
            raise RuntimeError(f"cdist only supports at least 2D tensors, {name} got: {x.array.ndim}D")
    if x1.array.shape[-1] != x2.array.shape[-1]:
        raise RuntimeError(
            f"X1 and X2 must have the same number of columns. X1: {x1.array.shape[-1]} X2: {x2.array.shape[-1]}"
        )
    if not p >= 0:
        raise RuntimeError(f"cdist only supports non-negative p values, got {p}")
    if x1.array.dtype != x2.array.dtype:
        raise RuntimeError(f"cdist: expected scalar type {x1.dtype.name} but found {x2.dtype.name}")
    if x1.array.dtype == np.float16:
        raise NotImplementedError(f'"cdist" not implemented for {x1.dtype.name}')
    try:
        np.broadcast_shapes(x1.array.shape[:-2], x2.array.shape[:-2])
    except ValueError:
        raise RuntimeError(
            f"cdist: batches of shapes {list(x1.array.shape)} and {list(x2.array.shape)} cannot be broadcast together"
        ) from None
