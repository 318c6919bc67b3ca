"""How the cross entropy of linear scores is cut into chunks."""

from __future__ import annotations

from ... import dtypes

_POLICIES = ("auto", "accurate", "balanced", "compact")
_ACC_DTYPES = (None, dtypes.float16, dtypes.float32, dtypes.float64)


class LinearCrossEntropyOptions:
    """Options of `F.linear_cross_entropy`: how many rows have their scores made at a time.

    batch_chunk_size: so many rows; None for all.
    chunking_method: instead "aspect_ratio" (as many as make the scores as large as the input), "aspect_ratio:n" (an n-th of
        that), "auto" (one of these by dtype, unless batch_chunk_size is given), or None.
    acc_policy, acc_dtype: the precision of sums. Differs from torch: it is always the most accurate, float32 for float16.
    allow_retain_graph: differs from torch: backward may be repeated in any case.

    Raises ValueError for other values.
    """

    __slots__ = ("acc_dtype", "acc_policy", "allow_retain_graph", "batch_chunk_size", "chunking_method")

    def __init__(
        self, allow_retain_graph: bool = False, batch_chunk_size: int | None = None,
        chunking_method: str | None = "auto", acc_policy: str = "auto", acc_dtype=None,
    ):  # fmt: skip
        if acc_policy not in _POLICIES:
            raise ValueError(f"invalid acc_policy: {acc_policy!r}")
        if chunking_method not in (None, "auto"):
            _divisor(chunking_method)
        if batch_chunk_size is not None and not (isinstance(batch_chunk_size, int) and batch_chunk_size > 0):
            raise ValueError(f"batch_chunk_size must be positive int or None, got {batch_chunk_size!r}")
        if acc_dtype not in _ACC_DTYPES:
            raise ValueError(f"acc_dtype must be one of {_ACC_DTYPES}, got {acc_dtype!r}")
        values = (allow_retain_graph, batch_chunk_size, chunking_method, acc_policy, acc_dtype)
        for name, value in zip(_FIELDS, values, strict=True):
            object.__setattr__(self, name, value)

    def rows(self, count: int, width: int, classes: int, dtype) -> int:
        """Rows at a time for an input (count, width). Raises ValueError where size and method contradict one another."""
        if self.acc_dtype not in (None, dtype) and (dtype, self.acc_dtype) != (dtypes.float16, dtypes.float32):
            raise RuntimeError(
                "linear_cross_entropy supports float32 acc_dtype with float16 inputs, but got "
                f"{self.acc_dtype} acc_dtype and {dtype} inputs."
            )
        given, method = self.batch_chunk_size, self.chunking_method
        if method == "auto":
            fallback = "aspect_ratio" if dtype is dtypes.float16 else "aspect_ratio:2"
            method = fallback if given is None else None
        size = count if given is None else min(given, count)
        if method is not None:
            size = _by_aspect_ratio(count, width, classes, _divisor(method))
            if given not in (None, size):
                raise ValueError(
                    f"batch_chunk_size (={given}) and chunking_method ('{method}') give different chunk sizes "
                    f"({given} vs {size}); pass only one."
                )
        return max(1, size)

    def _values(self):
        return tuple([getattr(self, name) for name in _FIELDS])

    def __repr__(self):
        fields = ", ".join(f"{name}={value!r}" for name, value in zip(_FIELDS, self._values(), strict=True))
        return f"{type(self).__name__}({fields})"

    def __eq__(self, other):
        return self._values() == other._values() if type(other) is type(self) else NotImplemented

    def __hash__(self):
        return hash(self._values())

    def __setattr__(self, name, value):
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name):
        raise AttributeError(f"cannot delete field {name!r}")

    def __reduce__(self):
        return type(self), self._values()


_FIELDS = "allow_retain_graph", "batch_chunk_size", "chunking_method", "acc_policy", "acc_dtype"


def _divisor(method):
    name, colon, number = str(method).partition(":")
    if name != "aspect_ratio" or (colon and not (number.isdigit() and int(number) > 0)):
        raise ValueError(f"invalid chunking_method: {method!r}")
    return int(number) if colon else 1


def _by_aspect_ratio(count, width, classes, divisor):
    target = -(-count // -(-classes // width))
    return min((1 << (target - 1).bit_length()) // divisor, count)
