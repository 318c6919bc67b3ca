"""Products of vectors and matrices."""

from __future__ import annotations

from ..derivatives import arithmetic, linalg, reduction, shape
from ..tensor import Tensor
from . import conversion
from ._make import check_tensor, deliver, entitled, method

__all__ = ["addmm", "bmm", "dot", "matmul", "mm", "mv", "outer"]


def _same_dtype(function, x, y):
    if x.array.dtype != y.array.dtype:
        raise RuntimeError(
            f"{function}: expected m1 and m2 to have the same dtype, but got: {x.dtype.name} != {y.dtype.name}"
        )


@method
def matmul(input, other, *, out=None) -> Tensor:
    """The matrix product; vectors count as a row on the left and a column on the right, leading dimensions broadcast.

    Raises RuntimeError where the inner sizes differ.
    """
    check_tensor("matmul", "input", input)
    check_tensor("matmul", "other", other)
    return deliver(_matmul(input, other), out)


def _matmul(x, y):
    try:
        a, b = x.array.shape, y.array.shape
    except NotImplementedError:
        return _sparse_product(x, y)
    if not a or not b:
        raise RuntimeError(f"both arguments to matmul need to be at least 1D, but they are {len(a)}D and {len(b)}D")
    _same_dtype("matmul", x, y)
    if a[-1] != b[max(len(b) - 2, 0)]:
        raise RuntimeError(
            f"mat1 and mat2 shapes cannot be multiplied ({_as_matrix(a, True)} and {_as_matrix(b, False)})"
        )
    if x.array.dtype.kind == "b":
        raise NotImplementedError("\"addmm_impl_cpu_\" not implemented for 'bool'")
    if len(a) == 1 and len(b) == 1:
        total = reduction.sum(arithmetic.mul(x, y))
        return total if total.array.dtype == x.array.dtype else conversion.cast_to(total, x.array.dtype)
    if len(a) == 1:
        product = linalg.matmul(shape.reshape(x, (1, a[0])), y)
        return shape.reshape(product, (*product.array.shape[:-2], b[-1]))
    if len(b) == 1:
        return shape.reshape(_matmul(x, shape.reshape(y, (b[0], 1))), a[:-1])
    if len(b) == 2 and len(a) > 2:
        # One large product instead of many small ones, and the gradient of y needs no sum over the batch.
        rows = shape.reshape(x, (_product(a[:-1]), a[-1]))
        return shape.reshape(linalg.matmul(rows, y), (*a[:-1], b[-1]))
    _check_batches(a, b)
    return linalg.matmul(x, y)


def _sparse_product(x, y):
    """Of sparse tensors, which have no array."""
    from .sparse import product

    return product(x, y)


def _as_matrix(sizes, left):
    if len(sizes) == 1:
        return f"1x{sizes[0]}" if left else f"{sizes[0]}x1"
    return f"{_product(sizes[:-1])}x{sizes[-1]}" if left else f"{sizes[-2]}x{sizes[-1]}"


def _product(sizes):
    product = 1
    for size in sizes:
        product *= size
    return product


def _check_batches(a, b):
    for back, (n, m) in enumerate(zip(a[-3::-1], b[-3::-1], strict=False)):
        if n != m and 1 not in (n, m):
            position = max(len(a), len(b)) - 3 - back
            raise RuntimeError(
                f"The size of tensor a ({n}) must match the size of tensor b ({m}) at non-singleton dimension {position}"
            )


@method
def mm(input, mat2, *, out=None) -> Tensor:
    """The product of two matrices."""
    _need("mm", input, 2)
    _need("mm", mat2, 2)
    return deliver(_matmul(input, mat2), out)


@method
def bmm(input, mat2, *, out=None) -> Tensor:
    """The products of two batches of matrices."""
    _need("bmm", input, 3)
    _need("bmm", mat2, 3)
    a, b = input.array.shape, mat2.array.shape
    if a[0] != b[0] or a[2] != b[1]:
        raise RuntimeError(
            f"Expected size for first two dimensions of batch2 tensor to be: [{a[0]}, {a[2]}] but got: [{b[0]}, {b[1]}]."
        )
    return deliver(_matmul(input, mat2), out)


@method
def mv(input, vec, *, out=None) -> Tensor:
    """The product of a matrix and a vector."""
    _need("mv", input, 2)
    _need("mv", vec, 1)
    return deliver(entitled(_matmul(input, vec), "MvBackward0"), out)


@method
def dot(input, tensor, *, out=None) -> Tensor:
    """The sum of the products of two vectors."""
    if input.array.ndim != 1 or tensor.array.ndim != 1:
        raise RuntimeError(f"1D tensors expected, but got {input.array.ndim}D and {tensor.array.ndim}D tensors")
    if input.array.size != tensor.array.size:
        raise RuntimeError(
            f"inconsistent tensor size, expected tensor [{input.array.size}] and src [{tensor.array.size}] to have the same number "
            f"of elements, but got {input.array.size} and {tensor.array.size} elements respectively"
        )
    return deliver(entitled(_matmul(input, tensor), "DotBackward0"), out)


@method
def outer(input, vec2, *, out=None) -> Tensor:
    """All products of the elements of two vectors."""
    for name, vector in (("input", input), ("vec2", vec2)):
        if vector.array.ndim != 1:
            raise RuntimeError(f"outer: Expected 1-D argument {name}, but got {vector.array.ndim}-D")
    column = shape.reshape(input, (input.array.size, 1))
    return deliver(arithmetic.mul(column, vec2), out)


def check_expands(input, product):
    """Raise RuntimeError where the input does not expand to the shape of the product it is added to."""
    have, target = input.array.shape, product.array.shape
    if len(have) > len(target) or any([n not in (1, m) for n, m in zip(have[::-1], target[::-1])]):
        raise RuntimeError(
            f"expand(): the input of sizes {list(have)} does not expand to those of the product, {list(target)}: {len(target)} "
            f"dimensions for {len(have)}"
        )


@method
def addmm(input, mat1, mat2, *, beta=1, alpha=1, out=None) -> Tensor:
    """beta * input + alpha * (mat1 @ mat2); with beta 0 the input is ignored, nan and all."""
    product = mm(mat1, mat2)
    if alpha != 1:
        product = arithmetic.mul(product, alpha)
    if beta == 0:
        return deliver(product, out)
    check_expands(input, product)
    total = arithmetic.add(input if beta == 1 else arithmetic.mul(input, beta), product)
    return deliver(entitled(total, "AddmmBackward0"), out)


def _need(function, tensor, ndim):
    try:
        found = tensor.array.ndim
    except NotImplementedError:
        found = tensor.ndim  # of a sparse tensor
    if found != ndim:
        noun = {1: "vector", 2: "matrix", 3: "3-dimensional tensor"}[ndim]
        raise RuntimeError(f"{function}: expected a {noun}, but got a {found}-dimensional tensor")
