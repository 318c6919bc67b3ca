"""torch's rules for the dtype of a result, which are not NumPy's.

Operands fall into three classes, in falling priority: arrays with dimensions, 0-dim arrays, Python numbers. A lower
class decides the result only if its category (bool < integer < float < complex) is higher than that of every class above.
"""

from __future__ import annotations

import numpy as np

_CATEGORY = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}
_FLOAT16, _FLOAT32, _FLOAT64 = np.dtype(np.float16), np.dtype(np.float32), np.dtype(np.float64)
_COMPLEX = {
    _FLOAT16: np.dtype(np.complex64),
    _FLOAT32: np.dtype(np.complex64),
    _FLOAT64: np.dtype(np.complex128),
}
_BOOL, _INT64 = np.dtype(np.bool_), np.dtype(np.int64)

_default = _FLOAT32


def default_float() -> np.dtype:
    """The dtype that a Python float, and a quotient of integers, becomes."""
    return _default


def set_default_float(dtype: np.dtype) -> None:
    global _default
    _default = dtype


def category(dtype: np.dtype) -> int:
    """bool 0, integers 1, floats 2, complex numbers 3."""
    return _CATEGORY[dtype.kind]


def dtype_of_number(number) -> np.dtype:
    """The dtype that a Python number stands for: bool, int64, the default float, or its complex partner."""
    if isinstance(number, bool):
        return _BOOL
    if isinstance(number, int):
        return _INT64
    return _default if isinstance(number, float) else _COMPLEX[_default]


def promote_types(a: np.dtype, b: np.dtype) -> np.dtype:
    """The smallest dtype that torch lets both become: a float of any width absorbs every integer."""
    if a == b:
        return a
    low, high = (a, b) if category(a) <= category(b) else (b, a)
    if high.kind == "f" and low.kind != "f":
        return high
    if high.kind == "c":
        return high if low.kind in "biu" else np.promote_types(high, _COMPLEX.get(low, low))
    if {a.kind, b.kind} == {"u", "i"} and max(a.itemsize, b.itemsize) > 1:
        return _mixed_sign(a, b)
    return np.promote_types(a, b)


def _mixed_sign(a: np.dtype, b: np.dtype) -> np.dtype:
    unsigned, signed = (a, b) if a.kind == "u" else (b, a)
    if unsigned.itemsize > 1:
        raise RuntimeError(
            f"Promotion for uint16, uint32, uint64 types is not supported, attempted to promote {a} and {b}"
        )
    return signed


def result_type(*operands) -> np.dtype:
    """The dtype of an operation on arrays and Python numbers."""
    classes: list = [None, None, None]
    for operand in operands:
        if operand is None:
            continue
        rank, dtype = _classify(operand)
        classes[rank] = dtype if classes[rank] is None else promote_types(classes[rank], dtype)
    result = None
    for dtype in classes:
        if result is None:
            result = dtype
        elif dtype is not None and category(dtype) > category(result):
            result = _raise_category(result, dtype)
    return result


def _classify(operand):
    if isinstance(operand, (bool, int, float, complex)):
        return 2, dtype_of_number(operand)
    if hasattr(operand, "dtype"):
        return (0 if operand.ndim else 1), operand.dtype
    raise TypeError(f"expected a Tensor, an array or a number, but got {type(operand).__name__}")


def _raise_category(result: np.dtype, dtype: np.dtype) -> np.dtype:
    """A lower class of a higher category wins; complex numbers keep the precision of the floats above them."""
    return _COMPLEX[result] if result.kind == "f" else promote_types(result, dtype)


def unify(*operands):
    """The operands in their common dtype, None staying None; Python numbers stay numbers where NumPy then gives the same result."""
    target = result_type(*operands)
    return tuple([_convert(operand, target) for operand in operands])


def unify_difference(*operands):
    """As `unify`. Raises RuntimeError where a bool is subtracted, or subtracted from."""
    for operand in operands:
        if isinstance(operand, bool) or getattr(operand, "dtype", None) == _BOOL:
            raise RuntimeError(
                "Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the "
                "`~` or `logical_not()` operator instead."
            )
    return unify(*operands)


def unify_float(*operands):
    """As `unify`, and integers become the default float."""
    target = result_type(*operands)
    if target.kind in "biu":
        target = _default
    return tuple([_convert(operand, target) for operand in operands])


def _convert(operand, target: np.dtype):
    if operand is None:
        return None
    if not isinstance(operand, (bool, int, float, complex)):
        return operand if operand.dtype == target else operand.astype(target)
    if target.kind in "fc":
        return operand if target.kind == "c" or not isinstance(operand, int) else float(operand)
    # An integer that does not fit wraps around, as in torch; NumPy would raise.
    return np.asarray(operand).astype(target)


def float_dtype(dtype: np.dtype) -> np.dtype:
    """The dtype itself if it is floating or complex, else the default float."""
    return dtype if dtype.kind in "fc" else _default


def to_float(array: np.ndarray) -> np.ndarray:
    """Integers and bools as the default float; other arrays as they are."""
    return array if array.dtype.kind in "fc" else array.astype(_default)


def can_cast(source: np.dtype, target: np.dtype) -> bool:
    """Whether an in-place operation may store a result of dtype `source` in `target`: no category is lost."""
    return category(source) <= category(target) and not (target.kind == "b" and source.kind != "b")
