# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from typing import Any
from numpynn.optim.adam import Adam
from numpynn.tensor import Tensor

class AdamW(Adam):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]],
        lr: float | Tensor = 0.001,
        betas: tuple[float | Tensor, float | Tensor] = ...,
        eps: float = 1e-08,
        weight_decay: float = 0.01,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
        foreach: bool | None = None,
        capturable: bool = False,
        differentiable: bool = False,
        fused: bool | None = None,
    ) -> None: ...
    def __setstate__(self, state: Any) -> None: ...
