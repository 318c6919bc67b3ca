"""Transforms, their inverses, and transforms of transforms."""

from __future__ import annotations

import copy
import functools
import operator

from ...functional.creation import zeros_like
from .. import constraints
from ..utils import lazy_property, sum_rightmost


class Transform:
    """A map y = t(x) from `domain` to `codomain`, with `t.inv` for the way back, or for one of the ways.

    A subclass has `_call`, `_inverse` and `log_abs_det_jacobian(x, y)`. With a cache of size 1 the last x and y are
    remembered: the inverse of the very tensor that a call gave is the tensor that the call got.
    """

    bijective = False
    domain: constraints.Constraint
    codomain: constraints.Constraint

    def __init__(self, cache_size=0):
        if cache_size not in (0, 1):
            raise ValueError("cache_size must be 0 or 1")
        self._cache_size = cache_size
        self._inv = None
        self._cached_x_y = (None, None)

    def __getstate__(self):
        return vars(self) | {"_inv": None}

    @property
    def event_dim(self) -> int:
        """The number of dimensions of one variable. Raises ValueError where it is not the same on both sides."""
        if self.domain.event_dim != self.codomain.event_dim:
            raise ValueError("Please use either .domain.event_dim or .codomain.event_dim")
        return self.domain.event_dim

    @property
    def inv(self) -> Transform:
        """The inverse, whose inverse is this transform itself."""
        if self._inv is None:
            self._inv = _InverseTransform(self)
        return self._inv

    @property
    def sign(self):
        """1 where the transform is increasing, -1 where it is decreasing; for bijections of one variable."""
        raise NotImplementedError

    def with_cache(self, cache_size=1) -> Transform:
        """The same transform with a cache of this size."""
        return self if self._cache_size == cache_size else self._twin(cache_size)

    def _twin(self, cache_size):
        twin = copy.copy(self)
        Transform.__init__(twin, cache_size)
        return twin

    def __eq__(self, other):
        return self is other

    def __call__(self, x):
        """y for x."""
        x_old, y_old = self._cached_x_y
        if self._cache_size and x is x_old:
            return y_old
        y = self._call(x)
        self._remember(x, y)
        return y

    def _inv_call(self, y):
        x_old, y_old = self._cached_x_y
        if self._cache_size and y is y_old:
            return x_old
        x = self._inverse(y)
        self._remember(x, y)
        return x

    def _remember(self, x, y):
        if self._cache_size:
            self._cached_x_y = (x, y)

    def _call(self, x):
        raise NotImplementedError

    def _inverse(self, y):
        raise NotImplementedError

    def log_abs_det_jacobian(self, x, y):
        """log |det dy/dx|, of the batch's shape."""
        raise NotImplementedError

    def __repr__(self):
        return f"{type(self).__name__}()"

    def forward_shape(self, shape):
        """The shape of y for an x of this shape."""
        return shape

    def inverse_shape(self, shape):
        """The shape of x for a y of this shape."""
        return shape


class Parameterless(Transform):
    """A transform that equals every other of its class."""

    def __eq__(self, other):
        return isinstance(other, type(self))


class _InverseTransform(Transform):
    """The inverse of a transform, which keeps the cache for both."""

    def __init__(self, transform):
        super().__init__(transform._cache_size)
        self._inv = transform

    @constraints.dependent_property(is_discrete=False)
    def domain(self):
        return self._inv.codomain

    @constraints.dependent_property(is_discrete=False)
    def codomain(self):
        return self._inv.domain

    @property
    def bijective(self):
        return self._inv.bijective

    @property
    def sign(self):
        return self._inv.sign

    @property
    def inv(self):
        return self._inv

    def with_cache(self, cache_size=1):
        return self.inv.with_cache(cache_size).inv

    def __getstate__(self):
        return vars(self)

    def __eq__(self, other):
        return isinstance(other, _InverseTransform) and self._inv == other._inv

    def __repr__(self):
        return f"{type(self).__name__}({self._inv!r})"

    def __call__(self, x):
        return self._inv._inv_call(x)

    def log_abs_det_jacobian(self, x, y):
        return -self._inv.log_abs_det_jacobian(y, x)

    def forward_shape(self, shape):
        return self._inv.inverse_shape(shape)

    def inverse_shape(self, shape):
        return self._inv.forward_shape(shape)


class ComposeTransform(Transform):
    """Transforms after one another, the first of `parts` first. Each keeps a cache of its own."""

    def __init__(self, parts, cache_size=0):
        super().__init__(cache_size)
        self.parts = [part.with_cache(cache_size) for part in parts] if cache_size else parts

    def __eq__(self, other):
        return isinstance(other, ComposeTransform) and self.parts == other.parts

    @constraints.dependent_property(is_discrete=False)
    def domain(self):
        ends = [(part.codomain.event_dim, part.domain.event_dim) for part in reversed(self.parts)]
        return _widened(self.parts[0].domain, ends) if self.parts else constraints.real

    @constraints.dependent_property(is_discrete=False)
    def codomain(self):
        ends = [(part.domain.event_dim, part.codomain.event_dim) for part in self.parts]
        return _widened(self.parts[-1].codomain, ends) if self.parts else constraints.real

    @lazy_property
    def bijective(self):
        return all([part.bijective for part in self.parts])

    @lazy_property
    def sign(self):
        return functools.reduce(operator.mul, [part.sign for part in self.parts], 1)

    @property
    def inv(self):
        if self._inv is None:
            self._inv = ComposeTransform([part.inv for part in reversed(self.parts)])
            self._inv._inv = self
        return self._inv

    def with_cache(self, cache_size=1):
        return self if self._cache_size == cache_size else ComposeTransform(self.parts, cache_size)

    def __call__(self, x):
        for part in self.parts:
            x = part(x)
        return x

    def log_abs_det_jacobian(self, x, y):
        if not self.parts:
            return zeros_like(x)
        stations = [x]
        for part in self.parts[:-1]:
            stations.append(part(stations[-1]))
        stations.append(y)
        total, event_dim = 0, self.domain.event_dim
        for part, x, y in zip(self.parts, stations, stations[1:]):
            total = total + sum_rightmost(part.log_abs_det_jacobian(x, y), event_dim - part.domain.event_dim)
            event_dim += part.codomain.event_dim - part.domain.event_dim
        return total

    def forward_shape(self, shape):
        for part in self.parts:
            shape = part.forward_shape(shape)
        return shape

    def inverse_shape(self, shape):
        for part in reversed(self.parts):
            shape = part.inverse_shape(shape)
        return shape

    def __repr__(self):
        return f"{type(self).__name__}(\n    " + ",\n    ".join(map(repr, self.parts)) + "\n)"


def _widened(constraint, ends):
    """The constraint at the last of `ends`, over as many dimensions as the widest transform on the way makes it.

    ends: for each transform the event dimensions where it is entered and where it is left.
    """
    event_dim = ends[0][0]
    for entered, left in ends:
        event_dim = max(event_dim + left - entered, left)
    extra = event_dim - constraint.event_dim
    return constraints.independent(constraint, extra) if extra else constraint


identity_transform = ComposeTransform([])


class IndependentTransform(Transform):
    """A transform whose last batch dimensions count as event dimensions: its Jacobian is summed over them."""

    def __init__(self, base_transform, reinterpreted_batch_ndims, cache_size=0):
        super().__init__(cache_size)
        self.base_transform = base_transform.with_cache(cache_size)
        self.reinterpreted_batch_ndims = reinterpreted_batch_ndims

    def with_cache(self, cache_size=1):
        if self._cache_size == cache_size:
            return self
        return IndependentTransform(self.base_transform, self.reinterpreted_batch_ndims, cache_size)

    @constraints.dependent_property(is_discrete=False)
    def domain(self):
        return constraints.independent(self.base_transform.domain, self.reinterpreted_batch_ndims)

    @constraints.dependent_property(is_discrete=False)
    def codomain(self):
        return constraints.independent(self.base_transform.codomain, self.reinterpreted_batch_ndims)

    @property
    def bijective(self):
        return self.base_transform.bijective

    @property
    def sign(self):
        return self.base_transform.sign

    def _call(self, x):
        _check_dims(x, self.domain)
        return self.base_transform(x)

    def _inverse(self, y):
        _check_dims(y, self.codomain)
        return self.base_transform.inv(y)

    def log_abs_det_jacobian(self, x, y):
        return sum_rightmost(self.base_transform.log_abs_det_jacobian(x, y), self.reinterpreted_batch_ndims)

    def __repr__(self):
        return f"{type(self).__name__}({self.base_transform!r}, {self.reinterpreted_batch_ndims})"

    def forward_shape(self, shape):
        return self.base_transform.forward_shape(shape)

    def inverse_shape(self, shape):
        return self.base_transform.inverse_shape(shape)


def _check_dims(value, constraint):
    if value.ndim < constraint.event_dim:
        raise ValueError(f"Too few dimensions on input: {value.ndim}, expected at least {constraint.event_dim}")
