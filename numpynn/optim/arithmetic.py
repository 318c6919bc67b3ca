"""The words in which the elementwise rules are written, and two of the three ways to carry them out.

A rule is one mathematical statement; `on` is what carries it out. `on(np.sqrt, x)` is a new value, `on(np.add, x, y,
into=x)` replaces x. A word that ends in `_` replaces its first argument; a rule goes on with what the word returns.

- `InPlace`: short flat arrays. Results go into the arrays themselves or into scratch arrays that are kept from step to step, so
  that a step allocates nothing and each piece stays in the cache until it is done.
- `Recorded`: Tensors, under differentiable=True. Nothing is overwritten; every result is a new Tensor with its history.
- `Script`, in `script.py`: long arrays. What is to be done is taken down, to be done on each.
"""

from __future__ import annotations

import math

import numpy as np

from ..tensor import Tensor


class Arithmetic:
    """What both ways share: the compound operations, each rounded in the order in which torch rounds."""

    spare = None

    def add(self, x, y, factor):
        """x + factor * y, as a new value."""
        out = self(np.multiply, y, self.number(factor))
        return self(np.add, x, out, out)

    def add_(self, x, y, factor, keep=None):
        """x = keep * x + factor * y; without `keep` x += factor * y."""
        x = x if keep is None else self.scale_(x, keep)
        return self(np.add, x, self(np.multiply, y, self.number(factor), self.spare), x)

    def shift_(self, x, offset):
        """x += offset, a number."""
        return self(np.add, x, self.number(offset), x)

    def scale_(self, x, factor):
        """x *= factor, a number."""
        return self(np.multiply, x, self.number(factor), x)

    def lerp_(self, x, y, weight):
        """x += weight * (y - x): a point between x and y, computed from the nearer end."""
        difference = self(np.subtract, y, x, self.spare)
        if weight < 0.5:
            return self(np.add, x, self(np.multiply, difference, self.number(weight), self.spare), x)
        rest = self(np.multiply, difference, self.number(1 - weight), self.spare)
        return self(np.subtract, y, rest, x)

    def addcmul_(self, x, a, b, factor, keep=None):
        """x = keep * x + factor * a * b; without `keep` x += factor * a * b."""
        x = x if keep is None else self.scale_(x, keep)
        product = self(np.multiply, a, self.number(factor), self.spare)
        return self(np.add, x, self(np.multiply, product, b, self.spare), x)

    def addcdiv_(self, x, a, b, factor):
        """x += factor * a / b."""
        product = self(np.multiply, a, self.number(factor), self.spare)
        return self(np.add, x, self(np.divide, product, b, self.spare), x)

    @staticmethod
    def choose(test, x, chosen, other):
        """`chosen` where test(x, 0), else `other`; both are arrays or numbers."""
        return np.where(test(x, 0), chosen, other)


class InPlace(Arithmetic):
    """Carries a rule out on flat arrays of one dtype."""

    def __init__(self, dtype: np.dtype):
        self.dtype = dtype
        self._longest = -1
        self._numbers: dict = {}

    def begin(self, size: int):
        """Make ready for arrays of `size` elements: all scratch is free again."""
        if size > self._longest:
            # No longer than what comes: as long as the longest pieces, they kept 8 MiB from a small network's next step.
            self._longest, self._scratch = size, [np.empty(size, self.dtype)]
        self._size = size
        self._used = 1
        self.spare = self._scratch[0][:size]

    def __call__(self, ufunc, x, y=None, into=None):
        out = self._fresh() if into is None else into
        return ufunc(x, out=out) if y is None else ufunc(x, y, out=out)

    def _fresh(self):
        if self._used == len(self._scratch):
            self._scratch.append(np.empty(self._longest, self.dtype))
        array = self._scratch[self._used][: self._size]
        self._used += 1
        return array

    def number(self, value):
        """`value` as an array of the dtype: with a Python number a ufunc call on a small array takes twice as long."""
        number = self._numbers.get(value)
        if number is None:
            if len(self._numbers) > 1000:
                self._numbers.clear()
            number = self._numbers[value] = np.array(value, self.dtype)
        return number

    @staticmethod
    def counter(value):
        """A counter's value, for arithmetic in double precision."""
        return float(value)

    def sign(self, x):
        """-1, 0 or 1; 0 for nan, as in torch."""
        out = self(np.sign, x)
        out[np.isnan(out)] = 0
        return out

    @staticmethod
    def copy_(x, y):
        """x takes y's values."""
        np.copyto(x, y)
        return x

    @staticmethod
    def detach(x):
        """x without its history."""
        return x


class Recorded(Arithmetic):
    """Carries a rule out on Tensors, so that it can be differentiated."""

    def __call__(self, ufunc, x, y=None, into=None):
        return ufunc(x) if y is None else ufunc(x, y)

    @staticmethod
    def number(value):
        """The number, or the Tensor whose gradient is wanted too."""
        return value.item() if isinstance(value, np.generic) else value

    @staticmethod
    def counter(value):
        """A counter's value, for arithmetic in the counter's own precision, in which torch's tensors do it here."""
        return value

    @staticmethod
    def sign(x):
        """-1, 0 or 1."""
        return x.sign()

    @staticmethod
    def copy_(x, y):
        """y, in memory of its own."""
        return y.clone()

    @staticmethod
    def detach(x):
        """x without its history."""
        return x.detach()


def scalar(value):
    """An option as numbers: a Tensor becomes a NumPy scalar, which rounds as torch's 0-dim tensor does."""
    if isinstance(value, Tensor):
        return value.array.reshape(())[()]
    return tuple(map(scalar, value)) if isinstance(value, tuple) else value


def double_scalar(value):
    """An option as numbers in double precision, in which torch's fused rules take them."""
    if isinstance(value, Tensor):
        return value.array.item()
    return tuple(map(double_scalar, value)) if isinstance(value, tuple) else value


def differentiable_scalar(value):
    """An option as numbers or, where it is a Tensor, as a 0-dim Tensor with its history."""
    if isinstance(value, Tensor):
        return value.reshape(()) if value.array.ndim else value
    return tuple(map(differentiable_scalar, value)) if isinstance(value, tuple) else value


def power(base, exponent):
    """base ** exponent for scalars, in the precision of the less precise, as torch has it for 0-dim tensors."""
    if isinstance(base, Tensor):
        return base ** float(exponent)
    if isinstance(base, np.generic):
        return type(base)(float(base) ** float(exponent))
    return base**exponent


def square_root(x):
    """√x for scalars; of a Python number a Python number."""
    return math.sqrt(x) if x.__class__ is float else np.sqrt(x)


def ratio(x, y):
    """x / y for scalars, where torch takes a Python number over a 0-dim tensor as the number times the reciprocal."""
    return 1 / y * x if isinstance(y, np.generic) and type(x) in (int, float) else x / y


def lerp_(x, y, weight: float):
    """x += weight * (y - x) for whole arrays of one dtype."""
    difference = y - x
    if weight < 0.5:
        x += x.dtype.type(weight) * difference
    else:
        np.subtract(y, x.dtype.type(1 - weight) * difference, out=x)
    return x
