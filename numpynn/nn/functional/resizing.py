"""Resizing of lines, planes and volumes."""

from __future__ import annotations

import operator
import warnings

import numpy as np

from ...derivatives import vision as primitive
from ...tensor import Tensor
from .pooling import adaptive_avg_pool1d, adaptive_avg_pool2d, adaptive_avg_pool3d

_AREA = {1: adaptive_avg_pool1d, 2: adaptive_avg_pool2d, 3: adaptive_avg_pool3d}
_RANKS = {"linear": 1, "bilinear": 2, "trilinear": 3}
# For each mode and number of axes, what the kernel calls it.
_KERNEL_MODES = {
    **{(mode, rank): mode for mode in ("nearest", "nearest-exact", "area") for rank in (1, 2, 3)},
    **dict.fromkeys(_RANKS.items(), "linear"),
    ("bicubic", 2): "cubic",
    ("lanczos", 2): "lanczos",
}


def interpolate(
    input, size=None, scale_factor=None, mode="nearest", align_corners=None, recompute_scale_factor=None,
    antialias=False,
) -> Tensor:  # fmt: skip
    """(N, C, *L), with one to three L, resized to `size`, or by `scale_factor`.

    mode: "nearest", "nearest-exact", "area", of any L; "linear", "bilinear", "trilinear" of one, two, three; "bicubic",
        "lanczos" of two.
    align_corners: whether the outermost elements, not their outer edges, of input and output lie on one another.
    recompute_scale_factor: the scale is that of the sizes, after rounding, and not the one given.
    antialias: the filter of "bilinear", "bicubic" or "lanczos" is stretched when the image shrinks, as Pillow does.

    Raises ValueError for options that contradict one another, NotImplementedError for a mode not of this input, RuntimeError
    for sizes of 0.

    Differs from torch: uint8 with modes other than nearest ones is not supported; where a scale contradicts the sizes the
    gradient is that of this very map, which in torch it is not always; and with antialias an output one column wide has
    rows of its own.
    """
    _check_options(mode, align_corners, size, scale_factor, recompute_scale_factor)
    sizes, rank = input.array.shape[2:], input.array.ndim - 2
    out, scales = _wanted(sizes, size, scale_factor)
    if recompute_scale_factor or mode == "area":
        scales = None
    if antialias and not (mode in ("bilinear", "bicubic", "lanczos") and rank == 2):
        raise ValueError(
            "Anti-alias option is restricted to bilinear, bicubic, and lanczos modes and requires a 4-D tensor as input"
        )
    kernel_mode = _kernel_mode(mode, rank, align_corners, antialias)
    if mode == "area":
        return _AREA[rank](input, out)
    _check_input(input, out, mode, antialias)
    return primitive.interpolate(input, out, kernel_mode, bool(align_corners), scales, bool(antialias))


def _check_options(mode, align_corners, size, scale_factor, recompute_scale_factor):
    if mode in ("nearest", "area", "nearest-exact") and align_corners is not None:
        raise ValueError(
            "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear"
        )
    if size is not None and scale_factor is not None:
        raise ValueError("only one of size or scale_factor should be defined")
    if size is None and scale_factor is None:
        raise ValueError("either size or scale_factor should be defined")
    if recompute_scale_factor and size is not None:
        raise ValueError("recompute_scale_factor is not meaningful with an explicit size.")


def _wanted(sizes, size, scale_factor):
    """The output's sizes, and the scales where they are given."""
    given = scale_factor if size is None else size
    name = "scale_factor" if size is None else "output size"
    values = tuple(given) if isinstance(given, (list, tuple)) else (given,) * len(sizes)
    if len(values) != len(sizes):
        raise ValueError(
            f"Input and {name} must have the same number of spatial dimensions, but got input with spatial dimensions of "
            f"{list(sizes)} and {name} of {given}. Please provide input in (N, C, d1, d2, ...,dK) format"
        )
    if size is not None:
        return tuple([_whole(value) for value in values]), None
    scales = tuple([float(value) for value in values])
    # A scale that is not positive is none; the sizes it leads to are refused.
    return tuple([int(n * scale) for n, scale in zip(sizes, scales, strict=True)]), scales


def _whole(value):
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(
            f"interpolate(): expected size to be one of int or tuple of ints, but got {type(value).__name__}"
        ) from None


def _kernel_mode(mode, rank, align_corners, antialias):
    if mode == "lanczos" and rank == 2:
        if align_corners:
            raise ValueError("Lanczos mode does not support align_corners=True")
        if not antialias:
            raise ValueError("Lanczos mode requires antialias=True")
    if (mode, rank) in _KERNEL_MODES:
        return _KERNEL_MODES[mode, rank]
    if mode in _RANKS and rank in (1, 2, 3):
        raise NotImplementedError(f"Got {rank + 2}D input, but {mode} mode needs {_RANKS[mode] + 2}D input")
    raise NotImplementedError(
        f"Input Error: Only 3D, 4D and 5D input Tensors supported (got {rank + 2}D) for the modes: nearest | linear | bilinear | "
        f"bicubic | trilinear | lanczos | area | nearest-exact (got {mode})"
    )


def _check_input(input, out, mode, antialias):
    shape, dtype = input.array.shape, input.array.dtype
    if min(shape[2:]) < 1 or min(out) < 1:
        raise RuntimeError(
            f"Input and output sizes should be greater than 0, but got input {list(shape[2:])} and output {list(out)}"
        )
    if 0 in shape[1:]:
        raise RuntimeError(f"Non-empty {len(shape)}D data tensor expected but got a tensor with sizes {list(shape)}")
    bytes_too = mode.startswith("nearest") and dtype == np.uint8
    if (dtype.kind != "f" and not bytes_too) or (antialias and dtype == np.float16):
        raise NotImplementedError(
            f'"interpolate" with mode {mode} and antialias={antialias} not implemented for {dtype}'
        )


def upsample(input, size=None, scale_factor=None, mode="nearest", align_corners=None) -> Tensor:
    """`interpolate`; deprecated."""
    _deprecated("upsample")
    return interpolate(input, size, scale_factor, mode, align_corners)


def upsample_nearest(input, size=None, scale_factor=None) -> Tensor:
    """`interpolate` with mode "nearest"; deprecated."""
    _deprecated("upsample_nearest")
    return interpolate(input, size, scale_factor, "nearest")


def upsample_bilinear(input, size=None, scale_factor=None) -> Tensor:
    """`interpolate` with mode "bilinear" and aligned corners; deprecated."""
    _deprecated("upsample_bilinear")
    return interpolate(input, size, scale_factor, "bilinear", True)


def _deprecated(name):
    warnings.warn(
        f"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.", UserWarning, stacklevel=3
    )
