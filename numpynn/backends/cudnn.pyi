# Written by `python -m stubs`: do not edit.

from typing import Any
from numpynn.tensor import Tensor

allow_tf32: bool
benchmark: bool
benchmark_limit: int
deterministic: bool
enabled: bool
def flags(
    enabled: bool = False,
    benchmark: bool = False,
    benchmark_limit: int = 10,
    deterministic: bool = False,
    allow_tf32: bool = True,
    fp32_precision: str = "none",
) -> Any: ...
def is_acceptable(tensor: Tensor) -> bool: ...
def is_available() -> bool: ...
def version() -> None: ...
