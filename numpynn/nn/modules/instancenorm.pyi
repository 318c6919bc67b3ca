# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.device import device
from numpynn.dtypes import dtype
from numpynn.nn.modules.module import Module
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor

class InstanceNorm1d(_InstanceNorm):
    rank: int

class InstanceNorm2d(_InstanceNorm):
    rank: int

class InstanceNorm3d(_InstanceNorm):
    rank: int

class LazyInstanceNorm1d(InstanceNorm1d):
    affine: bool
    track_running_stats: bool
    weight: Parameter
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor | Any
    bias: Parameter
    def __init__(
        self,
        eps: float = 1e-05,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyInstanceNorm2d(InstanceNorm2d):
    affine: bool
    track_running_stats: bool
    weight: Parameter
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor | Any
    bias: Parameter
    def __init__(
        self,
        eps: float = 1e-05,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class LazyInstanceNorm3d(InstanceNorm3d):
    affine: bool
    track_running_stats: bool
    weight: Parameter
    running_mean: Tensor
    running_var: Tensor
    num_batches_tracked: Tensor | Any
    bias: Parameter
    def __init__(
        self,
        eps: float = 1e-05,
        momentum: float = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class _InstanceNorm(Module):
    rank: int
    num_features: int
    eps: float
    momentum: float | None
    affine: bool
    track_running_stats: bool
    weight: Parameter | Any
    bias: Parameter | Any
    def __init__(
        self,
        num_features: int,
        eps: float = 1e-05,
        momentum: float = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def reset_running_stats(self) -> None: ...
    def reset_parameters(self) -> None: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...
