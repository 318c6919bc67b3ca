"""Resizing and rearranging."""

from __future__ import annotations

import numpy as np

import numpynn as torch
from numpynn import nn
from numpynn.datasets import load_digits

from .style import COLOURS, GREY, SHARES, cells, legend_above, panels


def upsample(entry, kind):
    """A digit by each mode, and what becomes of a single 1."""
    digit = torch.from_numpy(load_digits()[0][3:4])
    figure, (grid,) = panels(4, width=6.4, height=2.2)
    cells(grid[0], digit[0, 0], "8 × 8")
    for axes, mode in zip(grid[1:], ("nearest", "bilinear", "bicubic")):
        cells(axes, nn.Upsample(scale_factor=4, mode=mode)(digit)[0, 0], mode, lines=False, high=1.0)
    yield "A digit made four times as large.", figure
    figure, ((axes,),) = panels(height=2.4)
    one = torch.zeros(1, 1, 1, 9)
    one[..., 4] = 1
    for mode, colour in zip(("nearest", "bilinear", "bicubic"), COLOURS):
        out = nn.Upsample(size=(1, 288), mode=mode)(one)[0, 0, 0]
        axes.plot((np.arange(288) + 0.5) / 32 - 0.5, out.numpy(), color=colour, label=mode)
    axes.plot(range(9), one[0, 0, 0].numpy(), "o", color=GREY, markersize=4)
    legend_above(figure, axes)
    yield "What becomes of a single 1 among zeros.", figure


def pixel_shuffle(entry, kind):
    """Four channels interleaved."""
    x = torch.arange(4.0)[None, :, None, None] + torch.arange(9.0).reshape(3, 3) / 12
    yield "Four channels of 3 × 3, a colour each, become one of 6 × 6.", _interleaved(list(x[0]), [kind(2)(x)[0, 0]])


def pixel_unshuffle(entry, kind):
    """The way back."""
    x = torch.arange(4.0)[None, :, None, None] + torch.arange(9.0).reshape(3, 3) / 12
    whole = nn.PixelShuffle(2)(x)
    yield "One channel of 6 × 6 becomes four of 3 × 3.", _interleaved([whole[0, 0]], list(kind(2)(whole)[0]))


def _interleaved(before, after):
    figure, (grid,) = panels(
        len(before) + len(after), width=6.4, height=2.4, width_ratios=[x.shape[0] for x in (*before, *after)]
    )
    for axes, values in zip(grid, (*before, *after)):
        _coloured(axes, values.numpy())
    return figure


def _coloured(axes, values):
    """Numbers whose whole part is a channel and whose rest a place in it."""
    cells(axes, values * 0, low=0, high=1, colours=SHARES)
    for (i, j), value in np.ndenumerate(values):
        channel, rest = int(value + 1e-4), value - int(value + 1e-4)
        axes.fill(
            [j, j + 1, j + 1, j], [i, i, i + 1, i + 1], color=COLOURS[channel], alpha=0.3 + 0.7 * rest, linewidth=0
        )


def channel_shuffle(entry, kind):
    """Where each channel goes."""
    order = kind(2)(torch.arange(6.0).reshape(1, 6, 1)).reshape(-1).int().tolist()
    figure, ((axes,),) = panels(width=3.2, height=2.8)
    for place, channel in enumerate(order):
        axes.plot([0, 1], [channel, place], ".-", color=COLOURS[channel // 3], markersize=9)
    axes.set(xticks=[0, 1], yticks=range(6), ylabel="channel")
    axes.set_xticklabels(["before", "after"])
    axes.invert_yaxis()
    axes.spines[:].set_visible(False)
    yield "Six channels in two groups.", figure
