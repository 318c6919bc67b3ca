"""What pickles may make of torch's names: tensors, parameters, sizes, dtypes, devices."""

from __future__ import annotations

import numpy as np

from .elements import element, element_of
from .errors import FormatError, UnpicklingError, UnsupportedError, short
from .machine import Blank
from .source import in_memory
from .storage import Storage, TensorRecord, TypedStorage, contiguous_strides
from .vocabulary import KNOWN, Known, fills, known

for _name in ("per_tensor_affine", "per_tensor_symmetric", "per_channel_affine", "per_channel_symmetric"):
    KNOWN[f"torch.{_name}"] = Known(f"torch.{_name}")
KNOWN["torch.per_channel_affine_float_qparams"] = Known("torch.per_channel_affine_float_qparams")
KNOWN["torch.nn.parameter.Buffer"] = Known("torch.nn.parameter.Buffer")


# Tensors ------------------------------------------------------------------------------------------------------------


@known("torch._utils._rebuild_tensor")
def _rebuild_tensor(vocabulary, machine, storage, offset, size, stride):
    return _tensor(vocabulary, storage, offset, size, stride)


@known("torch._utils._rebuild_tensor_v2")
def _rebuild_tensor_v2(vocabulary, machine, storage, offset, size, stride, requires_grad, hooks, metadata=None):
    return _tensor(vocabulary, storage, offset, size, stride, requires_grad, metadata)


@known("torch._utils._rebuild_tensor_v3")
def _rebuild_tensor_v3(vocabulary, machine, storage, offset, size, stride, requires_grad, hooks, dtype, metadata=None):
    return _tensor(vocabulary, storage, offset, size, stride, requires_grad, metadata, _element_of(dtype))


def _tensor(vocabulary, storage, offset, size, stride, requires_grad=False, metadata=None, kind=None):
    if type(storage) is not TypedStorage:
        raise UnpicklingError(f"the pickle makes a tensor of {short(storage)}")
    conj, neg = _bits(metadata)
    kind = kind or storage.element
    offset = offset + storage.start if type(offset) is int else offset
    if (conj and kind.dtype.kind != "c") or (neg and kind.dtype.kind not in "fc"):
        raise FormatError(f"a tensor of dtype {kind} is marked as conjugated or negated")
    return _recorded(vocabulary, storage.storage, kind, offset, size, stride, requires_grad is True, conj, neg)


def _recorded(vocabulary, storage, kind, offset, size, stride, requires_grad, conj=False, neg=False):
    if requires_grad and kind.dtype.kind not in "fc":
        raise FormatError(f"a tensor of dtype {kind} requires a gradient")
    record = TensorRecord(storage, kind, offset, size, stride, requires_grad, conj, neg)
    return vocabulary.result.tensor(record)


def _bits(metadata):
    if metadata is None:
        return False, False
    if type(metadata) is not dict or not metadata.keys() <= {"conj", "neg"}:
        raise UnsupportedError(f"a tensor with the metadata {short(str(list(metadata)))}")
    return metadata.get("conj") is True, metadata.get("neg") is True


def _element_of(dtype):
    if isinstance(dtype, np.dtype):
        return element_of(dtype)
    return element(dtype if isinstance(dtype, str) else dtype.name)


@known("torch._utils._rebuild_device_tensor_from_numpy", "torch._utils._rebuild_xla_tensor")
def _rebuild_from_numpy(vocabulary, machine, data, dtype, device, requires_grad):
    if not isinstance(data, np.ndarray):
        raise UnpicklingError(f"the pickle makes a tensor of {short(data)}")
    kind = _element_of(dtype)
    machine.spend(data.size * kind.dtype.itemsize)
    values = np.ascontiguousarray(data.astype(kind.dtype, casting="same_kind"))
    kind = element_of(values.dtype)
    storage = Storage("numpy", values.nbytes, "cpu", in_memory(values.tobytes()))
    shape = values.shape
    return _recorded(vocabulary, storage, kind, 0, shape, contiguous_strides(shape), requires_grad is True)


@known("torch._tensor._rebuild_from_type_v2")
def _rebuild_from_type_v2(vocabulary, machine, function, kind, arguments, state):
    if getattr(kind, "name", None) not in ("torch.Tensor", "torch.nn.parameter.Parameter", "torch.nn.parameter.Buffer"):
        raise UnsupportedError(f"a tensor of the class {short(kind)}")
    if getattr(function, "act", None) is _rebuild_from_type_v2:
        raise UnpicklingError("the pickle makes a tensor of a class of a tensor of a class")
    value = vocabulary.call(machine, function, arguments)
    if not isinstance(value, vocabulary.result.tensor_type):
        raise UnpicklingError("the pickle makes a tensor of what is none")
    if kind.name == "torch.nn.parameter.Parameter":
        value = vocabulary.result.parameter(value, True)
    return _with_attributes(vocabulary, value, state)


def _with_attributes(vocabulary, value, state):
    if type(state) is tuple and len(state) == 2 and _nothing(state[1]):
        state = state[0]
    return value if _nothing(state) else vocabulary.result.attributes(value, state)


def _nothing(state):
    return state is None or (type(state) in (dict, tuple) and not state)


# Parameters -----------------------------------------------------------------------------------------------------------


@known("torch._utils._rebuild_parameter")
def _rebuild_parameter(vocabulary, machine, data, requires_grad, hooks):
    if not isinstance(data, vocabulary.result.tensor_type):
        raise UnpicklingError(f"the pickle makes a Parameter of {short(data)}")
    return vocabulary.result.parameter(data, requires_grad is True)


@known("torch._utils._rebuild_parameter_with_state")
def _rebuild_parameter_with_state(vocabulary, machine, data, requires_grad, hooks, state):
    value = _rebuild_parameter(vocabulary, machine, data, requires_grad, hooks)
    return _with_attributes(vocabulary, value, state)


@known("torch.nn.parameter.Parameter")
def _parameter(vocabulary, machine, data=None, requires_grad=True):
    if data is None:
        return Blank("torch.nn.parameter.Parameter")
    return _rebuild_parameter(vocabulary, machine, data, requires_grad, None)


@fills("torch.nn.parameter.Parameter")
def _fill_parameter(vocabulary, machine, blank, state):
    # torch 0.1 to 0.3: (data, gradient, hooks, requires_grad, volatile)
    if type(state) is not tuple or len(state) != 5:
        raise UnpicklingError("the state of an old Parameter has 5 parts")
    return _rebuild_parameter(vocabulary, machine, state[0], state[3], state[2])


@known("torch.Tensor")
def _old_tensor(vocabulary, machine):
    return Blank("torch.Tensor")


@fills("torch.Tensor")
def _fill_tensor(vocabulary, machine, blank, state):
    # torch 0.1: a tensor made empty, then given (storage, offset, size, stride)
    if type(state) is not tuple or len(state) != 4:
        raise UnpicklingError("the state of an old tensor has 4 parts")
    return _tensor(vocabulary, *state)


@fills("tensor state")
def _tensor_state(vocabulary, machine, value, state):
    # A Parameter made by NEWOBJ is then told (requires_grad, gradient, hooks), which it was made with.
    if type(state) is tuple and len(state) == 3:
        return vocabulary.result.parameter(value, state[0] is True)
    raise UnpicklingError(f"the pickle gives a tensor the state {short(state)}")


# What has no counterpart -------------------------------------------------------------------------------------------------


def _unsupported(what):
    def act(vocabulary, machine, *arguments):
        raise UnsupportedError(what)

    return act


for _names, _what in {
    ("_utils._rebuild_qtensor",): "a quantised tensor: call .dequantize() in torch before saving",
    ("_utils._rebuild_sparse_tensor", "_utils._rebuild_sparse_csr_tensor"): (
        "a sparse tensor: call .to_dense() in torch before saving"
    ),
    ("_utils._rebuild_meta_tensor_no_storage",): "a tensor on the meta device, which has no values",
    ("_utils._rebuild_nested_tensor",): "a nested tensor: call .to_padded_tensor() in torch before saving",
    ("_utils._rebuild_wrapper_subclass",): "a tensor of a subclass that wraps others",
    ("nn.parameter.UninitializedParameter", "nn.parameter.UninitializedBuffer"): (
        "a lazy parameter without a shape: run the model once before saving"
    ),
}.items():
    known(*(f"torch.{name}" for name in _names))(_unsupported(_what))


# Sizes, devices, layouts ---------------------------------------------------------------------------------------------------


@known("torch.Size")
def _size(vocabulary, machine, sizes=()):
    if type(sizes) not in (tuple, list) or any(type(size) is not int for size in sizes):
        raise UnpicklingError(f"the pickle makes a torch.Size of {short(sizes)}")
    machine.spend(len(sizes))
    return vocabulary.result.size(sizes)


@known("torch.device")
def _device(vocabulary, machine, name, index=None):
    if type(name) is not str or len(name) > 40 or (index is not None and type(index) is not int):
        raise UnpicklingError(f"the pickle makes a torch.device of {short(name)}")
    return vocabulary.result.device(name if index is None else f"{name}:{index}")


@known("torch.serialization._get_layout")
def _layout(vocabulary, machine, name):
    return Known(name if type(name) is str else "layout")
