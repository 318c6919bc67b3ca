"""The derivatives of Fourier transforms and of overlapping frames: all are linear."""

from __future__ import annotations

from ..kernels import fft as kernel
from ..kernels import frames as framing
from ..primitive import differentiable
from .arithmetic import conj

complex_to_complex = differentiable(
    kernel.complex_to_complex, name="FftC2CBackward0",
    x=lambda g, dims, norm, inverse: complex_to_complex(g, dims, norm, inverse),
)  # fmt: skip
# The same of a real signal: the walk takes the real part.
real_to_whole = differentiable(
    kernel.complex_to_complex, name="FftR2CBackward0",
    x=lambda g, dims, norm, inverse: complex_to_complex(g, dims, norm, inverse),
)  # fmt: skip


def _half_spectrum(g, x_shape, dims, norm):
    n = x_shape[dims[-1]]
    weights = kernel.edges_and(0.5, dims, len(x_shape), n, _real(g))
    return complex_to_real(conj(g) * weights, dims, kernel.swapped(norm), n)


def _whole_signal(g, dims, norm, n):
    weights = kernel.edges_and(2, dims, len(g.shape), n, _real(g))
    return conj(real_to_complex(g, dims, kernel.swapped(norm))) * weights


def _real(g):
    """The dtype of the parts of g."""
    return getattr(g, "array", g).real.dtype


real_to_complex = differentiable(kernel.real_to_complex, name="FftR2CBackward0", x=_half_spectrum)
complex_to_real = differentiable(kernel.complex_to_real, name="FftC2RBackward0", x=_whole_signal)

frames = differentiable(
    framing.frames, name="UnfoldBackward0", x=lambda g, x_shape, step: overlap_add(g, x_shape[-1], step)
)
overlap_add = differentiable(
    framing.overlap_add, name="UnfoldBackwardBackward0", x=lambda g, x_shape, step: _read(g, x_shape, step)
)


def _read(g, x_shape, step):
    """The frames of g, zeros where they reach beyond it."""
    count, size = x_shape[-2:]
    reach = (count - 1) * step + size
    return frames(g[..., :reach], size, step)
