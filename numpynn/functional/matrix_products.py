"""Powers, chains and cross products of matrices and vectors."""

from __future__ import annotations

import itertools
import operator

import numpy as np

from ..derivatives import arithmetic, shape
from ..derivatives import matrix_functions as functions
from ..derivatives.selection import where
from ..tensor import Tensor
from ._make import check_tensor, deliver, method, normalise_dim
from .linalg import matmul
from .linear_algebra import inv, square
from .numpy_names import take_numpy_names


@method
def matrix_exp(input) -> Tensor:
    """e^A = Σ Aᵏ / k! for each matrix: (*, n, n). Source: Higham 2005."""
    return functions.matrix_exp(square("linalg.matrix_exp", input, half=True))


@method
def matrix_power(input, n, *, out=None) -> Tensor:
    """A multiplied n times, the inverse -n times if n is negative. Raises LinAlgError for the inverse of what is singular."""
    try:
        n = operator.index(n)
    except TypeError:
        raise TypeError(f"linalg_matrix_power(): argument 'n' must be int, not {type(n).__name__}") from None
    if n < 0 or input.array.dtype.kind not in "iu" or input.array.ndim < 2:
        square("linalg.matrix_power" if n >= 0 else "linalg.inv", input)
    elif input.array.shape[-1] != input.array.shape[-2]:
        rows, columns = input.array.shape[-2:]
        raise RuntimeError(
            f"linalg.matrix_power: A must be batches of square matrices, but they are {rows} by {columns} matrices"
        )
    if n == 0:
        one = np.eye(input.array.shape[-1], dtype=input.array.dtype)
        return deliver(where(False, input, one), out)
    return deliver(_power(inv(input) if n < 0 else input, abs(n)), out)


def _power(x, n):
    """By squaring: log2(n) products for the bits of n and as many for their product."""
    result = None
    while True:
        if n & 1:
            result = x if result is None else matmul(result, x)
        n >>= 1
        if not n:
            return shape.copy(result) if result is x else result
        x = matmul(x, x)


def multi_dot(tensors, *, out=None) -> Tensor:
    """The product of two or more matrices in the order that costs least; the first and the last may be vectors.

    Source: Cormen et al., Introduction to Algorithms, 15.2.
    """
    tensors = list(tensors)
    if len(tensors) < 2:
        raise RuntimeError(f"multi_dot(): expected at least 2 tensors but got {len(tensors)}")
    _check_chain(tensors)
    first, last = tensors[0].array.ndim == 1, tensors[-1].array.ndim == 1
    chain = [tensors[0].unsqueeze(0) if first else tensors[0], *tensors[1:]]
    chain[-1] = chain[-1].unsqueeze(-1) if last else chain[-1]
    for i, (x, y) in enumerate(itertools.pairwise(chain)):
        if x.array.shape[1] != y.array.shape[0]:
            raise RuntimeError(
                f"multi_dot(): tensors {i} and {i + 1} with shapes {list(x.array.shape)} and {list(y.array.shape)} "
                "cannot be multiplied"
            )
    product = _chain(chain, _splits([x.array.shape[0] for x in chain] + [chain[-1].array.shape[1]]), 0, len(chain) - 1)
    kept = product.array.shape[int(first) : 2 - int(last)]
    return deliver(shape.reshape(product, kept) if first or last else product, out)


def _check_chain(tensors):
    for i, x in enumerate(tensors):
        check_tensor("multi_dot", f"tensors[{i}]", x)
        allowed = (1, 2) if i in (0, len(tensors) - 1) else (2,)
        if x.array.ndim not in allowed:
            raise RuntimeError(
                f"multi_dot(): tensor {i} must be {'1D or ' * (len(allowed) - 1)}2D but got {x.array.ndim}D"
            )
        if x.array.dtype != tensors[0].array.dtype:
            raise RuntimeError(
                f"multi_dot(): all tensors must have be the same dtype. tensor 0 is {tensors[0].dtype.name} "
                f"but tensor {i} is {x.dtype.name}"
            )


def _splits(sizes):
    """Where to part each stretch of the chain (first, last), so that the products cost least."""
    count = len(sizes) - 1
    cost, split = {(i, i): 0 for i in range(count)}, {}
    for length in range(1, count):
        for i in range(count - length):
            j = i + length
            cost[i, j], split[i, j] = min(
                (cost[i, k] + cost[k + 1, j] + sizes[i] * sizes[k + 1] * sizes[j + 1], k) for k in range(i, j)
            )
    return split


def _chain(tensors, splits, i, j):
    if i == j:
        return tensors[i]
    k = splits[i, j]
    return matmul(_chain(tensors, splits, i, k), _chain(tensors, splits, k + 1, j))


def chain_matmul(*matrices, out=None) -> Tensor:
    """The product of matrices in the order that costs least, as `linalg.multi_dot`; of one, itself."""
    return matrices[0] if len(matrices) == 1 else multi_dot(matrices, out=out)


def cross(input, other, *, dim=-1, out=None) -> Tensor:
    """The cross product of vectors of three along `dim`, the other dimensions broadcast."""
    check_tensor("linalg.cross", "input", input)
    check_tensor("linalg.cross", "other", other)
    x, y = input.array, other.array
    if x.ndim != y.ndim:
        raise RuntimeError(
            f"linalg.cross: inputs must have the same number of dimensions. Got {list(x.shape)} and {list(y.shape)}"
        )
    d = normalise_dim(dim, x.ndim)
    if x.ndim == 0 or x.shape[d] != 3 or y.shape[d] != 3:
        sizes = [a.shape[d] if a.ndim else 1 for a in (x, y)]
        raise RuntimeError(f"linalg.cross: inputs dimension {dim} must have length 3. Got {sizes[0]} and {sizes[1]}")
    if x.dtype != y.dtype:
        raise RuntimeError(f"linalg.cross: expected scalar type {input.dtype.name} but found {other.dtype.name}")
    # x₁y₂ - x₂y₁, x₂y₀ - x₀y₂, x₀y₁ - x₁y₀
    product = arithmetic.mul(shape.roll(input, (-1,), (d,)), shape.roll(other, (-2,), (d,)))
    return deliver(product - shape.roll(input, (-2,), (d,)) * shape.roll(other, (-1,), (d,)), out)


take_numpy_names(globals())
