# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from typing import Any
from numpynn.optim.optimizer import Optimizer
from numpynn.tensor import Tensor

class Adamax(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]],
        lr: float | Tensor = 0.002,
        betas: tuple[float | Tensor, float | Tensor] = ...,
        eps: float = 1e-08,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        maximize: bool = False,
        differentiable: bool = False,
        capturable: bool = False,
    ) -> None: ...
    def __setstate__(self, state: Any) -> None: ...
