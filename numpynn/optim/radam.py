"""RAdam."""

from __future__ import annotations

import numpy as np

from .arithmetic import power
from .elementwise import Elementwise
from .options import check_betas, check_single, require


class RAdam(Elementwise):
    """Adam that trusts the running mean of squares only once its variance is known to be finite.

    m and v as in `Adam`;  ρ∞ = 2 / (1 - β₂) - 1;  ρ = ρ∞ - 2 t β₂ᵗ / (1 - β₂ᵗ);
    p -= lr * m̂ * r / (√v̂ + eps) where ρ > 5, with r² = (ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ), else p -= lr * m̂.
    As in torch, eps is added to √v before the correction of its start.

    Raises ValueError for negative options and betas outside [0, 1).
    Source: Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", 2020.
    """

    _later_options = {
        "foreach": None,
        "maximize": False,
        "differentiable": False,
        "decoupled_weight_decay": False,
        "capturable": False,
    }

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        decoupled_weight_decay=False,
        *,
        foreach=None,
        maximize=False,
        capturable=False,
        differentiable=False,
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
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "decoupled_weight_decay": decoupled_weight_decay,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("exp_avg", "exp_avg_sq")

    @staticmethod
    def rule(on, param, grad, state, o, step):
        step = float(step)
        beta1, beta2 = o.betas
        if o.weight_decay != 0:
            if o.decoupled_weight_decay:
                param = on.scale_(param, 1 - o.lr * o.weight_decay)
            else:
                grad = on.add(grad, param, o.weight_decay)
        state.exp_avg = on.lerp_(state.exp_avg, grad, 1 - beta1)
        state.exp_avg_sq = on.addcmul_(state.exp_avg_sq, grad, grad, 1 - beta2, beta2)
        rate = o.lr / (1 - power(beta1, step))
        factor = _rectification(beta2, step)
        if factor is None:
            return on.add_(param, state.exp_avg, -rate)
        deviation = on.shift_(on(np.sqrt, state.exp_avg_sq), o.eps)
        return on.addcdiv_(param, state.exp_avg, deviation, -factor * rate)


def _rectification(beta2, step):
    """r * √(1 - β₂ᵗ), or None where the variance of the adaptive rate is not yet finite."""
    correction = 1 - power(beta2, step)
    rho_inf = 2 / (1 - beta2) - 1
    rho = rho_inf - 2 * step * power(beta2, step) / correction
    if rho <= 5.0:
        return None
    r = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
    return r * correction**0.5
