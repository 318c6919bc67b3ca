# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from typing import Any
from numpynn.device import device
from numpynn.dtypes import dtype
from numpynn.nn.modules.module import Module
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor

class Conv1d(_ConvNd):
    rank: int
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class Conv2d(_ConvNd):
    rank: int
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class Conv3d(_ConvNd):
    rank: int
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class ConvTranspose1d(_ConvNd):
    rank: int
    transposed: bool
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def __call__(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...

class ConvTranspose2d(_ConvNd):
    rank: int
    transposed: bool
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def __call__(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...

class ConvTranspose3d(_ConvNd):
    rank: int
    transposed: bool
    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def forward(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...
    def __call__(self, input: Tensor, output_size: int | Sequence[int] | None = None) -> Tensor: ...

class LazyConv1d(Conv1d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyConv2d(Conv2d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyConv3d(Conv3d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] | str = 0,
        dilation: int | Sequence[int] = 1,
        groups: int = 1,
        bias: bool = True,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyConvTranspose1d(ConvTranspose1d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyConvTranspose2d(ConvTranspose2d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyConvTranspose3d(ConvTranspose3d):
    out_channels: int
    weight: Parameter
    bias: Parameter
    def __init__(
        self,
        out_channels: int,
        kernel_size: int | Sequence[int],
        stride: int | Sequence[int] = 1,
        padding: int | Sequence[int] = 0,
        output_padding: int | Sequence[int] = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: int | Sequence[int] = 1,
        padding_mode: str = "zeros",
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor, *args: Any, **kwargs: Any) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class _ConvNd(Module):
    rank: int
    weight: Parameter
    bias: Parameter | Any
    in_channels: int
    out_channels: int
    kernel_size: tuple[int, ...]
    stride: tuple[int, ...]
    padding: str | tuple[int, ...]
    dilation: tuple[int, ...]
    output_padding: tuple[int, ...]
    groups: int
    padding_mode: str
    transposed: bool
    def reset_parameters(self) -> None: ...
    def extra_repr(self) -> str: ...
