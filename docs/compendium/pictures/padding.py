"""Padding: a small picture, what stands around it, and how often each number is used."""

from __future__ import annotations

import numpynn as torch
from numpynn import nn

from .style import ORANGE, cells, panels


def _padded(module, width=2):
    t = torch.linspace(0, 1, 5, dtype=torch.float64)
    x = (0.15 + 0.85 * t[:, None] * (0.35 + 0.65 * t)).reshape(1, 1, 5, 5).requires_grad_()
    out = module.double()(x)
    out.sum().backward()
    figure, (grid,) = panels(3, width=6.4, height=2.5)
    for axes, picture, title, high in zip(grid, (x, out, x.grad), ("input", "output", "gradient of a sum"), (1, 1, 20)):
        cells(axes, picture.detach()[0, 0], title, 0, high)
    grid[1].plot([width, width + 5, width + 5, width, width], [width, width, width + 5, width + 5, width], color=ORANGE)
    for (_, _, i, j), value in zip(torch.ones_like(x).nonzero().tolist(), x.grad.reshape(-1).tolist()):
        grid[2].text(j + 0.5, i + 0.5, f"{value:g}", ha="center", va="center", fontsize=8)
    return (
        "Within the frame stands the input. The gradient of a sum is the number of places that a number was copied to.",
        figure,
    )


def constant(entry, kind):
    """With a constant around."""
    yield _padded(nn.ConstantPad2d(2, 0.5))


def reflection(entry, kind):
    """With the mirror image around."""
    yield _padded(nn.ReflectionPad2d(2))


def replication(entry, kind):
    """With the edge around."""
    yield _padded(nn.ReplicationPad2d(2))


def circular(entry, kind):
    """With the other end around."""
    yield _padded(nn.CircularPad2d(2))
