"""Windows of M points: torch.signal.windows.

All are symmetric, or with sym=False leave out the last point of the symmetric one of M + 1, which makes them periodic. A window
of one point is 1. dtype is float32 or float64, by default the default dtype. Raises ValueError for what is out of range.
"""

from __future__ import annotations

import math
import operator

import numpy as np

from .. import dtypes
from ..device import check_device
from ..dtypes import strided
from ..kernels import promotion
from ..kernels.bessel import i0
from ..tensor import Tensor, wrap

__all__ = [
    "bartlett", "blackman", "cosine", "exponential", "gaussian", "general_cosine", "general_hamming", "hamming", "hann",
    "kaiser", "nuttall",
]  # fmt: skip


def _window(name, form, M, sym, dtype, layout, device, requires_grad) -> Tensor:
    """`form` of the points 0 ... M - 1 and of their count, which is M + 1 where the last one is left out."""
    wanted = promotion.default_float() if dtype is None else dtypes.to_numpy(dtype, name)
    _check(name, M, wanted, dtype, layout)
    check_device(device)
    try:
        count = operator.index(M)
    except TypeError:
        raise TypeError(f"{name}(): the number of points must be int, got M={M}") from None
    k = np.arange(count, dtype=np.float64)
    values = np.ones(count) if count <= 1 else form(k, count if sym else count + 1)
    window = wrap(values.astype(wanted))
    return window.requires_grad_() if requires_grad else window


def _check(name, M, wanted, dtype, layout):
    if M < 0:
        raise ValueError(f"{name} requires non-negative window length, got M={M}")
    if layout is not strided:
        raise ValueError(f"{name} is implemented for strided tensors only, got: {layout}")
    if wanted not in (np.float32, np.float64):
        raise ValueError(f"{name} expects float32 or float64 dtypes, got: {dtype}")


def exponential(
    M, *, center=None, tau=1.0, sym=True, dtype=None, layout=strided, device=None, requires_grad=False
) -> Tensor:
    """exp(-|k - center| / tau), the centre being the middle. Only a window that is not symmetric takes another."""
    if tau <= 0:
        raise ValueError(f"Tau must be positive, got: {tau} instead.")
    if sym and center is not None:
        raise ValueError(f"Center must be None for symmetric windows, got {center}")

    def form(k, n):
        return np.exp(-np.abs(k - ((n - 1) / 2 if center is None else center)) / tau)

    return _window("exponential", form, M, sym, dtype, layout, device, requires_grad)


def cosine(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """sin(π (k + 1/2) / M)."""
    return _window("cosine", lambda k, n: np.sin(math.pi * (k + 0.5) / n), M, sym, dtype, layout, device, requires_grad)


def gaussian(M, *, std=1.0, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """exp(-((k - middle) / std)² / 2)."""
    if std <= 0:
        raise ValueError(f"Standard deviation must be positive, got: {std} instead.")

    def form(k, n):
        return np.exp(-(((k - (n - 1) / 2) / std) ** 2) / 2)

    return _window("gaussian", form, M, sym, dtype, layout, device, requires_grad)


def kaiser(M, *, beta=12.0, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """I0(beta √(1 - (2k / (M - 1) - 1)²)) / I0(beta)."""
    if beta < 0:
        raise ValueError(f"beta must be non-negative, got: {beta} instead.")

    def form(k, n):
        u = 2 * k / (n - 1) - 1
        return i0(beta * np.sqrt(np.maximum(1 - u * u, 0))) / i0(np.array(float(beta)))

    return _window("kaiser", form, M, sym, dtype, layout, device, requires_grad)


def bartlett(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """A triangle: 1 - |2k / (M - 1) - 1|."""

    def form(k, n):
        return 1 - np.abs(2 * k / (n - 1) - 1)

    return _window("bartlett", form, M, sym, dtype, layout, device, requires_grad)


def general_cosine(M, *, a, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """Σ (-1)^i a_i cos(2πik / (M - 1))."""
    if not isinstance(a, (list, tuple)):
        raise TypeError(f"Coefficients must be a list/tuple, got {type(a).__name__}")
    if not a:
        raise ValueError("Coefficients cannot be empty")

    def form(k, n):
        t = 2 * math.pi * k / (n - 1)
        return sum((-1) ** i * c * np.cos(i * t) for i, c in enumerate(a))

    return _window("general_cosine", form, M, sym, dtype, layout, device, requires_grad)


def general_hamming(M, *, alpha=0.54, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """alpha - (1 - alpha) cos(2πk / (M - 1))."""
    return general_cosine(
        M, a=[alpha, 1 - alpha], sym=sym, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad
    )


def hamming(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """0.54 - 0.46 cos(2πk / (M - 1))."""
    return general_hamming(M, sym=sym, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad)


def hann(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """(1 - cos(2πk / (M - 1))) / 2.

    >>> import numpynn
    >>> numpynn.signal.windows.hann(5)
    tensor([0.0000, 0.5000, 1.0000, 0.5000, 0.0000])
    """
    return general_hamming(
        M, alpha=0.5, sym=sym, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad
    )


def blackman(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """0.42 - 0.5 cos t + 0.08 cos 2t, t = 2πk / (M - 1)."""
    return general_cosine(
        M, a=[0.42, 0.5, 0.08], sym=sym, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad
    )


def nuttall(M, *, sym=True, dtype=None, layout=strided, device=None, requires_grad=False) -> Tensor:
    """Nuttall's window of four cosines, continuous in its first derivative. Source: Nuttall 1981."""
    terms = [0.3635819, 0.4891775, 0.1365995, 0.0106411]
    return general_cosine(M, a=terms, sym=sym, dtype=dtype, layout=layout, device=device, requires_grad=requires_grad)
