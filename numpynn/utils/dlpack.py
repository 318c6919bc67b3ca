"""DLPack: memory shared with other libraries, torch among them, without a copy."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from ..device import check_device
from ..functional.creation import from_numpy
from ..tensor import Tensor

__all__ = ["DLDeviceType", "from_dlpack", "to_dlpack"]


class DLDeviceType(IntEnum):
    """DLPack's numbers for devices."""

    kDLCPU = 1
    kDLCUDA = 2


class _Capsule:
    """A capsule, and the device, as a producer that NumPy takes."""

    def __init__(self, capsule):
        self._capsule = capsule

    def __dlpack__(self, **options):
        return self._capsule

    def __dlpack_device__(self):
        return (DLDeviceType.kDLCPU, 0)


def from_dlpack(ext_tensor, *, device=None, copy=None) -> Tensor:
    """A tensor over the memory of anything that has `__dlpack__`, or of a capsule: writes to one are seen in the other.

    copy: True takes a copy, False raises where there is no way without. Raises what a torch without it does for other devices.
    """
    check_device(device)
    if isinstance(ext_tensor, Tensor):
        return ext_tensor.clone() if copy else ext_tensor.detach()
    source = ext_tensor if hasattr(ext_tensor, "__dlpack__") else _Capsule(ext_tensor)
    array = np.from_dlpack(source)
    if not array.flags.writeable and not copy:
        # NumPy takes memory for read-only where a producer of the first version of DLPack does not say.
        array = np.asarray(_Memory(array))
    return from_numpy(array.copy() if copy else array)


class _Memory:
    """An array's memory, which may be written to, as NumPy's interface describes it."""

    def __init__(self, array):
        self._owner = array
        address, _ = array.__array_interface__["data"]
        self.__array_interface__ = {**array.__array_interface__, "data": (address, False)}


def to_dlpack(tensor):
    """The memory of a tensor as a capsule, to be used once. Raises BufferError for a tensor that requires grad."""
    return tensor.__dlpack__()
