"""How the plots look: thin lines, labels beside them, colours that read on a light and on a dark page."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgb

matplotlib.use("svg")
from matplotlib import pyplot as plt

GREY, BLUE, ORANGE, GREEN, RED, VIOLET = "#8a8f98", "#3f7fc1", "#e08e2b", "#4f9d69", "#cf5b4c", "#8d6fb8"
COLOURS = (BLUE, ORANGE, GREEN, RED, VIOLET)

plt.rcParams |= {
    "axes.edgecolor": GREY,
    "axes.labelcolor": GREY,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": GREY,
    "axes.titlesize": 9.5,
    "figure.constrained_layout.use": True,
    "font.size": 9,
    "lines.linewidth": 1.8,
    "lines.solid_capstyle": "round",
    "savefig.transparent": True,
    "svg.hashsalt": "numpynn",
    "text.color": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
}


def _shades(*stops):
    """A map of colours from one (place, colour, opacity) to the next."""
    return LinearSegmentedColormap.from_list("", [(at, (*to_rgb(colour), opacity)) for at, colour, opacity in stops])


SIGNED = _shades((0, ORANGE, 1), (0.5, ORANGE, 0), (0.5, BLUE, 0), (1, BLUE, 1))
SHARES = _shades((0, BLUE, 0), (1, BLUE, 1))


def panels(columns=1, rows=1, width=6.4, height=2.9, **options):
    """A figure and its axes, in rows of columns."""
    figure, axes = plt.subplots(rows, columns, figsize=(width, height), squeeze=False, **options)
    return figure, axes


def cross(axes):
    """Lines through 0 in place of a frame."""
    axes.axhline(0, color=GREY, linewidth=0.6)
    axes.axvline(0, color=GREY, linewidth=0.6)
    axes.spines[:].set_visible(False)


def legend_above(figure, axes):
    """What the lines of the axes are, in their colours, in a row above the figure."""
    handles, labels = axes.get_legend_handles_labels()
    place = {"loc": "outside upper center", "ncols": len(labels), "columnspacing": 2.0, "handlelength": 1.2}
    figure.legend(handles, labels, frameon=False, labelcolor="linecolor", **place)


def cells(axes, values, title="", low=None, high=None, colours=None, lines=True):
    """A matrix as squares: what is positive in blue, what is negative in orange."""
    values = np.asarray(values, float)
    most = max(abs(values).max(), 1e-12)
    signed = values.min() < 0
    low, high = (-most if signed else 0.0) if low is None else low, most if high is None else high
    edges = {"edgecolors": (*to_rgb(GREY), 0.45), "linewidth": 0.4} if lines else {"rasterized": True}
    axes.pcolormesh(values, cmap=colours or (SIGNED if signed else SHARES), vmin=low, vmax=high, **edges)
    axes.set(aspect="equal", xticks=[], yticks=[], title=title)
    axes.spines[:].set_visible(False)
    axes.invert_yaxis()


def save(figure, path):
    """The figure as SVG."""
    figure.savefig(path, bbox_inches="tight", pad_inches=0.04, metadata={"Date": None})
    plt.close(figure)
