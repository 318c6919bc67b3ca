"""What the functions of this room share."""

from __future__ import annotations

import numpy as np

from ...functional.inplace import check_writable, write_back
from ...modes import is_grad_enabled
from ...tensor import Tensor


def finish(result: Tensor, input: Tensor, inplace: bool, function: str) -> Tensor:
    """`result`, or with `inplace` the input with the result written into it."""
    if not inplace:
        return result
    check_writable(input)
    write_back(input, result, function)
    return input


def check_tensors(function: str, **tensors) -> None:
    """Raise TypeError for an argument that is no Tensor."""
    for name, tensor in tensors.items():
        if not isinstance(tensor, Tensor):
            raise TypeError(f"{function}(): argument '{name}' must be Tensor, not {type(tensor).__name__}")


def check_flags(function: str, **flags) -> None:
    """Raise TypeError for a flag that is no bool: numbers and None do not stand for one, as in torch."""
    for name, flag in flags.items():
        if flag is not True and flag is not False and not isinstance(flag, np.bool_):
            raise TypeError(f"{function}(): argument '{name}' must be bool, not {type(flag).__name__}")


def check_number(function: str, **numbers) -> None:
    """Raise TypeError for an option that is no number."""
    for name, number in numbers.items():
        if not isinstance(number, (int, float, np.generic, Tensor)) or getattr(number, "ndim", 0):
            raise TypeError(f"{function}(): argument '{name}' must be float, not {type(number).__name__}")


def check_integers(name: str, value) -> None:
    """Raise TypeError for what is no sequence of integers."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise TypeError(f"argument '{name}' must be tuple of ints, not {type(value).__name__}")
    for at, item in enumerate(value):
        if not isinstance(item, (int, np.integer, Tensor)):
            raise TypeError(
                f"argument '{name}' must be tuple of ints, but found element of type {type(item).__name__} at pos {at}"
            )


def refuse_gradient(function: str, name: str, tensor: Tensor) -> None:
    """Raise RuntimeError for a tensor that requires grad where torch has no derivative."""
    if tensor.requires_grad and is_grad_enabled():
        raise RuntimeError(
            f"The function '{function}' is not differentiable with respect to argument '{name}'. This input cannot have "
            "requires_grad True."
        )


def per_axis(name: str, value, rank: int) -> tuple[int, ...]:
    """An option as a tuple with one int for each axis. Raises RuntimeError for another number of them."""
    if isinstance(value, int):
        return (value,) * rank
    if value.__class__ is tuple and len(value) == rank:
        for item in value:
            if item.__class__ is not int:
                break
        else:
            return value
    check_integers(name, value)
    values = tuple(value)
    if len(values) == 1:
        values *= rank
    if len(values) != rank:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {rank} values to match the convolution dimensions, but got "
            f"{name}={list(values)}"
        )
    return values
