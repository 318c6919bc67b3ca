"""Shuffling of channels as a module."""

from __future__ import annotations

from ...tensor import Tensor
from .. import functional as F
from .module import Module


class ChannelShuffle(Module):
    """(N, C, *), the first channel of every group, then the second ... Zhang et al., "ShuffleNet", 2017.

    The gradient is the ChannelShuffle of what arrives with as many groups as each had channels.
    """

    def __init__(self, groups: int):
        super().__init__()
        self.groups = groups

    def forward(self, input: Tensor) -> Tensor:
        return F.channel_shuffle(input, self.groups)

    def extra_repr(self) -> str:
        return f"groups={self.groups}"
