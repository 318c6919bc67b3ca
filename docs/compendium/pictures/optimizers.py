"""Paths of optimizers on test surfaces."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.lines import Line2D

import numpynn as torch
from numpynn import optim

from .style import COLOURS, GREY, panels

RATES = [10.0**exponent * lead for exponent in range(0, -4, -1) for lead in (1, 0.3)]
CALLS = 10  # of LBFGS, each of up to 20 iterations


class Surface(NamedTuple):
    """A function of two numbers, how many steps are made on it, what is shown, where paths begin, and where it is lowest."""

    name: str
    of: object
    steps: int
    frame: tuple[float, float, float, float]
    start: tuple[float, float]
    lowest: tuple[float, float]


def _bowl(x, y):
    return x * x + 20 * y * y


def _rosenbrock(x, y):
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def _beale(x, y):
    return (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2


def _saddle(x, y):
    return x * x - y * y + 0.25 * y**4


SURFACES = (
    Surface("Bowl", _bowl, 100, (-3, 3, -2, 2), (-2.5, 1.5), (0, 0)),
    Surface("Rosenbrock", _rosenbrock, 300, (-2.1, 2.1, -1, 3), (-1.5, 2.2), (1, 1)),
    Surface("Beale", _beale, 200, (-0.5, 4.5, -1.5, 1.5), (0.2, -1.2), (3, 0.5)),
    Surface("Saddle", _saddle, 100, (-2.2, 2.2, -2.2, 2.2), (-1.9, 0.001), (0, 2**0.5)),
)


def _paths(made, surface, rates):
    """For each rate the points that an optimizer comes to from the start, one a step: (rates, points, 2)."""
    points = [torch.tensor([surface.start], dtype=torch.float64, requires_grad=True) for _ in rates]
    groups = [{"params": [point], "lr": lr} for point, lr in zip(points, rates)]
    optimizer = eval(made, {**vars(optim), "params": groups, "lr": rates[0]})
    steps = []

    def closure():
        optimizer.zero_grad()
        loss = surface.of(*torch.cat(points).unbind(1)).sum()
        loss.backward()
        return loss

    for _ in range(CALLS if "LBFGS" in made else surface.steps):
        steps.append(torch.cat(points).detach().numpy())
        optimizer.step(closure)
    return np.stack(steps, 1)


def _inside(path, surface):
    left, right, low, high = surface.frame
    return np.isfinite(path).all() and path[:, 0].min() >= left and path[:, 0].max() <= right and (
        path[:, 1].min() >= low and path[:, 1].max() <= high
    )  # fmt: skip


@cache
def _best(made, number):
    """The path of the learning rate that gets lowest, among those that stay in the frame; and the rate."""
    surface = SURFACES[number]
    together = [[lr] for lr in RATES[:4]] if "LBFGS" in made else [RATES]  # it takes one group of parameters
    found = [pair for rates in together for pair in zip(_paths(made, surface, rates), rates)]
    inside = [(path, lr) for path, lr in found if _inside(path, surface)]
    return min(inside or found, key=lambda pair: surface.of(*pair[0][-1]))


def _surface(axes, surface):
    left, right, low, high = surface.frame
    x, y = np.meshgrid(np.linspace(left, right, 120), np.linspace(low, high, 120))
    z = surface.of(x, y)
    levels = z.min() + (z.max() - z.min()) * np.linspace(0, 1, 14) ** 4
    axes.contour(x, y, z, levels=levels[1:], colors=GREY, linewidths=0.5, alpha=0.7)
    axes.plot(*surface.lowest, "+", color=GREY, markersize=9, markeredgewidth=1.2)
    axes.set(xlim=(left, right), ylim=(low, high))
    axes.tick_params(labelsize=7.5)


def paths(entry, kind):
    """On each surface a path for each form of the optimizer."""
    figure, grid = panels(2, 2, 6.2, 5.8)
    by_calls = kind.__name__ == "LBFGS"
    for number, (surface, axes) in enumerate(zip(SURFACES, grid.flat)):
        _surface(axes, surface)
        axes.set_title(surface.name if by_calls else f"{surface.name}, {surface.steps} steps")
        for made, colour in zip(entry.runs, COLOURS):
            path, lr = _best(made, number)
            every = 1 if by_calls else 10
            axes.plot(*path.T, ".-", color=colour, linewidth=1.0, markersize=4, markevery=every, label=f"lr {lr:g}")
        axes.plot(*surface.start, "o", color=GREY, markersize=4)
        axes.legend(frameon=False, fontsize=8, labelcolor="linecolor", loc="lower right", handlelength=0)
    _name_forms(figure, entry)
    steps = f"{CALLS} calls of step, each of up to 20 iterations" if by_calls else "A point for every 10 steps"
    yield f"{steps}. ○ is the start, + the minimum.", figure


def _name_forms(figure, entry):
    """Which colour is which, unless there is but the plain form."""
    names = [made.replace("(params, lr)", "").replace("params, lr, ", "") for made in entry.runs]
    if names != [entry.slug]:
        lines = [Line2D([], [], color=colour, label=name) for name, colour in zip(names, COLOURS)]
        figure.legend(
            handles=lines, frameon=False, labelcolor="linecolor", loc="outside upper center", ncols=len(lines)
        )


def averaged(entry, kind):
    """The average of the points that noisy gradient descent comes to."""
    torch.manual_seed(0)
    surface = SURFACES[0]
    model = torch.nn.Linear(2, 1, bias=False, dtype=torch.float64)
    with torch.no_grad():
        model.weight.copy_(torch.tensor([surface.start]))
    average = kind(model)
    optimizer = optim.SGD(model.parameters(), lr=0.03)
    points, means = [], []
    for _ in range(150):
        optimizer.zero_grad()
        loss = surface.of(*model.weight.unbind(1)).sum() + (model.weight * torch.randn(1, 2) * 8).sum()
        loss.backward()
        optimizer.step()
        average.update_parameters(model)
        points.append(model.weight.detach().numpy()[0].copy())
        means.append(average.module.weight.detach().numpy()[0].copy())
    figure, ((axes,),) = panels(height=4.2)
    _surface(axes, surface)
    for path, colour, label, width in (
        (points, COLOURS[0], "SGD with noisy gradients", 0.8),
        (means, COLOURS[1], "its average", 2.2),
    ):
        axes.plot(*np.array(path).T, color=colour, linewidth=width, label=label)
    axes.legend(frameon=False, labelcolor="linecolor", loc="lower right")
    yield "", figure
