"""Convolutions and their transposes. Each class is the base, with its rank and its function."""

from __future__ import annotations

import math

from ...functional.creation import empty
from ...tensor import Tensor
from .. import functional as F
from .. import init
from ..parameter import Parameter, UninitializedParameter
from .lazy import LazyModuleMixin
from .module import Module

PADDING_MODES = ("zeros", "reflect", "replicate", "circular")


class _ConvNd(Module):
    """What all convolutions share: the options, the parameters, how they are drawn.

    The weight is (O, C / groups, *K), transposed (C, O / groups, *K); weight and bias are drawn from U(-k, k),
    k = sqrt(groups / (C prod K)).
    """

    rank: int
    transposed = False

    def _configure(
        self, in_channels, out_channels, kernel_size, stride, padding, dilation, output_padding, groups, mode
    ):
        if groups <= 0:
            raise ValueError(f"groups must be a positive integer, got {groups}")
        for name, channels in (("in_channels", in_channels), ("out_channels", out_channels)):
            if channels % groups:
                raise ValueError(f"{name} must be divisible by groups, got {channels} and {groups}")
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = self._tuple(kernel_size)
        self.stride = self._tuple(stride)
        self.padding = padding if isinstance(padding, str) else self._tuple(padding)
        self.dilation = self._tuple(dilation)
        self.output_padding = self._tuple(output_padding)
        self.groups = groups
        self.padding_mode = mode
        self._check_padding()
        self._reversed_padding_repeated_twice = self._widths()

    def _tuple(self, value):
        return tuple(value) if hasattr(value, "__iter__") else (value,) * self.rank

    def _check_padding(self):
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                raise ValueError(f"Invalid padding string {self.padding!r}, should be one of 'same', 'valid'")
            if self.padding == "same" and any(s != 1 for s in self.stride):
                raise ValueError(f"padding='same' is not supported for strided convolutions, got stride {self.stride}")
        if self.padding_mode not in PADDING_MODES:
            raise ValueError(f"padding_mode must be one of {PADDING_MODES}, but got padding_mode='{self.padding_mode}'")

    def _widths(self):
        """The padding as F.pad takes it: from the last axis to the first, below and above."""
        if self.padding == "valid":
            return [0, 0] * self.rank
        if self.padding == "same":
            totals = [d * (k - 1) for d, k in zip(self.dilation, self.kernel_size, strict=True)]
            return [width for total in totals[::-1] for width in (total // 2, total - total // 2)]
        return [width for p in self.padding[::-1] for width in (p, p)]

    def _allocate(self, bias, device, dtype):
        shape = (self.in_channels, self.out_channels) if self.transposed else (self.out_channels, self.in_channels)
        shape = (shape[0], shape[1] // self.groups, *self.kernel_size)
        self.weight = Parameter(empty(shape, device=device, dtype=dtype))
        self.register_parameter(
            "bias", Parameter(empty(self.out_channels, device=device, dtype=dtype)) if bias else None
        )
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draws the parameters anew."""
        init.kaiming_uniform_(self.weight, a=math.sqrt(5))
        if self.bias is not None:
            fan_in, _ = init._calculate_fan_in_and_fan_out(self.weight)
            bound = 1 / math.sqrt(fan_in) if fan_in > 0 else 0
            init.uniform_(self.bias, -bound, bound)

    def extra_repr(self) -> str:
        parts = [f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}, stride={self.stride}"]
        for name, default in (("padding", 0), ("dilation", 1), ("output_padding", 0)):
            value = getattr(self, name)
            if value != (default,) * len(value):
                parts.append(f"{name}={value}")
        if self.groups != 1:
            parts.append(f"groups={self.groups}")
        if self.bias is None:
            parts.append("bias=False")
        if self.padding_mode != "zeros":
            parts.append(f"padding_mode={self.padding_mode}")
        return ", ".join(parts)


class _Conv(_ConvNd):
    def __init__(
        self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, dilation=1, groups: int = 1,
        bias: bool = True, padding_mode: str = "zeros", device=None, dtype=None,
    ):  # fmt: skip
        super().__init__()
        self._configure(in_channels, out_channels, kernel_size, stride, padding, dilation, 0, groups, padding_mode)
        self._allocate(bias, device, dtype)

    def _conv_forward(self, input: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
        padding = self.padding
        if self.padding_mode != "zeros":
            input = F.pad(input, self._reversed_padding_repeated_twice, mode=self.padding_mode)
            padding = 0
        return self.function(input, weight, bias, self.stride, padding, self.dilation, self.groups)

    def forward(self, input: Tensor) -> Tensor:
        return self._conv_forward(input, self.weight, self.bias)


class Conv1d(_Conv):
    """Convolution over sequences: (N, C, L) or (C, L) -> (N, O, L') or (O, L').

    y[n, o, l] = b[o] + sum over c, t of W[o, c, t] x[n, c, stride l + dilation t - padding].

    Gradients, g being that of y: the transposed convolution of g with W in x, the correlation of x with g in W, and
    in b the sum of g.

    L' = floor((L + 2 padding - dilation (K - 1) - 1) / stride) + 1.
    padding: numbers, "same" or "valid"; padding_mode: "zeros", "reflect", "replicate" or "circular".

    >>> import numpynn
    >>> numpynn.nn.Conv1d(16, 33, 3, stride=2)(numpynn.zeros(20, 16, 50)).shape
    torch.Size([20, 33, 24])
    """

    rank = 1
    function = staticmethod(F.conv1d)


class Conv2d(_Conv):
    """Convolution over planes: (N, C, H, W) or (C, H, W) -> (N, O, H', W') or (O, H', W')."""

    rank = 2
    function = staticmethod(F.conv2d)


class Conv3d(_Conv):
    """Convolution over volumes: (N, C, D, H, W) or (C, D, H, W) -> (N, O, D', H', W') or (O, D', H', W')."""

    rank = 3
    function = staticmethod(F.conv3d)


class _ConvTranspose(_ConvNd):
    transposed = True

    def __init__(
        self, in_channels: int, out_channels: int, kernel_size, stride=1, padding=0, output_padding=0, groups: int = 1,
        bias: bool = True, dilation=1, padding_mode: str = "zeros", device=None, dtype=None,
    ):  # fmt: skip
        if padding_mode != "zeros":
            raise ValueError(f'Only "zeros" padding mode is supported for {type(self).__name__}, got {padding_mode!r}')
        super().__init__()
        self._configure(
            in_channels, out_channels, kernel_size, stride, padding, dilation, output_padding, groups, padding_mode
        )
        self._allocate(bias, device, dtype)

    def forward(self, input: Tensor, output_size=None) -> Tensor:
        if self.padding_mode != "zeros":
            raise ValueError(f"Only `zeros` padding mode is supported for {type(self).__name__}")
        extra = self.output_padding if output_size is None else self._output_padding(input, output_size)
        return self.function(
            input, self.weight, self.bias, self.stride, self.padding, extra, self.groups, self.dilation
        )

    def _output_padding(self, input, output_size):
        """The output padding that gives an output of the size asked for."""
        sizes = input.array.shape
        others = len(sizes) - self.rank
        wanted = tuple(output_size)[others:] if len(output_size) == len(sizes) else tuple(output_size)
        if len(wanted) != self.rank:
            raise ValueError(
                f"ConvTranspose{self.rank}D: for {len(sizes)}D input, output_size must have {self.rank} or "
                f"{others + self.rank} elements (got {len(output_size)})"
            )
        least = [
            (n - 1) * s - 2 * p + d * (k - 1) + 1
            for n, s, p, d, k in zip(
                sizes[others:], self.stride, self.padding, self.dilation, self.kernel_size, strict=True
            )
        ]
        most = [n + s - 1 for n, s in zip(least, self.stride, strict=True)]
        if any(not low <= n <= high for low, n, high in zip(least, wanted, most, strict=True)):
            raise ValueError(
                f"requested an output size of {list(wanted)}, but valid sizes range from {least} to {most} (for an input of "
                f"{list(sizes[others:])})"
            )
        return tuple([n - low for n, low in zip(wanted, least, strict=True)])


class ConvTranspose1d(_ConvTranspose):
    """The adjoint of Conv1d: (N, C, L) -> (N, O, (L - 1) stride - 2 padding + dilation (K - 1) + output_padding + 1).

    y[n, o, stride l + dilation t - padding] += W[c, o, t] x[n, c, l], and b[o].

    Gradients, g being that of y: the convolution of g with W in x, the correlation of g with x in W, and in b the
    sum of g.
    """

    rank = 1
    function = staticmethod(F.conv_transpose1d)


class ConvTranspose2d(_ConvTranspose):
    """The adjoint of Conv2d: (N, C, H, W) or (C, H, W) -> (N, O, H', W') or (O, H', W')."""

    rank = 2
    function = staticmethod(F.conv_transpose2d)


class ConvTranspose3d(_ConvTranspose):
    """The adjoint of Conv3d: (N, C, D, H, W) or (C, D, H, W) -> (N, O, D', H', W') or (O, D', H', W')."""

    rank = 3
    function = staticmethod(F.conv_transpose3d)


class _LazyConv(LazyModuleMixin):
    """A convolution whose `in_channels` are those of its first input."""

    def _defer(self, out_channels, bias, device, dtype):
        self.out_channels = out_channels
        self.weight = UninitializedParameter(device=device, dtype=dtype)
        if bias:
            self.bias = UninitializedParameter(device=device, dtype=dtype)

    def reset_parameters(self) -> None:
        """Draws the parameters anew, once they have a shape."""
        if not self.has_uninitialized_params() and self.in_channels:
            super().reset_parameters()

    def initialize_parameters(self, input: Tensor, *args, **kwargs) -> None:
        """Shapes the parameters for this input."""
        if not self.has_uninitialized_params():
            return
        ndim = input.array.ndim
        if ndim not in (self.rank + 1, self.rank + 2):
            raise RuntimeError(
                f"Expected {self.rank + 1}D (unbatched) or {self.rank + 2}D (batched) input to {type(self).__name__}, but got "
                f"input of size: {input.shape}"
            )
        self.in_channels = input.array.shape[ndim - self.rank - 1]
        if self.in_channels % self.groups:
            raise ValueError(f"in_channels must be divisible by groups, got {self.in_channels} and {self.groups}")
        shape = (self.in_channels, self.out_channels) if self.transposed else (self.out_channels, self.in_channels)
        self.weight.materialize((shape[0], shape[1] // self.groups, *self.kernel_size))
        if self.bias is not None:
            self.bias.materialize((self.out_channels,))
        self.reset_parameters()


class _LazyForward(_LazyConv):
    def __init__(
        self, out_channels: int, kernel_size, stride=1, padding=0, dilation=1, groups: int = 1, bias: bool = True,
        padding_mode: str = "zeros", device=None, dtype=None,
    ):  # fmt: skip
        # Without channels and bias nothing is drawn before the shapes are known.
        super().__init__(0, 0, kernel_size, stride, padding, dilation, groups, False, padding_mode)
        self._defer(out_channels, bias, device, dtype)


class _LazyTransposed(_LazyConv):
    def __init__(
        self, out_channels: int, kernel_size, stride=1, padding=0, output_padding=0, groups: int = 1, bias: bool = True,
        dilation=1, padding_mode: str = "zeros", device=None, dtype=None,
    ):  # fmt: skip
        super().__init__(0, 0, kernel_size, stride, padding, output_padding, groups, False, dilation, padding_mode)
        self._defer(out_channels, bias, device, dtype)


class LazyConv1d(_LazyForward, Conv1d):
    """Conv1d whose `in_channels` are those of its first input."""

    cls_to_become = Conv1d


class LazyConvTranspose1d(_LazyTransposed, ConvTranspose1d):
    """ConvTranspose1d whose `in_channels` are those of its first input."""

    cls_to_become = ConvTranspose1d


class LazyConv2d(_LazyForward, Conv2d):
    """Conv2d whose `in_channels` are those of its first input."""

    cls_to_become = Conv2d


class LazyConvTranspose2d(_LazyTransposed, ConvTranspose2d):
    """ConvTranspose2d whose `in_channels` are those of its first input."""

    cls_to_become = ConvTranspose2d


class LazyConv3d(_LazyForward, Conv3d):
    """Conv3d whose `in_channels` are those of its first input."""

    cls_to_become = Conv3d


class LazyConvTranspose3d(_LazyTransposed, ConvTranspose3d):
    """ConvTranspose3d whose `in_channels` are those of its first input."""

    cls_to_become = ConvTranspose3d
