# Written by `python -m stubs`: do not edit.

from collections.abc import Callable, Iterable
from typing import Any
from numpynn.device import device
from numpynn.nn.modules.module import Module
from numpynn.optim.lr_scheduler import LRScheduler
from numpynn.optim.optimizer import Optimizer

class AveragedModel(Module):
    module: Module
    avg_fn: Callable[..., Any]
    multi_avg_fn: Callable[..., Any]
    use_buffers: bool
    def __init__(
        self,
        model: Module,
        device: device | str | int | None = None,
        avg_fn: Callable[..., Any] | None = None,
        multi_avg_fn: Callable[..., Any] | None = None,
        use_buffers: bool = False,
    ) -> None: ...
    def forward(self, *args: Any, **kwargs: Any) -> Any: ...
    def update_parameters(self, model: Module) -> None: ...

class SWALR(LRScheduler):
    anneal_epochs: int
    def __init__(
        self,
        optimizer: Optimizer,
        swa_lr: float,
        anneal_epochs: int = 10,
        anneal_strategy: str = "cos",
        last_epoch: int = -1,
    ) -> None: ...
    def anneal_func(self, t: Any) -> Callable[..., Any]: ...
    def get_lr(self) -> list[Any]: ...

def get_ema_avg_fn(decay: float = 0.999) -> Callable[..., Any]: ...
def get_ema_multi_avg_fn(decay: float = 0.999) -> Callable[..., Any]: ...
def get_swa_avg_fn() -> Callable[..., Any]: ...
def get_swa_multi_avg_fn() -> Callable[..., Any]: ...
def update_bn(loader: Iterable[Any], model: Module, device: device | str | int | None = None) -> None: ...
