# Written by `python -m stubs`: do not edit.

from enum import IntEnum
from typing import Any, Self
from numpynn.tensor import Tensor
from . import flex_attention as flex_attention

class SDPBackend(IntEnum):
    ERROR: SDPBackend
    MATH: SDPBackend
    FLASH_ATTENTION: SDPBackend
    EFFICIENT_ATTENTION: SDPBackend
    CUDNN_ATTENTION: SDPBackend
    OVERRIDEABLE: SDPBackend
    def __new__(cls, value: Tensor | complex) -> Self: ...

def sdpa_kernel(backends: Any, set_priority: bool = False) -> Any: ...
