# Written by `python -m stubs`: do not edit.

from collections.abc import Callable, Sequence
from typing import Any
from numpynn.nn.modules.module import Module
from numpynn.tensor import Tensor

class CheckpointError(RuntimeError): ...

def checkpoint(
    function: Callable[..., Any],
    *args: Any,
    use_reentrant: bool | None = None,
    context_fn: Callable[..., Any] = ...,
    determinism_check: str = "default",
    debug: bool = False,
    early_stop: bool = True,
    **kwargs: Any,
) -> Any: ...
def checkpoint_sequential(
    functions: Module | Sequence[Callable[..., Any]],
    segments: int,
    input: Tensor,
    use_reentrant: bool | None = None,
    **kwargs: Any,
) -> Any: ...
def noop_context_fn() -> Any: ...
