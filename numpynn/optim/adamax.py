"""Adamax."""

from __future__ import annotations

import numpy as np

from .arithmetic import power
from .elementwise import Elementwise
from .options import check_betas, check_single, require


class Adamax(Elementwise):
    """Adam with the greatest decayed gradient in place of the root mean square.

    g += weight_decay * p;  m += (1 - β₁)(g - m);  u = max(β₂ u, |g| + eps);  p -= lr / (1 - β₁ᵗ) * m / u.

    Raises ValueError for negative options and betas outside [0, 1).
    Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015, section 7.1.
    """

    _later_options = {"foreach": None, "maximize": False, "differentiable": False, "capturable": False}

    def __init__(
        self,
        params,
        lr=2e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        foreach=None,
        *,
        maximize=False,
        differentiable=False,
        capturable=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("exp_avg", "exp_inf")

    @staticmethod
    def rule(on, param, grad, state, o, step):
        beta1, beta2 = o.betas
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        state.exp_avg = on.lerp_(state.exp_avg, grad, 1 - beta1)
        size = on.shift_(on(np.absolute, grad), o.eps)
        state.exp_inf = on(np.maximum, on.scale_(state.exp_inf, beta2), size, into=state.exp_inf)
        return on.addcdiv_(param, state.exp_avg, state.exp_inf, -o.lr / (1 - power(beta1, float(step))))
