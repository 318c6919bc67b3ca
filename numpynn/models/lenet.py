"""LeNet-5, which learned to read handwritten digits in 1998."""

from __future__ import annotations

from .. import nn

ENLARGED = {8: 4, 16: 2, 32: 1}


class LeNet5(nn.Module):
    """Scores (N, num_classes) of images (N, in_channels, S, S), with S = 8, 16, 28 or 32.

    Two convolutions of 5x5 pixels and three dense layers, on images of 32x32 pixels. Smaller images are brought
    to that size: 28x28 by a margin of zeros, 8x8 and 16x16 by making a block of each pixel. The paper also scales
    tanh, gives pooling its own weights and connects only some of the channels: left out, as is usual today.

    Raises ValueError for images of another size. Source: LeCun, Bottou, Bengio, Haffner (1998), Gradient-based
    learning applied to document recognition, Proceedings of the IEEE 86(11).

    >>> import numpynn
    >>> from numpynn.models import LeNet5
    >>> LeNet5()(numpynn.zeros(2, 1, 28, 28)).shape
    torch.Size([2, 10])
    """

    def __init__(self, num_classes=10, in_channels=1):
        super().__init__()
        self.features = nn.Sequential(
            *(nn.Conv2d(in_channels, 6, 5), nn.Tanh(), nn.AvgPool2d(2)),
            *(nn.Conv2d(6, 16, 5), nn.Tanh(), nn.AvgPool2d(2)),
        )
        self.classifier = nn.Sequential(
            *(nn.Flatten(), nn.Linear(16 * 5 * 5, 120), nn.Tanh()),
            *(nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, num_classes)),
        )

    def forward(self, images):
        return self.classifier(self.features(as_32x32(images)))


def as_32x32(images):
    """Images of the sizes that LeNet5 knows, brought to 32x32 pixels."""
    height, width = images.shape[-2:]
    if (height, width) == (28, 28):
        return nn.functional.pad(images, (2, 2, 2, 2))
    if height != width or height not in ENLARGED:
        raise ValueError(f"LeNet5: images are 8x8, 16x16, 28x28 or 32x32 pixels, these are {height}x{width}")
    times = ENLARGED[height]
    blocks = images[..., :, None, :, None].expand(*images.shape[:-1], times, width, times)
    return blocks.reshape(*images.shape[:-2], 32, 32)
