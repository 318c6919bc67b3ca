"""Recurrent layers: how far back gradients reach, and gates at work."""

from __future__ import annotations

from functools import cache

import numpy as np

import numpynn as torch
from numpynn import nn
from numpynn.nn import functional as F

from .style import COLOURS, GREY, ORANGE, cells, legend_above, panels

LENGTH, HIDDEN, STEPS = 60, 32, 150


def rnn(entry, kind):
    """The gradient of the last state in the inputs, beside those of LSTM and GRU."""
    yield _CAPTION, _reach(kind)


def gru(entry, kind):
    """The same."""
    yield _CAPTION, _reach(kind)
    yield _REMEMBERED.format("GRU"), _gates(*_trained("GRU"), {"reset r": 0, "update z": 1})


def lstm(entry, kind):
    """The same, and the gates of a trained one."""
    yield _CAPTION, _reach(kind)
    yield _REMEMBERED.format("LSTM"), _gates(*_trained("LSTM"), {"input i": 0, "forget f": 1, "output o": 3})


_CAPTION = "How strongly the last output depends on the input of each step, beside the last one: mean over draws of the weights."
_REMEMBERED = (
    "A small {0} has learned to keep the last number that was marked: the numbers with the marks (○), what it says, and its "
    "gates (a row for each unit, from 0 white to 1 blue)."
)


def _reach(kind):
    figure, ((axes,),) = panels(height=2.8)
    for (name, bias), colour in zip((("RNN", 0), ("LSTM", 0), ("GRU", 0), ("LSTM", 3)), COLOURS):
        slopes = np.mean([_slopes(getattr(nn, name), seed, bias) for seed in range(4)], 0)
        label = f"{name}, forget bias {bias}" if bias else name
        width = 2.4 if name == kind.__name__ else 1.0
        axes.semilogy(range(1 - LENGTH, 1), slopes / slopes[-1], color=colour, linewidth=width, label=label)
    axes.set(xlabel="step, the last being 0")
    legend_above(figure, axes)
    return figure


def _slopes(kind, seed, bias):
    """|gradient| of the last output in each step's input, `bias` being added to an LSTM's forget gate."""
    torch.manual_seed(seed)
    layer = kind(4, HIDDEN).double()
    with torch.no_grad():
        layer.bias_ih_l0[HIDDEN : 2 * HIDDEN] += bias
    x = torch.randn(LENGTH, 1, 4, dtype=torch.float64, requires_grad=True)
    layer(x)[0][-1].sum().backward()
    return np.abs(x.grad.numpy()).reshape(LENGTH, 4).mean(1)


class Latch(nn.Module):
    """A recurrent layer of eight units and a line that reads its state."""

    def __init__(self, name):
        super().__init__()
        self.layer = getattr(nn, name)(2, 8)
        self.read = nn.Linear(8, 1)

    def forward(self, x):
        return self.read(self.layer(x)[0])[..., 0]


def _examples(length, count):
    """Numbers and marks (T, B, 2), and the number marked last (T, B)."""
    numbers = torch.rand(length, count) * 2 - 1
    marks = (torch.rand(length, count) < 0.15).float()
    marks[0] = 1
    last = np.maximum.accumulate(np.where(marks.numpy() > 0, np.arange(length)[:, None], 0))
    return torch.stack([numbers, marks], -1), numbers.gather(0, torch.from_numpy(last))


@cache
def _trained(name):
    torch.manual_seed(0)
    model = Latch(name)
    optimizer = torch.optim.Adam(model.parameters(), lr=0.03)
    for _ in range(STEPS):
        x, target = _examples(20, 64)
        optimizer.zero_grad()
        F.mse_loss(model(x), target).backward()
        optimizer.step()
    return model, name


def _gates(model, name, shown):
    x, target = _examples(40, 1)
    with torch.no_grad():
        said, gates = model(x)[:, 0], _gate_values(model.layer, x, name)
    figure, grid = panels(
        1, 1 + len(shown), 7.2, 1.9 + 0.95 * len(shown), sharex=True, height_ratios=(2, *[1] * len(shown))
    )
    axes = grid[0, 0]
    steps = np.arange(40) + 0.5
    marked = x[:, 0, 1].numpy() > 0
    axes.plot(steps, x[:, 0, 0].numpy(), ".", color=GREY, markersize=3.5)
    axes.plot(steps[marked], x[marked.nonzero()[0], 0, 0].numpy(), "o", color=GREY, markerfacecolor="none")
    axes.step(steps, target[:, 0].numpy(), where="mid", color=GREY, linewidth=0.8)
    axes.plot(steps, said.numpy(), color=ORANGE, linewidth=1.8)
    axes.text(40.3, float(said[-1]), name, color=ORANGE, va="center")
    for (title, gate), axes in zip(shown.items(), grid[1:, 0]):
        cells(axes, gates[:, gate].T, low=0, high=1, lines=False)
        axes.set(aspect="auto")
        axes.set_ylabel(title, rotation=0, ha="right", va="center")
    return figure


def _gate_values(layer, x, name):
    """sigmoid of each gate's sum at each step, (T, gates, hidden), from the states before."""
    out = layer(x)[0]
    before = torch.cat([torch.zeros(1, *out.shape[1:]), out[:-1]])
    total = F.linear(x, layer.weight_ih_l0, layer.bias_ih_l0) + F.linear(before, layer.weight_hh_l0, layer.bias_hh_l0)
    return total.sigmoid().reshape(len(x), -1, layer.hidden_size).numpy()
