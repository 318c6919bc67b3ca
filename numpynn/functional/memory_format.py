"""Orders of axes in memory."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..tensor import Tensor

_RANKS = {dtypes.channels_last: 4, dtypes.channels_last_3d: 5}


def in_memory_format(tensor: Tensor, memory_format: dtypes.memory_format | None) -> Tensor:
    """`tensor`, which no one else holds yet, moved into memory of this order; nothing for None and `preserve_format`.

    `channels_last`, for (N, C, H, W), and `channels_last_3d`, for (N, C, D, H, W), put the channels innermost. Raises
    RuntimeError for a tensor of another rank, TypeError for what is no memory format.
    """
    if memory_format is not None and memory_format is not dtypes.preserve_format:
        tensor.array = laid_out(tensor.array, memory_format)
    return tensor


def laid_out(array: np.ndarray, memory_format: dtypes.memory_format) -> np.ndarray:
    """The values in memory of this order; the array itself if it is so already."""
    if not isinstance(memory_format, dtypes.memory_format):
        raise TypeError(f"argument 'memory_format' must be torch.memory_format, not {type(memory_format).__name__}")
    if memory_format is dtypes.preserve_format:
        return array
    if memory_format is dtypes.contiguous_format:
        return np.asarray(array, order="C")
    if array.ndim != _RANKS[memory_format]:
        rank = _RANKS[memory_format]
        raise RuntimeError(
            f"required rank {rank} tensor to use {memory_format.name} format, got {array.ndim} dimensions"
        )
    channels_last = np.moveaxis(array, 1, -1)
    if channels_last.flags.c_contiguous:
        return array
    return np.moveaxis(np.ascontiguousarray(channels_last), -1, 1)
