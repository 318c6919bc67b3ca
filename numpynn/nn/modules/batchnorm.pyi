# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.device import device
from numpynn.dtypes import dtype
from numpynn.nn.modules.module import Module
from numpynn.nn.parameter import Parameter
from numpynn.tensor import Tensor

class BatchNorm1d(_BatchNorm):
    ranks: tuple[int, ...]

class BatchNorm2d(_BatchNorm):
    ranks: tuple[int, ...]

class BatchNorm3d(_BatchNorm):
    ranks: tuple[int, ...]

class LazyBatchNorm1d(BatchNorm1d):
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

class LazyBatchNorm2d(BatchNorm2d):
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

class LazyBatchNorm3d(BatchNorm3d):
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

class SyncBatchNorm(_BatchNorm):
    process_group: Any
    def __init__(
        self,
        num_features: int,
        eps: float = 1e-05,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        process_group: Any = None,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    @classmethod
    def convert_sync_batchnorm(cls, module: Module, process_group: Any = None) -> Any: ...

class _BatchNorm(Module):
    ranks: tuple[int, ...]
    num_features: int
    eps: float
    momentum: float | None
    affine: bool
    track_running_stats: bool
    weight: Parameter | Any
    bias: Parameter | Any
    def forward(self, input: Tensor) -> Tensor: ...
    def __init__(
        self,
        num_features: int,
        eps: float = 1e-05,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
        *,
        bias: bool = True,
    ) -> None: ...
    def reset_running_stats(self) -> None: ...
    def reset_parameters(self) -> None: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...
