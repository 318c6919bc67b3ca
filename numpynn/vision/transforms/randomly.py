"""Transforms that draw from numpynn's generator, as torchvision's do from torch's: the same seed, the same images."""

from __future__ import annotations

from ... import nn
from ...functional.random import rand, randint
from . import functional as F
from .images import size_of


class RandomHorizontalFlip(nn.Module):
    """Left and right exchanged with probability p."""

    def __init__(self, p: float = 0.5):
        super().__init__()
        self.p = p

    def forward(self, img):
        return F.hflip(img) if rand(1) < self.p else img

    def __repr__(self):
        return f"RandomHorizontalFlip(p={self.p})"


class RandomVerticalFlip(nn.Module):
    """Top and bottom exchanged with probability p."""

    def __init__(self, p: float = 0.5):
        super().__init__()
        self.p = p

    def forward(self, img):
        return F.vflip(img) if rand(1) < self.p else img

    def __repr__(self):
        return f"RandomVerticalFlip(p={self.p})"


class RandomCrop(nn.Module):
    """A part of the image, of one size and at any place; the image may get a margin first (see Pad).

    ValueError where the image is smaller than the part, unless pad_if_needed.
    """

    def __init__(self, size, padding=None, pad_if_needed: bool = False, fill=0, padding_mode: str = "constant"):
        super().__init__()
        self.size = F.pair(size)
        self.padding, self.pad_if_needed, self.fill, self.padding_mode = padding, pad_if_needed, fill, padding_mode

    @staticmethod
    def get_params(img, output_size):
        """A place, drawn: top, left, height, width."""
        rows, columns = size_of(img)
        height, width = output_size
        if rows < height or columns < width:
            raise ValueError(f"Required crop size {(height, width)} is larger than input image size {(rows, columns)}")
        if (rows, columns) == (height, width):
            return 0, 0, height, width
        top = randint(0, rows - height + 1, size=(1,)).item()
        left = randint(0, columns - width + 1, size=(1,)).item()
        return top, left, height, width

    def forward(self, img):
        if self.padding is not None:
            img = self._padded(img, self.padding)
        if self.pad_if_needed:
            img = self._padded(img, [max(self.size[1] - size_of(img)[1], 0), 0])
            img = self._padded(img, [0, max(self.size[0] - size_of(img)[0], 0)])
        return F.crop(img, *self.get_params(img, self.size))

    def _padded(self, img, padding):
        return F.pad(img, padding, self.fill, self.padding_mode)

    def __repr__(self):
        return f"RandomCrop(size={self.size}, padding={self.padding})"
