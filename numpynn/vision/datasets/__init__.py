"""Datasets of images that are on disk, under torchvision's names."""

from .mnist import KMNIST, MNIST, FashionMNIST

__all__ = ["FashionMNIST", "KMNIST", "MNIST"]


def __getattr__(name):
    raise AttributeError(f"numpynn.vision.datasets has no {name!r}; there are {', '.join(__all__)}")
