"""Parameters as one vector, and back."""

from __future__ import annotations

from collections.abc import Iterable

from ...functional.joining import cat
from ...tensor import Tensor
from ..modules.members import typename


def parameters_to_vector(parameters: Iterable[Tensor]) -> Tensor:
    """All elements in one vector, recorded. Raises RuntimeError for a parameter that is not contiguous."""
    return cat([parameter.view(-1) for parameter in parameters])


def vector_to_parameters(vec: Tensor, parameters: Iterable[Tensor]) -> None:
    """Makes the parameters windows on consecutive parts of a vector, whose memory they then share.

    Raises TypeError if `vec` is no Tensor, RuntimeError if it is too short, in which case nothing is changed.
    """
    if not isinstance(vec, Tensor):
        raise TypeError(f"expected torch.Tensor, but got: {typename(vec)}")
    parameters = list(parameters)
    windows, start = [], 0
    for parameter in parameters:
        end = start + parameter.numel()
        windows.append(vec[start:end].view_as(parameter).data)
        start = end
    for parameter, window in zip(parameters, windows):
        parameter.data = window
