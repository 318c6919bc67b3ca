"""Convolutions: footprints, receptive fields, learned kernels."""

from __future__ import annotations

import numpy as np

import numpynn as torch
from numpynn import nn
from numpynn.datasets import load_digits

from .reach import matrix, ones, reached
from .style import cells, panels

STEPS = 150


def conv(entry, kind):
    """Footprints of stride and dilation, receptive fields of stacks, and kernels that learned digits."""
    yield (
        "Which of 12 inputs (columns) each output (row) reads, with a kernel of 3.",
        _footprints(
            nn.Conv1d,
            {"plain": {}, "padding=1": {"padding": 1}, "stride=2": {"stride": 2}, "dilation=2": {"dilation": 2}},
        ),
    )
    yield (
        (
            "The receptive field of one output, by backward of a one-hot: how much each pixel counts, over draws of the weights. "
            "Stacks of 3 × 3 convolutions; with pooling or dilation between them they see further."
        ),
        _fields(),
    )
    yield _learned()


def conv_transpose(entry, kind):
    """Which outputs an input is written to, and the chequered overlap of strides."""
    yield "Which inputs (columns) are added up in each output (row), with a kernel of 3.", _footprints(
        nn.ConvTranspose1d, {"plain": {}, "stride=2": {"stride": 2}, "stride=2, padding=1": {"stride": 2, "padding": 1},
                             "dilation=2": {"dilation": 2}}, size=6,
    )  # fmt: skip
    figure, (grid,) = panels(3, width=6.4, height=2.5)
    for axes, (kernel, stride) in zip(grid, ((3, 2), (4, 2), (5, 3))):
        layer = ones(nn.ConvTranspose2d(1, 1, kernel, stride))
        cells(
            axes,
            layer(torch.ones(1, 1, 5, 5, dtype=torch.float64))[0, 0].detach(),
            f"kernel {kernel}, stride {stride}",
            low=0,
        )
    yield "How many inputs meet in each output: chequered unless the stride divides the kernel.", figure


def _footprints(kind, forms, size=12):
    figure, (grid,) = panels(len(forms), width=6.4, height=2.6)
    for axes, (title, options) in zip(grid, forms.items()):
        cells(axes, matrix(ones(kind(1, 1, 3, bias=False, **options)), size), title)
    return figure


def _fields():
    size, middle = 25, 12
    plain = [nn.Conv2d(1 if i == 0 else 4, 4, 3, padding=1) for i in range(4)]
    dilated = [nn.Conv2d(1 if i == 0 else 4, 4, 3, padding=2**i, dilation=2**i) for i in range(3)]
    pooled = [
        nn.Conv2d(1, 4, 3, padding=1),
        nn.AvgPool2d(2),
        nn.Conv2d(4, 4, 3, padding=1),
        nn.Conv2d(4, 4, 3, padding=1),
    ]
    stacks = {
        "1 layer": (plain[:1], middle), "2 layers": (plain[:2], middle), "4 layers": (plain, middle),
        "pooled after the first": (pooled, 6), "dilations 1, 2, 4": (dilated, middle),
    }  # fmt: skip
    figure, (grid,) = panels(len(stacks), width=6.4, height=1.9)
    for axes, (title, (layers, at)) in zip(grid, stacks.items()):
        field = _mean_field(nn.Sequential(*layers).double(), size, at)
        rows, columns = (np.ptp(np.nonzero(field)[axis]) + 1 for axis in (0, 1))
        cells(axes, field**0.5, f"{title}\n{rows} × {columns}", lines=False)
        axes.spines[:].set_visible(True)
    return figure


def _mean_field(model, size, at):
    total = 0
    for seed in range(8):
        torch.manual_seed(seed)
        for layer in model:
            if isinstance(layer, nn.Conv2d):
                layer.reset_parameters()
        total = total + reached(model, (1, 1, size, size), (0, 0, at, at), 1)[0, 0]
    return total / total.max()


def _learned():
    torch.manual_seed(0)
    images, labels = (torch.from_numpy(array) for array in load_digits())
    first = nn.Conv2d(1, 8, 5, padding=2)
    model = nn.Sequential(first, nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 16, 10))
    drawn = first.weight.detach().clone()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    for _ in range(STEPS):
        batch = torch.randint(1500, (64,))
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
        optimizer.step()
    with torch.no_grad():
        right = (model(images[1500:]).argmax(1) == labels[1500:]).double().mean().item()
        maps = first(images[1700]).relu()
    figure, grid = panels(9, 3, 7.2, 2.8)
    for row, (pictures, title) in enumerate(
        ((drawn[:, 0], "as drawn"), (first.weight.detach()[:, 0], "learned"), (maps, "what it finds"))
    ):
        for axes, picture in zip(grid[row][1:], pictures):
            cells(axes, picture)
        grid[row][0].set_axis_off()
        grid[row][0].text(1, 0.5, title, ha="right", va="center", transform=grid[row][0].transAxes)
    cells(grid[2][0].inset_axes([0.0, 0.0, 1.0, 0.42]), images[1700, 0])
    grid[2][0].texts[0].set_y(0.75)
    return (
        f"The kernels of a first convolution, before and after {STEPS} steps on handwritten digits, and what they find in one of "
        f"them. The network gets {right:.0%} of 297 digits right that it has not seen."
    ), figure


def unfold(entry, kind):
    """A small picture and its windows as columns."""
    x = torch.arange(16.0).reshape(1, 1, 4, 4)
    figure, (grid,) = panels(2, width=6.4, height=3.0, width_ratios=(1, 2))
    _numbered(grid[0], x[0, 0], "4 × 4")
    _numbered(grid[1], kind(2)(x)[0], "its windows of 2 × 2, a column each")
    yield "", figure


def fold(entry, kind):
    """How many windows each place lies in."""
    figure, (grid,) = panels(3, width=6.4, height=2.5)
    for axes, (kernel, stride) in zip(grid, ((2, 1), (3, 1), (3, 2))):
        options = {"kernel_size": kernel, "stride": stride}
        columns = nn.Unfold(**options)(torch.ones(1, 1, 7, 7))
        _numbered(axes, kind((7, 7), **options)(columns)[0, 0], f"kernel {kernel}, stride {stride}")
    yield "Fold after Unfold of ones: how many windows each place lies in.", figure


def _numbered(axes, values, title):
    cells(axes, values, title, low=0, high=float(values.max()) * 2.5)
    for (i, j), value in np.ndenumerate(values.numpy()):
        axes.text(j + 0.5, i + 0.5, f"{value:g}", ha="center", va="center", fontsize=7.5)
