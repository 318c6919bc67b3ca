"""What the functions of this room share."""

from __future__ import annotations

from ...functional.inplace import check_writable, write_back
from ...tensor import Tensor


def finish(result: Tensor, input: Tensor, inplace: bool, function: str) -> Tensor:
    """`result`, or with `inplace` the input with the result written into it."""
    if not inplace:
        return result
    check_writable(input)
    write_back(input, result, function)
    return input


def per_axis(name: str, value, rank: int) -> tuple[int, ...]:
    """An option as a tuple with one int for each axis. Raises RuntimeError for another number of them."""
    if isinstance(value, int):
        return (value,) * rank
    values = tuple(value)
    if len(values) == 1:
        values *= rank
    if len(values) != rank:
        raise RuntimeError(
            f"expected {name} to be a single integer value or a list of {rank} values to match the convolution dimensions, but got "
            f"{name}={list(values)}"
        )
    return values
