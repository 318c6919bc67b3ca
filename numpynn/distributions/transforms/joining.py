"""Transforms that apply others to the parts of a tensor."""

from __future__ import annotations

from ...functional.joining import cat, stack
from .. import constraints
from ..utils import lazy_property, sum_rightmost
from .base import Transform


class _Joined(Transform):
    """Several transforms, each for a part of the tensor along `dim`."""

    def __init__(self, tseq, dim=0, cache_size=0):
        if not all([isinstance(t, Transform) for t in tseq]):
            raise AssertionError("All elements of tseq must be Transform instances")
        super().__init__(cache_size)
        self.transforms = [t.with_cache(cache_size) for t in tseq] if cache_size else list(tseq)
        self.dim = dim

    @property
    def bijective(self):
        return all([t.bijective for t in self.transforms])

    def _check(self, x, size):
        if not -x.ndim <= self.dim < x.ndim:
            raise AssertionError(f"dim {self.dim} out of range for tensor with {x.ndim} dimensions")
        if x.shape[self.dim] != size:
            raise AssertionError(f"size {x.shape[self.dim]} of dim {self.dim} must equal {size}")

    def _parts(self, x):
        raise NotImplementedError

    def _join(self, parts):
        raise NotImplementedError

    def _call(self, x):
        return self._join([t(part) for t, part in zip(self.transforms, self._parts(x))])

    def _inverse(self, y):
        return self._join([t.inv(part) for t, part in zip(self.transforms, self._parts(y))])

    def _jacobians(self, x, y):
        parts = zip(self.transforms, self._parts(x), self._parts(y))
        return [t.log_abs_det_jacobian(part_of_x, part_of_y) for t, part_of_x, part_of_y in parts]


class CatTransform(_Joined):
    """Transforms of slices along `dim`, of these lengths, of 1 if none are given."""

    def __init__(self, tseq, dim=0, lengths=None, cache_size=0):
        super().__init__(tseq, dim, cache_size)
        self.lengths = [1] * len(self.transforms) if lengths is None else list(lengths)
        if len(self.lengths) != len(self.transforms):
            raise AssertionError(f"lengths ({len(self.lengths)}) must match transforms ({len(self.transforms)})")

    @lazy_property
    def event_dim(self):
        return max([t.event_dim for t in self.transforms])

    @lazy_property
    def length(self):
        return sum(self.lengths)

    def with_cache(self, cache_size=1):
        if self._cache_size == cache_size:
            return self
        return CatTransform(self.transforms, self.dim, self.lengths, cache_size)

    def _parts(self, x):
        self._check(x, self.length)
        return x.split(self.lengths, self.dim)

    def _join(self, parts):
        return cat(parts, self.dim)

    def log_abs_det_jacobian(self, x, y):
        narrower = [self.event_dim - t.event_dim for t in self.transforms]
        jacobians = [sum_rightmost(j, dims) for j, dims in zip(self._jacobians(x, y), narrower)]
        dim = (self.dim - x.ndim if self.dim >= 0 else self.dim) + self.event_dim
        # Where the slices are parts of one variable their Jacobians add up.
        return cat(jacobians, dim) if dim < 0 else sum(jacobians)

    @constraints.dependent_property
    def domain(self):
        return constraints.cat([t.domain for t in self.transforms], self.dim, self.lengths)

    @constraints.dependent_property
    def codomain(self):
        return constraints.cat([t.codomain for t in self.transforms], self.dim, self.lengths)


class StackTransform(_Joined):
    """One transform for each index along `dim`."""

    def with_cache(self, cache_size=1):
        return self if self._cache_size == cache_size else StackTransform(self.transforms, self.dim, cache_size)

    def _parts(self, x):
        self._check(x, len(self.transforms))
        return x.unbind(self.dim)

    def _join(self, parts):
        return stack(parts, self.dim)

    def log_abs_det_jacobian(self, x, y):
        return stack(self._jacobians(x, y), self.dim)

    @constraints.dependent_property
    def domain(self):
        return constraints.stack([t.domain for t in self.transforms], self.dim)

    @constraints.dependent_property
    def codomain(self):
        return constraints.stack([t.codomain for t in self.transforms], self.dim)
