"""The linear map: the product turned round for few rows, and the plain one, give the same."""

from __future__ import annotations

import numpy as np
import pytest

from numpynn.kernels import linalg
from numpynn.kernels.linalg import linear


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
    y = linear(x, w, b)
    assert y.dtype == np.float32
    assert y.flags.c_contiguous
    exact = x.astype(np.float64) @ w.T + (b if biased else 0)
    np.testing.assert_allclose(y, exact, rtol=1e-5, atol=2e-5)


def test_which_products_are_turned_round(monkeypatch):
    shapes = []
    monkeypatch.setattr(linalg, "_is_short", lambda *sizes: shapes.append(sizes))
    linear(np.ones((1, 512), np.float32), np.ones((512, 512), np.float32), None)  # one row: a product with a vector
    linear(np.ones((4, 64), np.float32), np.ones((64, 64), np.float32), None)  # little work
    linear(np.ones((16, 512)), np.ones((512, 512)), None)  # double precision
    assert not shapes
    linear(np.ones((2, 8, 512), np.float32), np.ones((256, 512), np.float32), None)
    assert shapes == [(16, 256, 512)]
