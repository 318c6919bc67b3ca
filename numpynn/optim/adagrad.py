"""Adagrad."""

from __future__ import annotations

import numpy as np

from .elementwise import Elementwise
from .options import check_fused, check_single, require
from .state import counter, full_like


class Adagrad(Elementwise):
    """Gradient descent with a step of its own for each element, smaller the more it has moved.

    g += weight_decay * p;  s += g²;  p -= lr / (1 + (t - 1) * lr_decay) * g / (√s + eps), where s starts at
    `initial_accumulator_value`.

    Raises ValueError for negative options.
    Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011.
    """

    _later_options = {"foreach": None, "maximize": False, "differentiable": False, "fused": None}

    def __init__(
        self,
        params,
        lr=1e-2,
        lr_decay=0,
        weight_decay=0,
        initial_accumulator_value=0,
        eps=1e-10,
        foreach=None,
        *,
        maximize=False,
        differentiable=False,
        fused=None,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= lr_decay, f"Invalid lr_decay value: {lr_decay}")
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        require(
            0.0 <= initial_accumulator_value,
            f"Invalid initial_accumulator_value value: {initial_accumulator_value}",
        )
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "eps": eps,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        check_fused(fused, foreach, differentiable)
        for group in self.param_groups:
            for param in group["params"]:
                self.state[param].update(self._initial_state(param, group, initial_accumulator_value))

    @staticmethod
    def _initial_state(param, group, value):
        return {"step": counter(0.0, group), "sum": full_like(param, value)}

    def _arrays(self, group):
        return ("sum",)

    def _new_state(self, param, group):
        return self._initial_state(param, group, self.defaults["initial_accumulator_value"])

    @staticmethod
    def rule(on, param, grad, state, o, step):
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        state.sum = on.addcmul_(state.sum, grad, grad, 1)
        deviation = on.shift_(on(np.sqrt, state.sum), o.eps)
        return on.addcdiv_(param, grad, deviation, -o.lr / (1 + (float(step) - 1) * o.lr_decay))
