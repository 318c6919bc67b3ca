"""Changing all tensors of a module at once: dtype, device, memory."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from ... import dtypes
from ...device import device as Device
from ...functional.memory_format import in_memory_format
from ...modes import no_grad
from ...tensor import Tensor
from ..parameter import is_lazy

if TYPE_CHECKING:
    from collections.abc import Callable


class Conversion:
    """Every method works in place and returns the module. Parameters stay the same objects."""

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True):
        """Replace the data of parameters and their gradients, and the buffers, by what `fn` makes of them."""
        if recurse:
            for module in self.children():
                module._apply(fn)
        for parameter in self._parameters.values():
            if parameter is not None:
                _replace_data(parameter, fn)
        for name, buffer in self._buffers.items():
            if buffer is not None:
                self._buffers[name] = fn(buffer)
        return self

    def apply(self, fn: Callable):
        """Calls `fn(module)` for every module, those below before those above: to initialise them, say."""
        for module in self.children():
            module.apply(fn)
        fn(self)
        return self

    def to(self, *args, **kwargs):
        """Converts floating and complex tensors: `to(dtype)`, `to(device, dtype=None)` or `to(tensor)`.

        With `memory_format`, tensors of 4 and 5 dimensions are laid out anew in memory. The only device is
        the CPU. Raises TypeError for a dtype that is neither floating nor complex.
        """
        device, dtype, non_blocking, memory_format = _parse_to(*args, **kwargs)
        if dtype is not None and not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(
                f"nn.Module.to only accepts floating point or complex dtypes, but got desired dtype={dtype}"
            )
        if dtype is not None and dtype.is_complex:
            warnings.warn("Complex modules are new: not every module takes complex parameters.", stacklevel=2)

        def convert(t):
            t = t.to(device, dtype if t.is_floating_point() or t.is_complex() else None, non_blocking)
            return t if memory_format is None or t.dim() not in (4, 5) else in_memory_format(t, memory_format)

        return self._apply(convert)

    def type(self, dst_type: dtypes.dtype | str):
        """Converts all tensors, integers too, to a dtype or a type name such as "torch.DoubleTensor"."""
        return self._apply(lambda t: t.type(dst_type))

    def float(self):
        """Converts floating tensors to float32."""
        return self._floating_to(dtypes.float32)

    def double(self):
        """Converts floating tensors to float64."""
        return self._floating_to(dtypes.float64)

    def half(self):
        """Converts floating tensors to float16."""
        return self._floating_to(dtypes.float16)

    def bfloat16(self):
        """Raises NotImplementedError if there is anything to convert: NumPy has no bfloat16."""
        return self._apply(_refuse_bfloat16)

    def _floating_to(self, dtype):
        return self._apply(lambda t: t.to(dtype) if t.is_floating_point() else t)

    def cpu(self):
        """Returns the module as it is: all tensors are on the CPU."""
        return self._apply(lambda t: t.cpu())

    def cuda(self, device=None):
        """Raises AssertionError, as torch without CUDA does, if there is anything to move."""
        return self._apply(lambda t: t.to(_indexed("cuda", device)))

    def xpu(self, device=None):
        """Raises AssertionError if there is anything to move."""
        return self._apply(lambda t: t.to(_indexed("xpu", device)))

    def ipu(self, device=None):
        """Raises RuntimeError if there is anything to move."""
        return self._apply(lambda t: t.to(_indexed("ipu", device)))

    def mtia(self, device=None):
        """Raises AssertionError if there is anything to move."""
        return self._apply(lambda t: t.to(_indexed("mtia", device)))

    def to_empty(self, *, device, recurse: bool = True):
        """Gives every tensor fresh memory with arbitrary contents."""
        return self._apply(lambda t: t.new_empty(t.shape, device=device), recurse)

    def share_memory(self):
        """Raises NotImplementedError if there is anything to share: an array belongs to one process."""
        return self._apply(_refuse_sharing)


def _refuse_bfloat16(t):
    if t.is_floating_point():
        raise NotImplementedError("Module.bfloat16(): NumPy has no bfloat16")
    return t


def _refuse_sharing(t):
    if is_lazy(t):
        t.share_memory_()
    raise NotImplementedError("Module.share_memory(): arrays belong to one process")


def _parse_to(*args, **kwargs):
    """(device, dtype, non_blocking, memory_format), from the three forms of `to`."""
    first = args[0] if args else None
    if isinstance(first, Tensor) or "tensor" in kwargs:
        return _to_tensor(*args, **kwargs)
    return (_to_dtype if isinstance(first, dtypes.dtype) else _to_device)(*args, **kwargs)


def _to_tensor(tensor, non_blocking=False, *, memory_format=None):
    return tensor.device, tensor.dtype, non_blocking, memory_format


def _to_dtype(dtype, non_blocking=False, *, memory_format=None):
    return None, dtype, non_blocking, memory_format


def _to_device(device=None, dtype=None, non_blocking=False, *, memory_format=None):
    return None if device is None else Device(device), dtype, non_blocking, memory_format


def _replace_data(parameter, fn):
    with no_grad():
        parameter.data = fn(parameter)
        if parameter.grad is not None:
            parameter.grad.data = fn(parameter.grad)


def _indexed(kind, device):
    return f"{kind}:{device}" if isinstance(device, int) else kind if device is None else device
