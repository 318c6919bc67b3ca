"""Pooling kernels: against every window looked at in turn, and the averages against their adjoints."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from numpynn.kernels import max_pool as module
from numpynn.kernels.avg_pool import adaptive_avg_pool, adaptive_avg_pool_input, avg_pool, avg_pool_input
from numpynn.kernels.max_pool import (
    adaptive_max_pool,
    fractional_max_pool,
    max_pool,
    max_pool_coded,
    max_pool_indices,
    max_pool_input,
    max_pool_values,
)
from numpynn.kernels.planes import put_at, take_at, write_at
from numpynn.kernels.windows import window_count


def regular(size, kernel, stride, padding, dilation, ceil_mode):
    """The places that each window of one axis sees."""
    count = window_count(size, kernel, stride, padding, dilation, ceil_mode)
    starts = [o * stride - padding for o in range(count)]
    return [[p for p in range(s, s + kernel * dilation, dilation) if 0 <= p < size] for s in starts]


def adaptive(size, count):
    return [list(range(o * size // count, math.ceil((o + 1) * size / count))) for o in range(count)]


def look(x, axes):
    """For each plane of x and window: the values it sees, and their flat indices."""
    sizes = x.shape[x.ndim - len(axes) :]
    for lead in np.ndindex(x.shape[: x.ndim - len(axes)]):
        for window in np.ndindex(*map(len, axes)):
            places = list(product(*[axis[o] for axis, o in zip(axes, window)]))
            yield (*lead, *window), [x[lead + p] for p in places], [np.ravel_multi_index(p, sizes) for p in places]


def check_maximum(x, axes, out, indices):
    for at, values, places in look(x, axes):
        nan = [i for i, value in enumerate(values) if value != value]
        best = nan[-1] if nan else values.index(max(values))
        np.testing.assert_array_equal(out[at], values[best])
        assert indices[at] == places[best]


def draw(rng, rank):
    """Sizes and options that fit together, with windows that all see something."""
    kernel, stride = rng.integers(1, 4, (2, rank))
    dilation = rng.integers(1, 3, rank)
    padding = np.minimum(rng.integers(0, 2, rank), kernel // 2)
    sizes = dilation * (kernel - 1) + 1 + rng.integers(0, 5, rank)
    return [tuple(map(int, option)) for option in (sizes, kernel, stride, padding, dilation)]


@pytest.fixture(params=[1 << 18, 20], ids=["whole", "blocks"])
def blocks(request, monkeypatch):
    monkeypatch.setattr(module, "BLOCK", request.param)
    monkeypatch.setattr(module, "SCATTERED", request.param)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_max_pool_looks_at_every_window(rank, blocks):
    rng = np.random.default_rng(rank)
    for turn in range(8):
        sizes, *options = draw(rng, rank)
        x = rng.integers(-3, 4, (2, 2, *sizes)).astype("float64")
        if turn % 2:
            x[rng.random(x.shape) < 0.2] = np.nan
            x[rng.random(x.shape) < 0.5] = -np.inf
        for ceil_mode in (False, True):
            axes = [regular(*axis, ceil_mode) for axis in zip(sizes, *options)]
            check_maximum(x, axes, *max_pool(x, *options, ceil_mode))


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_adaptive_max_pool_looks_at_every_window(rank, blocks):
    rng = np.random.default_rng(10 + rank)
    for size in [(5, 3, 2), (2, 2, 7), (1, 1, 1), (6, 4, 3)]:
        x = rng.integers(-3, 4, (3, *(6, 4, 5)[:rank])).astype("float32")
        x[rng.random(x.shape) < 0.2] = np.nan
        size = size[:rank]
        axes = [adaptive(n, m) for n, m in zip(x.shape[1:], size)]
        check_maximum(x, axes, *adaptive_max_pool(x, size))


@pytest.mark.parametrize("rank", [2, 3])
def test_fractional_max_pool_looks_at_every_window(rank, blocks):
    rng = np.random.default_rng(20 + rank)
    x, samples = rng.standard_normal((2, 3, 9, 7, 8)[: 2 + rank]), rng.random((2, 3, rank))
    kernel, size = (2, 3, 1)[:rank], (4, 1, 5)[:rank]
    out, indices = fractional_max_pool(x, kernel, size, samples)
    for lead in np.ndindex(2, 3):
        axes = []
        for n, k, m, u in zip(x.shape[2:], kernel, size, samples[lead]):
            a = (n - k) / (m - 1) if m > 1 else 0
            starts = [int((o + u) * a) - int(u * a) for o in range(m - 1)] + [n - k]
            axes.append([list(range(s, s + k)) for s in starts])
        check_maximum(x[lead], axes, out[lead], indices[lead])


def test_many_taps_need_wider_codes():
    x = np.arange(20.0 * 20).reshape(1, 20, 20)
    out, indices = max_pool(x, (20, 20), (1, 1), (0, 0), (1, 1), False)
    assert out.item() == 399 and indices.item() == 399


def test_max_pool_of_integers():
    x = np.array([[3, -5, 7, 7]], "int16")
    out, indices = max_pool(x, (3,), (1,), (1,), (1,), False)
    assert out.dtype == np.int16 and out.tolist() == [[3, 7, 7, 7]] and indices.tolist() == [[0, 2, 2, 2]]


def test_max_pool_of_nothing():
    out, indices = max_pool(np.zeros((0, 3, 4, 4), "float32"), (2, 2), (2, 2), (0, 0), (1, 1), False)
    assert out.shape == indices.shape == (0, 3, 2, 2) and out.dtype == np.float32


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_codes_say_what_indices_say(rank, blocks):
    rng = np.random.default_rng(40 + rank)
    for _ in range(4):
        sizes, *options = draw(rng, rank)
        x = rng.integers(-3, 4, (2, 3, *sizes)).astype("float32")
        out, indices = max_pool(x, *options, True)
        coded, codes = max_pool_coded(x, *options, True)
        assert codes.dtype == np.uint8
        np.testing.assert_array_equal(coded, out)
        np.testing.assert_array_equal(max_pool_indices(codes, sizes, *options, True), indices)
        g = rng.integers(-9, 10, out.shape).astype("float32")
        np.testing.assert_array_equal(max_pool_input(g, codes, sizes, *options, True), put_at(g, indices, sizes))


def test_a_window_that_steps_over_the_axis_sees_nothing():
    x = np.ones((2, 1, 1), "float32")
    options = (2, 2), (1, 1), (1, 1), (2, 2), False
    out, indices = max_pool(x, *options)
    assert out.tolist() == [[[-np.inf]]] * 2 and indices.tolist() == [[[2]]] * 2
    assert max_pool_input(out, max_pool_coded(x, *options)[1], (1, 1), *options).shape == x.shape
    out, indices = max_pool(np.array([[[1.0, 3, 2]]]), (2, 2), (1, 1), (1, 1), (2, 1), False)
    assert out.tolist() == [[[-np.inf] * 4]] and indices.tolist() == [[[3, 3, 4, 5]]]


def test_taking_and_putting_are_adjoint():
    rng = np.random.default_rng(30)
    x, g = rng.standard_normal((2, 3, 4, 5)), rng.standard_normal((2, 3, 6, 2))
    for lead in [(2, 3), (2, 1)]:
        indices = rng.integers(0, 20, (*lead, 6, 2))
        taken = take_at(x, indices, 2)
        everywhere = np.broadcast_to(indices, (2, 3, 6, 2))
        np.testing.assert_array_equal(taken[1, 2], x[1, 2].ravel()[everywhere[1, 2]])
        np.testing.assert_allclose(np.vdot(taken, g), np.vdot(x, put_at(g, indices, (4, 5))), rtol=1e-13)


def test_writing_keeps_the_last():
    indices = np.array([[[0, 2], [2, 5]]])
    out = write_at(np.array([[[1.0, 2.0], [3.0, 4.0]]]), indices, (2, 3))
    assert out.tolist() == [[[1, 0, 3], [0, 0, 4]]]


def window_lengths(size, kernel, stride, padding, count, include_pad):
    low, high = (-padding, size + padding) if include_pad else (0, size)
    return [min(o * stride - padding + kernel, high) - max(o * stride - padding, low) for o in range(count)]


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("include_pad", [True, False])
@pytest.mark.parametrize("divisor", [None, 5])
def test_avg_pool_looks_at_every_window(rank, include_pad, divisor):
    rng = np.random.default_rng(40 + rank)
    for ceil_mode in (False, True) * 3:
        sizes, kernel, stride, padding, _ = draw(rng, rank)
        x = rng.standard_normal((2, *sizes))
        out = avg_pool(x, kernel, stride, padding, ceil_mode, include_pad, divisor)
        axes = [regular(*axis, 1, ceil_mode) for axis in zip(sizes, kernel, stride, padding)]
        spans = zip(sizes, kernel, stride, padding, map(len, axes))
        lengths = [window_lengths(*span, include_pad) for span in spans]
        for at, values, _ in look(x, axes):
            n = divisor or math.prod([axis[o] for axis, o in zip(lengths, at[1:])])
            np.testing.assert_allclose(out[at], math.fsum(values) / n, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_adaptive_avg_pool_looks_at_every_window(rank):
    rng = np.random.default_rng(50 + rank)
    for size in [(5, 3, 2), (2, 2, 7), (1, 1, 1), (6, 4, 3)]:
        x = rng.standard_normal((3, *(6, 4, 5)[:rank]))
        out = adaptive_avg_pool(x, size[:rank])
        for at, values, _ in look(x, [adaptive(n, m) for n, m in zip(x.shape[1:], size)]):
            np.testing.assert_allclose(out[at], math.fsum(values) / len(values), rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_averages_are_adjoint(rank):
    rng = np.random.default_rng(60 + rank)
    for ceil_mode, include_pad, divisor in product((False, True), (False, True), (None, 3)):
        sizes, kernel, stride, padding, _ = draw(rng, rank)
        x = rng.standard_normal((2, 3, *sizes))
        options = kernel, stride, padding, ceil_mode, include_pad, divisor
        out = avg_pool(x, *options)
        g = rng.standard_normal(out.shape)
        np.testing.assert_allclose(
            np.vdot(out, g), np.vdot(x, avg_pool_input(g, sizes, *options)), rtol=1e-11, atol=1e-13
        )
        out = adaptive_avg_pool(x, (3, 7, 1)[:rank])
        g = rng.standard_normal(out.shape)
        np.testing.assert_allclose(
            np.vdot(out, g), np.vdot(x, adaptive_avg_pool_input(g, sizes)), rtol=1e-11, atol=1e-13
        )


def test_average_of_integers_is_rounded_towards_zero():
    x = np.array([[-7, -8, 3, 4]])
    assert avg_pool(x, (2,), (2,), (0,), False, True, None).tolist() == [[-7, 3]]


def test_average_of_float16_is_rounded_once():
    x = np.full((1, 4096), 1.0, "float16")
    out = avg_pool(x, (4096,), (1,), (0,), False, True, None)
    assert out.dtype == np.float16 and out.item() == 1


@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize(
    "options",
    [
        ((2, 2), (2, 2), (0, 0), (1, 1), False),
        ((3, 2), (2, 1), (1, 1), (1, 1), True),
        ((2, 3), (1, 2), (1, 0), (2, 1), False),
    ],
)
def test_the_values_alone(dtype, options, monkeypatch):
    x = (8 * np.random.default_rng(0).standard_normal((2, 3, 7, 6))).astype(dtype)
    if dtype != "int64":
        x[0, 1, 3, 2], x[1, 0, 0, 0] = np.nan, -np.inf
    out, _ = max_pool(x, *options)
    np.testing.assert_array_equal(max_pool_values(x, *options), out)
    monkeypatch.setattr(module, "SMALL", 0)
    np.testing.assert_array_equal(max_pool_values(x, *options), out)


def test_windows_of_one_place_are_copied():
    x = np.ones((1, 2, 3), "float32")
    assert not np.shares_memory(x, max_pool_values(x, (1, 1), (1, 1), (0, 0), (1, 1), False))
