"""What dtypes hold, and what becomes of them together."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..kernels import promotion
from ..tensor import Tensor
from . import conversion, creation, pointwise
from ._make import check_storage, deliver, method


class finfo:
    """The limits of a floating dtype; of a complex one, those of its parts. Raises TypeError for other dtypes."""

    def __init__(self, type=None):
        dtype = dtypes.get_default_dtype() if type is None else type
        if not (dtype.is_floating_point or dtype.is_complex):
            raise TypeError(
                f"torch.finfo() requires a floating point input type, not {dtype}. Use torch.iinfo to handle 'torch.finfo'"
            )
        if dtype is dtypes.bfloat16:
            self._set_bfloat16()
            return
        limits = np.finfo(dtype.numpy)
        self.bits = limits.bits
        self.eps, self.max, self.min = float(limits.eps), float(limits.max), float(limits.min)
        self.tiny = self.smallest_normal = float(limits.smallest_normal)
        self.resolution = 10.0**-limits.precision
        self.dtype = limits.dtype.name

    def _set_bfloat16(self):
        """The exponents of float32, with 7 bits of fraction."""
        self.bits, self.eps, self.resolution, self.dtype = 16, 2.0**-7, 0.01, "bfloat16"
        self.max = (2 - self.eps) * 2.0**127
        self.min = -self.max
        self.tiny = self.smallest_normal = 2.0**-126

    def __repr__(self):
        names = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        return f"finfo({', '.join(f'{name}={getattr(self, name):g}' for name in names)}, dtype={self.dtype})"

    def __eq__(self, other):
        return isinstance(other, finfo) and self.dtype == other.dtype

    def __hash__(self):
        return hash(self.dtype)


class iinfo:
    """The limits of an integer dtype. Raises TypeError for other dtypes."""

    def __init__(self, type):
        if type.numpy.kind not in "iu":
            raise TypeError(
                f"torch.iinfo() requires an integer input type, not {type}. Use torch.finfo to handle 'torch.iinfo'"
            )
        limits = np.iinfo(type.numpy)
        self.bits, self.min, self.max, self.dtype = limits.bits, int(limits.min), int(limits.max), limits.dtype.name

    def __repr__(self):
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"

    def __eq__(self, other):
        return isinstance(other, iinfo) and self.dtype == other.dtype

    def __hash__(self):
        return hash(self.dtype)


def result_type(*operands, **named) -> dtypes.dtype:
    """The dtype of arithmetic on two tensors or numbers.

    By name they are `tensor` and `other`, `scalar` and `tensor`, or `scalar1` and `scalar2`.
    """
    names = tuple(sorted(named))
    pairs = {
        0: [()],
        1: [("other",), ("tensor",)],
        2: [("other", "tensor"), ("scalar", "tensor"), ("scalar1", "scalar2")],
    }
    if len(operands) + len(named) != 2 or names not in pairs[len(named)]:
        raise TypeError(f"result_type(): expected two tensors or numbers, got {len(operands)} and {list(named)}")
    operands = [t.array if isinstance(t, Tensor) else t for t in (*operands, *named.values())]
    return dtypes.of_numpy(promotion.result_type(*operands))


def promote_types(type1, type2) -> dtypes.dtype:
    """The smallest dtype that both can become."""
    return dtypes.of_numpy(promotion.promote_types(type1.numpy, type2.numpy))


def can_cast(from_, to) -> bool:
    """Whether a result of one dtype may be written into another: no category is lost."""
    return promotion.can_cast(from_.numpy, to.numpy)


@method
def is_nonzero(input) -> bool:
    """Whether the single element is not zero. Raises RuntimeError unless there is one element."""
    return bool(input)


def logspace(
    start,
    end,
    steps,
    base=10.0,
    *,
    out=None,
    dtype=None,
    layout=None,
    device=None,
    requires_grad=False,
    pin_memory=False,
) -> Tensor:
    """base to the power of `steps` values from start to end, evenly spaced."""
    check_storage(layout, pin_memory)
    exponents = creation.linspace(start, end, steps, dtype=dtypes.float64)
    target = dtypes.get_default_dtype() if dtype is None else dtype
    result = conversion.cast_to(pointwise.pow(base, exponents), target.numpy)
    made = deliver(creation._made(result.array, False, device), out)
    return made.requires_grad_() if requires_grad else made


@method
def storage_offset(self) -> int:
    """Where the first element lies in the memory of the base, in elements."""
    base = self if self._base is None else self._base
    start = self.array.__array_interface__["data"][0] - base.array.__array_interface__["data"][0]
    return start // self.array.itemsize


@method
def get_device(self) -> int:
    """-1: the CPU has no number."""
    return -1
