# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from typing import Any
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

class AdaptiveAvgPool1d(Module):
    output_size: int | Sequence[int]
    def __init__(self, output_size: int | Sequence[int]) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class AdaptiveAvgPool2d(Module):
    output_size: int | None | Sequence[int | None]
    def __init__(self, output_size: int | None | Sequence[int | None]) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class AdaptiveAvgPool3d(Module):
    output_size: int | None | Sequence[int | None]
    def __init__(self, output_size: int | None | Sequence[int | None]) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class AdaptiveMaxPool1d(Module):
    output_size: int | Sequence[int]
    return_indices: bool
    def __init__(self, output_size: int | Sequence[int], return_indices: bool = False) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class AdaptiveMaxPool2d(Module):
    output_size: int | None | Sequence[int | None]
    return_indices: bool
    def __init__(self, output_size: int | None | Sequence[int | None], return_indices: bool = False) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class AdaptiveMaxPool3d(Module):
    output_size: int | None | Sequence[int | None]
    return_indices: bool
    def __init__(self, output_size: int | None | Sequence[int | None], return_indices: bool = False) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class AvgPool1d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int | Sequence[int]
    ceil_mode: bool
    count_include_pad: bool
    divisor_override: int | None
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class AvgPool2d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int
    ceil_mode: bool
    count_include_pad: bool
    divisor_override: int | None
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class AvgPool3d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int
    ceil_mode: bool
    count_include_pad: bool
    divisor_override: int | None
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        ceil_mode: bool = False,
        count_include_pad: bool = True,
        divisor_override: int | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class FractionalMaxPool2d(Module):
    kernel_size: int | Sequence[int]
    return_indices: bool
    output_size: int | Sequence[int]
    output_ratio: float | Sequence[float]
    rank: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        output_size: int | Sequence[int] | None = None,
        output_ratio: float | Sequence[float] | None = None,
        return_indices: bool = False,
        _random_samples: Tensor | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Any: ...

class FractionalMaxPool3d(Module):
    kernel_size: int | Sequence[int]
    return_indices: bool
    output_size: int | Sequence[int]
    output_ratio: float | Sequence[float]
    rank: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        output_size: int | Sequence[int] | None = None,
        output_ratio: float | Sequence[float] | None = None,
        return_indices: bool = False,
        _random_samples: Tensor | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Any: ...

class LPPool1d(Module):
    norm_type: float
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    ceil_mode: bool
    def __init__(
        self,
        norm_type: float,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class LPPool2d(Module):
    norm_type: float
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    ceil_mode: bool
    def __init__(
        self,
        norm_type: float,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class LPPool3d(Module):
    norm_type: float
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    ceil_mode: bool
    def __init__(
        self,
        norm_type: float,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class MaxPool1d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int
    dilation: int
    return_indices: bool
    ceil_mode: bool
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        dilation: int | Sequence[int] = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class MaxPool2d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int
    dilation: int
    return_indices: bool
    ceil_mode: bool
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        dilation: int | Sequence[int] = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class MaxPool3d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int
    dilation: int
    return_indices: bool
    ceil_mode: bool
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
        dilation: int | Sequence[int] = 1,
        return_indices: bool = False,
        ceil_mode: bool = False,
    ) -> None: ...
    def forward(self, input: Tensor) -> Any: ...
    def extra_repr(self) -> str: ...

class MaxUnpool1d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int | Sequence[int]
    rank: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
    ) -> None: ...
    def forward(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...

class MaxUnpool2d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int | Sequence[int]
    rank: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
    ) -> None: ...
    def forward(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...

class MaxUnpool3d(Module):
    kernel_size: int | Sequence[int]
    stride: int | Sequence[int]
    padding: int | Sequence[int]
    rank: int
    def __init__(
        self,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] | None = None,
        padding: int | Sequence[int] = 0,
    ) -> None: ...
    def forward(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor, indices: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
