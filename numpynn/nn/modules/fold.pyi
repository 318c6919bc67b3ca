# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

class Fold(Module):
    output_size: int | Sequence[int]
    kernel_size: int | Sequence[int]
    dilation: int
    padding: int
    stride: int
    def __init__(
        self,
        output_size: int | Sequence[int],
        kernel_size: int | Sequence[int],
        dilation: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        stride: int | Sequence[int] = 1,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class Unfold(Module):
    kernel_size: int | Sequence[int]
    dilation: int
    padding: int
    stride: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        dilation: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        stride: int | Sequence[int] = 1,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...
