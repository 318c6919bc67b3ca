"""Activations and their derivatives."""

from __future__ import annotations

import numpynn
from numpynn import nn

from .style import BLUE, COLOURS, GREY, ORANGE, cross, legend_above, panels


def _module(entry):
    return eval(entry.runs[0].partition("(randn")[0], {"nn": nn})


def _line(axes, x, y, colour, label, width=1.6, **options):
    axes.plot(x.detach().numpy(), y.detach().numpy(), color=colour, linewidth=width, label=label, **options)


def _grid(low=-7.0, high=7.0):
    return numpynn.linspace(low, high, 1401, dtype=numpynn.float64, requires_grad=True)


def _legend(axes, **options):
    axes.legend(frameon=False, labelcolor=GREY, fontsize=9, **options)


def curve(entry, kind):
    """What is applied to each number, and its slope."""
    module, x = _module(entry).double(), _grid()
    y = module(x)
    (slope,) = numpynn.autograd.grad(y.sum(), x)
    figure, ((axes,),) = panels()
    cross(axes)
    _line(axes, x, slope, ORANGE, "derivative")
    _line(axes, x, y, BLUE, entry.runs[0].partition("(randn")[0], 2.2)
    _legend(axes)
    yield "", figure


def rrelu(entry, kind):
    """Numbers drawn in training, and the line of evaluation."""
    numpynn.manual_seed(0)
    module, x = kind(), numpynn.linspace(-7, 7, 300)
    figure, ((axes,),) = panels()
    cross(axes)
    axes.plot(x.numpy(), module(x).numpy(), ".", color=ORANGE, markersize=2.5, label="in training")
    _line(axes, x, module.eval()(x), BLUE, "in evaluation", 2.2)
    _legend(axes)
    yield "", figure


def softmax(entry, kind):
    """The first of three numbers moves, the others stay at 1 and 0."""
    yield "The first of three numbers is x, the others are 1 and 0; to the right the derivatives in x.", _three(entry)


def softmin(entry, kind):
    """As softmax."""
    yield from softmax(entry, kind)


def logsoftmax(entry, kind):
    """As softmax."""
    yield from softmax(entry, kind)


def _three(entry):
    module, x = _module(entry), _grid(-6, 6)
    y = module(numpynn.stack([x, numpynn.ones_like(x), numpynn.zeros_like(x)], 1))
    figure, ((left, right),) = panels(2, width=6.0, height=2.7)
    for part, colour, name in zip(y.unbind(1), COLOURS, ("of x", "of 1", "of 0")):
        (slope,) = numpynn.autograd.grad(part.sum(), x, retain_graph=True)
        _line(left, x, part, colour, name, 2.0)
        _line(right, x, slope, colour, name)
    for axes, title in ((left, entry.runs[0].partition("(randn")[0]), (right, "derivative")):
        cross(axes)
        axes.set_title(title)
    legend_above(figure, left)
    return figure


def glu(entry, kind):
    """The gate's part: a line in a for each b, a curve in b for each a."""
    x = _grid(-6, 6)
    figure, ((left, right),) = panels(2, width=6.0, height=2.7)
    for value, colour in zip((-2.0, 0.0, 2.0), COLOURS):
        other = numpynn.full_like(x, value)
        for axes, pair in ((left, (x, other)), (right, (other, x))):
            y = _module(entry)(numpynn.stack(pair, 1))
            _line(axes, x, y[:, 0], colour, f"{'b' if axes is left else 'a'} = {value:g}", 2.0)
    for axes, title in ((left, "in a, for three gates b"), (right, "in b, for three values a")):
        cross(axes)
        axes.set_title(title)
        _legend(axes)
    yield "", figure
