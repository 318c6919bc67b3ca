"""Normalization: which numbers share their statistics, and what becomes of them."""

from __future__ import annotations

import numpynn as torch
from numpynn import nn

from .reach import reached
from .style import BLUE, GREY, ORANGE, cells, panels

SAMPLES, CHANNELS, PLACES = 3, 6, 4
CAPTION = (
    "Three samples of six channels (rows) and four places (columns): the numbers on which one output, of the second channel of "
    "the middle sample, depends, by backward of a one-hot."
)


def _shared(module, shape=(SAMPLES, CHANNELS, PLACES)):
    place = (1, 1, 1, *([0] * (len(shape) - 3)))
    weights = reached(module.double(), shape, place).reshape(SAMPLES, CHANNELS, PLACES)
    figure, (grid,) = panels(SAMPLES, width=4.4, height=2.5)
    for number, axes in enumerate(grid):
        cells(
            axes,
            (weights[number] > 1e-9) * 0.45 + (weights[number] > 0.9 * weights.max()) * 0.55,
            f"sample {number}",
            0,
            1,
        )
    return figure


def _histograms(module):
    """Each channel's numbers before and after."""
    torch.manual_seed(0)
    x = (
        torch.randn(64, CHANNELS, 16) * torch.linspace(0.4, 2.0, CHANNELS)[:, None]
        + torch.linspace(-4, 4, CHANNELS)[:, None]
    )
    out = module(x).detach()
    figure, (grid,) = panels(2, width=6.4, height=2.3)
    for axes, values, title in ((grid[0], x, "before"), (grid[1], out, "after")):
        for channel, colour in zip(range(CHANNELS), (BLUE, ORANGE, GREY) * 2):
            axes.hist(values[:, channel].reshape(-1).numpy(), bins=50, histtype="step", color=colour, linewidth=1.1)
        axes.set(title=title, yticks=[])
        axes.spines["left"].set_visible(False)
    return figure


def _both(module, caption="The numbers of six channels, before and after."):
    yield CAPTION, _shared(module)
    yield caption, _histograms(module.float())


def batch_norm(entry, kind):
    """A channel of all samples."""
    yield from _both(nn.BatchNorm1d(CHANNELS))


def layer_norm(entry, kind):
    """A sample, or a part of it."""
    yield CAPTION + " Here `LayerNorm([6, 4])`.", _shared(nn.LayerNorm([CHANNELS, PLACES]))
    yield "And `LayerNorm(4)`, over the last dimension alone.", _shared(nn.LayerNorm(PLACES))


def rms_norm(entry, kind):
    """As layer_norm."""
    yield CAPTION + " Here `RMSNorm([6, 4])`.", _shared(nn.RMSNorm([CHANNELS, PLACES]))
    yield "And `RMSNorm(4)`, over the last dimension alone.", _shared(nn.RMSNorm(PLACES))


def group_norm(entry, kind):
    """A group of channels of a sample."""
    yield from _both(nn.GroupNorm(2, CHANNELS), "The numbers of six channels in two groups, before and after.")


def instance_norm(entry, kind):
    """A channel of a sample."""
    yield from _both(nn.InstanceNorm1d(CHANNELS))


def local_response_norm(entry, kind):
    """The neighbouring channels at a place."""
    yield CAPTION, _shared(nn.LocalResponseNorm(3, alpha=1.0))


def cross_map_lrn(entry, kind):
    """As local_response_norm."""
    yield CAPTION, _shared(nn.CrossMapLRN2d(3, alpha=1.0), (SAMPLES, CHANNELS, PLACES, 1))
