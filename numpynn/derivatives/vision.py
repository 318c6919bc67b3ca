"""The derivatives of resizing, shuffling, folding and sampling: linear maps and their adjoints."""

from __future__ import annotations

import numpy as np

from ..kernels import fold as folding
from ..kernels import grid_sample as sampling
from ..kernels import interpolate as resizing
from ..kernels import shuffle
from ..primitive import differentiable
from ..tensor import Tensor

interpolate = differentiable(
    resizing.interpolate,
    x=lambda g, x_shape, size, mode, align_corners, scales, antialias: interpolate_input(
        g, tuple(x_shape[len(x_shape) - len(size) :]), mode, align_corners, scales, antialias
    ),
)
interpolate_input = differentiable(
    resizing.interpolate_input,
    g=lambda d, g_shape, sizes, mode, align_corners, scales, antialias: interpolate(
        d, tuple(g_shape[len(g_shape) - len(sizes) :]), mode, align_corners, scales, antialias
    ),
)

pixel_shuffle = differentiable(shuffle.pixel_shuffle, x=lambda g, factor: pixel_unshuffle(g, factor))
pixel_unshuffle = differentiable(shuffle.pixel_unshuffle, x=lambda g, factor: pixel_shuffle(g, factor))
channel_shuffle = differentiable(
    shuffle.channel_shuffle, x=lambda g, x_shape, groups: channel_shuffle(g, max(1, x_shape[1] // groups))
)

unfold = differentiable(
    folding.unfold, name="Im2ColBackward0",
    x=lambda g, x_shape, kernel, dilation, padding, stride: fold(g, x_shape[2:], kernel, dilation, padding, stride),
)  # fmt: skip
fold = differentiable(
    folding.fold, name="Col2ImBackward0",
    x=lambda g, kernel, dilation, padding, stride: unfold(g, kernel, dilation, padding, stride),
)  # fmt: skip


def _places_row(g, x, grid, mode, padding_mode, align_corners, orders):
    """The gradient in the grid of the sampling of x, for the gradient g of what was sampled."""
    if not any(orders) and not any(isinstance(a, Tensor) for a in (g, x, grid)):
        return sampling.grid_sample_grid(g, x, grid, mode, padding_mode, align_corners)
    along = [[order + (a == axis) for a, order in enumerate(orders)] for axis in reversed(range(len(orders)))]
    slopes = [grid_sample(x, grid, mode, padding_mode, align_corners, tuple(raised)) for raised in along]
    return np.stack([(g * slope).sum(1) for slope in slopes], -1)


grid_sample = differentiable(
    sampling.grid_sample,
    x=lambda g, x_shape, grid, mode, padding_mode, align_corners, orders: grid_sample_input(
        g, grid, tuple(x_shape[2:]), mode, padding_mode, align_corners, orders
    ),
    grid=_places_row,
)
grid_sample_input = differentiable(
    sampling.grid_sample_input,
    g=lambda d, grid, mode, padding_mode, align_corners, orders: grid_sample(
        d, grid, mode, padding_mode, align_corners, orders
    ),
    # Linear in g and d alike: the sampling of d against g.
    grid=lambda d, g, grid, mode, padding_mode, align_corners, orders: _places_row(
        g, d, grid, mode, padding_mode, align_corners, orders
    ),
)
