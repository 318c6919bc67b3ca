"""Fourier transforms against their definition, spectra of frames against those of each frame, and the way back."""

import numpy as np
import pytest

import numpynn
from numpynn import fft

RNG = np.random.default_rng(0)
X = RNG.standard_normal((3, 5)) + 1j * RNG.standard_normal((3, 5))


def matrix(n, sign=-1):
    k = np.arange(n)
    return np.exp(sign * 2j * np.pi * np.outer(k, k) / n)


def close(found, expected, tolerance=1e-13):
    np.testing.assert_allclose(found.detach().numpy(), expected, rtol=tolerance, atol=tolerance)


def tensor(array):
    return numpynn.tensor(np.asarray(array))


@pytest.mark.parametrize(("norm", "scale"), [(None, 1), ("backward", 1), ("forward", 1 / 5), ("ortho", 5**-0.5)])
def test_transforms_are_sums_of_waves(norm, scale):
    close(fft.fft(tensor(X), norm=norm), X @ matrix(5) * scale)
    close(fft.rfft(tensor(X.real), norm=norm), (X.real @ matrix(5) * scale)[:, :3])
    close(fft.fftn(tensor(X[:, :3]), norm="ortho"), matrix(3) @ X[:, :3] @ matrix(3) / 3)


def test_inverses_undo():
    x = tensor(X)
    close(fft.ifft(fft.fft(x)), X)
    close(fft.ifftn(fft.fftn(x, norm="ortho"), norm="ortho"), X)
    close(fft.irfft(fft.rfft(x.real), n=5), X.real)
    close(fft.irfftn(fft.rfftn(x.real), s=(3, 5)), X.real)
    close(fft.hfft(fft.ihfft(x.real), n=5), X.real)
    close(fft.hfft2(fft.ihfft2(x.real), s=(3, 5)), X.real)
    close(fft.ifftshift(fft.fftshift(x)), X)


def test_float32_stays_single():
    x = numpynn.randn(4)
    assert fft.fft(x).dtype == numpynn.complex64
    assert fft.irfft(fft.rfft(x)).dtype == numpynn.float32


def test_a_gradient_is_the_transposed_transform():
    x = tensor(X).requires_grad_()
    g = RNG.standard_normal((3, 5)) + 1j * RNG.standard_normal((3, 5))
    fft.fft(x).backward(tensor(g))
    close(x.grad, g @ matrix(5, 1))


def test_spectra_of_frames():
    signal, window = RNG.standard_normal(30), np.hanning(8)
    found = numpynn.stft(tensor(signal), 8, 3, window=tensor(window), center=False, return_complex=True)
    frames = np.stack([signal[3 * i : 3 * i + 8] * window for i in range(8)])
    close(found, (frames @ matrix(8))[:, :5].T)


@pytest.mark.parametrize("hop", [1, 3, 4])
def test_a_signal_comes_back_from_its_spectra(hop):
    signal = RNG.standard_normal((2, 40))
    window = numpynn.hann_window(8, dtype=numpynn.float64)
    spectra = numpynn.stft(tensor(signal), 8, hop, window=window, return_complex=True)
    close(numpynn.istft(spectra, 8, hop, window=window, length=36), signal[:, :36])


def test_a_signal_too_short_is_padded_with_a_warning():
    spectra = numpynn.stft(numpynn.ones(32), 8, return_complex=True)
    with pytest.warns(UserWarning, match="padded with 6 zeros"):
        signal = numpynn.istft(spectra, 8, length=42)
    assert signal.shape == (42,) and signal[-1].item() == 0


def test_numpys_own_functions_are_differentiable():
    x = tensor(X.real).requires_grad_()
    close(np.fft.rfft(x, axis=0), np.fft.rfft(X.real, axis=0))
    close(np.fft.irfftn(np.fft.rfftn(x, axes=(0, 1)), s=(3, 5), axes=(0, 1)), X.real)
    np.abs(np.fft.fft(x)).sum().backward()
    assert x.grad.shape == (3, 5)


def test_numpys_linear_algebra_is_differentiable():
    a = X.real[:, :3] + 3 * np.eye(3)
    x, b = tensor(a).requires_grad_(), np.stack([np.ones(3), np.arange(3.0)])
    close(np.linalg.inv(x), np.linalg.inv(a))
    close(np.linalg.norm(x, axis=1, keepdims=True), np.linalg.norm(a, axis=1, keepdims=True))
    close(np.linalg.solve(x, tensor(np.ones(3))), np.linalg.solve(a, np.ones(3)))
    close(np.linalg.solve(x, tensor(b.T)), np.linalg.solve(a, b.T))
    np.linalg.slogdet(x)[1].backward()
    close(x.grad, np.linalg.inv(a).T)
    with pytest.raises(RuntimeError, match="requires grad"):
        np.linalg.eig(x)
