"""The Batch: what stands for an array while a function of one sample runs on many of them."""

from __future__ import annotations

import numpy as np

from ..graph import Lookalike, clock


class VmapError(RuntimeError):
    """What vmap refuses, in torch's words; running the samples one by one is no way out of it."""


class Unbatchable(TypeError):
    """What cannot be computed on all samples together; it can be on one after the other."""


class Level:
    """One call of vmap: how many samples, and whether the function is still running.

    `start` is its date on the clock of the graph: what is older was computed outside, and is the same for all samples.
    """

    __slots__ = ("active", "randomness", "size", "start")

    def __init__(self, size, randomness="error"):
        self.size = size
        self.randomness = randomness
        self.active = True
        self.start = clock()


class Batch(np.lib.mixins.NDArrayOperatorsMixin, Lookalike):
    """Arrays of one shape, one for each sample of each level: `whole` has an axis for each level in front.

    To whoever asks it is an array of the shape of a single sample. What it cannot answer for all samples alike it
    refuses, so that nothing is computed for one of them and taken for all.
    """

    __slots__ = ("levels", "whole")

    def __init__(self, levels, whole):
        self.levels = levels
        self.whole = whole

    @property
    def shape(self):
        """The shape of one sample."""
        return self.whole.shape[len(self.levels) :]

    @property
    def ndim(self):
        """The number of dimensions of one sample."""
        return self.whole.ndim - len(self.levels)

    @property
    def size(self):
        """The number of elements of one sample."""
        n = 1
        for size in self.shape:
            n *= size
        return n

    @property
    def dtype(self):
        """The dtype of the elements."""
        return self.whole.dtype

    @property
    def itemsize(self):
        """The bytes of one element."""
        return self.whole.itemsize

    @property
    def strides(self):
        """The steps in bytes within one sample."""
        return self.whole.strides[len(self.levels) :]

    @property
    def flags(self):
        """The flags of the first sample."""
        return np.broadcast_to(self.whole, self.whole.shape).flags if not self.whole.size else self._first().flags

    @property
    def base(self):
        """The array that holds the values of all samples."""
        return self.whole

    @property
    def address(self):
        """Where the first element of the first sample lies; an array interface would let NumPy take that sample for all."""
        return self._first().__array_interface__["data"][0]

    def _first(self):
        return self.whole[(0,) * len(self.levels) + (...,)]

    @property
    def real(self):
        """The real parts."""
        return Batch(self.levels, self.whole.real)

    @property
    def imag(self):
        """The imaginary parts."""
        return Batch(self.levels, self.whole.imag)

    @property
    def T(self):
        """The axes of each sample in reverse order."""
        return self.transpose()

    def astype(self, dtype, order="K", copy=True):
        """In another dtype."""
        return Batch(self.levels, self.whole.astype(dtype, order=order, copy=copy))

    def copy(self, order="C"):
        """In memory of its own."""
        return Batch(self.levels, self.whole.copy(order))

    def item(self, *_):
        """Refused: each sample has another."""
        raise VmapError(
            "vmap: It looks like you're calling .item() on a Tensor. We don't support vmap over calling .item() on a Tensor, "
            "please try to rewrite what you're doing with other operations. If error is occurring somewhere inside PyTorch "
            "internals, please file a bug report."
        )

    tolist = item

    def __len__(self):
        if not self.ndim:
            raise TypeError("len() of unsized object")
        return self.shape[0]

    def __iter__(self):
        return iter([self[i] for i in range(len(self))])

    def __bool__(self):
        answers = np.asarray(self.whole, dtype=bool)
        if self.size != 1 or not answers.size or answers.any() != answers.all():
            raise Unbatchable("the samples of a vmap differ in a condition")
        return bool(answers.all())

    def _refused(self, *_, **__):
        raise Unbatchable("a Batch of samples is no array")

    __array__ = __int__ = __float__ = __complex__ = __index__ = _refused

    def __getattr__(self, name):
        if name in _METHODS:
            return lambda *args, **kwargs: _apply(getattr(np.ndarray, name), (self, *args), kwargs)
        if name.startswith("__"):
            raise AttributeError(name)
        raise Unbatchable(f"a Batch of samples has no {name}")

    def __getitem__(self, index):
        from ..kernels.indexing import take

        return _apply(take, (self, index), {})

    def __setitem__(self, index, value):
        from .apply import samples

        for position, (x, i, v) in samples(self.levels, (self, index, value)):
            del position
            x[i] = v

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **kwargs):
        kernel = ufunc if method == "__call__" else getattr(ufunc, method)
        if out is None:
            return _apply(kernel, inputs, kwargs)
        write(out[0], _apply(kernel, inputs, kwargs))
        return out[0]

    def __array_function__(self, function, types, args, kwargs):
        if function is np.copyto:
            return write(*args[:2])
        if kwargs.get("out") is not None:
            raise Unbatchable(f"{function.__name__} with out= on a Batch of samples")
        return _apply(function, args, kwargs)


_METHODS = frozenset(
    "all any argmax argmin argsort clip conj cumprod cumsum dot fill flatten max mean min nonzero prod ravel repeat reshape "
    "round sort squeeze std sum swapaxes take transpose var view".split()
)


def _apply(kernel, args, kwargs):
    from .apply import apply

    return apply(kernel, args, kwargs)


def write(target, values):
    """Copy values into an array; into one that all samples share only what they share too."""
    if not isinstance(values, Batch):
        np.copyto(target.whole, np.asarray(values), casting="unsafe")
        return
    own = target.levels if isinstance(target, Batch) else ()
    if any([level not in own for level in values.levels]):
        raise VmapError(
            "vmap: inplace arithmetic(self, *extra_args) is not possible because there exists a Tensor `other` in extra_args "
            "that has more elements than `self`. This happened due to `other` being vmapped over but `self` not being vmapped "
            "over in a vmap. Please try to use out-of-place operators instead of inplace arithmetic."
        )
    from .apply import aligned

    np.copyto(target.whole, aligned(values, own, target.ndim), casting="unsafe")
