"""A tensor that keeps its elements and their coordinates: torch's COO layout.

The elements are a Tensor with a history, so gradients pass through it; the sparse tensor itself has no vertex. What is
not defined here raises NotImplementedError with the name of the operation, because there is no array to work on.
"""

from __future__ import annotations

import copy
import sys

import numpy as np

from .. import dtypes, printing
from ..derivatives import sparse as primitive
from ..dtypes import Size
from ..kernels.sparse import flat
from ..tensor import Tensor, wrap
from ._make import normalise_dim


class SparseTensor(Tensor):
    """`places` (sparse dimensions, nnz) are whole numbers, `elements` (nnz, dense dimensions ...) a Tensor.

    made_by: the name of the operation that made it, None for a leaf.
    """

    is_sparse = True
    layout = dtypes.sparse_coo

    def __new__(cls, places, elements, size, coalesced=False, made_by=None):
        new = object.__new__(cls)
        new.places, new.elements, new.size_ = places, elements, Size(size)
        new.coalesced, new.made_by = coalesced, made_by
        return new

    def __init__(self, *args, **kwargs):
        pass

    def _with(self, elements, made_by, **changed):
        """Other elements at the same places."""
        state = {"places": self.places, "size": self.size_, "coalesced": self.coalesced} | changed
        return SparseTensor(state["places"], elements, state["size"], state["coalesced"], made_by)

    @property
    def array(self):
        raise NotImplementedError(f"{_operation()} is not implemented for sparse tensors: use to_dense() first")

    # State -----------------------------------------------------------------------------------------------------------

    shape = property(lambda self: self.size_, doc="The sizes of the dimensions.")
    dtype = property(lambda self: self.elements.dtype, doc="The data type of the elements.")
    ndim = property(lambda self: len(self.size_), doc="The number of dimensions.")
    is_leaf = property(lambda self: self.made_by is None or not self.requires_grad, doc="Whether no operation made it.")
    grad_fn = property(lambda self: None if self.is_leaf else self.elements.grad_fn, doc="What made the elements.")
    data = property(lambda self: self.detach(), doc="The same memory with no history.")

    def size(self, dim=None):
        """The sizes of the dimensions, or of one."""
        return self.size_ if dim is None else self.size_[normalise_dim(dim, self.ndim)]

    def dim(self) -> int:
        """The number of dimensions."""
        return self.ndim

    ndimension = dim

    def numel(self) -> int:
        """The number of elements of the dense tensor."""
        return self.size_.numel()

    nelement = numel

    def sparse_dim(self) -> int:
        """The number of dimensions that have coordinates."""
        return len(self.places)

    def dense_dim(self) -> int:
        """The number of dimensions of an element."""
        return self.ndim - self.sparse_dim()

    def _nnz(self) -> int:
        return self.places.shape[1]

    def is_floating_point(self) -> bool:
        """Whether the elements are floats."""
        return self.dtype.is_floating_point

    def is_complex(self) -> bool:
        """Whether the elements are complex."""
        return self.dtype.is_complex

    def __len__(self):
        return self.size_[0]

    # Gradients -------------------------------------------------------------------------------------------------------

    @property
    def requires_grad(self):
        return self.elements.requires_grad

    @requires_grad.setter
    def requires_grad(self, wanted):
        self.requires_grad_(wanted)

    def requires_grad_(self, requires_grad=True) -> SparseTensor:
        """Ask for gradients of the elements, or stop asking."""
        self.elements.requires_grad_(requires_grad)
        return self

    @property
    def grad(self):
        """The gradient by the elements, at the same places."""
        return None if not self.is_leaf or self.elements.grad is None else self._with(self.elements.grad, None)

    @grad.setter
    def grad(self, value):
        self.elements.grad = None if value is None else value.elements

    def detach(self) -> SparseTensor:
        """The same memory with no history."""
        return self._with(self.elements.detach(), None)

    # Parts -----------------------------------------------------------------------------------------------------------

    def _indices(self) -> Tensor:
        return wrap(self.places)

    def _values(self) -> Tensor:
        return self.elements.detach()

    def indices(self) -> Tensor:
        """The coordinates, (sparse dimensions, nnz). Raises RuntimeError unless coalesced."""
        self._need_coalesced("indices")
        return wrap(self.places)

    def values(self) -> Tensor:
        """The elements, with their history. Raises RuntimeError unless coalesced."""
        self._need_coalesced("values")
        return self.elements

    def _need_coalesced(self, what):
        if not self.coalesced:
            raise RuntimeError(f"Cannot get {what} on an uncoalesced tensor, please call .coalesce() first")

    def is_coalesced(self) -> bool:
        """Whether the coordinates are known to be sorted, none twice."""
        return self.coalesced

    def coalesce(self) -> SparseTensor:
        """The same tensor with sorted coordinates, elements of one place added up; itself if it is so."""
        if self.coalesced:
            return self
        sparse = self.size_[: self.sparse_dim()]
        _, first, group = np.unique(flat(self.places, sparse), return_index=True, return_inverse=True)
        elements = primitive.gather_sum(self.elements, group, len(first))
        return self._with(elements, "CoalesceBackward0", places=self.places[:, first], coalesced=True)

    def to_dense(self, dtype=None, *, masked_grad=True) -> Tensor:
        """The dense tensor. Raises RuntimeError for a `dtype`, as torch does."""
        if dtype is not None:
            raise RuntimeError("dtype argument is not supported by sparse_to_dense")
        return primitive.densify(self.elements, self.places, tuple(self.size_))

    def to_sparse(self, sparse_dim=None, *, layout=None) -> SparseTensor:
        """The tensor itself. Raises NotImplementedError for other layouts and other sparse dimensions."""
        if layout not in (None, dtypes.sparse_coo):
            raise NotImplementedError(f"to_sparse(layout={layout}) is not implemented, only torch.sparse_coo")
        if sparse_dim not in (None, self.sparse_dim()):
            raise NotImplementedError(f"to_sparse(sparse_dim={sparse_dim}) of a sparse tensor is not implemented")
        return self

    to_sparse_coo = to_sparse

    # Copies ----------------------------------------------------------------------------------------------------------

    def clone(self, *, memory_format=None) -> SparseTensor:
        """A copy, through which gradients pass."""
        return self._with(self.elements.clone(), "CloneBackward0", places=self.places.copy())

    def to(self, *args, **kwargs) -> SparseTensor:
        """In another dtype; the tensor itself where nothing changes."""
        given = [arg.dtype if isinstance(arg, SparseTensor) else arg for arg in args]
        elements = self.elements.to(*given, **kwargs)
        return self if elements is self.elements else self._with(elements, "ToCopyBackward0")

    def cpu(self, memory_format=None) -> SparseTensor:
        """The tensor itself."""
        return self

    def type(self, dtype=None):
        """The name of its type, or the tensor in another dtype."""
        if dtype is not None:
            return self.to(dtype)
        return self.elements.type().replace("torch.", "torch.sparse.")

    def __deepcopy__(self, memo):
        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user support the deepcopy protocol at the moment."
            )
        memo[id(self)] = twin = self._with(copy.deepcopy(self.elements, memo), None, places=self.places.copy())
        return twin

    def __reduce_ex__(self, protocol):
        return SparseTensor, (self.places, self.elements, tuple(self.size_), self.coalesced)

    # Values ----------------------------------------------------------------------------------------------------------

    def numpy(self, *, force=False):
        """Raises TypeError: there is no array to share."""
        raise TypeError("can't convert Sparse layout tensor to numpy. Use Tensor.to_dense() first.")

    def tolist(self):
        """Raises RuntimeError: there is no memory to read."""
        raise RuntimeError("tolist: a sparse tensor has no storage. Use Tensor.to_dense() first.")

    def item(self):
        """The only element. Raises RuntimeError if there is not exactly one."""
        if self.numel() != 1:
            raise RuntimeError(f"a Tensor with {self.numel()} elements cannot be converted to Scalar")
        return self.to_dense().item()

    def __bool__(self):
        return bool(self.to_dense())

    def __format__(self, spec):
        return format(repr(self), spec)

    def __repr__(self, *, tensor_contents=None):
        history = None if self.is_leaf else self.made_by
        return printing.sparse_repr(
            self.places, self.elements.array, tuple(self.size_), self.requires_grad, history, self.dtype
        )


def _cast(name, dtype):
    def method(self, memory_format=None):
        return self.to(dtype)

    method.__doc__ = f"In {dtype.name}."
    setattr(SparseTensor, name, method)


for _name in ("bool", "double", "float", "half", "int", "long", "short"):
    _cast(_name, getattr(dtypes, _name))


def _operation():
    """The name of what the user called, to which the array of a sparse tensor was wanted."""
    frame, name = sys._getframe(2), "this operation"
    while frame is not None and (found := _name_of(frame)):
        frame, name = frame.f_back, name if found == "<lambda>" else found
    return name


def _name_of(frame):
    """The name of the function of a frame in this package; a primitive's is that of its kernel. None outside."""
    names = frame.f_globals
    if "_kernel" in names:
        return names["_kernel"].__name__
    if names.get("__name__", "").partition(".")[0] == __package__.partition(".")[0]:
        # Functions that are made of others know their name as a variable.
        return frame.f_locals.get("name", frame.f_code.co_name)
    return None
