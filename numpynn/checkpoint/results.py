"""What a reading makes of what it finds: records (nothing read), or arrays. Tensors are made in `api`."""

from __future__ import annotations

import numpy as np

from .elements import ELEMENTS
from .storage import TensorRecord


class Records:
    """Tensors stay records: nothing is read but the description."""

    key_types = (np.dtype,)
    tensor_type = TensorRecord

    def tensor(self, record):
        """The value for a tensor."""
        return record

    def parameter(self, value, requires_grad):
        """The value for an nn.Parameter over `value`, which `tensor` gave."""
        return value

    def attributes(self, value, attributes):
        """The value, given the Python attributes that it was saved with."""
        return value

    def size(self, sizes):
        """The value for a torch.Size."""
        return tuple(sizes)

    def dtype(self, name):
        """The value for a torch dtype: NumPy's, or the name where NumPy has no equal."""
        element = ELEMENTS.get(name)
        return name if element is None or element.widened else element.dtype

    def device(self, name):
        """The value for a torch.device."""
        return name


class Arrays(Records):
    """Tensors become NumPy arrays, which share memory as the tensors did."""

    tensor_type = np.ndarray

    def tensor(self, record):
        return record.array()
