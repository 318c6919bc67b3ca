"""Short-time Fourier transforms: the spectra of overlapping frames of a signal, and the signal of such spectra."""

from __future__ import annotations

import numpy as np

from ..derivatives import arithmetic, padding
from ..derivatives import fft as primitive
from ..derivatives.complex_numbers import view_as_real
from ..tensor import Tensor, wrap
from . import indexing
from ._make import check_tensor, method

__all__ = ["istft", "stft"]

_MODES = ("constant", "reflect", "replicate", "circular")
_NO_ENVELOPE = 1e-11


@method
def stft(
    input, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode="reflect", normalized=False,
    onesided=None, return_complex=None, align_to_window=None,
) -> Tensor:  # fmt: skip
    """The spectra of frames of n_fft points, hop_length apart, each times a window: (B?, L) -> (B?, frequencies, frames).

    hop_length: n_fft // 4 by default. window: of win_length points (n_fft by default), padded with zeros on both sides to
        n_fft; None is all ones. center: frames lie around their point, the signal widened by `pad_mode`; without it
        `align_to_window` lets the window, not the frame, start with the signal. normalized: over √n_fft.
    onesided: n_fft // 2 + 1 frequencies, the default for what is real. return_complex: must be given for what is real;
        False gives the parts in a last dimension of two.
    """
    check_tensor("stft", "input", input)
    if center and align_to_window is not None:
        raise RuntimeError("stft align_to_window should only be set when center = false")
    x = _widened(input, n_fft // 2, pad_mode) if center else input
    hop = n_fft // 4 if hop_length is None else hop_length
    length = n_fft if win_length is None else win_length
    _check_signal(x, n_fft, hop, length, window)
    is_complex = "c" in (x.array.dtype.kind, window is not None and window.array.dtype.kind)
    _check_complex(is_complex, onesided, return_complex)
    if align_to_window:
        before = (n_fft - length) // 2
        x = _zeros_around(x, before, n_fft - length - before)
    framed = primitive.frames(x, n_fft, hop)
    weights = _whole_window(window, length, n_fft, x.array.dtype)
    if weights is not None:
        framed = arithmetic.mul(framed, weights)
    spectra = _spectra(framed, "ortho" if normalized else "backward", not is_complex if onesided is None else onesided)
    spectra = spectra.transpose(-1, -2)
    return spectra if return_complex or return_complex is None else view_as_real(spectra)


def _check_complex(is_complex, onesided, return_complex):
    if return_complex is None and not is_complex:
        raise RuntimeError(
            "stft requires the return_complex parameter be given for real inputs, and will further require that "
            "return_complex=True in a future PyTorch release."
        )
    if onesided and is_complex:
        raise RuntimeError("Cannot have onesided output if window or input is complex")


def _widened(x, width, mode):
    """The signal with `width` more points at each end."""
    if mode not in _MODES:
        raise NotImplementedError(f"stft: Unrecognised padding mode {mode}")
    if mode == "constant":
        return _zeros_around(x, width, width)
    n = x.array.shape[-1] if x.array.ndim else 1
    if 0 in x.array.shape:
        raise RuntimeError(
            "stft: Expected 2D or 3D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for "
            f"input, but got: {[1] * (3 - x.array.ndim) + list(x.array.shape)}"
        )
    if width >= n + (mode == "circular") and mode != "replicate":
        raise RuntimeError(
            "stft: Padding size should be less than the corresponding input dimension, but got: padding "
            f"({width}, {width}) at dimension 2 of input {[1] * (3 - x.array.ndim) + list(x.array.shape)}"
        )
    return padding.pad_by_index(x, ((width, width),), mode)


def _zeros_around(x, before, after):
    return padding.pad(x, ((before, after),), x.array.dtype.type(0))


def _check_signal(x, n_fft, hop, length, window):
    kind, sizes = x.array.dtype.kind, list(x.array.shape)
    call = f"stft({x.dtype.name}{sizes}, n_fft={n_fft}, hop_length={hop}, win_length={length})"
    if kind not in "fc":
        raise RuntimeError(f"{call}: expected a tensor of floating point or complex values")
    if len(sizes) not in (1, 2):
        raise RuntimeError(f"{call}: expected a 1D or 2D tensor")
    if not 0 < n_fft <= sizes[-1]:
        raise RuntimeError(f"{call}: expected 0 < n_fft < {sizes[-1]}, but got n_fft={n_fft}")
    if hop <= 0:
        raise RuntimeError(f"{call}: expected hop_length > 0, but got hop_length={hop}")
    if not 0 < length <= n_fft:
        raise RuntimeError(f"{call}: expected 0 < win_length <= n_fft, but got win_length={length}")
    if window is not None and window.array.shape != (length,):
        raise RuntimeError(
            f"{call}: expected a 1D window tensor of size equal to win_length={length}, but got window with size "
            f"{list(window.array.shape)}"
        )
    if x.array.dtype == np.float16:
        raise RuntimeError(f"{call}: FFT doesn't support tensors of type: {x.dtype.name}")


def _whole_window(window, length, n_fft, dtype):
    """The window with zeros around it up to n_fft points; None where it is all ones."""
    if length == n_fft:
        return window
    if window is None:
        window = wrap(np.ones(length, dtype))
    left = (n_fft - length) // 2
    return _zeros_around(window, left, n_fft - length - left)


def _spectra(framed, norm, onesided):
    last = (framed.array.ndim - 1,)
    if onesided:
        return primitive.real_to_complex(framed, last, norm)
    transform = primitive.complex_to_complex if framed.array.dtype.kind == "c" else primitive.real_to_whole
    return transform(framed, last, norm, False)


@method
def istft(
    input, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None,
    return_complex=False,
) -> Tensor:  # fmt: skip
    """The signal whose `stft` comes nearest, by least squares: (B?, frequencies, frames) -> (B?, L).

    The frames times the window, added up where they lie, over the sum of the squared windows there. `length` is that of
    the signal, which is cut or, with a warning, padded with zeros; the other options are those of `stft`.
    Raises RuntimeError where the windows leave a point out. Source: Griffin & Lim 1984.
    """
    check_tensor("istft", "input", input)
    hop = n_fft // 4 if hop_length is None else hop_length
    win_length = n_fft if win_length is None else win_length
    onesided = _check_spectra(input, n_fft, hop, win_length, window, onesided, return_complex)
    real = input.array.real.dtype
    weights = _whole_window(window, win_length, n_fft, real)
    if weights is None:
        weights = wrap(np.ones(n_fft, real))
    frames = _frames_of(input.transpose(-1, -2), n_fft, "ortho" if normalized else "backward", onesided, return_complex)
    count = input.array.shape[-1]
    n = n_fft + hop * (count - 1)
    start = n_fft // 2 if center else 0
    end = n - start if length is None else start + length
    part = (..., slice(start, min(end, n)))
    signal = indexing.__getitem__(primitive.overlap_add(arithmetic.mul(frames, weights), n, hop), part)
    squares = arithmetic.mul(weights, weights).expand(count, n_fft)
    envelope = indexing.__getitem__(primitive.overlap_add(squares, n, hop), part)
    _check_envelope(envelope)
    signal = arithmetic.div(signal, envelope)
    return signal if end <= n else _with_zeros(signal, end - n)


def _frames_of(spectra, n_fft, norm, onesided, return_complex):
    last = (spectra.array.ndim - 1,)
    if return_complex:
        return primitive.complex_to_complex(spectra, last, norm, True)
    half = spectra if onesided else indexing.__getitem__(spectra, (..., slice(0, n_fft // 2 + 1)))
    return primitive.complex_to_real(half, last, norm, n_fft)


def _check_spectra(x, n_fft, hop, length, window, onesided, return_complex):
    """Whether the spectra are one-sided; raises RuntimeError for what does not fit together."""
    sizes = list(x.array.shape)
    call = f"istft({x.dtype.name}{sizes}, n_fft={n_fft}, hop_length={hop}, win_length={length})"
    if x.array.dtype.kind != "c":
        raise RuntimeError(
            "istft requires a complex-valued input tensor matching the output from stft with return_complex=True."
        )
    if x.array.size == 0:
        raise RuntimeError(f"{call}: input tensor cannot be empty.")
    if len(sizes) not in (2, 3):
        kind = IndexError if len(sizes) < 2 else RuntimeError
        raise kind(f"{call}: expected a tensor with 3 or 4 dimensions, but got {len(sizes) + 1}")
    frequencies = sizes[-2]
    onesided = frequencies != n_fft if onesided is None else onesided
    wanted = n_fft // 2 + 1 if onesided else n_fft
    if frequencies != wanted:
        fraction = "n_fft / 2 + 1" if onesided else "n_fft"
        raise RuntimeError(
            f"{call}: expected the frequency dimension (3rd to the last) of the input tensor to match {fraction} = {wanted} "
            f"when onesided={bool(onesided)}, but got {frequencies}"
        )
    if not 0 < hop <= length:
        raise RuntimeError(f"{call}: expected 0 < hop_length <= win_length, but got {hop} and {length}")
    if not 0 < length <= n_fft:
        raise RuntimeError(f"{call}: expected 0 < win_length <= n_fft, but got {length} and {n_fft}")
    if window is not None and window.array.shape != (length,):
        raise RuntimeError(
            f"{call}: Invalid window shape. window has to be 1D and length of `win_length`, but got "
            f"{list(window.array.shape)} and {length}"
        )
    if return_complex and onesided:
        raise RuntimeError("Cannot have onesided output if window or input is complex")
    if not return_complex and window is not None and window.array.dtype.kind == "c":
        raise RuntimeError("Complex windows are incompatible with return_complex=False")
    return onesided


def _check_envelope(envelope):
    if envelope.array.size == 0:
        raise RuntimeError("istft: the signal that is asked for is empty")
    lowest = float(np.abs(envelope.array).min())
    if not lowest > _NO_ENVELOPE:
        raise RuntimeError(f"istft: window overlap add min: {lowest}: the windows leave out points of the signal")


def _with_zeros(signal, missing):
    import warnings  # of Python, and loaded already

    warnings.warn(
        f"The length of signal is shorter than the length parameter. Result is being padded with {missing} zeros in the "
        "tail. Please check your center and hop_length settings.",
        stacklevel=3,
    )
    return _zeros_around(signal, 0, missing)
