"""What an image is: a Tensor (..., C, H, W), or pixels as an array (H, W) or (H, W, C)."""

from __future__ import annotations

from enum import Enum
from functools import wraps

import numpy as np

from ...functional.creation import from_numpy
from ...tensor import Tensor


class InterpolationMode(Enum):
    """How `resize` finds the values between pixels."""

    NEAREST = "nearest"
    NEAREST_EXACT = "nearest-exact"
    BILINEAR = "bilinear"
    BICUBIC = "bicubic"


def pixels_of(image, name) -> np.ndarray:
    """The pixels (H, W, C) of an array, or of an image of Pillow. TypeError, ValueError for what is none."""
    if isinstance(image, Tensor) or not hasattr(image, "__array_interface__"):
        raise TypeError(f"{name}: pic should be PIL Image or ndarray. Got {type(image)}")
    pixels = np.asarray(image)
    if pixels.ndim not in (2, 3):
        raise ValueError(f"{name}: pic should be 2/3 dimensional. Got {pixels.ndim} dimensions.")
    return pixels.reshape(*pixels.shape[:2], -1)


def channels_first(pixels: np.ndarray) -> Tensor:
    """(H, W, C) -> a Tensor (C, H, W) with memory of its own."""
    return from_numpy(np.array(pixels.transpose(2, 0, 1), order="C"))


def of_images(function):
    """A function of Tensors (..., C, H, W), made one of arrays of pixels too, which it gives back as arrays."""

    @wraps(function)
    def apply(img, *args, **kwargs):
        if isinstance(img, Tensor):
            return function(img, *args, **kwargs)
        result = function(channels_first(pixels_of(img, function.__name__)), *args, **kwargs).numpy()
        # (C, H, W) -> (H, W, C), without the channel where there is but one
        return result[0] if len(result) == 1 else result.transpose(1, 2, 0)

    return apply


def size_of(img) -> tuple[int, int]:
    """Height and width."""
    return tuple(img.shape[-2:]) if isinstance(img, Tensor) else pixels_of(img, "get_dimensions").shape[:2]
