"""The linear map: however the product is carried out, for few rows, small weights and single rows, it is the same."""

from __future__ import annotations

import numpy as np
import pytest

import numpynn
from numpynn.kernels import blas, linalg
from numpynn.kernels.linalg import linear, turned


@pytest.mark.parametrize("sizes", [(8, 64, 160), (16, 96, 128), (2, 5, 80, 256), (4, 2, 200, 300)])
@pytest.mark.parametrize("biased", [False, True])
@pytest.mark.parametrize("apart", [False, True])
def test_of_few_rows(sizes, biased, apart):
    *rows, features, out = sizes
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((*rows, features), np.float32), rng.standard_normal((out, features), np.float32)
    if apart:
        x = np.repeat(x, 2, axis=-1)[..., ::2]
    b = rng.standard_normal(out, np.float32) if biased else None
    assert linalg._is_short(x.size // features, out, features)
    check(x, w, b)


@pytest.mark.parametrize(
    "sizes",
    [(64, 128, 512), (64, 128, 96), (63, 130, 385), (19, 234, 449), (33, 256, 250), (5, 12, 32, 300), (2, 7, 999)],
)
@pytest.mark.parametrize("biased", [False, True])
def test_few_rows_give_the_same_bits_on_one_thread_and_on_two(sizes, biased):
    *rows, features, out = sizes
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal((*rows, features), np.float32), rng.standard_normal((out, features), np.float32)
    b = rng.standard_normal(out, np.float32) if biased else None
    assert linalg._is_few(x.size // features, out, features)
    threads, found = numpynn.get_num_threads(), []
    try:
        for count in (1, 2):
            numpynn.set_num_threads(count)
            check(x, w, b)
            found.append(linear(x, w, b))
    finally:
        numpynn.set_num_threads(threads)
    np.testing.assert_array_equal(*found)


@pytest.mark.parametrize("shape", [(32, 64), (4, 8, 64), (1, 64), (1, 1, 64), (0, 64), (3, 0, 64)])
@pytest.mark.parametrize("biased", [False, True])
def test_of_small_weights_and_single_rows(shape, biased):
    rng = np.random.default_rng(0)
    x, w = rng.standard_normal(shape, np.float32), rng.standard_normal((48, 64), np.float32)
    assert linalg._is_small(x.size // 64, 48, 64) == (x.size == 32 * 64)
    check(x, w, rng.standard_normal(48, np.float32) if biased else None)


def check(x, w, b):
    before = [None if a is None else a.copy() for a in (x, w, b)]
    y = linear(x, w, b)
    assert y.dtype == np.float32
    assert y.flags.c_contiguous
    exact = x.astype(np.float64) @ w.T + (0 if b is None else b)
    np.testing.assert_allclose(y, exact, rtol=1e-5, atol=2e-5)
    for a, was in zip((x, w, b), before, strict=True):
        np.testing.assert_array_equal(a, was)


def test_which_products_are_turned_round(monkeypatch):
    shapes = []
    monkeypatch.setattr(linalg, "_is_short", lambda *sizes: shapes.append(sizes))
    linear(np.ones((1, 512), np.float32), np.ones((512, 512), np.float32), None)  # one row: a product with a vector
    linear(np.ones((4, 64), np.float32), np.ones((64, 64), np.float32), None)  # little work
    linear(np.ones((16, 512)), np.ones((512, 512)), None)  # double precision
    assert not shapes
    linear(np.ones((2, 8, 512), np.float32), np.ones((256, 512), np.float32), None)
    assert shapes == [(16, 256, 512)]


@pytest.mark.parametrize("shape", [(3, 5), (0, 4), (128, 96), (97, 131), (8200, 1)])
@pytest.mark.parametrize("dtype", ["f", "d", "F", "e", "i"])
@pytest.mark.parametrize("kind", ["whole", "read only", "apart", "transposed"])
@pytest.mark.parametrize("with_blas", [True, False])
def test_turned(shape, dtype, kind, with_blas, monkeypatch):
    if not with_blas:
        monkeypatch.setattr(blas, "omatcopy_of", lambda code: None)
    matrix = (np.random.default_rng(0).standard_normal(shape) * 9).astype(dtype)
    if kind == "apart":
        matrix = np.repeat(matrix, 2, axis=1)[:, ::2]
    if kind == "transposed":
        matrix = matrix.T
    matrix.flags.writeable = kind != "read only"
    copy = turned(matrix)
    assert copy.dtype == dtype
    assert copy.flags.c_contiguous
    assert not np.shares_memory(copy, matrix)
    np.testing.assert_array_equal(copy, matrix.T)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    "rows, inner, columns", [(512, 10, 512), (1001, 12, 97), (513, 2, 999), (20, 3, 60_000), (3, 2, 300_000)]
)
def test_products_of_a_small_inner_size(rows, inner, columns, turned):
    rng = np.random.default_rng(rows)
    x = rng.standard_normal((inner, rows) if turned else (rows, inner)).astype(np.float32)
    x, y = x.T if turned else x, rng.standard_normal((inner, columns)).astype(np.float32)
    found = linalg.matmul(x, y)
    np.testing.assert_allclose(found, x.astype(float) @ y.astype(float), rtol=0, atol=4e-6)
    assert found.dtype == np.float32
    np.testing.assert_allclose(linalg.matmul(np.stack([x, x]), y)[1], found, rtol=0, atol=4e-6)
