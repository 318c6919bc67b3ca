# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from typing import Any
from numpynn.optim.optimizer import Optimizer
from numpynn.tensor import Tensor

class RAdam(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]],
        lr: float | Tensor = 0.001,
        betas: tuple[float | Tensor, float | Tensor] = ...,
        eps: float = 1e-08,
        weight_decay: float = 0,
        decoupled_weight_decay: bool = False,
        *,
        foreach: bool | None = None,
        maximize: bool = False,
        capturable: bool = False,
        differentiable: bool = False,
    ) -> None: ...
    def __setstate__(self, state: Any) -> None: ...
