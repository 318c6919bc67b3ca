"""Convolution kernels: against the sum written out, and each against its adjoints, with options drawn at random."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from numpynn.kernels import columns
from numpynn.kernels import conv as trio
from numpynn.kernels.conv import conv, conv_input, conv_weight


def written_out(x, w, stride, padding, dilation, groups):
    """The convolution as a sum over every output, tap and channel."""
    margins = [(0, 0), (0, 0), *[(p, p) for p in padding]]
    x = np.pad(x, margins)
    kernel = w.shape[2:]
    sizes = [(n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation)]
    out = np.zeros((len(x), len(w), *sizes), x.dtype)
    per_group, inputs = len(w) // groups, w.shape[1]
    for o in range(len(w)):
        channels = slice(o // per_group * inputs, (o // per_group + 1) * inputs)
        for place in product(*map(range, sizes)):
            for tap in product(*map(range, kernel)):
                at = tuple([p * s + t * d for p, s, t, d in zip(place, stride, tap, dilation)])
                out[(slice(None), o, *place)] += x[(slice(None), channels, *at)] @ w[(o, slice(None), *tap)]
    return out


def draw(rng, rank, dtype="float64"):
    """x, w and options that fit together."""
    groups = int(rng.choice([1, 1, 2, 3]))
    kernel, stride, dilation = rng.integers(1, 4, (3, rank))
    padding = rng.integers(0, 3, rank)
    sizes = np.maximum(dilation * (kernel - 1) + 1 - 2 * padding, 1) + rng.integers(0, 5, rank)
    x = rng.standard_normal((int(rng.integers(1, 5)), groups * int(rng.integers(1, 4)), *sizes)).astype(dtype)
    w = rng.standard_normal((groups * int(rng.integers(1, 3)), x.shape[1] // groups, *kernel)).astype(dtype)
    return x, w, (*[tuple(map(int, option)) for option in (stride, padding, dilation)], groups)


# Blocks of bytes and windows: the real ones, some that cut the samples, some that cut the windows of a sample.
@pytest.fixture(params=[(1 << 20, 256), (1 << 12, 16), (64, 3)], ids=["whole", "samples", "windows"])
def blocks(request, monkeypatch):
    monkeypatch.setattr(columns, "BLOCK_BYTES", request.param[0])
    monkeypatch.setattr(columns, "BLOCK_WIDTH", request.param[1])


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_sum_written_out(rank, blocks):
    rng = np.random.default_rng(rank)
    for _ in range((12, 8, 2)[rank - 1]):
        x, w, options = draw(rng, rank)
        np.testing.assert_allclose(conv(x, w, *options), written_out(x, w, *options), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("rank", [2, 3])
@pytest.mark.parametrize(("kernel", "dilation"), [(3, 1), (3, 2), (1, 1), (5, 1)])
def test_images_that_keep_their_size(rank, kernel, dilation, blocks):
    rng = np.random.default_rng(rank)
    for samples in (1, 2, 5):
        x = rng.standard_normal((samples, 2, *(4, 3, 5)[:rank]))
        w = rng.standard_normal((3, 2, *[kernel] * rank))
        options = (1,) * rank, (dilation * (kernel // 2),) * rank, (dilation,) * rank, 1
        np.testing.assert_allclose(conv(x, w, *options), written_out(x, w, *options), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_three_are_adjoint(rank, blocks):
    rng = np.random.default_rng(10 + rank)
    for _ in range(20):
        x, w, options = draw(rng, rank)
        out = conv(x, w, *options)
        g = rng.standard_normal(out.shape)
        scale = np.linalg.norm(out) * np.linalg.norm(g)
        there = np.vdot(out, g)
        assert math.isclose(there, np.vdot(x, conv_input(g, w, x.shape, *options)), rel_tol=0, abs_tol=1e-13 * scale)
        assert math.isclose(there, np.vdot(w, conv_weight(g, x, w.shape, *options)), rel_tol=0, abs_tol=1e-13 * scale)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_float32_and_memory_layouts(rank):
    rng = np.random.default_rng(20 + rank)
    for _ in range(10):
        x, w, options = draw(rng, rank, "float32")
        out = conv(x, w, *options)
        g = rng.standard_normal(out.shape).astype("float32")
        exact = conv(x.astype("float64"), w.astype("float64"), *options)
        np.testing.assert_allclose(out, exact, rtol=1e-5, atol=1e-5)
        strange_x, strange_w, strange_g = np.asfortranarray(x), w[::-1].copy()[::-1], np.repeat(g, 2, -1)[..., ::2]
        for array, other in [
            (out, conv(strange_x, strange_w, *options)),
            (conv_input(g, w, x.shape, *options), conv_input(strange_g, strange_w, x.shape, *options)),
            (conv_weight(g, x, w.shape, *options), conv_weight(strange_g, strange_x, w.shape, *options)),
        ]:
            assert array.dtype == np.float32
            np.testing.assert_allclose(array, other, rtol=1e-5, atol=1e-5)


def test_the_transposed_convolution_reaches_any_size_that_fits():
    g, w = np.ones((1, 1, 2, 2)), np.ones((1, 1, 2, 2))
    for extra in (0, 1):
        out = conv_input(g, w, (1, 1, 5 + extra, 5), (3, 3), (0, 0), (1, 1), 1)
        assert out.shape == (1, 1, 5 + extra, 5)
        assert out.sum() == 16 and out[0, 0, 2].sum() == 0  # between the windows nothing is written
        assert (out[:, :, 5:] == 0).all()


@pytest.mark.parametrize(
    ("x_shape", "w_shape"),
    [
        ((0, 2, 5, 5), (3, 2, 3, 3)),
        ((2, 0, 5, 5), (3, 0, 3, 3)),
        ((0, 2, 5), (3, 2, 3)),
        ((2, 0, 4, 5, 5), (3, 0, 3, 3, 3)),
    ],
)
def test_no_samples_or_no_channels(x_shape, w_shape):
    rank = len(x_shape) - 2
    options = (1,) * rank, (1,) * rank, (1,) * rank, 1
    x, w = np.zeros(x_shape, "float32"), np.ones(w_shape, "float32")
    out = conv(x, w, *options)
    assert out.shape == (x_shape[0], 3, *x_shape[2:]) and not out.any()
    assert conv_input(out, w, x_shape, *options).shape == x_shape
    assert not conv_weight(out, x, w_shape, *options).any()


@pytest.mark.parametrize("dtype", ["float16", "int64", "complex64", "complex128"])
def test_other_dtypes(dtype):
    rng = np.random.default_rng(30)
    x, w = [rng.integers(-3, 4, shape).astype(dtype) for shape in ((2, 3, 6, 5), (4, 3, 3, 3))]
    if x.dtype.kind == "c":
        x, w = x + 1j * x[::-1], w - 2j * w[::-1]
    options = (2, 1), (1, 1), (1, 2), 1
    out = conv(x, w, *options)
    assert out.dtype == dtype
    np.testing.assert_array_equal(out, written_out(x, w, *options))
    g = out[::-1].copy()
    there = (out * g).sum()
    if dtype != "float16":
        # No conjugation: the adjoint is that of the bilinear form.
        np.testing.assert_allclose(there, (x * conv_input(g, w, x.shape, *options)).sum(), rtol=1e-6)
        np.testing.assert_allclose(there, (w * conv_weight(g, x, w.shape, *options)).sum(), rtol=1e-6)


def test_float16_is_summed_in_float32():
    x, w = np.full((1, 4096, 1, 1), 1.0, "float16"), np.full((1, 4096, 1, 1), 1.0, "float16")
    w[0, 0] = 0.5  # 4095.5: in float16 sums of ones stop at 2048
    assert conv(x, w, (1, 1), (0, 0), (1, 1), 1).item() == np.float16(4095.5)


def test_arguments_are_left_as_they_are():
    rng = np.random.default_rng(40)
    x, w, options = draw(rng, 2)
    x.flags.writeable = w.flags.writeable = False
    g = conv(x, w, *options)
    g.flags.writeable = False
    conv_input(g, w, x.shape, *options)
    conv_weight(g, x, w.shape, *options)


@pytest.mark.parametrize("rank", [1, 2])
def test_wide_products_are_cut_into_pieces(rank, monkeypatch):
    rng = np.random.default_rng(50 + rank)
    x, w, options = draw(rng, rank)
    whole = conv(x, w, *options)
    monkeypatch.setattr(trio, "SMALL_PRODUCT", 40)
    monkeypatch.setattr(trio, "SMALL_WIDTH", 1)
    np.testing.assert_allclose(conv(x, w, *options), whole, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("size", [16, 7], ids=["rows a multiple of 1024 bytes apart", "samples side by side"])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_a_gradient_turned_or_as_it_lies(size, dtype, monkeypatch):
    rng, options = np.random.default_rng(5), ((1, 1), (1, 1), (1, 1), 2)
    x = rng.standard_normal((6, 16, size, size)).astype(dtype)
    g = rng.standard_normal((6, 32, size, size)).astype(dtype)
    turned = conv_weight(g, x, (32, 8, 3, 3), *options)
    monkeypatch.setattr(trio, "TURNING_DEPTH", np.inf)
    as_it_lies = conv_weight(g, x, (32, 8, 3, 3), *options)
    np.testing.assert_allclose(
        turned, as_it_lies, rtol=1e-11 if dtype is np.float64 else 1e-4, atol=1e-4 * (dtype is np.float32)
    )


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_few_channels_with_a_stride(rank):
    rng, options = np.random.default_rng(60 + rank), ((2,) * rank, (1,) * rank, (1,) * rank, 2)
    x, w = rng.standard_normal((3, 2, *(6, 7, 5)[:rank])), rng.standard_normal((80, 1, *(3, 4, 2)[:rank]))
    out = written_out(x, w, *options)
    g = rng.standard_normal(out.shape)
    np.testing.assert_allclose(conv(x, w, *options), out, rtol=1e-12, atol=1e-13)
    there = np.vdot(out, g)
    assert math.isclose(there, np.vdot(x, conv_input(g, w, x.shape, *options)), rel_tol=1e-12)
    assert math.isclose(there, np.vdot(w, conv_weight(g, x, w.shape, *options)), rel_tol=1e-12)
