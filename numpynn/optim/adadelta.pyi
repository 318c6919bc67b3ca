# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from typing import Any
from numpynn.optim.optimizer import Optimizer
from numpynn.tensor import Tensor

class Adadelta(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]],
        lr: float | Tensor = 1.0,
        rho: float = 0.9,
        eps: float = 1e-06,
        weight_decay: float = 0,
        foreach: bool | None = None,
        *,
        capturable: bool = False,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None: ...
    def __setstate__(self, state: Any) -> None: ...
