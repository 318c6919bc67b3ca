"""Sampling at a grid: against each place looked up in turn, its adjoint, and differences along the grid."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from kernel_checks import directional

from numpynn.kernels.grid_sample import affine_base, grid_sample, grid_sample_grid, grid_sample_input

PADDINGS = ["zeros", "border", "reflection"]
KINDS = [(mode, rank) for mode in ("nearest", "linear") for rank in (2, 3)] + [("cubic", 2)]


def onto_axis(place, size, padding_mode, align_corners):
    """Where a place beyond the ends leads to."""
    if padding_mode == "zeros":
        return place
    if padding_mode == "reflection":
        low, high = (0, size - 1) if align_corners else (-0.5, size - 0.5)
        while high > low and not low <= place <= high:
            place = 2 * low - place if place < low else 2 * high - place
        place = place if high > low else 0
    return min(max(place, 0), size - 1)


def neighbours(place, size, mode, padding_mode, align_corners):
    """The places that count along one axis, with their weights."""
    place = (place + 1) / 2 * (size - 1) if align_corners else ((place + 1) * size - 1) / 2
    if mode == "cubic":
        below = math.floor(place)
        around = [(p, keys(place - p)) for p in range(below - 1, below + 3)]
        return [(round(onto_axis(p, size, padding_mode, align_corners)), w) for p, w in around]
    place = onto_axis(place, size, padding_mode, align_corners)
    if mode == "nearest":
        return [(round(place), 1)]
    below = math.floor(place)
    return [(below, below + 1 - place), (below + 1, place - below)]


def keys(d, a=-0.75):
    d = abs(d)
    return (a + 2) * d**3 - (a + 3) * d**2 + 1 if d < 1 else a * d**3 - 5 * a * d**2 + 8 * a * d - 4 * a


def looked_up(x, grid, mode, padding_mode, align_corners):
    out = np.zeros((*x.shape[:2], *grid.shape[1:-1]))
    for n, *at in np.ndindex(grid.shape[:-1]):
        axes = [
            neighbours(place, size, mode, padding_mode, align_corners)
            for place, size in zip(grid[(n, *at)][::-1], x.shape[2:])
        ]
        for taps in product(*axes):
            place = tuple([p for p, _ in taps])
            if all([0 <= p < size for p, size in zip(place, x.shape[2:])]):
                out[(n, slice(None), *at)] += math.prod([w for _, w in taps]) * x[(n, slice(None), *place)]
    return out


def draw(seed, rank, sizes=(4, 5, 3)):
    rng = np.random.default_rng(seed)
    return rng.standard_normal((2, 3, *sizes[:rank])), rng.uniform(-1.7, 1.7, (2, *(3, 2, 4)[:rank], rank)), rng


@pytest.mark.parametrize(("mode", "rank"), KINDS)
@pytest.mark.parametrize("padding_mode", PADDINGS)
@pytest.mark.parametrize("align_corners", [True, False])
def test_every_place_looked_up(mode, rank, padding_mode, align_corners):
    for sizes in ((4, 5, 3), (1, 2, 1)):
        x, grid, _ = draw(0, rank, sizes)
        out = grid_sample(x, grid, mode, padding_mode, align_corners, (0,) * rank)
        np.testing.assert_allclose(out, looked_up(x, grid, mode, padding_mode, align_corners), rtol=1e-11, atol=1e-13)


@pytest.mark.parametrize(("mode", "rank"), KINDS)
@pytest.mark.parametrize("padding_mode", PADDINGS)
@pytest.mark.parametrize("align_corners", [True, False])
def test_derivatives(mode, rank, padding_mode, align_corners):
    x, grid, rng = draw(1, rank)
    options = mode, padding_mode, align_corners
    out = grid_sample(x, grid, *options, (0,) * rank)
    g = rng.standard_normal(out.shape)
    back = grid_sample_input(g, grid, x.shape[2:], *options, (0,) * rank)
    np.testing.assert_allclose(np.vdot(out, g), np.vdot(x, back), rtol=1e-12)
    direction = rng.standard_normal(grid.shape)

    def value(places):
        return np.vdot(g, grid_sample(x, places, *options, (0,) * rank))

    numeric = directional(value, [grid], [direction], h=1e-6)
    np.testing.assert_allclose(
        np.vdot(direction, grid_sample_grid(g, x, grid, *options)), numeric, rtol=1e-7, atol=1e-7
    )


@pytest.mark.parametrize(("mode", "rank"), KINDS)
@pytest.mark.parametrize("padding_mode", PADDINGS)
def test_higher_orders_are_slopes_of_lower_ones(mode, rank, padding_mode):
    x, grid, _ = draw(2, rank)
    options = mode, padding_mode, False
    step = 1e-6
    for orders in product(range(3), repeat=rank):
        for axis in range(rank):
            move = np.eye(rank)[rank - 1 - axis] * step
            there = grid_sample(x, grid + move, *options, orders)
            back = grid_sample(x, grid - move, *options, orders)
            raised = [order + (a == axis) for a, order in enumerate(orders)]
            out = grid_sample(x, grid, *options, raised)
            np.testing.assert_allclose(out, (there - back) / (2 * step), rtol=1e-5, atol=1e-4)


def test_the_ends_count_as_beyond():
    x, grid = np.array([[[[1.0, 3.0]]]]), np.array([[[[-1.0, 0.0], [1.0, 0.0], [0.0, 0.0]]]])
    slopes = grid_sample_grid(np.ones((1, 1, 1, 3)), x, grid, "linear", "border", True)
    assert slopes[0, 0, :, 0].tolist() == [0, 0, 1]


def test_infinities_that_no_place_sees_do_no_harm():
    x = np.full((1, 1, 2, 2), np.inf)
    out = grid_sample(x, np.array([[[[9.0, 9.0]]]]), "linear", "zeros", False, (0, 0))
    assert out.item() == 0


@pytest.mark.parametrize("align_corners", [True, False])
@pytest.mark.parametrize("sizes", [(3, 4), (2, 5, 3)])
def test_an_image_sampled_at_its_own_places(align_corners, sizes):
    x = np.random.default_rng(3).standard_normal((1, 2, *sizes)).astype("float32")
    base = affine_base(sizes, align_corners, np.float32)
    assert (base[..., -1] == 1).all() and base.dtype == np.float32
    out = grid_sample(x, base[None, ..., :-1], "linear", "zeros", align_corners, (0,) * len(sizes))
    assert out.dtype == np.float32
    np.testing.assert_allclose(out, x, rtol=1e-5, atol=1e-5)
