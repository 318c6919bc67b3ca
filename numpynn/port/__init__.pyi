# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.nn.modules.module import Module
from numpynn.parity import Report
from numpynn.tensor import Tensor

class Ported:
    source: Tensor
    state: Any
    suffix: Any
    any_batch: Any
    model: Module
    report: Any
    training: bool
    def __init__(self, source: Tensor, model: Module, report: Report, training: Report | None = None) -> None: ...
    def write(self, path: str, force: bool = False) -> None: ...

def from_torch(module: Module, *inputs: Any, **named_inputs: Any) -> Any: ...
def port(
    model: Module,
    *inputs: Any,
    name: str | None = None,
    suffix: str = ".npz",
    open_dims: Any = ...,
    dynamic_shapes: Any = None,
    **named_inputs: Any,
) -> Ported: ...
