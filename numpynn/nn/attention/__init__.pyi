# Written by `python -m stubs`: do not edit.

from enum import IntEnum
from typing import Any
from . import flex_attention as flex_attention

class SDPBackend(IntEnum):
    ERROR = -1
    MATH = 0
    FLASH_ATTENTION = 1
    EFFICIENT_ATTENTION = 2
    CUDNN_ATTENTION = 3
    OVERRIDEABLE = 4

def sdpa_kernel(backends: Any, set_priority: bool = False) -> Any: ...
