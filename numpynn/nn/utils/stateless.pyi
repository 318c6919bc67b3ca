# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

def functional_call(
    module: Module,
    parameters_and_buffers: dict[str, Tensor],
    args: Any = None,
    kwargs: Any = None,
    *,
    tie_weights: bool = True,
    strict: bool = False,
) -> Any: ...
