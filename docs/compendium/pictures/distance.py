"""Distances from a point, over the plane."""

from __future__ import annotations

import numpynn as torch
from numpynn import nn

from .style import BLUE, GREY, ORANGE, panels


def _over_the_plane(forms):
    at = torch.linspace(-3, 3, 121, dtype=torch.float64)
    x, y = torch.meshgrid(at, at, indexing="xy")
    points = torch.stack([x.reshape(-1), y.reshape(-1)], 1)
    fixed = torch.tensor([[1.0, 0.5]], dtype=torch.float64)
    figure, (grid,) = panels(len(forms), width=6.4, height=2.8)
    for axes, (title, module) in zip(grid, forms.items()):
        lines = axes.contour(
            at, at, module(points, fixed.expand_as(points)).reshape(121, 121), levels=8, colors=BLUE, linewidths=0.9
        )
        axes.clabel(lines, fontsize=6.5)
        axes.plot(*fixed[0].tolist(), "o", color=ORANGE, markersize=5)
        axes.plot(0, 0, "+", color=GREY)
        axes.set(aspect="equal", title=title, xticks=[], yticks=[])
        axes.spines[:].set_visible(False)
    return figure


def pairwise(entry, kind):
    """By three norms."""
    yield "Lines of equal distance from the point in orange.", _over_the_plane({f"p = {p}": kind(p) for p in (1, 2, 6)})


def cosine(entry, kind):
    """The angle alone, but for short vectors."""
    yield (
        "Lines of equal similarity to the point in orange; + is the origin.",
        _over_the_plane({f"eps = {eps:g}": nn.CosineSimilarity(eps=eps) for eps in (1e-8, 1.5)}),
    )
