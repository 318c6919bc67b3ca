"""Discrete Fourier transforms over several axes: between complex arrays, from real to half a spectrum and back.

norm says which direction is divided by the number of points: "forward", "backward", or "ortho", each by its root. The matrix
of a transform is symmetric, so `complex_to_complex` is its own adjoint; the two others are each other's, but for weights.
"""

from __future__ import annotations

import numpy as np

_SWAPPED = {"backward": "forward", "forward": "backward", "ortho": "ortho"}


def complex_to_complex(x, dims, norm, inverse):
    """Σ x_j exp(∓2πi jk/n) along each of `dims`. Derivative: the same of g."""
    if not dims:
        return x.astype(np.result_type(x.dtype, np.complex64))
    return (np.fft.ifftn if inverse else np.fft.fftn)(x, axes=dims, norm=norm)


def real_to_complex(x, dims, norm):
    """The transform of a real array, of the last of `dims` the n // 2 + 1 frequencies that are not redundant.

    Derivative: complex_to_real of the conjugate of g, all but the edges of the spectrum halved.
    """
    return np.fft.rfftn(x, axes=dims, norm=norm)


def complex_to_real(x, dims, norm, n):
    """The inverse of half a spectrum: real, n long along the last of `dims`. The imaginary parts of its edges do not count.

    Derivative: the conjugate of real_to_complex of g, all but the edges of the spectrum doubled.
    """
    return np.fft.irfftn(x, [*[x.shape[dim] for dim in dims[:-1]], n], dims, norm)


def swapped(norm):
    """The norm with which the other direction is scaled as this one is."""
    return _SWAPPED[norm]


def edges_and(factor, dims, ndim, n, dtype):
    """1 for the frequencies 0 and n / 2, `factor` for all others, along the last of `dims`."""
    weights = np.full(n // 2 + 1, factor, dtype)
    weights[0] = 1
    if n % 2 == 0:
        weights[-1] = 1
    return weights.reshape((-1,) + (1,) * (ndim - 1 - dims[-1]))
