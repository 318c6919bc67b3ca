"""Orders of axes in memory."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..tensor import Tensor, wrap

_RANKS = {dtypes.channels_last: 4, dtypes.channels_last_3d: 5}


def in_memory_format(tensor: Tensor, memory_format: dtypes.memory_format) -> Tensor:
    """The values of `tensor`, without history, in memory of this order: the tensor itself for `preserve_format`.

    `channels_last`, for (N, C, H, W), and `channels_last_3d`, for (N, C, D, H, W), put the channels innermost. Raises
    RuntimeError for a tensor of another rank, TypeError for what is no memory format.
    """
    if not isinstance(memory_format, dtypes.memory_format):
        raise TypeError(f"argument 'memory_format' must be torch.memory_format, not {type(memory_format).__name__}")
    if memory_format is dtypes.preserve_format:
        return tensor
    if memory_format is dtypes.contiguous_format:
        return wrap(np.ascontiguousarray(tensor.array))
    if tensor.ndim != _RANKS[memory_format]:
        rank = _RANKS[memory_format]
        raise RuntimeError(
            f"required rank {rank} tensor to use {memory_format.name} format, got {tensor.ndim} dimensions"
        )
    channels_last = np.ascontiguousarray(np.moveaxis(tensor.array, 1, -1))
    return wrap(np.moveaxis(channels_last, -1, 1))
