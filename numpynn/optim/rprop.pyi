# Written by `python -m stubs`: do not edit.

from collections.abc import Iterable
from typing import Any
from numpynn.optim.optimizer import Optimizer
from numpynn.tensor import Tensor

class Rprop(Optimizer):
    def __init__(
        self,
        params: Iterable[Tensor] | Iterable[dict[str, Any]] | Iterable[tuple[str, Tensor]],
        lr: float | Tensor = 0.01,
        etas: tuple[float, float] = ...,
        step_sizes: tuple[float, float] = ...,
        *,
        capturable: bool = False,
        foreach: bool | None = None,
        maximize: bool = False,
        differentiable: bool = False,
    ) -> None: ...
    def __setstate__(self, state: Any) -> None: ...
