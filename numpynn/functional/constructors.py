"""Further ways to make tensors: over memory of others, with strides of their own, filled."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import shape
from ..device import check_device
from ..tensor import Tensor
from . import creation, pointwise
from ._make import check_storage, deliver, method, shape_of, sizes_of


def range(
    start=0, end=None, step=1, *, out=None, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """start, start + step, ... up to and with `end`. Deprecated in torch: see `arange`."""
    check_storage(layout, pin_memory)
    if end is None:
        raise TypeError("range() missing 1 required positional arguments: 'end'")
    start, end, step = [creation._number_of(value) for value in (start, end, step)]
    creation._check_range(start, end, step)
    target = dtypes.get_default_dtype() if dtype is None else dtype
    steps = np.arange(int((end - start) / step + 1))
    made = (start + steps * step).astype(dtypes.to_numpy(target, "range"))
    return deliver(creation._made(made, requires_grad, device), out)


def scalar_tensor(s, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False) -> Tensor:
    """A number as a 0-dim tensor of the default dtype, or of `dtype`."""
    check_storage(layout, pin_memory)
    return creation.full((), s, dtype=dtype or dtypes.get_default_dtype(), device=device, requires_grad=requires_grad)


def asarray(obj, *, dtype=None, device=None, copy=None, requires_grad=None) -> Tensor:
    """Anything as a tensor: a tensor, an array or a buffer without a copy where that can be, unless `copy` is True.

    requires_grad: where it is not given, as it is of a tensor. Raises ValueError where `copy` is False and there is no way without.
    """
    check_device(device)
    shared = _shared(obj)
    if shared is None:
        if copy is False:
            raise ValueError("can't alias arbitrary sequence into a tensor.")
        return creation.tensor(obj, dtype=dtype, requires_grad=bool(requires_grad))
    if copy is False and dtype is not None and shared.dtype is not dtype:
        raise ValueError(f"can't alias tensor with dtype '{shared.dtype.name}' into dtype '{dtype.name}'.")
    made = shared if dtype is None else shared.to(dtype)
    if copy and made is shared:
        made = made.clone()
    if isinstance(obj, Tensor):
        return _with_grad(made, requires_grad)
    return made.requires_grad_() if requires_grad else made


def _shared(obj):
    if isinstance(obj, Tensor):
        return obj
    if isinstance(obj, np.ndarray):
        return creation.from_numpy(obj)
    if hasattr(obj, "__dlpack__"):
        from ..utils.dlpack import from_dlpack

        return from_dlpack(obj)
    return None


def _with_grad(tensor, wanted):
    if wanted is None:
        return tensor
    return tensor.requires_grad_(wanted) if wanted or tensor.is_leaf else tensor.detach()


def empty_strided(
    size, stride, *, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """Uninitialised memory with these steps, in elements, along the dimensions."""
    check_storage(layout, pin_memory)
    size, stride = shape_of("empty_strided", (size,)), sizes_of((stride,))
    if len(size) != len(stride):
        raise RuntimeError(
            f"dimensionality of sizes ({len(size)}) must match dimensionality of strides ({len(stride)})"
        )
    kind = creation._dtype(dtype, "empty_strided")
    count = 0 if 0 in size else 1 + sum([(n - 1) * step for n, step in zip(size, stride, strict=True)])
    steps = tuple([step * kind.itemsize for step in stride])
    return creation._made(np.ndarray(size, kind, np.empty(count, kind), 0, steps), requires_grad, device)


@method
def new_empty_strided(
    self, size, stride, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:
    """Uninitialised memory of this dtype, with these steps along the dimensions."""
    return empty_strided(
        size, stride, dtype=dtype or self.dtype, layout=layout, device=device, requires_grad=requires_grad,
        pin_memory=pin_memory,
    )  # fmt: skip


def empty_permuted(
    size, physical_layout, *, dtype=None, layout=None, device=None, requires_grad=False, pin_memory=False
) -> Tensor:
    """Uninitialised memory, dense, the dimensions in memory in the order `physical_layout`, outermost first."""
    size, order = sizes_of((size,)), tuple(physical_layout)
    if len(size) != len(order):
        raise RuntimeError(
            "Number of dimensions in size does not match the length of the physical_layout; "
            f"i.e. len(size) = {len(size)} is not equal to len(physical_layout) = {len(order)}"
        )
    stride, step = [0] * len(size), 1
    for d in reversed(order):
        stride[d] = step
        step *= max(size[d], 1)
    return empty_strided(
        size, stride, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad, pin_memory=pin_memory
    )


def frombuffer(buffer, *, dtype, count=-1, offset=0, requires_grad=False) -> Tensor:
    """A tensor over the memory of a buffer: `count` elements after `offset` bytes, all there are for -1.

    Raises ValueError where that does not come out even.
    """
    kind = dtypes.to_numpy(dtype, "frombuffer")
    length = memoryview(buffer).nbytes
    if length == 0 or count == 0:
        raise ValueError(f"both buffer length ({length}) and count ({count}) must not be 0")
    if not 0 <= offset < length:
        raise ValueError(
            f"offset ({offset} bytes) must be non-negative and no greater than buffer length ({length} bytes) minus 1"
        )
    if count < 0 and (length - offset) % kind.itemsize:
        raise ValueError(
            f"buffer length ({length} bytes) after offset ({offset} bytes) must be a multiple of element size "
            f"({kind.itemsize})"
        )
    if count > 0 and offset + count * kind.itemsize > length:
        raise ValueError(
            f"requested buffer length ({count} * {kind.itemsize} bytes) after offset ({offset} bytes) must not be greater "
            f"than actual buffer length ({length} bytes)"
        )
    made = creation.from_numpy(np.frombuffer(buffer, kind, count, offset))
    return made.requires_grad_() if requires_grad else made


def from_file(
    filename, shared=None, size=0, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:
    """The first `size` elements of a file, mapped into memory; with `shared`, writes go to the file, which is made if need be."""
    check_storage(layout, pin_memory)
    kind = creation._dtype(dtype, "from_file")
    if shared:
        with open(filename, "ab") as file:
            file.truncate(max(file.tell(), size * kind.itemsize))
    mapped = np.memmap(filename, kind, "r+" if shared else "c", shape=(size,))
    return creation._made(np.asarray(mapped), requires_grad, device)


def fill(input, value) -> Tensor:
    """The input's shape and dtype, with one value everywhere."""
    return shape.copy(input).fill_(value)


def rsub(input, other, *, alpha=1) -> Tensor:
    """other - alpha * input."""
    return pointwise.sub(other, input, alpha=alpha)
