"""Sampling of images and volumes at a grid, and affine grids."""

from __future__ import annotations

import math
import operator
import warnings

from ...derivatives import vision as primitive
from ...functional._make import check_tensor
from ...kernels.grid_sample import affine_base
from ...tensor import Tensor, wrap
from ._common import check_flags

_SAMPLING_MODES = {"bilinear": "linear", "nearest": "nearest", "bicubic": "cubic"}
_PADDING_MODES = ("zeros", "border", "reflection")


def grid_sample(input, grid, mode="bilinear", padding_mode="zeros", align_corners=None) -> Tensor:
    """(N, C, *L), with two or three L, sampled at the places (N, *out, 2 or 3) of the grid: (N, C, *out).

    A place is from -1 to 1 along each axis, the last axis first. Jaderberg et al., "Spatial Transformer Networks", 2015.

    mode: "bilinear", "nearest", or for two axes "bicubic".
    padding_mode: what lies beyond: "zeros", the "border", or the "reflection".
    align_corners: whether -1 and 1 are the centres of the outermost elements, or their outer edges.
    """
    if mode not in _SAMPLING_MODES:
        raise ValueError(
            f"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'"
        )
    if padding_mode not in _PADDING_MODES:
        raise ValueError(
            "nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: "
            f"'{padding_mode}'"
        )
    align_corners = _aligned(align_corners)
    check_tensor("grid_sampler", "input", input)
    check_tensor("grid_sampler", "grid", grid)
    _check_grid(input.array, grid.array, mode)
    orders = (0,) * (input.array.ndim - 2)
    return primitive.grid_sample(input, grid, _SAMPLING_MODES[mode], padding_mode, align_corners, orders)


def _aligned(align_corners):
    if align_corners is not None:
        check_flags("grid_sampler", align_corners=align_corners)
        return align_corners
    warnings.warn(
        "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. Please specify "
        "align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.",
        stacklevel=3,
    )
    return False


def _check_grid(x, grid, mode):
    shapes = f"but got input with sizes {list(x.shape)} and grid with sizes {list(grid.shape)}"
    if x.ndim < 1 or grid.ndim < 1 or len(x) != len(grid):
        raise RuntimeError(f"grid_sampler(): expected grid and input to have same batch size, {shapes}")
    if grid.shape[-1] != x.ndim - 2:
        raise RuntimeError(f"grid_sampler(): expected grid to have size {x.ndim - 2} in last dimension, {shapes}")
    if 0 in x.shape[2:]:
        raise RuntimeError(f"grid_sampler(): expected input to have non-empty spatial dimensions, {shapes}")
    if x.ndim not in (4, 5) or grid.ndim != x.ndim:
        raise RuntimeError(f"grid_sampler(): expected 4D or 5D input and grid with same number of dimensions, {shapes}")
    if mode == "bicubic" and x.ndim == 5:
        raise RuntimeError("grid_sampler(): bicubic interpolation only supports 4D input")
    if x.dtype != grid.dtype:
        raise RuntimeError(f"grid_sampler(): expected input and grid of one dtype, but got {x.dtype} and {grid.dtype}")
    if x.dtype.kind != "f":
        raise NotImplementedError(f'"grid_sampler" not implemented for {x.dtype}')


def affine_grid(theta, size, align_corners=None) -> Tensor:
    """The grid that samples an image of `size` (N, C, *L) by affine maps theta, (N, 2, 3) or (N, 3, 4): (N, *L, 2 or 3).

    Raises ValueError where theta has another shape or is no floating tensor, NotImplementedError for other than two or three L.
    """
    align_corners = _aligned(align_corners)
    _check_theta(theta, size)
    sizes = tuple([operator.index(n) for n in size])
    if align_corners and min(sizes[2:]) == 1:
        warnings.warn(
            "Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. This is not an "
            "intended use case of affine_grid. See the documentation of affine_grid for details.",
            stacklevel=2,
        )
    elif min(sizes) <= 0:
        raise ValueError(f"Expected non-zero, positive output size. Got {size}")
    if sizes[0] != len(theta.array):
        raise RuntimeError(f"affine_grid(): expected {sizes[0]} matrices for size {size}, but got {len(theta.array)}")
    base = affine_base(sizes[2:], align_corners, theta.array.dtype)
    # (places, axes + 1) @ (N, axes + 1, axes)
    places = wrap(base.reshape(math.prod(sizes[2:]), len(sizes) - 1)) @ theta.transpose(1, 2)
    return places.reshape(sizes[0], *sizes[2:], len(sizes) - 2)


def _check_theta(theta, size):
    if theta.array.dtype.kind != "f":
        raise ValueError(f"Expected theta to have floating point type, but got {theta.dtype}")
    if len(size) not in (4, 5):
        raise NotImplementedError(
            f"affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size {size}."
        )
    axes = len(size) - 2
    if theta.array.ndim != 3 or theta.array.shape[1:] != (axes, axes + 1):
        raise ValueError(
            f"Expected a batch of {axes}D affine matrices of shape Nx{axes}x{axes + 1} for size {size}. Got {theta.shape}."
        )
