"""Normalisation kernels: values, gradients against differences and against their formulae, hard statistics."""

from __future__ import annotations

import numpy as np
import pytest
from kernel_checks import check_gradients

from numpynn.kernels import batch_norm, blas, channel_maps, row_norm
from numpynn.kernels import normalization as norm
from numpynn.kernels import normalization_formulas as formulas

EPS = 1e-3
SHAPES = pytest.mark.parametrize("shape", [(5, 4), (3, 4, 5), (2, 4, 3, 3), (2, 4, 2, 3, 2), (40, 6, 300)])
AFFINE = pytest.mark.parametrize("affine", [False, True])


def _draw(shape, parameters, affine):
    rng = np.random.default_rng(0)
    x, g = rng.standard_normal(shape) * 2 + 3, rng.standard_normal(shape)
    weight, bias = rng.standard_normal((2, *parameters)) if affine else (None, None)
    return rng, x, g, weight, bias


def _normalised(x, axes):
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(x.var(axis=axes, keepdims=True) + EPS)


def _compare(f, arrays, gradients, plain, g, rng):
    """`gradients` are right for f, the ones of `plain` are the same, and f has no others."""
    for fused, formula in zip(gradients, plain, strict=True):
        np.testing.assert_allclose(fused, formula, rtol=1e-10, atol=1e-11)
    present = [a for a in arrays if a is not None]
    found = gradients[: len(present)]

    def filled(*given):
        return f(*given, *[None] * (len(arrays) - len(given)))

    check_gradients(filled, present, found, g, rng, rtol=1e-7)


@SHAPES
@AFFINE
def test_batch_norm(shape, affine):
    rng, x, g, weight, bias = _draw(shape, shape[1:2], affine)
    out, mean, var, rstd = batch_norm.batch_norm(x, weight, bias, EPS)
    axes = (0, *range(2, x.ndim))
    np.testing.assert_allclose(mean, x.mean(axis=axes), rtol=1e-13)
    np.testing.assert_allclose(var, x.var(axis=axes), rtol=1e-12)
    per_channel = (-1,) + (1,) * (x.ndim - 2)
    expected = _normalised(x, axes)
    if affine:
        expected = expected * weight.reshape(per_channel) + bias.reshape(per_channel)
    np.testing.assert_allclose(out, expected, rtol=1e-11, atol=1e-13)
    gradients = batch_norm.batch_norm_backward(g, x, weight, mean, rstd)
    plain = formulas.batch_norm_formula(g, x, weight, EPS)
    _compare(lambda *a: batch_norm.batch_norm(*a, EPS)[0], [x, weight, bias], gradients, plain, g, rng)


@pytest.mark.parametrize("shape", [(5, 4), (3, 4, 5), (1, 4, 3, 3), (2, 4, 2, 3, 2), (40, 6, 300)])
@AFFINE
def test_batch_norm_by_statistics(shape, affine):
    rng, x, g, weight, bias = _draw(shape, shape[1:2], affine)
    mean, var = rng.standard_normal(shape[1]), rng.random(shape[1])
    per_channel = (-1,) + (1,) * (x.ndim - 2)
    scale = 1 / np.sqrt(var + EPS) if weight is None else weight / np.sqrt(var + EPS)
    expected = (x - mean.reshape(per_channel)) * scale.reshape(per_channel)
    if affine:
        expected = expected + bias.reshape(per_channel)

    def run(x, weight=None, bias=None):
        return channel_maps.batch_norm_by_statistics(x, mean, var, weight, bias, EPS)[0]

    out, rstd = channel_maps.batch_norm_by_statistics(x, mean, var, weight, bias, EPS)
    for found in (out, run(np.asfortranarray(x), weight, bias), run(x[::-1], weight, bias)[::-1]):
        np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-12)
    given = (g, x, mean, rstd, weight)
    gradients = channel_maps.batch_norm_by_statistics_backward(*given, (True, True, True))
    plain = formulas.batch_norm_by_statistics_formula(g, x, mean, var, weight, EPS)
    _compare(run, [x, weight, bias], gradients, plain, g, rng)
    only_x = channel_maps.batch_norm_by_statistics_backward(*given, (True, False, False))
    np.testing.assert_array_equal(only_x[0], gradients[0])
    only_bias = channel_maps.batch_norm_by_statistics_backward(*given, (False, False, True))
    np.testing.assert_array_equal(only_bias[2], gradients[2])
    assert only_x[1:] == (None, None) and only_bias[0] is None


@SHAPES
@AFFINE
@pytest.mark.parametrize("dims", [1, 2])
def test_layer_norm(shape, affine, dims):
    rng, x, g, weight, bias = _draw(shape, shape[-dims:], affine)
    out, mean, rstd = row_norm.layer_norm(x, weight, bias, dims, EPS)
    expected = _normalised(x, tuple(range(x.ndim - dims, x.ndim)))
    np.testing.assert_allclose(out, expected * weight + bias if affine else expected, rtol=1e-11, atol=1e-13)
    gradients = row_norm.layer_norm_backward(g, x, weight, mean, rstd, dims)
    plain = formulas.layer_norm_formula(g, x, weight, dims, EPS)
    _compare(lambda *a: row_norm.layer_norm(*a, dims, EPS)[0], [x, weight, bias], gradients, plain, g, rng)


@SHAPES
@AFFINE
@pytest.mark.parametrize("dims", [1, 2])
def test_rms_norm(shape, affine, dims):
    rng, x, g, weight, _ = _draw(shape, shape[-dims:], affine)
    out, rstd = row_norm.rms_norm(x, weight, dims, EPS)
    expected = x / np.sqrt((x * x).mean(axis=tuple(range(x.ndim - dims, x.ndim)), keepdims=True) + EPS)
    np.testing.assert_allclose(out, expected * weight if affine else expected, rtol=1e-12)
    gradients = row_norm.rms_norm_backward(g, x, weight, rstd, dims)
    plain = formulas.rms_norm_formula(g, x, weight, dims, EPS)
    _compare(lambda *a: row_norm.rms_norm(*a, dims, EPS)[0], [x, weight], gradients, plain, g, rng)


@SHAPES
@AFFINE
@pytest.mark.parametrize("each", [False, True])
def test_group_norm(shape, affine, each):
    groups = shape[1] if each else 2
    rng, x, g, weight, bias = _draw(shape, shape[1:2], affine)
    out, mean, rstd = norm.group_norm(x, groups, weight, bias, EPS)
    expected = _normalised(x.reshape(shape[0], groups, -1), 2).reshape(shape)
    per_channel = (-1,) + (1,) * (x.ndim - 2)
    if affine:
        expected = expected * weight.reshape(per_channel) + bias.reshape(per_channel)
    np.testing.assert_allclose(out, expected, rtol=1e-10, atol=1e-11)
    gradients = norm.group_norm_backward(g, x, groups, weight, mean, rstd)
    plain = formulas.group_norm_formula(g, x, groups, weight, EPS)

    def run(x, weight, bias):
        return norm.group_norm(x, groups, weight, bias, EPS)[0]

    _compare(run, [x, weight, bias], gradients, plain, g, rng)


@pytest.mark.parametrize("offset", [0.0, 1e2, 1e4])
def test_a_large_mean_does_not_hurt_the_variance(offset):
    x = (np.random.default_rng(1).standard_normal((64, 4, 30, 30)) + offset).astype(np.float32)
    exact = x.astype(np.float64)
    out, mean, var, _ = batch_norm.batch_norm(x, None, None, 1e-5)
    np.testing.assert_allclose(var, exact.var(axis=(0, 2, 3)), rtol=2e-6)
    np.testing.assert_allclose(mean, exact.mean(axis=(0, 2, 3)), rtol=2e-7, atol=1e-7)
    np.testing.assert_allclose(out, batch_norm.batch_norm(exact, None, None, 1e-5)[0], rtol=1e-5, atol=1e-5)
    rows, row_mean, _ = row_norm.layer_norm(x, None, None, 2, 1e-5)
    np.testing.assert_allclose(row_mean, exact.mean(axis=(2, 3)).ravel(), rtol=8e-8, atol=1e-7)
    np.testing.assert_allclose(rows, row_norm.layer_norm(exact, None, None, 2, 1e-5)[0], rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("by_blas", [True, False])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("offset", [0.0, 0.2, 10.0])
def test_long_rows_with_means_near_and_far(offset, dtype, by_blas, monkeypatch):
    _, x, g, weight, bias = _draw((1100, 256), (256,), True)
    x += 2 * offset - 3
    if not by_blas:
        monkeypatch.setattr(blas, "gemm_of", lambda code: None)
    single = [a.astype(dtype) for a in (g, x, weight, bias)]
    exact_g, exact_x, exact_weight, exact_bias = [a.astype(np.float64) for a in single]
    out, mean, rstd = row_norm.layer_norm(*single[1:], 1, EPS)
    few, some = (2e-6, 1e-5) if dtype is np.float32 else (1e-11, 1e-12)
    np.testing.assert_allclose(mean, exact_x.mean(1), rtol=few, atol=few / 10)
    expected = _normalised(exact_x, (1,)) * exact_weight + exact_bias
    np.testing.assert_allclose(out, expected, rtol=few, atol=some)
    gradients = row_norm.layer_norm_backward(*single[:3], mean, rstd, 1)
    plain = formulas.layer_norm_formula(exact_g, exact_x, exact_weight, 1, EPS)
    for found, sought in zip(gradients, plain, strict=True):
        np.testing.assert_allclose(found, sought, rtol=few, atol=some * np.abs(sought).max())
    gradients = row_norm.rms_norm_backward(*single[:3], row_norm.rms_norm(single[1], single[2], 1, EPS)[1], 1)
    for found, sought in zip(gradients, formulas.rms_norm_formula(exact_g, exact_x, exact_weight, 1, EPS), strict=True):
        np.testing.assert_allclose(found, sought, rtol=few, atol=some * np.abs(sought).max())


def test_large_numbers_close_to_each_other():
    x = np.full((2, 8), 1e20, np.float32)
    x[:, ::2] *= np.float32(1 + 1e-4)
    with np.errstate(over="ignore"):
        found = row_norm.layer_norm(x, None, None, 1, EPS)[0]
    expected = np.where(np.arange(8) % 2, -1.0, 1.0)
    np.testing.assert_allclose(found, np.broadcast_to(expected, x.shape), rtol=1e-3)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_layouts_dtypes_and_untouched_inputs(dtype):
    x = np.random.default_rng(2).standard_normal((4, 6, 5)).astype(dtype)
    w = np.ones(6, dtype)
    for view in (np.asfortranarray(x), np.repeat(x, 2, axis=2)[:, :, ::2], x[::-1][::-1]):
        before = view.copy()
        for kernel in (
            lambda x: batch_norm.batch_norm(x, w, w, EPS)[0],
            lambda x: norm.group_norm(x, 3, w, w, EPS)[0],
            lambda x: row_norm.layer_norm(x, None, None, 1, EPS)[0],
            lambda x: row_norm.rms_norm(x, None, 1, EPS)[0],
        ):
            out = kernel(view)
            assert out.dtype == dtype
            np.testing.assert_allclose(out, kernel(x), rtol=20 * np.finfo(dtype).eps, atol=4 * np.finfo(dtype).eps)
        np.testing.assert_array_equal(view, before)


def test_no_samples():
    nothing, one = np.zeros((0, 3, 2)), np.ones(3)
    assert channel_maps.batch_norm_by_statistics(nothing, one, one, one, None, EPS)[0].shape == (0, 3, 2)
    assert row_norm.layer_norm(np.zeros((0, 3)), None, None, 1, EPS)[0].shape == (0, 3)
    assert norm.group_norm(np.zeros((0, 4, 2)), 2, None, None, EPS)[0].shape == (0, 4, 2)


def test_what_nobody_wants_is_not_computed():
    _, x, g, weight, bias = _draw((9, 4, 40), (4,), True)
    _, mean, _, rstd = batch_norm.batch_norm(x, weight, bias, EPS)
    none, *others = batch_norm.batch_norm_backward(g, x, weight, mean, rstd, False)
    assert none is None
    np.testing.assert_array_equal(others, batch_norm.batch_norm_backward(g, x, weight, mean, rstd)[1:])
    weight, bias = np.resize(weight, 40), np.resize(bias, 40)
    _, mean, rstd = row_norm.layer_norm(x, weight, bias, 1, EPS)
    none, *others = row_norm.layer_norm_backward(g, x, weight, mean, rstd, 1, False)
    assert none is None
    np.testing.assert_array_equal(others, row_norm.layer_norm_backward(g, x, weight, mean, rstd, 1)[1:])
    none, dw = row_norm.rms_norm_backward(g, x, weight, rstd, 1, False)
    assert none is None
    np.testing.assert_array_equal(dw, row_norm.rms_norm_backward(g, x, weight, rstd, 1)[1])


def test_half_precision_is_computed_in_single():
    _, x, g, weight, bias = (np.asarray(a, np.float16) for a in (0, *_draw((9, 4, 40), (4,), True)[1:]))
    single = [a.astype(np.float32) for a in (x, g, weight, bias)]
    out, mean, _, rstd = batch_norm.batch_norm(x, weight, bias, EPS)
    expected = batch_norm.batch_norm(single[0], *single[2:], EPS)
    np.testing.assert_array_equal(out, expected[0].astype(np.float16))
    known, *_ = channel_maps.batch_norm_by_statistics(x, weight, np.square(bias), weight, bias, EPS)
    known_single, *_ = channel_maps.batch_norm_by_statistics(
        single[0], single[2], np.square(bias).astype(np.float32), *single[2:], EPS
    )
    np.testing.assert_array_equal(known, known_single.astype(np.float16))
    dx, dw, db = batch_norm.batch_norm_backward(g, x, weight, mean, rstd)
    expected = batch_norm.batch_norm_backward(single[1], single[0], single[2], *expected[1::2])
    np.testing.assert_array_equal(dx, expected[0].astype(np.float16))
    np.testing.assert_array_equal((dw, db), expected[1:])
