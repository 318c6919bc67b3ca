# Written by `python -m stubs`: do not edit.

from collections.abc import Callable
from typing import Any

def disable(fn: Callable[..., Any] | None = None, recursive: bool = True) -> Callable[..., Any]: ...
def reset() -> None: ...
