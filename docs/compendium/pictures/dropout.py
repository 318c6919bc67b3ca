"""Dropout: what is left of ones, and what becomes of a distribution."""

from __future__ import annotations

import numpynn as torch
from numpynn import nn

from .style import BLUE, GREY, ORANGE, cells, panels


def dropout(entry, kind):
    """Of single numbers."""
    figure, (grid,) = panels(3, width=6.4, height=2.4)
    for axes, p in zip(grid, (0.1, 0.3, 0.6)):
        torch.manual_seed(0)
        cells(axes, kind(p)(torch.ones(12, 16)), f"p = {p}: 0 or {1 / (1 - p):.2f}", 0, 2.5)
    yield "What becomes of ones in training; the mean stays 1.", figure


def channels(entry, kind):
    """Of whole channels."""
    figure, (grid,) = panels(4, width=6.4, height=2.4)
    for seed, axes in enumerate(grid):
        torch.manual_seed(seed)
        cells(axes, nn.Dropout1d(0.3)(torch.ones(1, 8, 8))[0], f"sample {seed}", 0, 2.5)
    yield "Ones in eight channels (rows): a channel is dropped as a whole.", figure


def alpha(entry, kind):
    """Normal numbers after Dropout and after AlphaDropout."""
    torch.manual_seed(0)
    x = torch.randn(20000)
    figure, (grid,) = panels(2, width=6.8, height=2.4, sharey=True)
    for axes, module in zip(grid, (nn.Dropout(0.3), nn.AlphaDropout(0.3))):
        out = module(x)
        axes.hist(x.numpy(), bins=90, range=(-5, 5), histtype="step", color=GREY, linewidth=1)
        axes.hist(
            out.numpy(), bins=90, range=(-5, 5), histtype="step", color=BLUE if module.p and axes is grid[0] else ORANGE
        )
        axes.set_ylim(0, 1600)
        axes.set(
            title=f"{module.__class__.__name__}(0.3): mean {abs(out.mean()):.2f}, deviation {out.std():.2f}", yticks=[]
        )
        axes.spines["left"].set_visible(False)
    yield "Grey: 20000 normal numbers. In colour, what becomes of them in training.", figure
