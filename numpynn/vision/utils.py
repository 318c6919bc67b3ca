"""torchvision.utils: images side by side, images as files."""

from __future__ import annotations

import math

from .. import dtypes
from ..functional.joining import cat, stack
from ..modes import no_grad
from ..tensor import Tensor
from .png import write

__all__ = ["make_grid", "save_image"]


@no_grad()
def make_grid(
    tensor, nrow: int = 8, padding: int = 2, normalize: bool = False, value_range=None, scale_each=False, pad_value=0.0
) -> Tensor:
    """Images (N, C, H, W), or a list of (C, H, W), side by side: (3, height, width), `nrow` in a row.

    With `normalize` the range `value_range`, by default from the least value to the greatest (of each image with
    `scale_each`), becomes 0 to 1. A single image is given back without a margin.
    """
    images = _colored(stack(tensor) if isinstance(tensor, list | tuple) else tensor)
    if normalize:
        images = cat([_scaled(each, value_range) for each in images.split(1 if scale_each else len(images))])
    if len(images) == 1:
        return images.squeeze(0)
    count, channels, height, width = images.shape
    columns = min(nrow, count)
    rows, height, width = math.ceil(count / columns), height + padding, width + padding
    grid = images.new_full((channels, rows * height + padding, columns * width + padding), pad_value)
    for i, image in enumerate(images):
        top, left = i // columns * height + padding, i % columns * width + padding
        grid[:, top : top + height - padding, left : left + width - padding] = image
    return grid


def _colored(images):
    """(H, W), (C, H, W) and (N, 1, H, W) -> (N, 3, H, W)."""
    if not isinstance(images, Tensor):
        raise TypeError(f"tensor or list of tensors expected, got {type(images)}")
    if not 2 <= images.ndim <= 4:
        raise ValueError(f"make_grid: images (N, C, H, W) are needed, these are {tuple(images.shape)}")
    images = images[(None,) * (4 - images.ndim)]
    return images.expand(-1, 3, -1, -1) if images.shape[1] == 1 else images


def _scaled(images, value_range):
    low, high = value_range or (images.min().item(), images.max().item())
    return (images.clamp(low, high) - low) / max(high - low, 1e-5)


@no_grad()
def save_image(tensor, fp, format: str | None = None, **kwargs) -> None:
    """Write images, from 0 to 1, as one picture to the file or path `fp`; further options are those of `make_grid`.

    The format is PNG; NotImplementedError for another.
    """
    name = format or (str(fp).rpartition(".")[2] if isinstance(fp, str) or hasattr(fp, "__fspath__") else "png")
    if name.lower() != "png":
        raise NotImplementedError(f"save_image: format {name!r} is not supported, only 'png' is")
    grid = make_grid(tensor, **kwargs).mul(255).add(0.5).clamp(0, 255).to(dtypes.uint8)
    write(fp, grid.permute(1, 2, 0).numpy())
