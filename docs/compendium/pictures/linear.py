"""Linear layers and tables of rows."""

from __future__ import annotations

import numpy as np

import numpynn as torch
from numpynn import nn

from .style import BLUE, GREY, ORANGE, cells, panels


def linear(entry, kind):
    """The plane before and after a map of it."""
    layer = kind(2, 2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.9, 0.5], [-0.4, 0.7]]))
        layer.bias.copy_(torch.tensor([0.4, -0.2]))
    turns = torch.linspace(0, 2 * np.pi, 200)
    circle = torch.stack([turns.cos(), turns.sin()], 1)
    steps, along = torch.linspace(-2, 2, 9), torch.linspace(-2, 2, 2)
    grid = [torch.stack(pair, 1) for s in steps for pair in ((s.expand(2), along), (along, s.expand(2)))]
    figure, ((left, right),) = panels(2, width=6.4, height=3.2)
    for axes, through, title in ((left, nn.Identity(), "x"), (right, layer, "W x + b")):
        for line in grid:
            axes.plot(*through(line).detach().numpy().T, color=GREY, linewidth=0.5)
        axes.plot(*through(circle).detach().numpy().T, color=BLUE)
        axes.plot(*through(torch.tensor([[0.0, 0.0], [1.0, 0.0]])).detach().numpy().T, color=ORANGE)
        axes.set(aspect="equal", title=title, xlim=(-2.4, 2.4), ylim=(-2.4, 2.4))
    yield "", figure


def bilinear(entry, kind):
    """The level lines of an output in two numbers: a saddle."""
    torch.manual_seed(0)
    layer = kind(1, 1, 3)
    x = torch.linspace(-2, 2, 80)
    first, second = torch.meshgrid(x, x, indexing="ij")
    out = layer(first.reshape(-1, 1), second.reshape(-1, 1)).detach().reshape(80, 80, 3)
    figure, (grid,) = panels(3, width=6.4, height=2.6)
    for number, axes in enumerate(grid):
        lines = axes.contour(x, x, out[..., number].T, levels=9, colors=BLUE, linewidths=0.8)
        axes.clabel(lines, fontsize=7)
        axes.set(aspect="equal", xlabel="x1", ylabel="x2", title=f"output {number}")
    yield "", figure


def embedding(entry, kind):
    """A table, the rows looked up, and where a gradient of ones arrives."""
    index = torch.tensor([1, 2, 4, 4, 7])
    yield (
        "Rows 1, 2, 4, 4 and 7 are looked up; a gradient of ones comes back to them, twice to row 4.",
        _looked_up(kind, index),
    )


def embedding_bag(entry, kind):
    """As embedding, with the rows of a bag averaged."""
    index = torch.tensor([[1, 2, 4], [4, 7, 4]])
    yield "The bags 1 2 4 and 4 7 4, averaged; a gradient of ones comes back in shares.", _looked_up(kind, index)


def _looked_up(kind, index):
    torch.manual_seed(1)
    table = kind(9, 6)
    out = table(index)
    out.sum().backward()
    figure, (grid,) = panels(3, width=6.4, height=2.8)
    cells(grid[0], table.weight.detach(), "weight")
    cells(grid[1], out.detach(), "output")
    cells(grid[2], table.weight.grad, "gradient of weight")
    for axes in (grid[0], grid[2]):
        axes.set_yticks(np.arange(9) + 0.5, range(9))
    return figure
