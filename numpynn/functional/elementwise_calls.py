"""Python functions called on each element, numbers taken apart, and slices held to a length."""

from __future__ import annotations

import numpy as np

from ..derivatives import special as primitive
from ..graph import mark_written
from ..modes import thread
from ..tensor import Tensor, wrap
from . import pointwise, reduction
from ._make import deliver, entitled, method, normalise_dim
from .conversion import cast_to
from .inplace import in_place
from .reduction import _named

_frexp = _named("frexp", ("mantissa", "exponent"))


@method
def frexp(input, *, out=None):
    """(mantissa, exponent): input = mantissa * 2^exponent, with 0.5 <= |mantissa| < 1."""
    if input.array.dtype.kind != "f":
        raise RuntimeError(f"torch.frexp() only supports floating-point dtypes, got {input.dtype.name}")
    exponent = thread.state.run(np.frexp, input.array)[1]
    power = np.asarray(thread.state.run(np.ldexp, np.float64(1), exponent), input.array.dtype)
    result = _frexp(primitive.mantissa(input, power), wrap(np.asarray(exponent, np.int32)))
    return result if out is None else _frexp(*[deliver(a, b) for a, b in zip(result, out, strict=True)])


@method
def renorm(input, p, dim, maxnorm, *, out=None) -> Tensor:
    """Each slice along `dim` whose p-norm exceeds `maxnorm` shortened to it."""
    if p <= 0:
        raise RuntimeError(f"renorm: non-positive norm degree {p} not supported")
    if maxnorm < 0:
        raise RuntimeError(f"renorm: expected maxnorm to be >= 0 but got {maxnorm}")
    if input.array.ndim < 2:
        raise RuntimeError(f"renorm: input needs at least 2 dimensions, got {input.array.ndim} dimensions")
    d = normalise_dim(dim, input.array.ndim)
    others = [i for i in range(input.array.ndim) if i != d]
    norms = reduction.norm(_wide(input), p, others, keepdim=True)
    factors = pointwise.where(norms > maxnorm, maxnorm / (norms + 1e-7), 1.0)
    shortened = cast_to(pointwise.mul(_wide(input), factors), input.array.dtype)
    return deliver(entitled(shortened, "RenormBackward0"), out)


def _wide(input):
    """In double precision, as torch has it here: in the gradient two terms all but cancel."""
    dtype = input.array.dtype
    return cast_to(input, np.result_type(dtype, np.float64)) if dtype.kind in "fc" else input


def _write(self, name, values):
    if self.requires_grad:
        raise RuntimeError(f"Can't call {name}() on Variable that requires grad. Use var.detach().{name}() instead.")
    self.array[...] = np.array(values).reshape(self.array.shape).astype(self.array.dtype)
    mark_written(self.array)
    return self


@method
def apply_(self, callable) -> Tensor:
    """A Python function of each element, in place. Raises RuntimeError for a tensor that requires grad."""
    return _write(self, "apply_", [callable(value) for value in self.array.reshape(-1).tolist()])


def _calls(self, callable, tensors):
    rows = [np.broadcast_to(t.array, self.array.shape).reshape(-1).tolist() for t in (self, *tensors)]
    return [callable(*values) for values in zip(*rows, strict=True)]


@method
def map_(self, tensor, callable) -> Tensor:
    """A Python function of each element and of another tensor's, in place."""
    return _write(self, "map_", _calls(self, callable, [tensor]))


@method
def map2_(self, x, y, callable) -> Tensor:
    """A Python function of each element and of two other tensors', in place."""
    return _write(self, "map2_", _calls(self, callable, [x, y]))


def _renorm_(self, p, dim, maxnorm):
    # The norm is of the old values, and its derivative will ask for them.
    return renorm(self.clone() if self.requires_grad else self, p, dim, maxnorm)


in_place(_renorm_, "renorm_")
