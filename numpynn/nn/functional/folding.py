"""Windows laid out as columns, and added back."""

from __future__ import annotations

import math
import operator

from ...derivatives import vision as primitive
from ...functional._make import check_tensor
from ...kernels.windows import window_count
from ...tensor import Tensor


def _pair(function, name, value):
    values = tuple(value) if isinstance(value, (list, tuple)) else (value, value)
    if len(values) != 2:
        raise RuntimeError(f"{function}(): It is expected {name} equals to 2, but got size {len(values)}")
    try:
        return tuple(map(operator.index, values))
    except TypeError:
        raise TypeError(f"{function}(): argument '{name}' must be tuple of ints, but got {value!r}") from None


def _windows(function, kernel_size, dilation, padding, stride):
    kernel, dilation = _pair(function, "kernel_size", kernel_size), _pair(function, "dilation", dilation)
    padding, stride = _pair(function, "padding", padding), _pair(function, "stride", stride)
    for name, values in (("kernel size", kernel), ("dilation", dilation), ("stride", stride)):
        if min(values) < 1:
            raise RuntimeError(f"{function}(): {name} should be greater than zero, but got {values}")
    if min(padding) < 0:
        raise RuntimeError(f"{function}(): padding should be non-negative, but got {padding}")
    return kernel, dilation, padding, stride


def _no_integers(function, input):
    if input.array.dtype.kind in "iu":
        raise NotImplementedError(f'"{function}" not implemented for {input.array.dtype}')


def unfold(input, kernel_size, dilation=1, padding=0, stride=1) -> Tensor:
    """What every window of (N, C, H, W) or (C, H, W) sees, as columns: (N, C * taps, windows)."""
    check_tensor("unfold", "input", input)
    kernel, dilation, padding, stride = _windows("unfold", kernel_size, dilation, padding, stride)
    shape = input.array.shape
    if len(shape) < 3:
        raise IndexError(
            f"unfold(): expected 3D or 4D (batch mode) input, but {list(shape)} has no dimension 2 (Dimension out of range)"
        )
    if len(shape) > 4 or 0 in shape[-3:]:
        raise RuntimeError(
            "Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: "
            f"{list(shape)}"
        )
    counts = tuple(map(window_count, shape[-2:], kernel, stride, padding, dilation))
    if min(counts) < 1:
        raise RuntimeError(
            f"Given input with spatial size {shape[-2:]}, kernel_size={kernel}, dilation={dilation}, padding={padding}, calculated "
            f"shape of the array of sliding blocks as {counts}, but its components must be at least one."
        )
    _no_integers("unfold", input)
    if len(shape) == 3:
        return primitive.unfold(input.unsqueeze(0), kernel, dilation, padding, stride).squeeze(0)
    return primitive.unfold(input, kernel, dilation, padding, stride)


def fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1) -> Tensor:
    """Columns (N, C * taps, windows) or (C * taps, windows) added up where the windows lie: (N, C, *output_size)."""
    check_tensor("fold", "input", input)
    sizes = _pair("fold", "output_size", output_size)
    kernel, dilation, padding, stride = _windows("fold", kernel_size, dilation, padding, stride)
    _check_columns(input.array.shape, sizes, kernel, dilation, padding, stride)
    _no_integers("fold", input)
    if input.array.ndim == 2:
        return primitive.fold(input.unsqueeze(0), sizes, kernel, dilation, padding, stride).squeeze(0)
    return primitive.fold(input, sizes, kernel, dilation, padding, stride)


def _check_columns(shape, sizes, kernel, dilation, padding, stride):
    if len(shape) not in (2, 3) or 0 in shape[-2:]:
        raise RuntimeError(
            "Expected 2D or 3D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: "
            f"{list(shape)}"
        )
    if shape[-2] % math.prod(kernel):
        raise RuntimeError(
            "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got "
            f"input.size(1)={shape[-2]} and kernel_size={kernel}."
        )
    counts = tuple(map(window_count, sizes, kernel, stride, padding, dilation))
    if min(counts) < 1 or math.prod(counts) != shape[-1]:
        raise RuntimeError(
            f"Given output_size={sizes}, kernel_size={kernel}, dilation={dilation}, padding={padding}, stride={stride}, expected "
            f"size of input's dimension 2 to match the calculated number of sliding blocks {counts[0]} * {counts[1]} = "
            f"{math.prod(counts)}, but got input.size(2)={shape[-1]}."
        )
