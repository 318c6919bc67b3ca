"""Shuffling of pixels and channels."""

from __future__ import annotations

from ...derivatives import vision as primitive
from ...functional._make import check_tensor
from ...tensor import Tensor


def _check(function, argument, input, factor):
    """Raise unless the option is a positive int, and the input a Tensor with at least three dimensions."""
    check_tensor(function, "input", input)
    if not isinstance(factor, int):
        raise TypeError(f"{function}(): argument '{argument}' (position 2) must be int, not {type(factor).__name__}")
    if input.array.ndim < 3:
        raise RuntimeError(
            f"{function} expects input to have at least 3 dimensions, but got input with {input.array.ndim} dimension(s): "
            f"{list(input.array.shape)}"
        )
    if factor < 1:
        raise RuntimeError(f"{function} expects a positive {argument}, but got {factor}")


def pixel_shuffle(input, upscale_factor) -> Tensor:
    """(*, C r r, H, W) -> (*, C, H r, W r). Shi et al., "Real-Time Single Image and Video Super-Resolution", 2016."""
    _check("pixel_shuffle", "upscale_factor", input, upscale_factor)
    channels = input.array.shape[-3]
    if channels % upscale_factor**2:
        raise RuntimeError(
            "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but "
            f"input.size(-3)={channels} is not divisible by {upscale_factor**2}"
        )
    return primitive.pixel_shuffle(input, upscale_factor)


def pixel_unshuffle(input, downscale_factor) -> Tensor:
    """(*, C, H r, W r) -> (*, C r r, H, W): the inverse of `pixel_shuffle`. An empty input keeps its shape, as in torch."""
    _check("pixel_unshuffle", "downscale_factor", input, downscale_factor)
    for name, dim in (("height", -2), ("width", -1)):
        if input.array.shape[dim] % downscale_factor:
            raise RuntimeError(
                f"pixel_unshuffle expects {name} to be divisible by downscale_factor, but input.size({dim})="
                f"{input.array.shape[dim]} is not divisible by {downscale_factor}"
            )
    if input.array.size == 0:
        # torch gives an empty input back as it is.
        return input.clone()
    return primitive.pixel_unshuffle(input, downscale_factor)


def channel_shuffle(input, groups) -> Tensor:
    """(N, C, *), the first channel of every group, then the second ... Zhang et al., "ShuffleNet", 2017."""
    _check("channel_shuffle", "groups", input, groups)
    if input.array.shape[1] % groups:
        raise RuntimeError(
            f"Number of channels must be divisible by groups. Got {input.array.shape[1]} channels and {groups} groups."
        )
    return primitive.channel_shuffle(input, groups)


def native_channel_shuffle(input, groups) -> Tensor:
    """`channel_shuffle`."""
    return channel_shuffle(input, groups)
