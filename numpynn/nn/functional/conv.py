"""Convolutions of one, two and three dimensions, and their transposes."""

from __future__ import annotations

import functools

from ...derivatives import conv as primitive
from ...derivatives.padding import pad as pad_around
from ...tensor import Tensor
from ._common import check_tensors, per_axis


def conv1d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """out[n, o, l] = b[o] + sum_{c, t} w[o, c, t] x[n, c, l * stride + t * dilation - padding], within each group.

    input (N, C, L) or (C, L), weight (O, C / groups, K), bias (O). padding: a number, "valid" (0) or "same" (as long as the
    input, the odd element behind). Raises RuntimeError where the sizes do not fit.
    """
    return _conv("conv1d", 1, input, weight, bias, stride, padding, dilation, groups)


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """As `conv1d`, over planes: input (N, C, H, W) or (C, H, W), weight (O, C / groups, KH, KW), bias (O)."""
    return _conv("conv2d", 2, input, weight, bias, stride, padding, dilation, groups)


def conv3d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Tensor:
    """As `conv1d`, over volumes: input (N, C, D, H, W) or (C, D, H, W), weight (O, C / groups, KD, KH, KW), bias (O)."""
    return _conv("conv3d", 3, input, weight, bias, stride, padding, dilation, groups)


def _conv(function, rank, input, weight, bias, stride, padding, dilation, groups):
    _check_operands(function, input, weight, bias)
    stride, dilation = per_axis("stride", stride, rank), per_axis("dilation", dilation, rank)
    x, unbatched = _batched(function, rank, input)
    _check_dtypes(input, weight, bias)
    if isinstance(padding, str):
        x, padding = _named_padding(x, weight.array.shape[2:], padding, stride, dilation)
    padding = per_axis("padding", padding, rank)
    bias_shape = None if bias is None else bias.array.shape
    _check_geometry(x.array.shape, weight.array.shape, bias_shape, stride, padding, dilation, groups)
    out = primitive.conv(x, weight, stride, padding, dilation, groups, bias)
    return out.squeeze(0) if unbatched else out


def _check_operands(function, input, weight, bias):
    check_tensors(function, input=input, weight=weight)
    if bias is not None:
        check_tensors(function, bias=bias)


def _batched(function, rank, input):
    """The input with a batch dimension, and whether it had none."""
    ndim = input.array.ndim
    if ndim not in (rank + 1, rank + 2):
        raise RuntimeError(
            f"Expected {rank + 1}D (unbatched) or {rank + 2}D (batched) input to {function}, but got input of size: "
            f"{list(input.array.shape)}"
        )
    return (input.unsqueeze(0), True) if ndim == rank + 1 else (input, False)


def _finished(out, bias, unbatched):
    if bias is not None:
        out = out + bias.reshape((-1,) + (1,) * (out.array.ndim - 2))
    return out.squeeze(0) if unbatched else out


def _named_padding(x, kernel, name, stride, dilation):
    """The input, padded by "same" where one side gets more than the other, and the even rest of the padding."""
    if name == "valid":
        return x, 0
    if name != "same":
        raise RuntimeError(f"Invalid padding string: '{name}'")
    if any(s != 1 for s in stride):
        raise RuntimeError("padding='same' is not supported for strided convolutions")
    totals = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
    if any(total % 2 for total in totals):
        x = pad_around(x, ((0, 0), (0, 0), *[(0, total % 2) for total in totals]), 0)
    return x, tuple([total // 2 for total in totals])


def _check_dtypes(input, weight, bias):
    if input.array.dtype != weight.array.dtype:
        raise RuntimeError(f"Input type ({input.dtype.name}) and weight type ({weight.dtype.name}) should be the same")
    if bias is not None and bias.array.dtype != input.array.dtype:
        raise RuntimeError(f"Input type ({input.dtype.name}) and bias type ({bias.dtype.name}) should be the same")


@functools.lru_cache(maxsize=1024)
def _check_geometry(x, w, bias, stride, padding, dilation, groups):
    """All that follows from shapes and options, once for each set of them: a twentieth of a small convolution's time."""
    _check_options(stride, padding, dilation, groups)
    _check_sizes(x, w, bias, padding, dilation, groups)


def _check_options(stride, padding, dilation, groups):
    if any(s <= 0 for s in stride):
        raise RuntimeError(f"non-positive stride is not supported, got {list(stride)}")
    if any(p < 0 for p in padding):
        raise RuntimeError(f"negative padding is not supported, got {list(padding)}")
    if any(d <= 0 for d in dilation):
        raise RuntimeError(f"non-positive dilation is not supported, got {list(dilation)}")
    if groups <= 0:
        raise RuntimeError(f"non-positive groups is not supported, got {groups}")


def _check_sizes(x, w, bias, padding, dilation, groups):
    if len(w) != len(x):
        raise RuntimeError(
            f"Expected {len(x)}-dimensional weight for {len(x)}-dimensional input {list(x)}, got {list(w)}"
        )
    if w[0] < groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be at least {groups} at dimension 0, but got weight of size {list(w)}"
        )
    if w[0] % groups:
        raise RuntimeError(
            f"Given groups={groups}, expected weight to be divisible by {groups} at dimension 0, but got weight of size "
            f"{list(w)}"
        )
    if x[1] != w[1] * groups:
        raise RuntimeError(
            f"Given groups={groups}, weight of size {list(w)}, expected input{list(x)} to have {w[1] * groups} channels, but got "
            f"{x[1]} channels instead"
        )
    _check_bias(f"weight of size {list(w)}", bias, w[0])
    padded = [n + 2 * p for n, p in zip(x[2:], padding, strict=True)]
    extent = [d * (k - 1) + 1 for d, k in zip(dilation, w[2:], strict=True)]
    if any(k > n for k, n in zip(extent, padded, strict=True)):
        raise RuntimeError(
            f"Calculated padded input size per channel: ({_by(padded)}). Kernel size: ({_by(extent)}). "
            "Kernel size can't be greater than actual input size"
        )
    if 0 in w[2:]:
        raise RuntimeError(f"weight should have at least one element in each window, got weight of size {list(w)}")


def _by(sizes):
    return " x ".join(map(str, sizes))


def _check_bias(what, bias, channels):
    if bias is not None and bias != (channels,):
        raise RuntimeError(
            f"Given {what}, expected bias to be 1-dimensional with {channels} elements, but got bias of size "
            f"{list(bias)} instead"
        )


def conv_transpose1d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1) -> Tensor:
    """The adjoint of `conv1d` in its input, and a bias: input (N, C, L), weight (C, O / groups, K), bias (O).

    The output is (L - 1) stride - 2 padding + dilation (K - 1) + output_padding + 1 long. Raises RuntimeError where the sizes
    do not fit. Zeiler et al., "Deconvolutional Networks", 2010.
    """
    return _transposed("conv_transpose1d", 1, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose2d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1) -> Tensor:
    """As `conv_transpose1d`, over planes: input (N, C, H, W), weight (C, O / groups, KH, KW), bias (O)."""
    return _transposed("conv_transpose2d", 2, input, weight, bias, stride, padding, output_padding, groups, dilation)


def conv_transpose3d(input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1) -> Tensor:
    """As `conv_transpose1d`, over volumes: input (N, C, D, H, W), weight (C, O / groups, KD, KH, KW), bias (O)."""
    return _transposed("conv_transpose3d", 3, input, weight, bias, stride, padding, output_padding, groups, dilation)


def _transposed(function, rank, input, weight, bias, stride, padding, output_padding, groups, dilation):
    _check_operands(function, input, weight, bias)
    stride, padding = per_axis("stride", stride, rank), per_axis("padding", padding, rank)
    dilation, extra = per_axis("dilation", dilation, rank), per_axis("output_padding", output_padding, rank)
    x, unbatched = _batched(function, rank, input)
    _check_dtypes(input, weight, bias)
    _check_options(stride, padding, dilation, groups)
    sizes, w = x.array.shape, weight.array.shape
    _check_transposed(sizes, w, None if bias is None else bias.array.shape, stride, extra, groups, dilation)
    if 0 in sizes[2:]:
        raise RuntimeError(f"Only zero batch or zero channel inputs are supported, but got input shape: {list(sizes)}")
    out = tuple(
        [
            (n - 1) * s - 2 * p + d * (k - 1) + e + 1
            for n, s, p, d, k, e in zip(sizes[2:], stride, padding, dilation, w[2:], extra, strict=True)
        ]
    )
    if any(n < 1 for n in out):
        raise RuntimeError(
            f"Given input size per channel: ({_by(sizes[2:])}). Calculated output size per channel: ({_by(out)}). Output size is "
            "too small"
        )
    shape = (sizes[0], w[1] * groups, *out)
    return _finished(primitive.conv_input(x, weight, shape, stride, padding, dilation, groups), bias, unbatched)


def _check_transposed(x, w, bias, stride, extra, groups, dilation):
    if len(w) != len(x):
        raise RuntimeError(
            f"Expected {len(x)}-dimensional weight for {len(x)}-dimensional input {list(x)}, got {list(w)}"
        )
    if x[1] != w[0] or w[0] % groups:
        raise RuntimeError(
            f"Given transposed=1, weight of size {list(w)}, expected input{list(x)} to have {w[0]} channels divisible by {groups} "
            f"groups, but got {x[1]} channels instead"
        )
    _check_bias(f"transposed=1, weight of size {list(w)}", bias, w[1] * groups)
    if any(e < 0 or (e >= s and e >= d) for e, s, d in zip(extra, stride, dilation, strict=True)):
        raise RuntimeError(
            "output padding must be smaller than either stride or dilation, but got output_padding: "
            f"{list(extra)} stride: {list(stride)} dilation: {list(dilation)}"
        )


def conv_tbc(input, weight, bias, pad=0) -> Tensor:
    """`conv1d` in the order (time, batch, channels): input (T, N, C), weight (K, C, O), bias (O)."""
    if input.array.ndim != 3 or weight.array.ndim != 3 or bias.array.ndim != 1:
        raise RuntimeError(
            "conv_tbc: expected 3-D input, 3-D weight and 1-D bias, got "
            f"{list(input.array.shape)}, {list(weight.array.shape)} and {list(bias.array.shape)}"
        )
    return conv1d(input.permute(1, 2, 0), weight.permute(2, 1, 0), bias, padding=pad).permute(2, 0, 1)
