"""Windows: torch's at the top, and those of torch.signal.windows."""

from __future__ import annotations

import math
import operator

import numpy as np

from .. import dtypes
from ..device import check_device
from ..kernels import promotion
from ..kernels.bessel import i0
from ..tensor import Tensor, wrap
from ._make import check_storage

__all__ = ["bartlett_window", "blackman_window", "hamming_window", "hann_window", "kaiser_window"]


def _finished(function, values, dtype, layout, device, pin_memory, requires_grad) -> Tensor:
    check_storage(layout, pin_memory)
    check_device(device)
    window = wrap(values.astype(_dtype(function, dtype)))
    return window.requires_grad_() if requires_grad else window


def _dtype(function, dtype):
    wanted = promotion.default_float() if dtype is None else dtypes.to_numpy(dtype, function)
    if wanted.kind == "c":
        raise NotImplementedError(f"{function} is not implemented for {dtype}")
    if wanted.kind != "f":
        raise RuntimeError(f"{function} expects floating point dtypes, got: {dtype}")
    return wanted


def _places(function, length, periodic):
    """0 ... 2π over the window; a periodic one leaves out its last point, and a window of one point is 1 everywhere."""
    try:
        length = operator.index(length)
    except TypeError:
        raise TypeError(
            f"{function}(): argument 'window_length' (position 1) must be int, not {type(length).__name__}"
        ) from None
    if length < 0:
        raise RuntimeError(f"{function} requires non-negative window_length, got window_length={length}")
    steps = length if periodic else length - 1
    return np.full(length, math.pi) if length == 1 else np.arange(length) * (2 * math.pi / max(steps, 1))


def hann_window(
    window_length, periodic=True, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:
    """(1 - cos t) / 2, t from 0 to 2π: of a full period, or symmetric with periodic=False.

    >>> import numpynn
    >>> numpynn.hann_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    values = 0.5 - 0.5 * np.cos(_places("hann_window", window_length, periodic))
    return _finished("hann_window", values, dtype, layout, device, pin_memory, requires_grad)


def hamming_window(
    window_length, periodic=True, alpha=0.54, beta=0.46, *, dtype=None, layout=None, device=None, pin_memory=False,
    requires_grad=False,
) -> Tensor:  # fmt: skip
    """alpha - beta cos t, t from 0 to 2π; a single point is 1."""
    places = _places("hamming_window", window_length, periodic)
    values = alpha - beta * np.cos(places) if len(places) != 1 else np.ones(1)
    return _finished("hamming_window", values, dtype, layout, device, pin_memory, requires_grad)


def bartlett_window(
    window_length, periodic=True, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:
    """A triangle: 1 - |t / π - 1|, t from 0 to 2π."""
    values = 1 - np.abs(_places("bartlett_window", window_length, periodic) / math.pi - 1)
    return _finished("bartlett_window", values, dtype, layout, device, pin_memory, requires_grad)


def blackman_window(
    window_length, periodic=True, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:
    """0.42 - 0.5 cos t + 0.08 cos 2t, t from 0 to 2π."""
    t = _places("blackman_window", window_length, periodic)
    values = 0.42 - 0.5 * np.cos(t) + 0.08 * np.cos(2 * t)
    return _finished("blackman_window", values, dtype, layout, device, pin_memory, requires_grad)


def kaiser_window(
    window_length, periodic=True, beta=12.0, *, dtype=None, layout=None, device=None, pin_memory=False, requires_grad=False
) -> Tensor:  # fmt: skip
    """I0(beta √(1 - (t / π - 1)²)) / I0(beta), t from 0 to 2π."""
    u = _places("kaiser_window", window_length, periodic) / math.pi - 1
    values = i0(beta * np.sqrt(np.maximum(1 - u * u, 0))) / i0(np.array(float(beta)))
    return _finished("kaiser_window", values, dtype, layout, device, pin_memory, requires_grad)
