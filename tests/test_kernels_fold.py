"""unfold and fold: against the windows themselves, and against each other."""

from __future__ import annotations

import numpy as np
import pytest

from numpynn.kernels.fold import fold, unfold

OPTIONS = [
    ((3, 2), (1, 1), (0, 0), (1, 1)),
    ((2, 3), (2, 1), (1, 2), (2, 3)),
    ((1, 1), (1, 3), (0, 1), (3, 1)),
]


@pytest.mark.parametrize(("kernel", "dilation", "padding", "stride"), OPTIONS)
def test_unfold_lays_out_the_windows(kernel, dilation, padding, stride):
    x = np.random.default_rng(0).standard_normal((2, 3, 6, 7))
    padded = np.pad(x, [(0, 0), (0, 0), *[(p, p) for p in padding]])
    out = unfold(x, kernel, dilation, padding, stride)
    rows, columns = [
        range(0, n - d * (k - 1), s) for n, k, d, s in zip(padded.shape[2:], kernel, dilation, stride)
    ]  # fmt: skip
    windows = [
        padded[
            :,
            :,
            r : r + dilation[0] * (kernel[0] - 1) + 1 : dilation[0],
            c : c + dilation[1] * (kernel[1] - 1) + 1 : dilation[1],
        ]
        for r in rows
        for c in columns
    ]
    np.testing.assert_array_equal(out, np.stack([w.reshape(2, -1) for w in windows], -1))


@pytest.mark.parametrize(("kernel", "dilation", "padding", "stride"), OPTIONS)
def test_fold_is_the_adjoint(kernel, dilation, padding, stride):
    rng = np.random.default_rng(1)
    x = rng.standard_normal((2, 3, 6, 7))
    columns = unfold(x, kernel, dilation, padding, stride)
    g = rng.standard_normal(columns.shape)
    back = fold(g, (6, 7), kernel, dilation, padding, stride)
    np.testing.assert_allclose(np.vdot(columns, g), np.vdot(x, back), rtol=1e-12)


@pytest.mark.parametrize("sizes", [(7,), (3, 4, 5)])
def test_any_rank(sizes):
    rank = len(sizes)
    rng = np.random.default_rng(2)
    x = rng.standard_normal((2, 3, *sizes)).astype("float32")
    options = (2,) * rank, (1,) * rank, (0,) * rank, (2,) * rank
    columns = unfold(x, *options)
    assert columns.dtype == np.float32 and columns.shape[:2] == (2, 3 * 2**rank)
    kept = fold(columns, sizes, *options)
    whole = tuple([slice(n // 2 * 2) for n in sizes])  # windows side by side: fold undoes unfold
    np.testing.assert_array_equal(kept[(..., *whole)], x[(..., *whole)])


def test_nothing():
    out = unfold(np.zeros((0, 2, 4, 4)), (2, 2), (1, 1), (0, 0), (1, 1))
    assert out.shape == (0, 8, 9)
    assert fold(out, (4, 4), (2, 2), (1, 1), (0, 0), (1, 1)).shape == (0, 2, 4, 4)
