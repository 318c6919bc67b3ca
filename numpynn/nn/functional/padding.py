"""Padding: constants, reflections, repeated edges, rings."""

from __future__ import annotations

from ...derivatives import padding as primitive
from ...tensor import Tensor
from ._common import check_integers, check_tensors

_BY_INDEX = {"reflect": 1, "replicate": 0, "circular": 0}


def pad(input, pad, mode="constant", value=None) -> Tensor:
    """Widened by `pad`: (below, above) of the last dimension, then of the one before it ...; negative widths crop.

    mode: "constant" (`value`, 0 by default, any dimensions), or, for the last one to three dimensions: "reflect" (without
    repeating the edge), "replicate" (the edge), "circular" (the other end).
    """
    check_tensors("pad", input=input)
    check_integers("pad", pad)
    if len(pad) % 2:
        raise RuntimeError(f"Padding length must be divisible by 2, got {len(pad)}")
    if len(pad) > 2 * input.array.ndim:
        raise RuntimeError(
            "Padding length should be less than or equal to two times the input dimension but got padding length "
            f"{len(pad)} and input of dimension {input.array.ndim}"
        )
    widths = tuple([(int(pad[i]), int(pad[i + 1])) for i in range(len(pad) - 2, -1, -2)])
    if mode == "constant":
        _check_sizes(input, widths)
        number = input.array.dtype.type(0 if value is None else value)
        return primitive.pad(input, widths, number) if widths else input.clone()
    if mode not in _BY_INDEX:
        raise NotImplementedError(f"Unrecognised padding mode {mode}")
    if value is not None and value != 0:
        raise RuntimeError(f'Padding mode "{mode}" doesn\'t take in value argument')
    _check_rank(input, len(pad))
    _check_widths(input, widths, mode)
    return primitive.pad_by_index(input, widths, mode)


def _check_sizes(input, widths):
    sizes = input.array.shape[input.array.ndim - len(widths) :]
    for n, (below, above) in zip(sizes, widths, strict=True):
        if n + below + above < 0 or -below > n or -above > n:
            raise RuntimeError(
                f"narrow(): length must be non-negative: pad {(below, above)} of dimension of size {n} in {list(input.array.shape)}"
            )


def _check_rank(input, length):
    if length not in (2, 4, 6) or input.array.ndim - length // 2 not in (1, 2):
        raise NotImplementedError(
            f"Padding size {length} is not supported for {input.array.ndim}D input tensor: reflect, replicate and circular pad the "
            "last 1 dimension of 2D or 3D input, the last 2 of 3D or 4D, the last 3 of 4D or 5D"
        )


def _check_widths(input, widths, mode):
    shape = input.array.shape
    sizes = shape[len(shape) - len(widths) :]
    if mode != "circular" and 0 in shape[len(shape) - len(widths) - 1 :]:
        raise RuntimeError(
            f"Expected {len(widths) + 1}D or {len(widths) + 2}D (batch mode) tensor with possibly 0 batch size and other non-zero "
            f"dimensions for input, but got: {list(shape)}"
        )
    for d, (n, width) in enumerate(zip(sizes, widths, strict=True)):
        if mode == "reflect" and max(width) >= n:
            raise RuntimeError(
                f"Padding size should be less than the corresponding input dimension, but got: padding {width} at dimension "
                f"{len(shape) - len(widths) + d} of input {list(shape)}"
            )
        if mode == "circular" and max(width) > n:
            raise RuntimeError(f"Padding value causes wrapping around more than once: padding {width} of size {n}")
        if n + sum(width) < (1 if mode != "circular" else 0):
            raise RuntimeError(f"input of size {list(shape)} is too small for padding {width}: no element is left")
