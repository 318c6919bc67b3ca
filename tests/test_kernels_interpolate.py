"""Interpolation kernels: against np.interp and formulae written out, and each against its adjoint."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest

from numpynn.kernels.interpolate import interpolate, interpolate_input

SIZES = [(5, 9), (9, 5), (1, 4), (4, 1), (7, 7), (3, 30)]


def places(size, count, align_corners, step=None):
    if align_corners:
        return np.arange(count) * ((size - 1) / (count - 1) if count > 1 else 0)
    step = step or size / count
    return (np.arange(count) + 0.5) * step - 0.5


@pytest.mark.parametrize(("size", "count"), SIZES)
@pytest.mark.parametrize("align_corners", [True, False])
def test_linear_is_interp(size, count, align_corners):
    x = np.random.default_rng(0).standard_normal((2, size))
    out = interpolate(x, (count,), "linear", align_corners, None, False)
    wanted = [np.interp(places(size, count, align_corners), np.arange(size), row) for row in x]
    np.testing.assert_allclose(out, wanted, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("size", "count"), SIZES)
@pytest.mark.parametrize("align_corners", [True, False])
def test_cubic_is_keys_convolution(size, count, align_corners):
    def kernel(d, a=-0.75):
        d = abs(d)
        if d < 1:
            return (a + 2) * d**3 - (a + 3) * d**2 + 1
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0

    x = np.random.default_rng(1).standard_normal(size)
    out = interpolate(x, (count,), "cubic", align_corners, None, False)
    for o, place in enumerate(places(size, count, align_corners)):
        below = math.floor(place)
        near = range(below - 1, below + 3)
        wanted = math.fsum([kernel(place - p) * x[min(max(p, 0), size - 1)] for p in near])
        assert math.isclose(out[o], wanted, rel_tol=1e-11, abs_tol=1e-13)


@pytest.mark.parametrize(("size", "count"), SIZES)
@pytest.mark.parametrize("mode", ["linear", "cubic", "lanczos"])
def test_antialiasing_stretches_the_filter(size, count, mode):
    def kernel(d, a=-0.5):
        d = abs(d)
        if mode == "linear":
            return max(1 - d, 0)
        if mode == "lanczos":
            return (
                3 * math.sin(math.pi * d) * math.sin(math.pi * d / 3) / (math.pi * d) ** 2
                if 0 < d < 3
                else float(d == 0)
            )
        if d < 1:
            return (a + 2) * d**3 - (a + 3) * d**2 + 1
        return a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a if d < 2 else 0

    x = np.random.default_rng(2).standard_normal(size)
    out = interpolate(x, (count,), mode, False, None, True)
    step = size / count
    for o in range(count):
        weights = [kernel((p + 0.5 - (o + 0.5) * step) / max(step, 1)) for p in range(size)]
        wanted = np.dot(weights, x) / sum(weights)
        assert math.isclose(out[o], wanted, rel_tol=1e-11, abs_tol=1e-13)


@pytest.mark.parametrize("mode", ["nearest", "nearest-exact"])
def test_nearest(mode):
    x = np.arange(4.0)
    wanted = {
        "nearest": {8: [0, 0, 1, 1, 2, 2, 3, 3], 2: [0, 2], 3: [0, 1, 2], 6: [0, 0, 1, 2, 2, 3]},
        "nearest-exact": {8: [0, 0, 1, 1, 2, 2, 3, 3], 2: [1, 3], 3: [0, 2, 3], 6: [0, 1, 1, 2, 3, 3]},
    }[mode]
    for count, places in wanted.items():
        assert interpolate(x, (count,), mode, False, None, False).tolist() == places


def test_nearest_takes_any_dtype():
    assert interpolate(np.array([[1, 2]]), (4,), "nearest", False, None, False).tolist() == [[1, 1, 2, 2]]
    assert interpolate(np.array([1j, 2]), (3,), "nearest", False, None, False).tolist() == [1j, 1j, 2]


def test_a_prescribed_scale_replaces_that_of_the_sizes():
    x = np.random.default_rng(3).standard_normal(6)
    out = interpolate(x, (9,), "linear", False, (1.6,), False)
    np.testing.assert_allclose(out, np.interp(places(6, 9, False, 1 / 1.6), np.arange(6), x), rtol=1e-12)
    assert interpolate(np.arange(6.0), (9,), "nearest", False, (1.6,), False).tolist() == [0, 0, 1, 1, 2, 3, 3, 4, 5]


def test_small_planes_keep_whole_steps():
    # As torch: of planes up to 128 rows and columns together, a scale of nearly 1 or 2 counts as 1 or 2.
    row = np.arange(20.0)
    plane = np.stack([row, row])
    assert (interpolate(plane, (2, 20), "nearest", False, (1.0, 1.04), False) == plane).all()
    assert not (interpolate(row, (20,), "nearest", False, (1.04,), False) == row).all()
    doubled = interpolate(plane, (2, 40), "nearest", False, (1.0, 2.04), False)
    assert (doubled == np.repeat(plane, 2, 1)).all()
    wide = np.stack([np.arange(200.0)] * 2)
    assert not (interpolate(wide, (2, 200), "nearest", False, (1.0, 1.004), False) == wide).all()


def test_axes_are_resized_one_by_one():
    x = np.random.default_rng(4).standard_normal((2, 3, 4, 5, 6))
    whole = interpolate(x, (7, 2, 6), "linear", False, None, False)
    step = interpolate(x, (4, 5, 6), "linear", False, None, False)
    for axis, count in ((2, 7), (3, 2)):
        step = np.moveaxis(interpolate(np.moveaxis(step, axis, -1), (count,), "linear", False, None, False), -1, axis)
    np.testing.assert_allclose(whole, step, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mode", ["nearest", "nearest-exact", "linear", "cubic"])
def test_the_two_are_adjoint(mode):
    rng = np.random.default_rng(5)
    smooth = mode in ("linear", "cubic")
    for align_corners, antialias, scaled in product((False, smooth), (False, smooth), (False, True)):
        x = rng.standard_normal((2, 5, 4))
        scales = (1.3, 2.2) if scaled else None
        options = mode, align_corners, scales, antialias
        out = interpolate(x, (6, 8), *options)
        g = rng.standard_normal(out.shape)
        back = interpolate_input(g, (5, 4), *options)
        assert back.shape == x.shape
        np.testing.assert_allclose(np.vdot(out, g), np.vdot(x, back), rtol=1e-12)


def test_dtypes():
    x = np.random.default_rng(6).standard_normal((3, 7))
    exact = interpolate(x, (11,), "cubic", False, None, False)
    for dtype, tolerance in (("float32", 1e-5), ("float16", 1e-2)):
        out = interpolate(x.astype(dtype), (11,), "cubic", False, None, False)
        assert out.dtype == dtype
        np.testing.assert_allclose(out, exact, rtol=tolerance, atol=tolerance)
