"""Complex numbers: made of their parts, seen as their parts, conjugated.

torch conjugates lazily and marks the tensor; here `conj` and `mH` conjugate at once. So no tensor is ever marked, `is_conj`
and `is_neg` are False, and the conjugate of a complex tensor shares no memory with it.
"""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic
from ..derivatives import complex_numbers as primitive
from ..tensor import Tensor
from . import conversion
from ._make import check_tensor, deliver, method, unary
from .inplace import in_place
from .shape import matrix_transpose
from .views import view_of

__all__ = [
    "adjoint", "angle", "complex", "conj_physical", "is_conj", "is_neg", "polar", "resolve_conj", "resolve_neg",
    "view_as_complex", "view_as_real",
]  # fmt: skip

angle = unary(
    primitive.angle,
    "angle",
    "The angle of a complex number, from -pi to pi; of a real one 0, or pi where it is negative",
)


def view_as_real(input) -> Tensor:
    """The real and imaginary parts along a new last dimension of two: a view. Raises RuntimeError for real tensors.

    >>> import numpynn
    >>> numpynn.view_as_real(numpynn.tensor([1 + 2j]))
    tensor([[1., 2.]])
    """
    check_tensor("view_as_real", "input", input)
    if input.array.dtype.kind != "c":
        raise RuntimeError(f"view_as_real is only supported for complex tensors, but got {input.dtype.name}")
    return view_of(input, primitive.view_as_real(input))


def view_as_complex(input) -> Tensor:
    """Complex numbers of the pairs along the last dimension: a view.

    Raises RuntimeError unless the tensor is float32 or float64, the last dimension is two neighbours in memory, and all
    other steps are whole pairs.
    """
    check_tensor("view_as_complex", "input", input)
    x = input.array
    if x.dtype.kind != "f":
        raise RuntimeError(
            "view_as_complex is only supported for half, float and double tensors, but got a tensor of scalar type: "
            f"{input.dtype.name}"
        )
    if x.dtype == np.float16:
        raise NotImplementedError("view_as_complex: complex numbers of two float16 are not supported")
    _check_pairs(input)
    return view_of(input, primitive.view_as_complex(input))


def _check_pairs(input):
    x = input.array
    if x.ndim == 0:
        raise RuntimeError("Input tensor must have one or more dimensions")
    if x.shape[-1] != 2:
        raise RuntimeError(f"Tensor must have a last dimension of size 2, but its shape is {list(x.shape)}")
    if x.size == 0:
        return
    *steps, last = input.stride()
    if last != 1:
        raise RuntimeError(f"Tensor must have a last dimension with stride 1, but it is {last}")
    if any(step % 2 for step in steps):
        raise RuntimeError(f"Tensor must have a stride divisible by 2 for all but last dimension, but got {steps}")
    if input.storage_offset() % 2:
        raise RuntimeError(f"Tensor must have a storage_offset divisible by 2, but it is {input.storage_offset()}")


def _check_parts(function, x, y, names, half):
    for name, part in zip(names, (x, y), strict=True):
        check_tensor(function, name, part)
    if not x.array.dtype.kind == y.array.dtype.kind == "f":
        raise RuntimeError(
            f"{function}: Expected both inputs to be Half, Float or Double tensors but got {x.dtype.name} and {y.dtype.name}"
        )
    if x.array.dtype != y.array.dtype:
        raise RuntimeError(
            f"{function}: Expected object of scalar type {x.dtype.name} but got scalar type {y.dtype.name} for second argument"
        )
    if x.array.dtype == np.float16:
        raise NotImplementedError(f"{function}: {half}")


def _deliver(function, result, out):
    if out is not None and out.array.dtype != result.array.dtype:
        raise RuntimeError(
            f"{function}: Expected object of scalar type {result.dtype.name} but got scalar type {out.dtype.name} for "
            "argument 'out'"
        )
    return deliver(result, out)


def complex(real, imag, *, out=None) -> Tensor:
    """real + i imag, broadcast. Raises RuntimeError unless both are floating and of one dtype.

    >>> import numpynn
    >>> numpynn.complex(numpynn.tensor([1.0]), numpynn.tensor([2.0]))
    tensor([1.+2.j])
    """
    _check_parts("complex", real, imag, ("real", "imag"), "complex numbers of two float16 are not supported")
    return _deliver("complex", primitive.joined(real, imag), out)


def polar(abs, angle, *, out=None) -> Tensor:
    """abs (cos(angle) + i sin(angle)), broadcast. Raises RuntimeError unless both are floating and of one dtype."""
    _check_parts("polar", abs, angle, ("abs", "angle"), '"polar_cpu" not implemented for Half')
    return _deliver("polar", primitive.polar(abs, angle), out)


@method
def conj_physical(input, *, out=None) -> Tensor:
    """The complex conjugate, as `conj`."""
    check_tensor("conj_physical", "input", input)
    if out is not None and out.array.dtype.kind != input.array.dtype.kind:
        raise RuntimeError(f"conj_physical: Found dtype {out.dtype.name} but expected {input.dtype.name}")
    result = arithmetic.conj(input) if input.array.dtype.kind == "c" else input
    return deliver(result, out)


@method
def resolve_conj(input) -> Tensor:
    """The tensor itself: none is conjugated lazily."""
    return input


@method
def resolve_neg(input) -> Tensor:
    """The tensor itself: none is negated lazily."""
    return input


@method
def is_conj(input) -> bool:
    """False: none is conjugated lazily."""
    return False


@method
def is_neg(input) -> bool:
    """False: none is negated lazily."""
    return False


@method
def adjoint(input) -> Tensor:
    """The matrices transposed and conjugated; a view where they are real."""
    return conversion.conj(matrix_transpose(input, "adjoint()"))


in_place(conj_physical)
