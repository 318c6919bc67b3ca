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
