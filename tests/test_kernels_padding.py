"""Padding kernels: against np.pad, cropping, and each against its adjoint."""

from __future__ import annotations

import numpy as np
import pytest

from numpynn.kernels.padding import negated, pad, pad_by_index, pad_by_index_input

NUMPY = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}
PADDINGS = [((2, 1),), ((0, 3), (2, 2)), ((1, 0), (0, 0), (3, 2))]


@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("mode", NUMPY)
def test_padding_by_index(padding, mode):
    x = np.random.default_rng(0).standard_normal((2, 5, 4, 4)).astype("float32")
    out = pad_by_index(x, padding, mode)
    wanted = np.pad(x, [(0, 0)] * (4 - len(padding)) + list(padding), NUMPY[mode])
    assert out.dtype == np.float32
    np.testing.assert_array_equal(out, wanted)


@pytest.mark.parametrize("mode", NUMPY)
def test_a_negative_padding_crops(mode):
    x = np.arange(6.0)[None]
    inside = pad_by_index(x, ((-1, -2),), mode)
    assert inside.tolist() == [[1, 2, 3]]
    wanted = {"reflect": [1, 2, 3, 4, 5, 4, 3], "replicate": [1, 2, 3, 4, 5, 5, 5], "circular": [1, 2, 3, 4, 5, 1, 2]}
    assert pad_by_index(x, ((-1, 2),), mode).tolist() == [wanted[mode]]


@pytest.mark.parametrize("padding", [*PADDINGS, ((-1, 2), (1, -2)), ((-2, -1),)])
@pytest.mark.parametrize("mode", NUMPY)
def test_its_adjoint(padding, mode):
    rng = np.random.default_rng(1)
    x = rng.standard_normal((2, 5, 4, 5))
    out = pad_by_index(x, padding, mode)
    g = rng.standard_normal(out.shape)
    back = pad_by_index_input(g, padding, mode)
    assert back.shape == x.shape
    np.testing.assert_allclose(np.vdot(out, g), np.vdot(x, back), rtol=1e-12)


def test_padding_with_a_value():
    x = np.arange(6).reshape(2, 3)
    assert pad(x, ((1, 0),), 9).tolist() == [[9, 0, 1, 2], [9, 3, 4, 5]]
    assert pad(x, ((-1, 1), (0, -2)), 9).tolist() == [[3], [9]]
    assert pad(x, ((0, 0), (-2, 2)), 7).tolist() == [[2, 7, 7], [5, 7, 7]]
    assert pad(x, ((2, -2),), 7).tolist() == [[7, 7, 0], [7, 7, 3]]
    assert pad(x, ((0, 0), (-1, -2)), 7).shape == (2, 0)


@pytest.mark.parametrize("padding", [*PADDINGS, ((-1, 2), (1, -2)), ((-2, -1),), ((4, -4),), ((-5, 6),)])
def test_cropping_is_its_adjoint(padding):
    rng = np.random.default_rng(2)
    x = rng.standard_normal((2, 5, 4, 5))
    out = pad(x, padding, 0)
    g = rng.standard_normal(out.shape)
    np.testing.assert_allclose(np.vdot(out, g), np.vdot(x, pad(g, negated(padding), 0)), rtol=1e-12)
