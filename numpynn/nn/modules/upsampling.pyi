# Written by `python -m stubs`: do not edit.

from collections.abc import Sequence
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

class Upsample(Module):
    name: str
    size: int | Sequence[int]
    scale_factor: float | Sequence[float]
    mode: str
    align_corners: bool | None
    recompute_scale_factor: bool | None
    def __init__(
        self,
        size: int | Sequence[int] | None = None,
        scale_factor: float | Sequence[float] | None = None,
        mode: str = "nearest",
        align_corners: bool | None = None,
        recompute_scale_factor: bool | None = None,
    ) -> None: ...
    def forward(self, input: Tensor) -> Tensor: ...
    def extra_repr(self) -> str: ...
    def __call__(self, input: Tensor) -> Tensor: ...

class UpsamplingBilinear2d(Upsample):
    def __init__(
        self, size: int | Sequence[int] | None = None, scale_factor: float | Sequence[float] | None = None
    ) -> None: ...

class UpsamplingNearest2d(Upsample):
    def __init__(
        self, size: int | Sequence[int] | None = None, scale_factor: float | Sequence[float] | None = None
    ) -> None: ...
