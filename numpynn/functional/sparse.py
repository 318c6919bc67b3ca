"""Making sparse tensors, and what can be done with them."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..derivatives import sparse as primitive
from ..device import check_device
from ..kernels.sparse import flat
from ..tensor import Tensor, wrap
from ._make import check_storage, deliver, method, normalise_dim, sizes_of
from .creation import as_tensor, zeros
from .joining import cat
from .sparse_tensor import SparseTensor


def sparse_coo_tensor(
    indices=None,
    values=None,
    size=None,
    *,
    dtype=None,
    layout=None,
    device=None,
    pin_memory=False,
    requires_grad=False,
    check_invariants=None,
    is_coalesced=None,
) -> Tensor:
    """A sparse tensor: indices (dimensions, nnz), values (nnz, ...); of no elements where only a size is given.

    The size is the smallest that holds all places unless it is given. Gradients pass to `values`.
    Raises RuntimeError where indices, values and size do not fit; unlike torch, also for places outside the size.

    >>> import numpynn
    >>> s = numpynn.sparse_coo_tensor([[0, 1, 1], [2, 0, 2]], [3.0, 4.0, 5.0], (2, 3))
    >>> s @ numpynn.ones(3, 1)
    tensor([[3.],
            [9.]])
    """
    check_device(device)
    check_storage(None if layout is dtypes.sparse_coo else layout, pin_memory)
    if values is None:
        size = sizes_of((indices if size is None else size,))
        places, values = np.zeros((len(size), 0), np.int64), zeros(0, dtype=dtype)
    else:
        values = as_tensor(values, dtype=dtype)
        values = values.reshape(1) if values.ndim == 0 else values
        places = np.array(as_tensor(indices).detach().array, np.int64)
        size = _least_size(places, values) if size is None else sizes_of((size,))
        _check(places, values.shape, size)
    history = "SparseCooTensorWithDimsAndTensorsBackward0" if values.requires_grad else None
    if requires_grad:
        values, history = values.detach().requires_grad_(), None
    return SparseTensor(places, values, size, bool(is_coalesced), history)


def _least_size(places, values):
    if places.ndim != 2:
        raise RuntimeError(f"indices must be sparse_dim x nnz, but got: {list(places.shape)}")
    return (*[int(index.max()) + 1 if index.size else 0 for index in places], *values.shape[1:])


def _check(places, shape, size):
    if places.ndim != 2:
        raise RuntimeError(f"indices must be sparse_dim x nnz, but got: {list(places.shape)}")
    sparse, nnz = places.shape
    if nnz != shape[0]:
        raise RuntimeError(
            f"indices and values must have same nnz, but got nnz from indices: {nnz}, nnz from values: {shape[0]}"
        )
    if len(size) != sparse + len(shape) - 1:
        raise RuntimeError(
            f"'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = {len(size)}, sparse_dim = {sparse}, "
            f"dense_dim = {len(shape) - 1}"
        )
    if tuple(shape[1:]) != tuple(size[sparse:]):
        raise RuntimeError(f"values has incorrect size, expected {[nnz, *size[sparse:]]}, got {list(shape)}")
    for dim, (index, extent) in enumerate(zip(places, size)):
        if nnz and not 0 <= index.min() <= index.max() < extent:
            raise RuntimeError(
                f"size is inconsistent with indices: for dim {dim}, size is {extent} but found indices from {index.min()} "
                f"to {index.max()}"
            )


@method
def to_sparse(self, sparse_dim=None, *, layout=None) -> Tensor:
    """The nonzero elements and their coordinates, in the first `sparse_dim` dimensions.

    Gradients pass to these elements. torch's pass to the zeros as well, unless `sparse.mm` made them.
    Raises NotImplementedError for another layout than torch.sparse_coo.
    """
    if layout not in (None, dtypes.sparse_coo):
        raise NotImplementedError(f"to_sparse(layout={layout}) is not implemented, only torch.sparse_coo")
    ndim = self.array.ndim
    count = ndim if sparse_dim is None else sparse_dim
    if not 0 <= count <= ndim:
        raise RuntimeError(f"sparse_dim argument must be in >=0 and <={ndim}, but got {count}")
    wanted = self.array.astype(bool).any(tuple(range(count, ndim)))
    places = np.array(np.nonzero(wanted)).reshape(count, -1) if count else np.zeros((0, 1), np.int64)
    elements = self[tuple(places)] if count else self.unsqueeze(0)
    return SparseTensor(places, elements, self.shape, True, "ToSparseBackward0")


@method
def to_sparse_coo(self) -> Tensor:
    """The nonzero elements and their coordinates."""
    return self.to_sparse()


def _of_dense(name):
    def refuse(self):
        raise RuntimeError(f"{name} expected sparse coordinate tensor layout but got Strided")

    refuse.__doc__ = "Raises RuntimeError: the tensor is not sparse."
    method(refuse, name)


_of_dense("coalesce")
_of_dense("is_coalesced")


def _of_other_layout(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f"{name} is not implemented: the one sparse layout here is torch.sparse_coo")

    refuse.__doc__ = "Raises NotImplementedError: the one sparse layout here is torch.sparse_coo."
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


sparse_compressed_tensor = _of_other_layout("sparse_compressed_tensor")
sparse_csr_tensor = _of_other_layout("sparse_csr_tensor")
sparse_csc_tensor = _of_other_layout("sparse_csc_tensor")
sparse_bsr_tensor = _of_other_layout("sparse_bsr_tensor")
sparse_bsc_tensor = _of_other_layout("sparse_bsc_tensor")
for _name in ("to_sparse_csr", "to_sparse_csc", "to_sparse_bsr", "to_sparse_bsc"):
    method(_of_other_layout(_name), _name)


def _is_sparse(x):
    return isinstance(x, SparseTensor)


def product(x, y) -> Tensor:
    """x @ y, where one is sparse: a matrix, and a dense matrix or vector."""
    if _is_sparse(x) and _is_sparse(y):
        raise NotImplementedError("the product of two sparse tensors is not implemented: make one of them dense")
    if _is_sparse(y):
        return product(y.t(), x.unsqueeze(0).t()).t()[0] if x.ndim == 1 else product(y.t(), x.t()).t()
    if y.ndim == 1:
        return product(x, y.unsqueeze(1)).squeeze(1)
    _check_product(x, y)
    return primitive.sparse_matmul(x.elements, y, x.places[0], x.places[1], x.size_[0])


def _check_product(x, y):
    if x.ndim != 2 or x.sparse_dim() != 2 or y.ndim != 2:
        raise RuntimeError(
            f"the product of a sparse and a dense tensor takes matrices, but got {x.ndim}D with {x.sparse_dim()} sparse "
            f"dimensions and {y.ndim}D"
        )
    if x.dtype is not y.dtype:
        raise RuntimeError(f"expected scalar type {x.dtype.name} but found {y.dtype.name}")
    if x.size_[1] != y.shape[0]:
        raise RuntimeError(f"addmm: Argument #3 (dense): Expected dim 0 size {x.size_[1]}, got {y.shape[0]}")


def mm(mat1, mat2, reduce="sum") -> Tensor:
    """The product of two matrices, of which one is sparse; gradients pass to the dense one and to the elements.

    Raises NotImplementedError for two sparse ones, and for another `reduce` than "sum".
    """
    if reduce != "sum":
        raise NotImplementedError(f"sparse.mm(reduce='{reduce}') is not implemented, only 'sum'")
    return mat1.mm(mat2)


def spmm(input, mat2, *, out=None) -> Tensor:
    """The product of two matrices, of which one may be sparse."""
    return deliver(input.mm(mat2), out)


def addmm(mat, mat1, mat2, *, beta=1.0, alpha=1.0) -> Tensor:
    """beta · mat + alpha · (mat1 @ mat2), mat1 sparse."""
    return beta * mat + alpha * mm(mat1, mat2)


def sum(input, dim=None, dtype=None) -> Tensor:
    """The sum over all dimensions, or a tensor, sparse as long as sparse dimensions are left, of the sums over `dim`.

    Raises RuntimeError for a dense tensor.
    """
    if not _is_sparse(input):
        raise RuntimeError("coalesce expected sparse coordinate tensor layout but got Strided")
    input = input if dtype is None else input.to(dtype)
    if dim is None:
        return input.elements.sum()
    dims = {normalise_dim(d, input.ndim) for d in (dim if isinstance(dim, (tuple, list)) else (dim,))}
    sparse = input.sparse_dim()
    dense = [d - sparse + 1 for d in dims if d >= sparse]
    elements = input.elements.sum(dense) if dense else input.elements
    kept = [d for d in range(sparse) if d not in dims]
    if not kept:
        return elements.sum(0)
    size = [extent for d, extent in enumerate(input.size_) if d not in dims]
    summed = SparseTensor(input.places[kept], elements, size, input.coalesced and len(kept) == sparse).coalesce()
    return summed._with(summed.elements, "SumBackward1")


def softmax(input, dim, *, dtype=None) -> Tensor:
    """exp(x) / Σ exp(x) over the elements along `dim`: what has no element counts as -inf."""
    return _normalised(input, dim, dtype, "SparseSoftmaxBackward0", lambda shifted, total: shifted.exp() / total)


def log_softmax(input, dim, *, dtype=None) -> Tensor:
    """The logarithm of `softmax`."""
    return _normalised(input, dim, dtype, "SparseLogSoftmaxBackward0", lambda shifted, total: shifted - total.log())


def _normalised(input, dim, dtype, name, finish):
    x = input.coalesce() if dtype is None else input.to(dtype).coalesce()
    dim = normalise_dim(dim, x.ndim)
    others = [d for d in range(x.sparse_dim()) if d != dim]
    if len(others) == x.sparse_dim():
        shifted = x.elements - x.elements.detach().amax(dim - len(others) + 1, keepdim=True)
        total = shifted.exp().sum(dim - len(others) + 1, keepdim=True)
        return x._with(finish(shifted, total), name)
    group = flat(x.places[others], [x.size_[d] for d in others])
    _, group = np.unique(group, return_inverse=True)
    count = int(group.max(initial=-1)) + 1
    largest = np.full((count, *x.elements.shape[1:]), -np.inf, x.elements.array.dtype)
    np.maximum.at(largest, group, x.elements.array)
    shifted = x.elements - wrap(largest[group])
    total = primitive.gather_sum(shifted.exp(), group, count)
    return x._with(finish(shifted, total[wrap(group)]), name)


# Methods of sparse tensors ---------------------------------------------------------------------------------------------


def _method(function, *names):
    for name in names or (function.__name__,):
        setattr(SparseTensor, name, function)
    return function


@_method
def transpose(self, dim0, dim1) -> Tensor:
    """Two sparse dimensions exchanged. Raises RuntimeError for a dense one."""
    return _exchanged(self, dim0, dim1, "TransposeBackward0")


def _exchanged(x, dim0, dim1, name):
    d0, d1 = normalise_dim(dim0, x.ndim), normalise_dim(dim1, x.ndim)
    if max(d0, d1) >= x.sparse_dim():
        raise RuntimeError(
            f"sparse transpose: transposed dimensions must be sparse. Got sparse_dim: {x.sparse_dim()}, d0: {d0}, d1: {d1}"
        )
    order, size = list(range(x.sparse_dim())), list(x.size_)
    order[d0], order[d1], size[d0], size[d1] = d1, d0, size[d1], size[d0]
    return x._with(x.elements, name, places=x.places[order], size=size, coalesced=x.coalesced and d0 == d1)


@_method
def t(self) -> Tensor:
    """A matrix transposed."""
    if self.ndim > 2:
        raise RuntimeError(f"t() expects a tensor with <= 2 dimensions, but self is {self.ndim}D")
    return _exchanged(self, 0, self.ndim - 1, "TBackward0")


SparseTensor.T = property(lambda self: self.t(), doc="A matrix transposed.")
SparseTensor.sum = lambda self, dim=None, keepdim=False, *, dtype=None: _summed(self, dim, keepdim, dtype)


def _summed(x, dim, keepdim, dtype):
    if keepdim:
        raise NotImplementedError("sum(keepdim=True) is not implemented for sparse tensors")
    return sum(x, dim, dtype)


def _scaled(operation, name):
    """An operation of the elements with a number."""

    def function(self, other):
        if isinstance(other, Tensor) and (_is_sparse(other) or other.ndim):
            raise NotImplementedError(f"{name} of a sparse tensor and a tensor is not implemented, only of a number")
        return self._with(operation(self.elements, other), f"{name.capitalize()}Backward0")

    return function


_method(_scaled(lambda x, y: x * y, "mul"), "mul", "__mul__", "__rmul__")
_method(_scaled(lambda x, y: x / y, "div"), "div", "__truediv__")
_method(lambda self: self._with(-self.elements, "NegBackward0"), "neg", "__neg__")


@_method
def add(self, other, *, alpha=1) -> Tensor:
    """The sum of two sparse tensors of one size: their elements put together, and coalesced."""
    if not _is_sparse(other):
        raise NotImplementedError("add(sparse, dense) is not supported. Use add(dense, sparse.to_dense()) instead.")
    if other.size_ != self.size_:
        raise RuntimeError(f"add: Expected sizes of 'self' and 'other' to match, but {self.size_} != {other.size_}")
    elements = cat([self.elements, other.elements * alpha if alpha != 1 else other.elements])
    places = np.concatenate([self.places, other.places], axis=1)
    total = SparseTensor(places, elements, self.size_).coalesce()
    return total._with(total.elements, "AddBackward0")


_method(add, "__add__")
_method(lambda self, other: add(self, other, alpha=-1), "sub", "__sub__")
