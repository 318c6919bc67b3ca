# Written by `python -m stubs`: do not edit.

from enum import IntEnum
from typing import Any
from numpynn.device import device
from numpynn.tensor import Tensor

class DLDeviceType(IntEnum):
    kDLCPU = 1
    kDLCUDA = 2

def from_dlpack(ext_tensor: Any, *, device: device | str | int | None = None, copy: bool | None = None) -> Tensor: ...
def to_dlpack(tensor: Tensor) -> Any: ...
