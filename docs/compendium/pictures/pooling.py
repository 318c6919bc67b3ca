"""Pooling: of a line and of a digit, and where the gradient goes."""

from __future__ import annotations

import numpynn as torch
from numpynn import nn
from numpynn.datasets import load_digits

from .reach import matrix
from .style import BLUE, GREY, ORANGE, cells, panels


def _digit():
    return torch.from_numpy(load_digits()[0][3:4]).double()


def _line(size=32):
    t = torch.linspace(0, 1, size, dtype=torch.float64)
    return (1.2 + (9 * t).sin() * 0.7 + (31 * t).cos() * 0.4).reshape(1, 1, size)


def _of_line(forms):
    """The line, and steps as wide as each window at the height of what comes out."""
    x = _line().requires_grad_()
    figure, (grid,) = panels(len(forms), width=6.4, height=2.5, sharey=True)
    for axes, (title, module) in zip(grid, forms.items()):
        out = module(x)
        (slope,) = torch.autograd.grad(out.sum(), x)
        width = x.shape[-1] / out.shape[-1]
        axes.plot(x.detach().numpy()[0, 0], ".-", color=GREY, linewidth=0.8, markersize=3)
        for i, height in enumerate(out.detach().numpy()[0, 0]):
            axes.plot([i * width - 0.3, (i + 1) * width - 0.7], [height, height], color=BLUE, linewidth=2.2)
        axes.vlines(
            range(x.shape[-1]),
            -1.0,
            -1.0 + 0.9 * slope.numpy()[0, 0] / slope.numpy().max(),
            color=ORANGE,
            linewidth=1.4,
        )
        axes.set(title=title, yticks=[], xticks=[])
        axes.spines[:].set_visible(False)
    return figure


def _of_digit(module, middle=None):
    """The digit, what comes out, and what a gradient of ones brings back."""
    x = _digit().requires_grad_()
    out = module(x)
    out.sum().backward()
    figure, (grid,) = panels(3, width=6.4, height=2.4)
    for axes, picture, title in zip(grid, (x, out, x.grad), ("input", "output", "gradient of a sum")):
        cells(axes, picture.detach()[0, 0], title)
    return figure


LINE = "Grey the input, blue the output over each window; below, in orange, what a gradient of ones brings back to each input."


def max_pool(entry, kind):
    """Of a line and of a digit."""
    yield (
        LINE,
        _of_line({"MaxPool1d(2)": nn.MaxPool1d(2), "MaxPool1d(4)": nn.MaxPool1d(4), "MaxPool1d(8)": nn.MaxPool1d(8)}),
    )
    yield "MaxPool2d(2) of a digit.", _of_digit(nn.MaxPool2d(2))


def avg_pool(entry, kind):
    """As max_pool."""
    yield (
        LINE,
        _of_line({"AvgPool1d(2)": nn.AvgPool1d(2), "AvgPool1d(4)": nn.AvgPool1d(4), "AvgPool1d(8)": nn.AvgPool1d(8)}),
    )
    yield "AvgPool2d(2) of a digit.", _of_digit(nn.AvgPool2d(2))


def lp_pool(entry, kind):
    """From the sum to nearly the maximum."""
    yield (
        LINE + " The greater the power, the nearer to the maximum.",
        _of_line({f"LPPool1d({p}, 4)": nn.LPPool1d(p, 4) for p in (2, 4, 16)}),
    )


def adaptive_max_pool(entry, kind):
    """The maxima of even windows."""
    yield "AdaptiveMaxPool2d(3) of a digit of 8 × 8.", _of_digit(nn.AdaptiveMaxPool2d(3))


def adaptive_avg_pool(entry, kind):
    """Which inputs each output averages, where the sizes do not divide."""
    figure, (grid,) = panels(3, width=6.4, height=2.2)
    for axes, size in zip(grid, (3, 5, 7)):
        cells(axes, matrix(nn.AdaptiveAvgPool1d(size), 10), f"from 10 to {size}")
    yield (
        "Which of 10 inputs (columns) each output (row) averages: windows overlap where the sizes do not divide.",
        figure,
    )
    yield "AdaptiveAvgPool2d(3) of a digit of 8 × 8.", _of_digit(nn.AdaptiveAvgPool2d(3))


def fractional_max_pool(entry, kind):
    """Three draws of the windows."""
    figure, (grid,) = panels(4, width=6.4, height=2.2)
    cells(grid[0], _digit()[0, 0], "input")
    for seed, axes in enumerate(grid[1:]):
        torch.manual_seed(seed)
        cells(axes, nn.FractionalMaxPool2d(2, output_size=5)(_digit())[0, 0], f"draw {seed + 1}")
    yield "A digit of 8 × 8 pooled to 5 × 5, by three draws of the windows.", figure


def max_unpool(entry, kind):
    """There and back."""
    pooled, indices = nn.MaxPool2d(2, return_indices=True)(_digit())
    figure, (grid,) = panels(3, width=6.4, height=2.4)
    back = nn.MaxUnpool2d(2)(pooled, indices)
    for axes, picture, title in zip(grid, (_digit(), pooled, back), ("input", "MaxPool2d(2)", "MaxUnpool2d(2)")):
        cells(axes, picture[0, 0], title)
    yield "The maxima go back to where they were found, among zeros.", figure
