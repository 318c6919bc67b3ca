"""A rule written out as one function, for long arrays.

What a thread spends on Python between its calls it spends while the other waits for the interpreter's lock, and with caches full
of numbers Python is slow: on names instead of arrays the rule is carried out once a step, and its calls are taken down; a
function written and compiled from them, and kept, makes them on every array.
"""

from __future__ import annotations

import numpy as np

from ..kernels import blas
from .arithmetic import Arithmetic

_functions: dict = {}


def written(rule, dtype, columns):
    """`rule(on, arrays)` on so many arrays of one dtype as (run, how many scratch arrays it needs, numbers).

    It is run((arrays, their addresses), (scratch arrays, theirs), numbers).
    """
    script = Script(dtype, columns)
    rule(script, script.arrays)
    form = dtype, columns, tuple(script.lines)
    known = _functions.get(form)
    if known is None:
        scratch = script.used if script.used > 1 or any("s0" in line for line in script.lines) else 0
        known = _functions[form] = _compiled(*form, len(script.numbers), scratch), scratch
    return *known, script.numbers


def _compiled(dtype, columns, lines, numbers, scratch):
    head = [
        f"({_names('a', columns)}), ({_names('at_a', columns)}) = arrays",
        f"({_names('s', scratch)}), ({_names('at_s', scratch)}) = scratch",
        f"({_names('n', numbers)}) = numbers",
        "size = a0.size",
    ]
    body = [form.format(*words) for form, *words in lines]
    source = "def run(arrays, scratch, numbers):\n    " + "\n    ".join("\n".join(head + body).split("\n"))
    namespace = {"np": np, "axpby": blas.axpby_of(dtype.char)}
    exec(compile(source, "<numpynn optimizer>", "exec"), namespace)
    return namespace["run"]


def _names(letter, count):
    return "".join([f"{letter}{i}, " for i in range(count)])


_PRODUCT = """\
factor = {3}
try:
    with np.errstate(over="raise"):
        np.multiply({0}, {1}, out={2})
except FloatingPointError:  # a small factor may keep finite what overflows without it
    np.multiply({0}, {3}, out={2})
    np.multiply({2}, {1}, out={2})
    factor = 1.0"""


class _Name(str):
    """An array's name in the source."""

    __slots__ = ("dtype",)


class Script(Arithmetic):
    """Takes a rule down: arrays are names, calls become lines, each a form and what is to be put in; numbers are kept apart."""

    spare = "s0"

    def __init__(self, dtype: np.dtype, columns: int):
        self.dtype, self.used = dtype, 1
        self.lines, self.numbers = [], []
        self.arrays = [_Name(f"a{i}") for i in range(columns)]
        self.arrays[0].dtype = dtype
        self._axpby = blas.axpby_of(dtype.char)

    def __call__(self, ufunc, x, y=None, into=None):
        out = self._fresh() if into is None else into
        if y is None:
            self.lines.append(("np.{0}({1}, out={2})", ufunc.__name__, x, out))
        else:
            self.lines.append(("np.{0}({1}, {2}, out={3})", ufunc.__name__, x, y, out))
        return out

    def add_(self, x, y, factor, keep=None):
        """x = keep * x + factor * y; without `keep` x += factor * y."""
        if self._axpby is None or factor == 0 or keep == 0:  # where BLAS would not look at the array
            return super().add_(x, y, factor, keep)
        return self._axpby_(x, y, self._float(factor), keep)

    def lerp_(self, x, y, weight):
        """x += weight * (y - x): a point between x and y."""
        if self._axpby is None:
            return super().lerp_(x, y, weight)
        return self.add_(x, y, weight, 1 - weight)

    def addcmul_(self, x, a, b, factor, keep=None):
        """x = keep * x + factor * a * b; without `keep` x += factor * a * b."""
        if self._axpby is None or factor == 0 or keep == 0:
            return super().addcmul_(x, a, b, factor, keep)
        self.lines.append((_PRODUCT, a, b, self.spare, self._float(factor)))
        return self._axpby_(x, self.spare, "factor", keep)

    def addcdiv_(self, x, a, b, factor):
        """x += factor * a / b."""
        if self._axpby is None:
            return super().addcdiv_(x, a, b, factor)
        return self.add_(x, self(np.divide, a, b, self.spare), factor)

    def choose(self, test, x, chosen, other):
        """`chosen` where test(x, 0), else `other`; both are arrays or numbers."""
        out = f"chosen{len(self.lines)}"
        self.lines.append(("{0} = np.where(np.{1}({2}, 0), {3}, {4})", out, test.__name__, x, chosen, other))
        return out

    def copy_(self, x, y):
        """x takes y's values."""
        self.lines.append(("np.copyto({0}, {1})", x, y))
        return x

    def sign(self, x):
        """-1, 0 or 1; 0 for nan, as in torch."""
        out = self(np.sign, x)
        self.lines.append(("{0}[np.isnan({0})] = 0", out))
        return out

    def number(self, value):
        """The name of `value` as an array of the dtype."""
        return self._argument(np.array(value, self.dtype))

    @staticmethod
    def counter(value):
        """A counter's value, for arithmetic in double precision."""
        return float(value)

    @staticmethod
    def detach(x):
        """x without its history."""
        return x

    def _axpby_(self, x, y, factor, keep):
        keep = "1.0" if keep is None else self._float(keep)
        self.lines.append(("axpby(size, {0}, at_{1}, 1, {2}, at_{3}, 1)", factor, y, keep, x))
        return x

    def _fresh(self):
        self.used += 1
        return f"s{self.used - 1}"

    def _float(self, value):
        return self._argument(float(value))

    def _argument(self, value):
        self.numbers.append(value)
        return f"n{len(self.numbers) - 1}"
