"""torchvision.transforms.functional: each transform as a function of an image."""

from __future__ import annotations

import numpy as np

from ... import dtypes, nn
from ...functional.creation import as_tensor
from ...tensor import Tensor
from .images import InterpolationMode, channels_first, of_images, pixels_of, size_of

__all__ = [
    "InterpolationMode",
    "center_crop",
    "convert_image_dtype",
    "crop",
    "hflip",
    "normalize",
    "pad",
    "pil_to_tensor",
    "resize",
    "rgb_to_grayscale",
    "to_tensor",
    "vflip",
]
BORDERS = ("constant", "edge", "reflect", "symmetric")


def to_tensor(pic) -> Tensor:
    """Pixels (H, W) or (H, W, C) -> a Tensor (C, H, W); bytes become fractions, 255 being 1. TypeError for a Tensor.

    >>> import numpy as np
    >>> to_tensor(np.array([[0, 51, 255]], np.uint8))
    tensor([[[0.0000, 0.2000, 1.0000]]])
    """
    tensor = channels_first(pixels_of(pic, "to_tensor"))
    return tensor.to(dtypes.get_default_dtype()).div(255) if tensor.dtype == dtypes.uint8 else tensor


def pil_to_tensor(pic) -> Tensor:
    """Pixels (H, W) or (H, W, C) -> a Tensor (C, H, W) of the same numbers."""
    return channels_first(pixels_of(pic, "pil_to_tensor"))


def convert_image_dtype(image: Tensor, dtype=dtypes.float32) -> Tensor:
    """The image in another dtype, its values scaled to that dtype's range: fractions from 0 to 1, or whole numbers.

    RuntimeError where the whole numbers are more than the fractions can tell apart.
    """
    if image.dtype == dtype:
        return image
    if image.is_floating_point():
        return image.to(dtype) if dtype.is_floating_point else _from_fractions(image, dtype)
    limit = _limit(image.dtype)
    if dtype.is_floating_point:
        return image.to(dtype) / limit
    ours, theirs = limit + 1, _limit(dtype) + 1
    if ours > theirs:
        return image.div(ours // theirs, rounding_mode="floor").to(dtype)
    return image.to(dtype) * (theirs // ours)


def _from_fractions(image, dtype):
    if dtype.itemsize >= image.dtype.itemsize:
        raise RuntimeError(f"The cast from {image.dtype} to {dtype} cannot be performed safely.")
    # Nearly one more than the largest, so that each whole number gets an equal share of the fractions.
    return image.mul(_limit(dtype) + 1.0 - 1e-3).to(dtype)


def _limit(dtype):
    return 1 if dtype == dtypes.bool else int(np.iinfo(dtype.numpy).max)


def normalize(tensor: Tensor, mean, std, inplace: bool = False) -> Tensor:
    """(tensor - mean) / std for each channel of (..., C, H, W).

    TypeError for what is no Tensor of floating dtype, ValueError for one of fewer than three dimensions or a std of 0.
    """
    if not isinstance(tensor, Tensor):
        raise TypeError(f"img should be Tensor Image. Got {type(tensor)}")
    if not tensor.is_floating_point():
        raise TypeError(f"Input tensor should be a float tensor. Got {tensor.dtype}.")
    if tensor.ndim < 3:
        raise ValueError(
            f"Expected tensor to be a tensor image of size (..., C, H, W). Got tensor.size() = {tensor.size()}"
        )
    mean, std = (as_tensor(values, dtype=tensor.dtype) for values in (mean, std))
    if (std == 0).any():
        raise ValueError(f"std evaluated to zero after conversion to {tensor.dtype}, leading to division by zero.")
    mean, std = (values.view(-1, 1, 1) if values.ndim == 1 else values for values in (mean, std))
    return (tensor if inplace else tensor.clone()).sub_(mean).div_(std)


@of_images
def hflip(img):
    """The image with left and right exchanged."""
    return img.flip(-1)


@of_images
def vflip(img):
    """The image with top and bottom exchanged."""
    return img.flip(-2)


@of_images
def crop(img, top: int, left: int, height: int, width: int):
    """A part of the image; what lies beyond its border is 0."""
    rows, columns = img.shape[-2:]
    inside = img[..., max(top, 0) : max(top + height, 0), max(left, 0) : max(left + width, 0)]
    # How far the part reaches beyond the image: on the left and right, at the top and bottom.
    beyond = *_beyond(left, width, columns), *_beyond(top, height, rows)
    return nn.functional.pad(inside, beyond) if any(beyond) else inside


def _beyond(start, length, size):
    return min(max(-start, 0), length), min(max(start + length - size, 0), length)


def center_crop(img, output_size):
    """The middle of the image, which is surrounded with 0 where it is too small."""
    height, width = pair(output_size)
    rows, columns = size_of(img)
    if height > rows or width > columns:
        wide, high = max(width - columns, 0), max(height - rows, 0)
        img = pad(img, [wide // 2, high // 2, (wide + 1) // 2, (high + 1) // 2])
        rows, columns = size_of(img)
    return crop(img, round((rows - height) / 2), round((columns - width) / 2), height, width)


@of_images
def pad(img, padding, fill=0, padding_mode: str = "constant"):
    """A margin around the image: of `fill`, or of its edge repeated ("edge") or mirrored ("reflect", "symmetric").

    `padding` is one number, two (left and right, top and bottom), or four (left, top, right, bottom).
    """
    if padding_mode not in BORDERS:
        raise ValueError(f"Padding mode should be either {', '.join(BORDERS)}, not {padding_mode!r}")
    left, top, right, bottom = _margins(padding)
    if padding_mode == "constant":
        return nn.functional.pad(img, (left, right, top, bottom), value=float(fill or 0))
    rows, columns = (np.arange(size) for size in img.shape[-2:])
    rows, columns = np.pad(rows, (top, bottom), padding_mode), np.pad(columns, (left, right), padding_mode)
    return img[..., rows[:, None].tolist(), columns.tolist()]


def _margins(padding):
    if isinstance(padding, int):
        return (padding,) * 4
    if not isinstance(padding, tuple | list):
        raise TypeError("Got inappropriate padding arg")
    if len(padding) not in (1, 2, 4):
        raise ValueError(f"Padding must be an int or a 1, 2, or 4 element tuple, not a {len(padding)} element tuple")
    return tuple(padding) * (4 // len(padding))


def resize(img, size, interpolation=InterpolationMode.BILINEAR, max_size: int | None = None, antialias: bool = True):
    """The image in another size: (h, w), or one number for its shorter side, the longer being at most `max_size`.

    A Tensor is resized by `interpolate`, pixels in an array by Pillow's rules, as in torchvision: always with antialias, the
    rows before the columns, bytes rounded after each.
    """
    mode = InterpolationMode(interpolation)
    height, width = _new_size(size_of(img), size, max_size)
    if (height, width) == tuple(size_of(img)):
        return img
    if isinstance(img, Tensor):
        return _resized(img, (height, width), mode, antialias)
    if mode is InterpolationMode.NEAREST:
        mode = InterpolationMode.NEAREST_EXACT
    return _resized(_resized(img, (size_of(img)[0], width), mode, True), (height, width), mode, True)


def _new_size(sizes, size, max_size):
    if not isinstance(size, int) and len(size) == 2:
        if max_size is not None:
            raise ValueError("max_size should only be passed if size specifies the length of the smaller edge")
        return tuple(size)
    shorter = size if isinstance(size, int) else size[0]
    short, long = sorted(sizes)
    longer = int(shorter * long / short)
    if max_size is not None:
        if max_size <= shorter:
            raise ValueError(f"max_size = {max_size} must be strictly greater than the requested size = {size}")
        if longer > max_size:
            shorter, longer = int(max_size * shorter / longer), max_size
    return (shorter, longer) if sizes[0] <= sizes[1] else (longer, shorter)


@of_images
def _resized(img, size, mode, antialias):
    images = img.reshape(-1, 1, *img.shape[-2:])
    if not img.is_floating_point():
        images = images.float()
    smooth = mode in (InterpolationMode.BILINEAR, InterpolationMode.BICUBIC)
    options = {"align_corners": False, "antialias": antialias} if smooth else {}
    images = nn.functional.interpolate(images, size=size, mode=mode.value, **options)
    if not img.is_floating_point():
        images = (images + 0.5).floor().clamp(*_range(img.dtype)).to(img.dtype)
    return images.reshape(*img.shape[:-2], *size)


def _range(dtype):
    limits = np.iinfo(dtype.numpy)
    return int(limits.min), int(limits.max)


@of_images
def rgb_to_grayscale(img, num_output_channels: int = 1):
    """The brightness of an image (..., 3, H, W), 0.2989 red + 0.587 green + 0.114 blue, in one channel or in three alike."""
    if num_output_channels not in (1, 3):
        raise ValueError("num_output_channels should be either 1 or 3")
    if img.ndim < 3 or img.shape[-3] not in (1, 3):
        raise TypeError(f"rgb_to_grayscale: an image of 1 or 3 channels is needed, this is {tuple(img.shape)}")
    if img.shape[-3] == 3:
        red, green, blue = img.unbind(-3)
        img = (0.2989 * red + 0.587 * green + 0.114 * blue).to(img.dtype).unsqueeze(-3)
    return img.expand(*img.shape[:-3], num_output_channels, *img.shape[-2:])


def pair(size) -> tuple[int, int]:
    """One number, or a sequence of one or two, as height and width."""
    if isinstance(size, int):
        return size, size
    if len(size) not in (1, 2):
        raise ValueError(f"Please provide only two dimensions (h, w) for size, not {len(size)}")
    return size[0], size[-1]
