"""Padding as modules, of one to three dimensions."""

from __future__ import annotations

from ...tensor import Tensor
from .. import functional as F
from .module import Module


class _PadNd(Module):
    """Padding by (below, above) of the last dimension, then of the one before it; one number for all."""

    rank: int
    mode = "constant"
    value = None

    def __init__(self, padding):
        super().__init__()
        self.padding = (padding,) * (2 * self.rank) if isinstance(padding, int) else tuple(padding)

    def forward(self, input: Tensor) -> Tensor:
        return F.pad(input, self.padding, self.mode, self.value)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _ConstantPadNd(_PadNd):
    def __init__(self, padding, value: float):
        super().__init__(padding)
        self.value = value

    def extra_repr(self) -> str:
        return f"padding={self.padding}, value={self.value}"


class _ZeroPadNd(_ConstantPadNd):
    def __init__(self, padding):
        super().__init__(padding, 0.0)

    def extra_repr(self) -> str:
        return f"{self.padding}"


class _CircularPadNd(_PadNd):
    mode = "circular"

    def forward(self, input: Tensor) -> Tensor:
        if input.array.ndim not in (self.rank + 1, self.rank + 2):
            raise ValueError(f"expected {self.rank + 1}D or {self.rank + 2}D input (got {input.array.ndim}D input)")
        return super().forward(input)


class ConstantPad1d(_ConstantPadNd):
    """`value` around the last dimension.

    The gradient is that of the middle.
    """

    rank = 1


class ConstantPad2d(_ConstantPadNd):
    """`value` around the last two dimensions."""

    rank = 2


class ConstantPad3d(_ConstantPadNd):
    """`value` around the last three dimensions."""

    rank = 3


class ZeroPad1d(_ZeroPadNd):
    """Zeros around the last dimension."""

    rank = 1


class ZeroPad2d(_ZeroPadNd):
    """Zeros around the last two dimensions."""

    rank = 2


class ZeroPad3d(_ZeroPadNd):
    """Zeros around the last three dimensions."""

    rank = 3


class ReflectionPad1d(_PadNd):
    """The last dimension continued by its mirror image, the edge not repeated.

    The gradient of an element is the sum of those of its copies.
    """

    rank = 1
    mode = "reflect"


class ReflectionPad2d(_PadNd):
    """The last two dimensions continued by their mirror image, the edge not repeated."""

    rank = 2
    mode = "reflect"


class ReflectionPad3d(_PadNd):
    """The last three dimensions continued by their mirror image, the edge not repeated."""

    rank = 3
    mode = "reflect"


class ReplicationPad1d(_PadNd):
    """The last dimension continued by its edge.

    The gradient of an element is the sum of those of its copies.
    """

    rank = 1
    mode = "replicate"


class ReplicationPad2d(_PadNd):
    """The last two dimensions continued by their edge."""

    rank = 2
    mode = "replicate"


class ReplicationPad3d(_PadNd):
    """The last three dimensions continued by their edge."""

    rank = 3
    mode = "replicate"


class CircularPad1d(_CircularPadNd):
    """The last dimension continued by its other end.

    The gradient of an element is the sum of those of its copies.
    """

    rank = 1


class CircularPad2d(_CircularPadNd):
    """The last two dimensions continued by their other end."""

    rank = 2


class CircularPad3d(_CircularPadNd):
    """The last three dimensions continued by their other end."""

    rank = 3
