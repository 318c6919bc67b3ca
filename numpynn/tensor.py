"""The Tensor: an ndarray that remembers how it was computed.

It knows its array, its vertex in the graph and its gradient, and nothing of operations: `functional` attaches
those to it, as methods and operators.
"""

from __future__ import annotations

import numpy as np

from . import dtypes, graph, printing
from .dtypes import Size
from .graph import Leaf, Pick
from .modes import thread

_new = object.__new__
_new_tuple = tuple.__new__


class Tensor:
    """An n-dimensional array with torch's interface.

    `array` is the NumPy array that holds the values; `vertex` is its place in the graph, or None.
    """

    array: np.ndarray
    vertex = None
    _grad = None
    _base = None
    _views = None
    _inference = False
    __array_priority__ = 1000

    # State -------------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> Size:
        """The sizes of the dimensions."""
        # What Size would ask of its items is true of NumPy's.
        return _new_tuple(Size, self.array.shape)

    @property
    def dtype(self) -> dtypes.dtype:
        """The data type of the elements."""
        return dtypes.of_numpy(self.array.dtype)

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return self.array.ndim

    @property
    def requires_grad(self) -> bool:
        """Whether gradients are computed for this tensor."""
        return self.vertex is not None

    @requires_grad.setter
    def requires_grad(self, wanted):
        self.requires_grad_(wanted)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Ask for gradients of this tensor, or stop asking. Raises RuntimeError where a non-leaf is told to stop."""
        if not requires_grad and not self.is_leaf:
            raise RuntimeError(
                "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a "
                "subgraph that doesn't require differentiation use var_no_grad = var.detach()."
            )
        if requires_grad and self.vertex is None:
            self._become_leaf()
        elif not requires_grad:
            self.vertex = None
        return self

    def _become_leaf(self):
        if self.array.dtype.kind not in "fc":
            raise RuntimeError("only Tensors of floating point and complex dtype can require gradients")
        if self._inference and not thread.state.inference:
            raise RuntimeError("Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.")
        self.vertex = Leaf(self, self.array.shape, self.array.dtype)

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made this tensor."""
        return self.vertex is None or self.vertex.__class__ is Leaf

    @property
    def grad_fn(self):
        """The vertex of the operation that made this tensor, or None for a leaf."""
        vertex = self.vertex
        if vertex is None or vertex.__class__ is Leaf:
            return None
        return vertex.parents[0] if vertex.__class__ is Pick else vertex

    @property
    def grad(self) -> Tensor | None:
        """The gradient that `backward` accumulated, or None."""
        return self._grad

    @grad.setter
    def grad(self, value):
        if value is not None:
            self._check_gradient(value)
        self._grad = value

    @grad.deleter
    def grad(self):
        self._grad = None

    def _check_gradient(self, value):
        if not isinstance(value, Tensor):
            raise TypeError(
                f"assigned grad expected to be a Tensor or None but got grad of type {type(value).__name__}"
            )
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value.array.dtype != self.array.dtype:
            raise RuntimeError(f"assigned grad has data of a different type: expected {self.dtype}, got {value.dtype}")
        if value.array.shape != self.array.shape:
            raise RuntimeError(
                "assigned grad has data of a different size: "
                f"expected {list(self.array.shape)}, got {list(value.array.shape)}"
            )

    @property
    def data(self) -> Tensor:
        """The same memory with no history, and writes to it unseen by autograd."""
        # A buffer view has an owner of its own, so that the ledger keeps its writes apart, as torch does.
        if self.array.size == 0 or not self.array.flags.writeable:
            return wrap(self.array)
        return wrap(np.asarray(memoryview(self.array)))

    @data.setter
    def data(self, value):
        if not isinstance(value, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(value).__name__}")
        if self.vertex is not None and value.array.dtype.kind not in "fc":
            raise RuntimeError("data set to a tensor that requires gradients must be floating point or complex dtype")
        self.array = value.array
        if self.vertex.__class__ is Leaf:
            self.vertex.shape, self.vertex.dtype = value.array.shape, value.array.dtype

    def detach(self) -> Tensor:
        """The same memory with no history."""
        return wrap(self.array)

    # Values ------------------------------------------------------------------------------------------------------

    def item(self):
        """The only element as a Python number. Raises RuntimeError if there is not exactly one."""
        if self.array.size != 1:
            raise RuntimeError(f"a Tensor with {self.array.size} elements cannot be converted to Scalar")
        return self.array.item()

    def tolist(self):
        """The elements as nested lists of Python numbers, or one number for a 0-dim tensor."""
        return self.array.tolist()

    def numpy(self, *, force: bool = False) -> np.ndarray:
        """The NumPy array itself, sharing memory. Raises RuntimeError if it carries a gradient, unless `force`."""
        if self.vertex is not None and not force:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.")
        return self.array

    def __array__(self, dtype=None, copy=None):
        array = self.numpy()
        return np.array(array, dtype=dtype, copy=copy)

    def __len__(self):
        if self.array.ndim == 0:
            raise TypeError("len() of a 0-d tensor")
        return len(self.array)

    def __bool__(self):
        if self.array.size != 1:
            count = "no values" if self.array.size == 0 else "more than one value"
            raise RuntimeError(f"Boolean value of Tensor with {count} is ambiguous")
        return bool(self.array.item())

    def __float__(self):
        return float(self._only())

    def __int__(self):
        return int(self._only())

    def __complex__(self):
        return complex(self._only())

    def _only(self):
        if self.array.size != 1:
            raise ValueError(
                f"only one element tensors can be converted to Python scalars, got {self.array.size} elements"
            )
        return self.array.item()

    def __index__(self):
        if self.array.size != 1 or self.array.dtype.kind not in "biu":
            raise TypeError("only integer tensors of a single element can be converted to an index")
        return int(self.array.item())

    def __hash__(self):
        return id(self)

    def __format__(self, spec):
        return format(self.item(), spec) if self.array.ndim == 0 else object.__format__(self, spec)

    # Copies ------------------------------------------------------------------------------------------------------

    def __deepcopy__(self, memo):
        import copy  # what calls this has imported it; `import numpynn` need not

        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment."
            )
        twin = _rebuilt(type(self), _copied(self.array, memo), self.requires_grad)
        memo[id(self)] = twin
        twin._grad = copy.deepcopy(self._grad, memo)
        twin.__dict__.update(copy.deepcopy(self._attributes(), memo))
        return twin

    def __reduce_ex__(self, protocol):
        return _rebuilt, (type(self), self.array, self.requires_grad), self._attributes() or None

    def _attributes(self):
        """What the user hung on this tensor."""
        return {name: value for name, value in self.__dict__.items() if name not in _OWN}

    def __repr__(self, *, tensor_contents=None):
        fn = self.grad_fn
        return printing.tensor_repr(
            self.array, requires_grad=self.requires_grad, grad_fn_name=None if fn is None else fn.name()
        )


_OWN = {"array", "vertex", "_grad", "_base", "_views", "_inference"}


def _rebuilt(cls, array, requires_grad):
    tensor = _new(cls)
    tensor.array = array
    return tensor.requires_grad_(requires_grad)


def _copied(array, memo):
    """A copy of an array; views of one memory become views of one copy of it."""
    owner = graph.owner_of(array)
    if array is not owner and not owner.flags.c_contiguous:
        return array.copy(order="K")
    whole = memo.get(id(owner))
    if whole is None:
        whole = memo[id(owner)] = owner.copy(order="K")
    if array is owner:
        return whole
    offset = array.__array_interface__["data"][0] - owner.__array_interface__["data"][0]
    return np.ndarray(array.shape, array.dtype, whole, offset, array.strides)


def wrap(array: np.ndarray, vertex=None) -> Tensor:
    """A Tensor over `array`, sharing its memory."""
    tensor = _new(Tensor)
    tensor.array = array
    tensor.vertex = vertex
    if thread.state.inference:
        tensor._inference = True
    return tensor


def mark_written(tensor: Tensor) -> None:
    """Enter an in-place write to `tensor` in the ledger."""
    graph.ledger.mark(tensor.array)
