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
        if not isinstance(data, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(data).__name__}")
        if volatile and requires_grad:
            raise ValueError("Variable can't be volatile and require_grad at the same time!")
        made = _wrap(data.array)
        return made.requires_grad_() if requires_grad and not volatile else made


class Variable(metaclass=_VariableType):
    """`Variable(data, requires_grad=False)`: a tensor over the memory of `data`. Every tensor is one."""
