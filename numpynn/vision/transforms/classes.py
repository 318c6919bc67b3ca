"""Transforms that do the same to every image."""

from __future__ import annotations

from ... import dtypes, nn
from . import functional as F
from .images import InterpolationMode


class ToTensor:
    """Pixels (H, W) or (H, W, C) -> a Tensor (C, H, W); bytes become fractions, 255 being 1."""

    def __call__(self, pic):
        return F.to_tensor(pic)

    def __repr__(self):
        return "ToTensor()"


class PILToTensor:
    """Pixels (H, W) or (H, W, C) -> a Tensor (C, H, W) of the same numbers."""

    def __call__(self, pic):
        return F.pil_to_tensor(pic)

    def __repr__(self):
        return "PILToTensor()"


class ConvertImageDtype(nn.Module):
    """A Tensor in another dtype, its values scaled to that dtype's range."""

    def __init__(self, dtype: dtypes.dtype):
        super().__init__()
        self.dtype = dtype

    def forward(self, image):
        return F.convert_image_dtype(image, self.dtype)


class Normalize(nn.Module):
    """(x - mean) / std for each channel of a Tensor (..., C, H, W).

    >>> import numpynn
    >>> from numpynn.vision.transforms import Normalize
    >>> Normalize((0.5,), (0.25,))(numpynn.tensor([[[0.5, 1.0]]]))
    tensor([[[0., 2.]]])
    """

    def __init__(self, mean, std, inplace: bool = False):
        super().__init__()
        self.mean, self.std, self.inplace = mean, std, inplace

    def forward(self, tensor):
        return F.normalize(tensor, self.mean, self.std, self.inplace)

    def __repr__(self):
        return f"Normalize(mean={self.mean}, std={self.std})"


class Resize(nn.Module):
    """The image in another size: (h, w), or one number for its shorter side."""

    def __init__(self, size, interpolation=InterpolationMode.BILINEAR, max_size: int | None = None, antialias=True):
        super().__init__()
        if not isinstance(size, int | tuple | list):
            raise TypeError(f"Size should be int or sequence. Got {type(size)}")
        if not isinstance(size, int) and len(size) not in (1, 2):
            raise ValueError("If size is a sequence, it should have 1 or 2 values")
        self.size, self.max_size = size, max_size
        self.interpolation, self.antialias = InterpolationMode(interpolation), antialias

    def forward(self, img):
        return F.resize(img, self.size, self.interpolation, self.max_size, self.antialias)

    def __repr__(self):
        detail = f"interpolation={self.interpolation.value}, max_size={self.max_size}, antialias={self.antialias}"
        return f"Resize(size={self.size}, {detail})"


class CenterCrop(nn.Module):
    """The middle of the image, which is surrounded with 0 where it is too small."""

    def __init__(self, size):
        super().__init__()
        self.size = F.pair(size)

    def forward(self, img):
        return F.center_crop(img, self.size)

    def __repr__(self):
        return f"CenterCrop(size={self.size})"


class Pad(nn.Module):
    """A margin around the image: of `fill`, or of its edge repeated ("edge") or mirrored ("reflect", "symmetric")."""

    def __init__(self, padding, fill=0, padding_mode: str = "constant"):
        super().__init__()
        self.padding, self.fill, self.padding_mode = padding, fill, padding_mode

    def forward(self, img):
        return F.pad(img, self.padding, self.fill, self.padding_mode)

    def __repr__(self):
        return f"Pad(padding={self.padding}, fill={self.fill}, padding_mode={self.padding_mode})"


class Grayscale(nn.Module):
    """The brightness of the image, in one channel or in three alike."""

    def __init__(self, num_output_channels: int = 1):
        super().__init__()
        self.num_output_channels = num_output_channels

    def forward(self, img):
        return F.rgb_to_grayscale(img, self.num_output_channels)

    def __repr__(self):
        return f"Grayscale(num_output_channels={self.num_output_channels})"
