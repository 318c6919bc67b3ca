"""Variable, which a tensor has been since torch 0.4."""

from __future__ import annotations

from ..tensor import Tensor
from ..tensor import wrap as _wrap


class _VariableType(type):
    def __instancecheck__(cls, instance):
        return isinstance(instance, Tensor)

    def __call__(cls, data=None, requires_grad=False, volatile=None):
        if data is None:
            return Tensor()
        made = _wrap(data.array)
        return made.requires_grad_() if requires_grad and not volatile else made


class Variable(metaclass=_VariableType):
    """`Variable(data, requires_grad=False)`: a tensor over the memory of `data`. Every tensor is one."""
