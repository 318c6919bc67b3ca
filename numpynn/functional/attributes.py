"""What a tensor says of itself beside its values, and what it says of devices and kinds of tensors that are not here."""

from __future__ import annotations

import warnings

from .. import dtypes, graph
from ..tensor import Tensor
from ._make import method

_NEVER = "is_ipu is_maia is_meta is_mkldnn is_mps is_mtia is_nested is_quantized is_sparse is_sparse_csr is_vulkan is_xla is_xpu"
for _name in _NEVER.split():
    setattr(Tensor, _name, property(lambda self: False, doc="False."))
Tensor.is_cpu = property(lambda self: True, doc="True.")
Tensor.layout = property(lambda self: dtypes.strided, doc="The layout: always strided.")
Tensor.grad_dtype = property(lambda self: self.dtype, doc="The dtype of gradients: that of the tensor.")
Tensor.name = property(lambda self: None, doc="None.")
Tensor.output_nr = property(
    lambda self: getattr(self.vertex, "index", 0), doc="Which output of the call that made it this tensor is."
)


def _version(self):
    if self._inference:
        raise RuntimeError("Inference tensors do not track version counter.")
    return graph.ledger.writes(self.array)


Tensor._version = property(_version, doc="How often the memory was written in place.")


def _volatile(self):
    warnings.warn("volatile was removed (Variable.volatile is always False)", stacklevel=2)
    return False


Tensor.volatile = property(_volatile, doc="False: `no_grad` has taken its place.")


@method
def is_signed(input) -> bool:
    """Whether the dtype has negative numbers."""
    return input.array.dtype.kind in "ifc"


@method
def is_inference(input) -> bool:
    """Whether the tensor was made in `inference_mode`."""
    return input._inference


@method
def ndimension(self) -> int:
    """The number of dimensions."""
    return self.array.ndim


@method
def dim_order(self, ambiguity_check=False) -> tuple[int, ...]:
    """The dimensions in the order of their steps in memory, the widest first.

    ambiguity_check: raises RuntimeError where sizes of one leave it open.
    """
    steps = self.array.strides
    if ambiguity_check and len(set(steps)) < len(steps):
        raise RuntimeError(
            "The tensor does not have unique dim order, or cannot map to exact one of the given memory formats."
        )
    return tuple(sorted(range(len(steps)), key=lambda d: -steps[d]))


@method
def const_data_ptr(self) -> int:
    """The address of the first element."""
    return self.array.__array_interface__["data"][0]


@method
def is_pinned(self, device=None) -> bool:
    """False: no memory is pinned for an accelerator."""
    return False


@method
def pin_memory(self, device=None) -> Tensor:
    """Raises RuntimeError: there is no accelerator to pin memory for."""
    raise RuntimeError("pin_memory: Cannot access accelerator device when none is available.")


@method
def dense_dim(self) -> int:
    """The number of dimensions that are stored densely: all."""
    return self.array.ndim


@method
def sparse_dim(self) -> int:
    """The number of dimensions that are stored sparsely: none."""
    return 0


@method
def to_dense(self, dtype=None, *, masked_grad=True) -> Tensor:
    """The tensor itself, in `dtype`."""
    return self if dtype is None else self.to(dtype)


@method
def values(self) -> Tensor:
    """Raises RuntimeError: the tensor is not sparse."""
    raise RuntimeError("values expected sparse tensor layout but got Strided")


@method
def indices(self) -> Tensor:
    """Raises RuntimeError: the tensor is not sparse."""
    raise RuntimeError("indices expected sparse coordinate tensor layout but got Strided")


@method
def record_stream(self, stream) -> None:
    """Raises RuntimeError: there are no streams on the CPU."""
    raise RuntimeError("record_stream: there are no streams on the CPU")


@method
def reinforce(self, reward) -> None:
    """Raises RuntimeError: `distributions` and `log_prob` have taken its place."""
    raise RuntimeError(
        "reinforce() was removed. Use numpynn.distributions instead, and the loss -log_prob(action) * reward."
    )


def _dlpack(self, *, stream=-1, max_version=None, dl_device=None, copy=None):
    """The memory as a DLPack capsule. Raises BufferError for a tensor that requires grad."""
    if self.vertex is not None:
        raise BufferError("Can't export tensors that require gradient, use tensor.detach()")
    if stream not in (-1, None):
        raise BufferError(f"there are no streams on the CPU, got stream={stream}")
    return self.array.__dlpack__(max_version=max_version, dl_device=dl_device, copy=copy)


Tensor.__dlpack__ = _dlpack
Tensor.__dlpack_device__ = lambda self: (1, 0)  # the CPU


def _elsewhere(name, error, message):
    def move(self, *args, **kwargs):
        raise error(message)

    move.__name__ = move.__qualname__ = name
    move.__doc__ = f"Raises {error.__name__}: tensors live on the CPU."
    method(move)


_elsewhere("ipu", RuntimeError, "PyTorch is not linked with support for ipu devices")
_elsewhere("xpu", AssertionError, "Torch not compiled with XPU enabled")
