"""Transforms of images, under torchvision's names."""

from . import functional
from .classes import (
    CenterCrop,
    ConvertImageDtype,
    Grayscale,
    Normalize,
    Pad,
    PILToTensor,
    Resize,
    ToTensor,
)
from .composed import Compose, Lambda, RandomApply
from .images import InterpolationMode
from .randomly import RandomCrop, RandomHorizontalFlip, RandomVerticalFlip

__all__ = [
    "CenterCrop",
    "Compose",
    "ConvertImageDtype",
    "Grayscale",
    "InterpolationMode",
    "Lambda",
    "Normalize",
    "PILToTensor",
    "Pad",
    "RandomApply",
    "RandomCrop",
    "RandomHorizontalFlip",
    "RandomVerticalFlip",
    "Resize",
    "ToTensor",
    "functional",
]


def __getattr__(name):
    raise AttributeError(f"numpynn.vision.transforms has no {name!r}; there are {', '.join(__all__)}")
