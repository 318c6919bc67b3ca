# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.nn.modules.module import Module

class DataParallel(Module):
    module: Module
    device_ids: Any
    def __init__(
        self, module: Module, device_ids: Any = None, output_device: int | None = None, dim: int = 0
    ) -> None: ...
    def forward(self, *inputs: Any, **kwargs: Any) -> Any: ...

class DistributedDataParallel(Module):
    def __init__(self, module: Module, *args: Any, **kwargs: Any) -> None: ...
