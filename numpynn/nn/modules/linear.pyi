# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.device import device
from numpynn.dtypes import dtype
from numpynn.nn.modules.module import Module
from numpynn.nn.parameter import Parameter, UninitializedParameter
from numpynn.tensor import Tensor

class Bilinear(Module):
    in1_features: int
    in2_features: int
    out_features: int
    weight: Parameter
    bias: Parameter | Any
    def __init__(
        self,
        in1_features: int,
        in2_features: int,
        out_features: int,
        bias: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def forward(self, input1: Tensor, input2: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input1: Tensor, input2: Tensor) -> Tensor: ...

class Identity(Module):
    def __init__(self, *args: Any, **kwargs: Any) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class LazyLinear(Linear):
    weight: UninitializedParameter
    bias: UninitializedParameter
    out_features: int
    def __init__(
        self, out_features: int, bias: bool = True, device: device | str | int | None = None, dtype: dtype | None = None
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def initialize_parameters(self, input: Tensor) -> None: ...
    def has_uninitialized_params(self) -> bool: ...

class Linear(Module):
    in_features: int
    out_features: int
    weight: Parameter
    bias: Parameter | Any
    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class NonDynamicallyQuantizableLinear(Linear): ...
