"""Discrete Fourier transforms: what torch.fft has.

All take `n` or `s`, the sizes to crop or pad with zeros to (-1 for as they are), and `norm`: "backward" (the default) divides
the inverse transforms by the number of points, "forward" the forward ones, "ortho" both by its root. Integers become the
default float; float32 gives complex64. Raises RuntimeError for float16 and for sizes below 1.

>>> import numpynn
>>> numpynn.fft.fft(numpynn.tensor([1.0, 0.0, 0.0, 0.0]))
tensor([1.+0.j, 1.+0.j, 1.+0.j, 1.+0.j])
"""

from __future__ import annotations

import operator

import numpy as np

from .. import dtypes
from ..derivatives import fft as primitive
from ..derivatives import padding
from ..device import check_device
from ..kernels import promotion
from ..kernels.fft import swapped
from ..tensor import Tensor, wrap
from . import conversion, indexing
from ._make import check_storage, check_tensor, deliver, normalise_dim
from .numpy_names import take_numpy_names
from .shape import roll

_NORMS = {None: "backward", "backward": "backward", "forward": "forward", "ortho": "ortho"}
# The two trailing dimensions, of the transforms of images.
_PLANE = (-2, -1)


# Arguments ---------------------------------------------------------------------------------------------------------


def _signal(function, input, real=False) -> Tensor:
    """The input, integers as floats. Raises RuntimeError for float16, and for complex input where it is to be real."""
    check_tensor(f"fft_{function}", "input", input)
    kind = input.array.dtype.kind
    if real and kind == "c":
        raise RuntimeError(f"{function} expects a real input tensor, but got {input.dtype.name}")
    if input.array.dtype == np.float16:
        raise RuntimeError(f"{function}: Unsupported dtype {input.dtype.name}")
    return input if kind in "fc" else conversion.cast_to(input, promotion.default_float())


def _as_complex(input) -> Tensor:
    return conversion.cast_to(input, np.result_type(input.array.dtype, np.complex64))


def _norm(norm):
    if norm not in _NORMS:
        raise RuntimeError(f'Invalid normalization mode: "{norm}"')
    return _NORMS[norm]


def _int(function, argument, value):
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"fft_{function}(): argument '{argument}' must be int, not {type(value).__name__}") from None


def _axis(function, input, n, dim):
    """The dimension counted from the start, and n as an int; the size of the dimension where n is None."""
    dim = _int(function, "dim", dim)
    if input.array.ndim == 0:
        raise IndexError(f"Dimension specified as {dim} but tensor has no dimensions")
    dim = normalise_dim(dim, input.array.ndim)
    return dim, input.array.shape[dim] if n is None else _checked(_int(function, "n", n))


def _axes(function, input, s, dim):
    """Dimensions counted from the start, and their sizes, -1 for as they are."""
    ndim = input.array.ndim
    s, dim = [(v,) if isinstance(v, int) else v for v in (s, dim)]
    if dim is None:
        count = ndim if s is None else len(s)
        if count > ndim:
            raise RuntimeError(f"Got shape with {count} values but input tensor only has {ndim} dimensions.")
        dims = tuple(range(ndim - count, ndim))
    else:
        if dim and ndim == 0:
            raise IndexError(f"Dimension specified as {dim[0]} but tensor has no dimensions")
        dims = tuple([normalise_dim(d, ndim) for d in dim])
        if s is not None and len(s) != len(dims):
            raise RuntimeError(
                f"When given, dim and shape arguments must have the same length, but got {len(dims)} and {len(s)}"
            )
    if len(set(dims)) < len(dims):
        raise RuntimeError(f"FFT dims must be unique, got {list(dims)}")
    return dims, [-1] * len(dims) if s is None else [_int(function, "s", size) for size in s]


def _some_axes(function, input, s, dim):
    dims, sizes = _axes(function, input, s, dim)
    if not dims:
        raise RuntimeError(f"{function} must transform at least one axis")
    return dims, sizes


def _checked(n):
    if n < 1:
        raise RuntimeError(f"Invalid number of data points ({n}) specified")
    return n


def _resized(input, dims, sizes) -> Tensor:
    """Cropped, or padded with zeros at the end, to these sizes along these dimensions."""
    target = list(input.array.shape)
    for dim, size in zip(dims, sizes, strict=True):
        target[dim] = _checked(target[dim] if size == -1 else size)
    window = [min(n, size) for n, size in zip(input.array.shape, target, strict=True)]
    if window != list(input.array.shape):
        input = indexing.__getitem__(input, tuple([slice(0, n) for n in window]))
    if window != target:
        widths = tuple([(0, size - n) for n, size in zip(window, target, strict=True)])
        input = padding.pad(input, widths, input.array.dtype.type(0))
    return input


def _deliver(function, result, out) -> Tensor:
    if out is not None and out.array.dtype.kind != result.array.dtype.kind:
        wanted = "complex" if result.array.dtype.kind == "c" else "floating point"
        raise RuntimeError(f"{function} expects a {wanted} output tensor, but got {out.dtype.name}")
    return deliver(result, out)


# One dimension -----------------------------------------------------------------------------------------------------


def _transform(function, input, n, dim, norm, inverse, out):
    x = _signal(function, input)
    norm = _norm(norm)
    dim, n = _axis(function, x, n, dim)
    x = _resized(x, (dim,), (n,))
    transform = primitive.complex_to_complex if x.array.dtype.kind == "c" else primitive.real_to_whole
    return _deliver(function, transform(x, (dim,), norm, inverse), out)


def fft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The discrete Fourier transform along `dim`: Σ x_j exp(-2πi jk/n)."""
    return _transform("fft", input, n, dim, norm, False, out)


def ifft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The inverse of `fft`: Σ x_k exp(2πi jk/n) / n."""
    return _transform("ifft", input, n, dim, norm, True, out)


def rfft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The n // 2 + 1 frequencies from 0 upwards of a real signal along `dim`. Raises RuntimeError for complex input."""
    x = _signal("rfft", input, real=True)
    dim, n = _axis("rfft", x, n, dim)
    return _deliver("rfft", primitive.real_to_complex(_resized(x, (dim,), (n,)), (dim,), _norm(norm)), out)


def irfft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The inverse of `rfft`: a real signal of n points, by default 2 (size - 1)."""
    return _real_signal("irfft", _signal("irfft", input), n, dim, _norm(norm), out)


def hfft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The real spectrum of a Hermitian signal, given by its n // 2 + 1 points from 0 on; n is by default 2 (size - 1)."""
    x = conversion.conj(_signal("hfft", input))
    return _real_signal("hfft", x, n, dim, swapped(_norm(norm)), out)


def _real_signal(function, x, n, dim, norm, out):
    x = _as_complex(x)
    dim, n = _axis(function, x, n, dim) if n is not None else _default_length(function, x, dim)
    half = _resized(x, (dim,), (n // 2 + 1,))
    return _deliver(function, primitive.complex_to_real(half, (dim,), norm, n), out)


def _default_length(function, x, dim):
    dim, size = _axis(function, x, None, dim)
    return dim, _checked(2 * (size - 1))


def ihfft(input, n=None, dim=-1, norm=None, *, out=None) -> Tensor:
    """The inverse of `hfft`: half of a Hermitian signal. Raises RuntimeError for complex input."""
    x = _signal("ihfft", input, real=True)
    dim, n = _axis("ihfft", x, n, dim)
    half = primitive.real_to_complex(_resized(x, (dim,), (n,)), (dim,), swapped(_norm(norm)))
    return _deliver("ihfft", conversion.conj(half), out)


# Several dimensions ------------------------------------------------------------------------------------------------


def _transform_n(function, input, s, dim, norm, inverse, out):
    x = _as_complex(_signal(function, input))
    norm = _norm(norm)
    dims, sizes = _axes(function, x, s, dim)
    return _deliver(function, primitive.complex_to_complex(_resized(x, dims, sizes), dims, norm, inverse), out)


def fftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """`fft` along several dimensions: `dim`, or as many of the last as `s` has sizes, or all."""
    return _transform_n("fftn", input, s, dim, norm, False, out)


def ifftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """The inverse of `fftn`."""
    return _transform_n("ifftn", input, s, dim, norm, True, out)


def _half_spectrum(function, input, s, dim, norm):
    x = _signal(function, input, real=True)
    dims, sizes = _some_axes(function, x, s, dim)
    return primitive.real_to_complex(_resized(x, dims, sizes), dims, norm)


def rfftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """`rfft` along the last of several dimensions and `fft` along the others. Raises RuntimeError for complex input."""
    return _deliver("rfftn", _half_spectrum("rfftn", input, s, dim, _norm(norm)), out)


def ihfftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """`ihfft` along the last of several dimensions and `ifft` along the others. Raises RuntimeError for complex input."""
    half = _half_spectrum("ihfftn", input, s, dim, swapped(_norm(norm)))
    return _deliver("ihfftn", conversion.conj(half), out)


def _real_signal_n(function, x, s, dim, norm, out):
    x = _as_complex(x)
    dims, sizes = _some_axes(function, x, s, dim)
    n = _checked(2 * (x.array.shape[dims[-1]] - 1) if sizes[-1] == -1 else sizes[-1])
    half = _resized(x, dims, [*sizes[:-1], n // 2 + 1])
    return _deliver(function, primitive.complex_to_real(half, dims, norm, n), out)


def irfftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """The inverse of `rfftn`: a real array, of 2 (size - 1) points along the last dimension where `s` does not tell."""
    return _real_signal_n("irfftn", _signal("irfftn", input), s, dim, _norm(norm), out)


def hfftn(input, s=None, dim=None, norm=None, *, out=None) -> Tensor:
    """`hfft` along the last of several dimensions and `fft` along the others: real."""
    x = conversion.conj(_signal("hfftn", input))
    return _real_signal_n("hfftn", x, s, dim, swapped(_norm(norm)), out)


def fft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`fftn` over the last two dimensions."""
    return fftn(input, s, dim, norm, out=out)


def ifft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`ifftn` over the last two dimensions."""
    return ifftn(input, s, dim, norm, out=out)


def rfft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`rfftn` over the last two dimensions."""
    return rfftn(input, s, dim, norm, out=out)


def irfft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`irfftn` over the last two dimensions."""
    return irfftn(input, s, dim, norm, out=out)


def hfft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`hfftn` over the last two dimensions."""
    return hfftn(input, s, dim, norm, out=out)


def ihfft2(input, s=None, dim=_PLANE, norm=None, *, out=None) -> Tensor:
    """`ihfftn` over the last two dimensions."""
    return ihfftn(input, s, dim, norm, out=out)


# Frequencies and shifts --------------------------------------------------------------------------------------------


def _frequencies(function, places, n, d, out, dtype, layout, device, requires_grad):
    check_storage(layout)
    check_device(device)
    if n < 0:
        raise RuntimeError(f"{function}: Trying to create tensor with negative dimension {n}: [{n}]")
    wanted = promotion.default_float() if dtype is None else dtypes.to_numpy(dtype, function)
    if wanted.kind not in "fc":
        raise RuntimeError(f"{function} requires a floating point or complex dtype, got {dtype}")
    if wanted.kind == "c":
        raise NotImplementedError(f"{function} is not implemented for {dtype}")
    # As torch: whole numbers in the dtype times one factor.
    factor = 1.0 / (n * d) if n * d else float("inf")
    result = deliver(wrap(places.astype(wanted) * wanted.type(factor)), out)
    return result.requires_grad_() if requires_grad else result


def fftfreq(n, d=1.0, *, out=None, dtype=None, layout=None, device=None, requires_grad=False) -> Tensor:
    """The frequencies of `fft`, in cycles per unit of the spacing d: 0, 1, ..., -2, -1 over n d."""
    n = _int("fftfreq", "n", n)
    places = np.concatenate([np.arange((n + 1) // 2), np.arange(-(n // 2), 0)])
    return _frequencies("fftfreq", places, n, d, out, dtype, layout, device, requires_grad)


def rfftfreq(n, d=1.0, *, out=None, dtype=None, layout=None, device=None, requires_grad=False) -> Tensor:
    """The frequencies of `rfft`, in cycles per unit of the spacing d: 0, 1, ..., n // 2 over n d."""
    n = _int("rfftfreq", "n", n)
    return _frequencies("rfftfreq", np.arange(n // 2 + 1), n, d, out, dtype, layout, device, requires_grad)


def _shift(function, input, dim, sign):
    check_tensor(f"fft_{function}", "input", input)
    ndim = input.array.ndim
    dims = range(ndim) if dim is None else [normalise_dim(d, ndim) for d in ((dim,) if isinstance(dim, int) else dim)]
    sizes = [input.array.shape[d] for d in dims]
    if not sizes:
        raise RuntimeError(f"{function}: `shifts` required: there is no dimension to shift along")
    return roll(input, tuple([n // 2 if sign > 0 else (n + 1) // 2 for n in sizes]), tuple(dims))


def fftshift(input, dim=None) -> Tensor:
    """Rolled so that the frequency 0 stands in the middle, along `dim` or along all dimensions."""
    return _shift("fftshift", input, dim, 1)


def ifftshift(input, dim=None) -> Tensor:
    """The inverse of `fftshift`."""
    return _shift("ifftshift", input, dim, -1)


take_numpy_names(globals())
