"""Averaged stochastic gradient descent."""

from __future__ import annotations

import numpy as np

from .arithmetic import power, ratio, scalar
from .elementwise import Elementwise
from .options import check_single, require
from .state import count, counter, counter_dtype, zeros_like


class ASGD(Elementwise):
    """Stochastic gradient descent that also keeps the average of the parameters, in `state[p]["ax"]`.

    g += weight_decay * p;  p = (1 - lambd * η) p - η g;  ax += μ (p - ax);  then
    η = lr / (1 + lambd * lr * t)^alpha and μ = 1 / max(1, t - t0).

    Raises ValueError for a negative lr or weight_decay.
    Source: Polyak and Juditsky, "Acceleration of Stochastic Approximation by Averaging", 1992.
    """

    _later_options = {"foreach": None, "maximize": False, "differentiable": False, "capturable": False}
    _counters = ("step", "eta", "mu")

    def __init__(
        self,
        params,
        lr=1e-2,
        lambd=1e-4,
        alpha=0.75,
        t0=1e6,
        weight_decay=0,
        foreach=None,
        maximize=False,
        differentiable=False,
        capturable=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        defaults = {
            "lr": lr,
            "lambd": lambd,
            "alpha": alpha,
            "t0": t0,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("ax",)

    def _new_state(self, param, group):
        return {
            "step": counter(0.0, group),
            "eta": counter(scalar(group["lr"]), group),
            "mu": counter(1.0, group),
            "ax": zeros_like(param),
        }

    def _advance(self, param, state, o):
        """η and μ of this step; those of the next are left in the state."""
        step = count(state["step"])
        step = step if o.foreach else float(step)  # torch's foreach rule counts in the counter's precision
        at = state["eta"].array.item(), state["mu"].array.item()
        _put(state["eta"], ratio(o.lr, power(1 + o.lambd * o.lr * step, o.alpha)))
        _put(state["mu"], 1 / max(1, step - o.t0))
        return at

    @staticmethod
    def rule(on, param, grad, state, o, at):
        eta, mu = at
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        param = on.add_(param, grad, -eta, 1 - o.lambd * eta)
        if mu == 1:
            state.ax = on.copy_(state.ax, param)
        else:
            state.ax = on.add_(state.ax, on(np.subtract, param, state.ax), mu)
        return param


def _put(counter, value):
    """Set a counter; a Python number is rounded to the dtype of counters on the way, whatever dtype a load gave it."""
    counter.array.fill(counter_dtype({}).type(value) if type(value) is float else value)
