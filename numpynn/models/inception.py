"""The Inception block, and a small GoogLeNet made of it."""

from __future__ import annotations

from .. import nn
from ..functional.joining import cat


def _convolved(inputs, outputs, size):
    return [nn.Conv2d(inputs, outputs, size, padding=size // 2), nn.ReLU()]


class Inception(nn.Module):
    """Four branches side by side, concatenated along the channels: (N, in_channels, H, W) -> (N, out_channels, H, W).

    1x1; 1x1 then 3x3; 1x1 then 5x5; 3x3 max pooling then 1x1. Each convolution is followed by ReLU. The numbers are the
    channels of each convolution; `out_channels` is ch1x1 + ch3x3 + ch5x5 + pool_proj.

    Source: Szegedy et al. (2015), Going deeper with convolutions, CVPR.

    >>> import numpynn
    >>> from numpynn.models import Inception
    >>> Inception(192, 64, 96, 128, 16, 32, 32)(numpynn.zeros(1, 192, 28, 28)).shape
    torch.Size([1, 256, 28, 28])
    """

    def __init__(
        self, in_channels: int, ch1x1: int, ch3x3red: int, ch3x3: int, ch5x5red: int, ch5x5: int, pool_proj: int
    ):
        super().__init__()
        self.branch1 = nn.Sequential(*_convolved(in_channels, ch1x1, 1))
        self.branch2 = nn.Sequential(*_convolved(in_channels, ch3x3red, 1), *_convolved(ch3x3red, ch3x3, 3))
        self.branch3 = nn.Sequential(*_convolved(in_channels, ch5x5red, 1), *_convolved(ch5x5red, ch5x5, 5))
        self.branch4 = nn.Sequential(nn.MaxPool2d(3, stride=1, padding=1), *_convolved(in_channels, pool_proj, 1))
        self.out_channels = ch1x1 + ch3x3 + ch5x5 + pool_proj

    def forward(self, x):
        return cat([self.branch1(x), self.branch2(x), self.branch3(x), self.branch4(x)], 1)


class SmallGoogLeNet(nn.Module):
    """Scores (N, num_classes) of images (N, in_channels, H, W) of 8x8 pixels or more: a stem, two Inception blocks, a mean.

    >>> import numpynn
    >>> from numpynn.models import SmallGoogLeNet
    >>> SmallGoogLeNet()(numpynn.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """

    def __init__(self, num_classes: int = 10, in_channels: int = 1, dropout: float = 0.0):
        super().__init__()
        self.stem = nn.Sequential(*_convolved(in_channels, 16, 3), nn.MaxPool2d(2))
        self.inception3a = Inception(16, 8, 8, 16, 4, 8, 8)
        self.inception3b = Inception(self.inception3a.out_channels, 16, 16, 32, 4, 8, 8)
        self.pool = nn.MaxPool2d(2)
        self.mean = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(self.inception3b.out_channels, num_classes)

    def forward(self, images):
        x = self.inception3b(self.inception3a(self.stem(images)))
        return self.classifier(self.dropout(self.mean(self.pool(x)).flatten(1)))
