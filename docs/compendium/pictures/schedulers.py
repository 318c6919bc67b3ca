"""Learning rates over 100 steps."""

from __future__ import annotations

import warnings

import numpynn
from numpynn import optim

from .style import COLOURS, GREY, ORANGE, panels

STEPS = 100


def _rates(made, metric=None):
    """The rate of every step; to a scheduler that asks for one, a metric of the step is shown."""
    parameter = numpynn.zeros(1, requires_grad=True)
    optimizer = optim.SGD([parameter], lr=1.0, momentum=0.9)
    parameter.grad = numpynn.zeros(1)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SequentialLR, as torch's, hears from its own schedulers of an old argument
        scheduler = eval(made, {**vars(optim.lr_scheduler), **vars(optim.swa_utils), "optimizer": optimizer})
        rates = []
        for step in range(STEPS + 1):
            rates.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            if step < STEPS:
                scheduler.step() if metric is None else scheduler.step(metric(step))
    return rates


def rates(entry, kind):
    """A line for each form, beneath each other where there are several."""
    figure, grid = panels(1, len(entry.runs), height=1.1 + 1.7 * len(entry.runs), sharex=True, sharey=True)
    for axes, made, colour in zip(grid.flat, entry.runs, COLOURS):
        axes.plot(_rates(made), color=colour, linewidth=1.8, drawstyle="steps-post")
        axes.set_ylim(0, 1.08)
        axes.set_title(_short(made), loc="left", color=colour)
        axes.set_ylabel("learning rate")
    grid[-1, 0].set_xlabel("step")
    yield "", figure


def _short(made):
    return made.replace("(optimizer, ", "(").replace("optimizer, ", "")


def plateau(entry, kind):
    """The rates, and the metric that they hang on."""

    def metric(step):
        return 0.2 + 0.8 * 0.9 ** min(step, 30) - 0.1 * (step > 55)

    figure, ((axes,),) = panels()
    axes.plot([metric(step) for step in range(STEPS + 1)], color=ORANGE, linewidth=1.2, label="metric")
    axes.plot(_rates(entry.runs[0], metric), color=COLOURS[0], drawstyle="steps-post", label="learning rate")
    axes.set(ylim=(0, 1.08), xlabel="step", title=_short(entry.runs[0]))
    axes.legend(frameon=False, labelcolor=GREY)
    yield "", figure
