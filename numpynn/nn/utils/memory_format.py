"""Laying the weights of convolutions out anew in memory."""

from __future__ import annotations

from ... import dtypes
from ...functional.memory_format import in_memory_format
from ..modules.conv import Conv2d, Conv3d, ConvTranspose2d, ConvTranspose3d
from ..modules.module import Module


def convert_conv2d_weight_memory_format(module: Module, memory_format: dtypes.memory_format) -> Module:
    """Puts the weights of all Conv2d and ConvTranspose2d in a memory format; gives the module.

    Raises RuntimeError for `preserve_format`, which is none, and where the format is for another rank.
    """
    return _convert(module, memory_format, (Conv2d, ConvTranspose2d))


def convert_conv3d_weight_memory_format(module: Module, memory_format: dtypes.memory_format) -> Module:
    """Puts the weights of all Conv3d and ConvTranspose3d in a memory format; gives the module.

    Raises RuntimeError for `preserve_format`, which is none, and where the format is for another rank.
    """
    return _convert(module, memory_format, (Conv3d, ConvTranspose3d))


def _convert(module, memory_format, kinds):
    for layer in [m for m in module.modules() if isinstance(m, kinds)]:
        if memory_format is dtypes.preserve_format:
            raise RuntimeError("Unsupported memory format Preserve")
        layer.weight.data = in_memory_format(layer.weight.detach(), memory_format)
    return module
