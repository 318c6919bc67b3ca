# Written by `python -m stubs`: do not edit.

from enum import IntEnum
from typing import Any, Self
from numpynn.device import device
from numpynn.tensor import Tensor

class DLDeviceType(IntEnum):
    kDLCPU: DLDeviceType
    kDLCUDA: DLDeviceType
    def __new__(cls, value: Tensor | complex) -> Self: ...

def from_dlpack(ext_tensor: Any, *, device: device | str | int | None = None, copy: bool | None = None) -> Tensor: ...
def to_dlpack(tensor: Tensor) -> Any: ...
