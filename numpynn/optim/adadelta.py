"""Adadelta."""

from __future__ import annotations

import numpy as np

from .elementwise import Elementwise
from .options import check_single, require


class Adadelta(Elementwise):
    """Gradient descent in units of the parameters: steps are scaled by the running mean of squared steps.

    g += weight_decay * p;  s = rho * s + (1 - rho) * g²;  d = √(a + eps) / √(s + eps) * g;
    a = rho * a + (1 - rho) * d²;  p -= lr * d.

    Raises ValueError for negative options and for rho outside [0, 1].
    Source: Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012.
    """

    _later_options = {"foreach": None, "maximize": False, "differentiable": False, "capturable": False}

    def __init__(
        self,
        params,
        lr=1.0,
        rho=0.9,
        eps=1e-6,
        weight_decay=0,
        foreach=None,
        *,
        capturable=False,
        maximize=False,
        differentiable=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= rho <= 1.0, f"Invalid rho value: {rho}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        defaults = {
            "lr": lr,
            "rho": rho,
            "eps": eps,
            "weight_decay": weight_decay,
            "maximize": maximize,
            "capturable": capturable,
            "foreach": foreach,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("square_avg", "acc_delta")

    @staticmethod
    def rule(on, param, grad, state, o, step):
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        state.square_avg = on.addcmul_(state.square_avg, grad, grad, 1 - o.rho, o.rho)
        deviation = on(np.add, state.square_avg, on.number(o.eps))
        deviation = on(np.sqrt, deviation, into=deviation)
        delta = on(np.add, state.acc_delta, on.number(o.eps))
        delta = on(np.sqrt, delta, into=delta)
        delta = on(np.divide, delta, deviation, into=delta)
        delta = on(np.multiply, delta, grad, into=delta)
        state.acc_delta = on.addcmul_(state.acc_delta, delta, delta, 1 - o.rho, o.rho)
        return on.add_(param, delta, -o.lr)
