# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from typing import NamedTuple
from numpynn.device import device
from numpynn.dtypes import dtype
from numpynn.nn.modules.container import ModuleList
from numpynn.nn.modules.linear import Linear
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

class _ASMoutput(NamedTuple):
    output: Tensor
    loss: Tensor

class AdaptiveLogSoftmaxWithLoss(Module):
    in_features: int
    n_classes: int
    cutoffs: Sequence[int]
    div_value: float
    head_bias: bool
    shortlist_size: int
    n_clusters: int
    head_size: int
    head: Linear
    tail: ModuleList
    def __init__(
        self,
        in_features: int,
        n_classes: int,
        cutoffs: Sequence[int],
        div_value: float = 4.0,
        head_bias: bool = False,
        device: device | str | int | None = None,
        dtype: dtype | None = None,
    ) -> None: ...
    def reset_parameters(self) -> None: ...
    def forward(self, input_: Tensor, target_: Tensor) -> _ASMoutput: ...
    def log_prob(self, input: Tensor) -> Tensor: ...
    def predict(self, input: Tensor) -> Tensor: ...
    def __call__(self, input_: Tensor, target_: Tensor) -> _ASMoutput: ...
