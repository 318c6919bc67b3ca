"""Pooling of one to three dimensions: maxima, means, p-norms, to any size, and back."""

from __future__ import annotations

import functools
import math

from ...derivatives import pooling as primitive
from ...modes import is_grad_enabled
from ...tensor import Tensor
from ._common import check_flags, check_tensors, per_axis

# torch looks these inputs' dimensions up before it counts them.
_BY_INDEX = frozenset(("avg_pool2d", "fractional_max_pool2d", "fractional_max_pool3d"))


def _sizes(function, rank, input, filled=1):
    """The spatial sizes. Raises RuntimeError unless the input is (N, C, *L) or (C, *L), with L not empty, or not the
    `filled` dimensions before it either.
    """
    x = input.array.shape
    if len(x) <= rank and function in _BY_INDEX:
        raise IndexError(
            f"{function}(): Dimension out of range (expected to be in range of [{-max(len(x), 1)}, {max(len(x), 1) - 1}], but got "
            f"{-rank - 1}): input of shape {list(x)}"
        )
    if len(x) not in (rank + 1, rank + 2) or 0 in x[len(x) - rank - filled :]:
        raise RuntimeError(
            f"{function}(): Expected {rank + 1}D or {rank + 2}D (batch mode) tensor with optional 0 dim batch size for input, "
            f"but got: {list(x)}"
        )
    return x[len(x) - rank :]


def _windows(function, rank, kernel_size, stride, padding, dilation=1):
    kernel = per_axis("kernel_size", kernel_size, rank)
    given = stride is not None and stride != () and stride != []
    stride = per_axis("stride", stride, rank) if given else kernel
    padding, dilation = per_axis("padding", padding, rank), per_axis("dilation", dilation, rank)
    _check_windows(function, kernel, stride, padding, dilation)
    return kernel, stride, padding, dilation


@functools.lru_cache(maxsize=256)
def _check_windows(function, kernel, stride, padding, dilation):
    for name, values in (("kernel size", kernel), ("stride", stride), ("dilation", dilation)):
        if any(v <= 0 for v in values):
            raise RuntimeError(f"{function}(): {name} should be greater than zero, but got {list(values)}")
    if any(p < 0 for p in padding):
        raise RuntimeError(f"{function}(): padding must be non-negative, but got {list(padding)}")
    if any(p > (d * (k - 1) + 1) // 2 for p, k, d in zip(padding, kernel, dilation, strict=True)):
        raise RuntimeError(
            f"{function}(): pad should be at most half of effective kernel size, but got pad={list(padding)}, "
            f"kernel_size={list(kernel)} and dilation={list(dilation)}"
        )


@functools.lru_cache(maxsize=256)
def _check_output(function, shape, kernel, stride, padding, dilation, ceil_mode):
    channels, *sizes = shape[-len(kernel) - 1 :]
    out = [_pooled(*axis, ceil_mode) for axis in zip(sizes, kernel, stride, padding, dilation, strict=True)]
    if any(n < 1 for n in out):
        raise RuntimeError(
            f"{function}(): Given input size: {[channels, *sizes]}, kernel_size {list(kernel)} and stride {list(stride)}, "
            f"calculated output size: {[channels, *out]}. Output size is too small"
        )


def _pooled(n, kernel, stride, padding, dilation, ceil_mode):
    reach = n + 2 * padding - dilation * (kernel - 1) - 1
    count = -(-reach // stride) if ceil_mode else reach // stride
    # The last window must begin inside the input or its padding in front.
    return count + 1 - (ceil_mode and count * stride >= n + padding)


def _max_pool(rank, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices=True):
    check_tensors(f"max_pool{rank}d", input=input)
    function = f"max_pool{rank}d"
    check_flags(function, ceil_mode=ceil_mode)
    windows = _windows(function, rank, kernel_size, stride, padding, dilation)
    _sizes(function, rank, input)
    _check_output(function, input.array.shape, *windows, ceil_mode)
    if return_indices:
        return primitive.max_pool(input, *windows, ceil_mode)
    if input.vertex is None or not is_grad_enabled():
        return primitive.max_pool_values(input, *windows, ceil_mode)
    return primitive.max_pool_coded(input, *windows, ceil_mode)


def max_pool1d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """The largest element of each window of (N, C, L) or (C, L), and with `return_indices` where it stands."""
    check_tensors("max_pool1d", input=input)
    if not return_indices and input.array.dtype.kind != "f":
        raise NotImplementedError(f'"max_pool1d_impl" not implemented for {input.dtype.name}')
    return _max_pool(1, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """As `max_pool1d`, over the planes of (N, C, H, W) or (C, H, W); indices are flat within a plane."""
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool3d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """As `max_pool1d`, over the volumes of (N, C, D, H, W) or (C, D, H, W); indices are flat within a volume."""
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode, return_indices)


def max_pool1d_with_indices(
    input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
):
    """(values, indices) of `max_pool1d`."""
    return _max_pool(1, input, kernel_size, stride, padding, dilation, ceil_mode)


def max_pool2d_with_indices(
    input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
):
    """(values, indices) of `max_pool2d`."""
    return _max_pool(2, input, kernel_size, stride, padding, dilation, ceil_mode)


def max_pool3d_with_indices(
    input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False
):
    """(values, indices) of `max_pool3d`."""
    return _max_pool(3, input, kernel_size, stride, padding, dilation, ceil_mode)


def _avg_pool(rank, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override):
    check_tensors(f"avg_pool{rank}d", input=input)
    function = f"avg_pool{rank}d"
    check_flags(function, ceil_mode=ceil_mode, count_include_pad=count_include_pad)
    kernel, stride, padding, dilation = _windows(function, rank, kernel_size, stride, padding)
    _sizes(function, rank, input)
    _check_output(function, input.array.shape, kernel, stride, padding, dilation, ceil_mode)
    if divisor_override == 0:
        raise RuntimeError("divisor must be not zero")
    return primitive.avg_pool(input, kernel, stride, padding, ceil_mode, count_include_pad, divisor_override)


def avg_pool1d(input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True) -> Tensor:
    """The mean of each window of (N, C, L) or (C, L); padding counts as zeros, or without `count_include_pad` not at all."""
    return _avg_pool(1, input, kernel_size, stride, padding, ceil_mode, count_include_pad, None)


def avg_pool2d(
    input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
) -> Tensor:
    """As `avg_pool1d`, over planes; `divisor_override` replaces the number of elements of a window."""
    return _avg_pool(2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def avg_pool3d(
    input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
) -> Tensor:
    """As `avg_pool1d`, over volumes; `divisor_override` replaces the number of elements of a window."""
    return _avg_pool(3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override)


def _lp_pool(rank, pool, input, norm_type, kernel_size, stride, ceil_mode):
    if rank > 1 and not isinstance(kernel_size, int) and len(kernel_size) != rank:
        raise ValueError(f"lp_pool{rank}d(): expected {rank} sizes of the kernel, got {len(kernel_size)}")
    maximum = {1: max_pool1d, 2: max_pool2d, 3: max_pool3d}[rank]
    if norm_type == math.inf:
        return maximum(input.abs(), kernel_size, stride, 0, 1, ceil_mode)
    if norm_type == -math.inf:
        return -maximum(-input.abs(), kernel_size, stride, 0, 1, ceil_mode)
    if rank == 1 and not isinstance(kernel_size, int):
        raise TypeError(f"lp_pool1d(): argument 'kernel_size' must be int, not {type(kernel_size).__name__}")
    out = pool(input**norm_type, kernel_size, stride, 0, ceil_mode)
    count = math.prod(per_axis("kernel_size", kernel_size, rank))
    return (out.sign() * out.abs().relu() * count) ** (1.0 / norm_type)


def lp_pool1d(input, norm_type, kernel_size, stride=None, ceil_mode=False) -> Tensor:
    """(sum x^p)^(1/p) of each window of (N, C, L) or (C, L)."""
    return _lp_pool(1, avg_pool1d, input, norm_type, kernel_size, stride, ceil_mode)


def lp_pool2d(input, norm_type, kernel_size, stride=None, ceil_mode=False) -> Tensor:
    """(sum x^p)^(1/p) of each window of (N, C, H, W) or (C, H, W)."""
    return _lp_pool(2, avg_pool2d, input, norm_type, kernel_size, stride, ceil_mode)


def lp_pool3d(input, norm_type, kernel_size, stride=None, ceil_mode=False) -> Tensor:
    """(sum x^p)^(1/p) of each window of (N, C, D, H, W) or (C, D, H, W)."""
    return _lp_pool(3, avg_pool3d, input, norm_type, kernel_size, stride, ceil_mode)


def _wanted(function, rank, input, output_size):
    """The output size, where None stands for the input's own."""
    check_tensors(function, input=input)
    if isinstance(output_size, Tensor) and not output_size.array.ndim:
        output_size = int(output_size)
    if not isinstance(output_size, int):
        _check_wanted(function, rank, input, output_size)
    sizes = _sizes(function, rank, input, filled=0)
    if isinstance(output_size, int):
        output_size = (output_size,) * rank
    if len(output_size) != rank:
        raise RuntimeError(f"{function}(): output_size must have {rank} elements, but got {list(output_size)}")
    wanted = tuple([own if n is None else n for n, own in zip(output_size, sizes, strict=True)])
    if any(n < 0 for n in wanted):
        raise RuntimeError(
            f"{function}(): elements of output_size must be greater than or equal to 0, got {list(wanted)}"
        )
    return wanted


def _check_wanted(function, rank, input, output_size):
    """Raise TypeError for no sizes, ValueError for more than the input has."""
    if output_size is None or isinstance(output_size, str) or (rank == 1 and None in output_size):
        raise TypeError(
            f"{function}(): argument 'output_size' (position 2) must be tuple of ints, not {type(output_size).__name__}"
        )
    if rank > 1 and input.array.ndim <= len(output_size):
        raise ValueError(f"{function}(): Input dimension should be at least {len(output_size) + 1}")


def _adaptive_avg(rank, input, output_size):
    if rank > 1 and input.array.ndim > rank + 2 and output_size in (1, (1,) * rank, [1] * rank):
        # The mean, for which torch does not count the dimensions.
        return input.mean(tuple(range(-rank, 0)), keepdim=True)
    return primitive.adaptive_avg_pool(input, _wanted(f"adaptive_avg_pool{rank}d", rank, input, output_size))


def adaptive_avg_pool1d(input, output_size) -> Tensor:
    """The means of windows that cover (N, C, L) or (C, L) evenly, as many as asked for."""
    return _adaptive_avg(1, input, output_size)


def adaptive_avg_pool2d(input, output_size) -> Tensor:
    """As `adaptive_avg_pool1d`, over planes; None keeps a size."""
    return _adaptive_avg(2, input, output_size)


def adaptive_avg_pool3d(input, output_size) -> Tensor:
    """As `adaptive_avg_pool1d`, over volumes; None keeps a size."""
    return _adaptive_avg(3, input, output_size)


def _adaptive_max(rank, input, output_size):
    return primitive.adaptive_max_pool(input, _wanted(f"adaptive_max_pool{rank}d", rank, input, output_size))


def adaptive_max_pool1d(input, output_size, return_indices=False):
    """The largest elements of windows that cover (N, C, L) or (C, L) evenly, and with `return_indices` where they stand."""
    found = _adaptive_max(1, input, output_size)
    return found if return_indices else found[0]


def adaptive_max_pool2d(input, output_size, return_indices=False):
    """As `adaptive_max_pool1d`, over planes; None keeps a size."""
    found = _adaptive_max(2, input, output_size)
    return found if return_indices else found[0]


def adaptive_max_pool3d(input, output_size, return_indices=False):
    """As `adaptive_max_pool1d`, over volumes; None keeps a size."""
    found = _adaptive_max(3, input, output_size)
    return found if return_indices else found[0]


def adaptive_max_pool1d_with_indices(input, output_size, return_indices=False):
    """(values, indices) of `adaptive_max_pool1d`."""
    return _adaptive_max(1, input, output_size)


def adaptive_max_pool2d_with_indices(input, output_size, return_indices=False):
    """(values, indices) of `adaptive_max_pool2d`."""
    return _adaptive_max(2, input, output_size)


def adaptive_max_pool3d_with_indices(input, output_size, return_indices=False):
    """(values, indices) of `adaptive_max_pool3d`."""
    return _adaptive_max(3, input, output_size)
