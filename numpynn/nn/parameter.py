"""Tensors that a Module registers: Parameter, Buffer, and those whose shape is not known yet."""

from __future__ import annotations

import numpy as np

from .. import dtypes
from ..functional.creation import empty
from ..kernels import promotion
from ..tensor import Tensor, wrap

_INTERNAL = {"array", "vertex", "_grad", "_base", "_views", "_inference"}


class _ParameterMeta(type):
    def __instancecheck__(cls, instance):
        marked = cls is Parameter and isinstance(instance, Tensor) and getattr(instance, "_is_param", False)
        return marked or super().__instancecheck__(instance)


class Parameter(Tensor, metaclass=_ParameterMeta):
    """A tensor that is trained: assigned to an attribute of a Module, it is among its `parameters()`.

    It shares memory with `data` and is a leaf that requires grad, unless `requires_grad=False`, whatever the
    grad mode. Raises RuntimeError where `data` is not floating or complex and a gradient is asked for.

    >>> import numpynn
    >>> numpynn.nn.Parameter(numpynn.zeros(2))
    Parameter containing:
    tensor([0., 0.], requires_grad=True)
    """

    def __new__(cls, data=None, requires_grad=True):
        if data is None:
            data = wrap(np.empty(0, promotion.default_float()))
        if type(data) is Tensor or type(data) is Parameter:
            return _over(cls, data.array, requires_grad)
        return _marked(data.detach(), type(data), requires_grad)

    def __deepcopy__(self, memo):
        copy = memo.get(id(self))
        if copy is None:
            copy = memo[id(self)] = _over(type(self), self.array.copy(order="K"), self.requires_grad)
        return copy

    def __reduce_ex__(self, protocol):
        extra = {name: value for name, value in self.__dict__.items() if name not in _INTERNAL}
        return _over, (type(self), self.array, self.requires_grad), extra or None

    def __repr__(self, *, tensor_contents=None):
        return "Parameter containing:\n" + super().__repr__(tensor_contents=tensor_contents)


def _over(cls, array, requires_grad):
    tensor = object.__new__(cls)
    tensor.array = array
    if requires_grad:
        tensor._become_leaf()
    return tensor


def _marked(tensor, kind, requires_grad):
    """A Parameter that stays an instance of the user's own Tensor class."""
    if type(tensor) is not kind:
        raise RuntimeError(
            f"Creating a Parameter from an instance of type {kind.__name__} requires that detach() returns "
            f"an instance of the same type, but return type {type(tensor).__name__} was found instead."
        )
    tensor._is_param = True
    return tensor.requires_grad_(requires_grad)


class _BufferMeta(type):
    def __instancecheck__(cls, instance):
        marked = cls is Buffer and isinstance(instance, Tensor) and getattr(instance, "_is_buffer", False)
        return marked or super().__instancecheck__(instance)


class Buffer(Tensor, metaclass=_BufferMeta):
    """A tensor that is kept, not trained: assigned to an attribute of a Module, it is among its `buffers()`.

    It shares memory with `data`. With `persistent=False` it stays out of `state_dict`. What is made is a
    plain Tensor with a mark, as in torch.
    """

    def __new__(cls, data=None, *, persistent=True):
        if data is None:
            data = wrap(np.empty(0, promotion.default_float()))
        tensor = data.detach().requires_grad_(data.requires_grad)
        tensor.persistent = persistent
        tensor._is_buffer = True
        return tensor


class UninitializedTensorMixin:
    """A tensor without a shape, to be given one by `materialize`. It can be converted; all else raises."""

    cls_to_become: type

    def materialize(self, shape, device=None, dtype=None) -> None:
        """Becomes a `Parameter`, or a Tensor, of this shape, with arbitrary contents."""
        wanted = self._empty.dtype if dtype is None else dtypes.to_numpy(dtype)
        trained = self._trained
        del self._empty, self._trained
        self.__class__ = self.cls_to_become
        self.array = np.empty(tuple(shape), wanted)
        self.requires_grad_(trained)

    @property
    def array(self):
        raise ValueError(
            f"Attempted to use an uninitialized parameter: a {type(self).__name__} has no values yet. This "
            "error happens when you are using a `LazyModule` or explicitly manipulating "
            f"`torch.nn.parameter.{type(self).__name__}` objects. When using LazyModules call `forward` "
            "with a dummy batch to initialize the parameters before calling torch functions"
        )

    @property
    def shape(self):
        raise RuntimeError(
            "Can't access the shape of an uninitialized parameter or buffer. This error usually happens in "
            "`load_state_dict` when trying to load an uninitialized parameter into an initialized one. "
            "Call `forward` to initialize the parameters before accessing their attributes."
        )

    @property
    def data(self):
        return wrap(self._empty)

    @data.setter
    def data(self, value):
        self._empty = value._empty if is_lazy(value) else value.array

    @property
    def dtype(self):
        return self.data.dtype

    @property
    def requires_grad(self):
        return self._trained

    @requires_grad.setter
    def requires_grad(self, wanted):
        self._trained = wanted

    def requires_grad_(self, requires_grad=True):
        return self.array

    def size(self, dim=None):
        return self.data.size() if dim is None else self.data.size(dim)

    def copy_(self, source, non_blocking=False):
        self.data.copy_(source.data)
        return self

    def share_memory_(self):
        raise RuntimeError(
            "Can't share memory on an uninitialized parameter or buffer. Call `forward` to initialize the "
            "parameters before calling `module.share_memory()`."
        )

    def __repr__(self, *, tensor_contents=None):
        return f"<{type(self).__name__}>"

    def __deepcopy__(self, memo):
        copy = memo.get(id(self))
        if copy is None:
            copy = memo[id(self)] = type(self)(self.requires_grad, dtype=self.dtype)
        return copy

    def __reduce_ex__(self, protocol):
        return type(self), (self.requires_grad, None, self.dtype)


def _through_data(name):
    def convert(self, *args, **kwargs):
        made = getattr(self.data, name)(*args, **kwargs)
        return type(self)(self.requires_grad, dtype=made.dtype) if isinstance(made, Tensor) else made

    convert.__name__ = name
    return convert


for _name in "is_complex is_floating_point half float double char short int long cpu to".split():
    setattr(UninitializedTensorMixin, _name, _through_data(_name))


def is_lazy(param) -> bool:
    """Whether a parameter or buffer has no shape yet."""
    return isinstance(param, UninitializedTensorMixin)


class UninitializedParameter(UninitializedTensorMixin, Parameter):
    """A Parameter whose shape is known only when its module is first called."""

    cls_to_become = Parameter

    def __new__(cls, requires_grad=True, device=None, dtype=None):
        return _without_shape(cls, requires_grad, device, dtype)


class UninitializedBuffer(UninitializedTensorMixin, Tensor):
    """A buffer whose shape is known only when its module is first called. Unlike torch's it can be deep-copied."""

    cls_to_become = Tensor

    def __new__(cls, requires_grad=False, device=None, dtype=None, persistent=True):
        buffer = _without_shape(cls, requires_grad, device, dtype)
        buffer.persistent = persistent
        buffer._is_buffer = True
        return buffer


def _without_shape(cls, requires_grad, device, dtype):
    tensor = object.__new__(cls)
    tensor._empty = empty(0, device=device, dtype=dtype).array
    if requires_grad and tensor._empty.dtype.kind not in "fc":
        raise RuntimeError("Only Tensors of floating point and complex dtype can require gradients")
    tensor._trained = requires_grad
    return tensor
