"""Python's operators on tensors: the primitives themselves, with nothing in between."""

from __future__ import annotations

from ..derivatives import arithmetic
from ..tensor import Tensor
from . import comparison, linalg


def _reflected(function):
    def reflected(self, other):
        return function(other, self)

    return reflected


def _comparison(function):
    """A comparison that answers NotImplemented for what is no number, so that Python falls back to identity."""

    def compare(self, other):
        if other is None:
            return NotImplemented
        try:
            return function(self, other)
        except TypeError:
            return NotImplemented

    return compare


for _name, _function in {
    "add": arithmetic.add, "sub": arithmetic.sub, "mul": arithmetic.mul, "truediv": arithmetic.div,
    "floordiv": arithmetic.floor_divide, "mod": arithmetic.remainder, "pow": arithmetic.pow, "matmul": linalg.matmul,
    "and": comparison.bitwise_and.primitive, "or": comparison.bitwise_or.primitive, "xor": comparison.bitwise_xor.primitive,
    "lshift": comparison.bitwise_left_shift.primitive, "rshift": comparison.bitwise_right_shift.primitive,
}.items():  # fmt: skip
    setattr(Tensor, f"__{_name}__", _function)
    setattr(Tensor, f"__r{_name}__", _reflected(_function))

for _name in ("eq", "ne", "lt", "le", "gt", "ge"):
    setattr(Tensor, f"__{_name}__", _comparison(getattr(comparison, _name).primitive))

for _name, _method in {
    "iadd": "add_", "isub": "sub_", "imul": "mul_", "itruediv": "div_", "ifloordiv": "floor_divide_", "imod": "remainder_",
    "ipow": "pow_", "iand": "bitwise_and_", "ior": "bitwise_or_", "ixor": "bitwise_xor_",
    "ilshift": "bitwise_left_shift_", "irshift": "bitwise_right_shift_",
}.items():  # fmt: skip
    setattr(Tensor, f"__{_name}__", getattr(Tensor, _method))


def _contains(self, element):
    if not isinstance(element, (Tensor, int, float, complex)):
        raise RuntimeError(f"Tensor.__contains__ only supports Tensor or scalar, but you passed in a {type(element)}.")
    return bool((self == element).any())


Tensor.__contains__ = _contains
Tensor.__reversed__ = lambda self: self.flip(0) if self.array.ndim else self
Tensor.__neg__ = arithmetic.neg
Tensor.__pos__ = lambda self: self
Tensor.__abs__ = arithmetic.abs
Tensor.__invert__ = comparison.bitwise_not.primitive
