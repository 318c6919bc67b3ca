"""Pooling by windows at random places, and the way back from maxima to where they stood."""

from __future__ import annotations

from ...derivatives import pooling as primitive
from ...functional.random import rand
from ...tensor import Tensor
from ._common import check_tensors, per_axis
from .pooling import _sizes


def _fractional(rank, input, kernel_size, output_size, output_ratio, samples):
    function = f"fractional_max_pool{rank}d"
    if output_size is None and output_ratio is None:
        raise ValueError(f"{function} requires specifying either an output_size or an output_ratio")
    sizes = _sizes(function, rank, input, filled=0)
    if output_size is None:
        ratios = (output_ratio,) * rank if isinstance(output_ratio, (int, float)) else tuple(output_ratio)
        if len(ratios) > rank:
            raise ValueError(
                f"{function} requires output_ratio to either be a single number or {rank} of them, got {ratios}"
            )
        output_size = [int(n * ratio) for n, ratio in zip(sizes, ratios, strict=True)]
    kernel, out = per_axis("kernel_size", kernel_size, rank), per_axis("output_size", output_size, rank)
    for n, k, m in zip(sizes, kernel, out, strict=True):
        # The samplers of torch's volumes leave no room for windows that just fit.
        if m + k - 1 + (rank == 3) > n:
            raise RuntimeError(f"{function}(): pool size {k} too large relative to input size {n} for output size {m}")
    unbatched = input.array.ndim == rank + 1
    x = input.unsqueeze(0) if unbatched else input
    if samples is None:
        samples = rand(x.array.shape[0], x.array.shape[1], rank, dtype=input.dtype)
    _check_samples(function, samples, x.array.shape, rank)
    # torch's samples for planes are those of the last axis first; for volumes they are in order.
    ordered = samples.array[..., ::-1] if rank == 2 else samples.array
    values, indices = primitive.fractional_max_pool(x, kernel, out, ordered)
    return (values.squeeze(0), indices.squeeze(0)) if unbatched else (values, indices)


def _check_samples(function, samples, x, rank):
    s = samples.array.shape
    if len(s) != 3 or s[0] < x[0] or s[1] != x[1] or s[2] != rank:
        raise RuntimeError(f"{function}(): expected _random_samples of size {[x[0], x[1], rank]}, got {list(s)}")


def fractional_max_pool2d(
    input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None
):
    """The largest elements of windows at pseudo-random places of (N, C, H, W) or (C, H, W). Graham, 2014."""
    found = _fractional(2, input, kernel_size, output_size, output_ratio, _random_samples)
    return found if return_indices else found[0]


def fractional_max_pool3d(
    input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None
):
    """As `fractional_max_pool2d`, over volumes."""
    found = _fractional(3, input, kernel_size, output_size, output_ratio, _random_samples)
    return found if return_indices else found[0]


def fractional_max_pool2d_with_indices(
    input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None
):
    """(values, indices) of `fractional_max_pool2d`."""
    return _fractional(2, input, kernel_size, output_size, output_ratio, _random_samples)


def fractional_max_pool3d_with_indices(
    input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None
):
    """(values, indices) of `fractional_max_pool3d`."""
    return _fractional(3, input, kernel_size, output_size, output_ratio, _random_samples)


def _unpool(rank, input, indices, kernel_size, stride, padding, output_size):
    function = f"max_unpool{rank}d"
    kernel, padding = per_axis("kernel_size", kernel_size, rank), per_axis("padding", padding, rank)
    stride = kernel if stride is None else per_axis("stride", stride, rank)
    if input.array.ndim < rank:
        raise IndexError(f"{function}(): tuple index out of range: input has {input.array.ndim} dimensions")
    sizes = _sizes(function, rank, input)
    usual = [(n - 1) * s + k - 2 * p for n, s, k, p in zip(sizes, stride, kernel, padding, strict=True)]
    out = tuple(usual) if output_size is None else _wanted(usual, stride, output_size)
    check_tensors(function, indices=indices)
    if indices.array.shape != input.array.shape:
        raise RuntimeError(
            f"{function}(): Expected shape of indices to be same as that of the input tensor ({list(input.array.shape)}) but got "
            f"indices tensor with shape: {list(indices.array.shape)}"
        )
    if indices.array.dtype.name != "int64":
        raise RuntimeError(f"elements in indices should be type int64 but got: {indices.dtype.name}")
    _check_indices(function, indices.array, out)
    return primitive.write_at(input, indices, out)


def _wanted(usual, stride, output_size):
    wanted = tuple(output_size)[-len(usual) :] if len(output_size) == len(usual) + 2 else tuple(output_size)
    if len(wanted) != len(usual):
        raise ValueError(
            f"output_size should be a sequence containing {len(usual)} or {len(usual) + 2} elements, but it has a length of "
            f"'{len(output_size)}'"
        )
    for d, (n, default, step) in enumerate(zip(wanted, usual, stride, strict=True)):
        if not default - step < n < default + step:
            raise ValueError(
                f'invalid output_size "{list(wanted)}" (dim {d} must be between {default - step} and {default + step})'
            )
    return wanted


def _check_indices(function, indices, out):
    count = 1
    for n in out:
        count *= n
    if indices.size and (indices.min() < 0 or indices.max() >= count):
        bad = indices.min() if indices.min() < 0 else indices.max()
        raise RuntimeError(f"{function}(): found an invalid max index: {bad} (output volumes are of size {list(out)})")


def max_unpool1d(input, indices, kernel_size, stride=None, padding=0, output_size=None) -> Tensor:
    """Zeros with each element of (N, C, L) or (C, L) at its index: a partial inverse of `max_pool1d`."""
    return _unpool(1, input, indices, kernel_size, stride, padding, output_size)


def max_unpool2d(input, indices, kernel_size, stride=None, padding=0, output_size=None) -> Tensor:
    """As `max_unpool1d`, over planes."""
    return _unpool(2, input, indices, kernel_size, stride, padding, output_size)


def max_unpool3d(input, indices, kernel_size, stride=None, padding=0, output_size=None) -> Tensor:
    """As `max_unpool1d`, over volumes."""
    return _unpool(3, input, indices, kernel_size, stride, padding, output_size)
