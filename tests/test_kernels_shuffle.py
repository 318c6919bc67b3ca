"""Shuffles: each element looked up where it comes from, and each against its inverse."""

from __future__ import annotations

import numpy as np
import pytest

from numpynn.kernels.shuffle import channel_shuffle, pixel_shuffle, pixel_unshuffle


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_pixels_come_from_channels(factor):
    x = np.arange(2 * 2 * factor**2 * 3 * 4).reshape(2, 2 * factor**2, 3, 4)
    out = pixel_shuffle(x, factor)
    assert out.shape == (2, 2, 3 * factor, 4 * factor) and not np.shares_memory(out, x)
    for n, c, h, w in np.ndindex(out.shape):
        channel = (c * factor + h % factor) * factor + w % factor
        assert out[n, c, h, w] == x[n, channel, h // factor, w // factor]
    np.testing.assert_array_equal(pixel_unshuffle(out, factor), x)


def test_channels_of_groups_take_turns():
    x = np.arange(6).reshape(1, 6, 1)
    assert channel_shuffle(x, 2).ravel().tolist() == [0, 3, 1, 4, 2, 5]
    np.testing.assert_array_equal(channel_shuffle(channel_shuffle(x, 2), 3), x)


def test_nothing_to_shuffle():
    assert pixel_shuffle(np.zeros((0, 4, 2, 2)), 2).shape == (0, 1, 4, 4)
    assert channel_shuffle(np.zeros((2, 0, 3)), 2).shape == (2, 0, 3)
