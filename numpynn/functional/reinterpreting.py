"""The bytes of a tensor read as another dtype."""

from __future__ import annotations

from .. import dtypes
from ..tensor import Tensor, wrap
from .views import view_of


def view_as_dtype(self, dtype) -> Tensor:
    """The same memory read as `dtype`; where elements differ in size, the last dimension takes up the difference.

    It carries no gradient. Raises RuntimeError where sizes, strides or the offset are no multiple of the new elements.
    """
    if not isinstance(dtype, dtypes.dtype):
        raise TypeError(f"view(): argument 'dtype' must be torch.dtype or sizes, not {type(dtype).__name__}")
    old, new = self.array.dtype.itemsize, dtype.numpy.itemsize
    if old != new:
        _check_elements(self, dtype, old, new)
    if self.array.size == 0:
        result = wrap(self.array.reshape(-1)[:0].view(dtype.numpy).reshape(_sizes(self, old, new)))
    else:
        result = wrap(self.array.view(dtype.numpy))
    return result if self.requires_grad or dtype is self.dtype else view_of(self, result)


def _sizes(self, old, new):
    return self.array.shape if old == new else (*self.array.shape[:-1], self.array.shape[-1] * old // new)


def _check_elements(self, dtype, old, new):
    reading = f"to view {self.dtype.name} as {dtype.name} (different element sizes)"
    if self.array.ndim == 0:
        raise RuntimeError(f"self.dim() cannot be 0 {reading}")
    *strides, last = self.stride()
    if last != 1:
        raise RuntimeError(f"self.stride(-1) must be 1 {reading}, but got {last}")
    if new < old:
        return
    ratio = new // old
    sized = [("size(-1)", self.array.shape[-1]), ("storage_offset()", self.storage_offset())]
    for name, number in (*sized, *[(f"stride({d})", stride) for d, stride in enumerate(strides)]):
        if number % ratio:
            raise RuntimeError(f"self.{name} must be divisible by {ratio} {reading}, but got {number}")
