"""NAdam."""

from __future__ import annotations

import numpy as np

from .arithmetic import power, ratio
from .elementwise import Elementwise
from .options import check_betas, check_single, require
from .state import count, counter, counter_dtype, zeros_like


class NAdam(Elementwise):
    """Adam with Nesterov's momentum.

    μₜ = β₁ (1 - 0.96^(t * momentum_decay) / 2);  m and v as in `Adam`;
    p -= lr / (√v̂ + eps) * ((1 - μₜ) / (1 - μ₁…μₜ) * g + μₜ₊₁ / (1 - μ₁…μₜ₊₁) * m).

    Raises ValueError for negative options and betas outside [0, 1).
    Source: Dozat, "Incorporating Nesterov Momentum into Adam", 2016.
    """

    _later_options = {
        "maximize": False,
        "foreach": None,
        "capturable": False,
        "differentiable": False,
        "decoupled_weight_decay": False,
    }
    _counters = ("step", "mu_product")

    def __init__(
        self,
        params,
        lr=2e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        momentum_decay=4e-3,
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
        require(0.0 <= momentum_decay, f"Invalid momentum_decay value: {momentum_decay}")
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum_decay": momentum_decay,
            "decoupled_weight_decay": decoupled_weight_decay,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("exp_avg", "exp_avg_sq")

    def _new_state(self, param, group):
        return {
            "step": counter(0.0, group),
            "mu_product": counter(1.0, group),
            "exp_avg": zeros_like(param),
            "exp_avg_sq": zeros_like(param),
        }

    def _advance(self, param, state, o):
        """The step, and the product of all μ up to it."""
        step = count(state["step"])
        product = state["mu_product"].array
        # Rounded as a counter, whatever dtype a load gave it: a resumed run is then the run that never stopped.
        number = counter_dtype({}).type
        product.fill(number(product.item()) * number(_momentum(o, float(step))))
        return step, number(product.item())

    @staticmethod
    def rule(on, param, grad, state, o, at):
        step, mu_product = float(at[0]), on.counter(at[1])
        beta1, beta2 = o.betas
        if o.weight_decay != 0:
            if o.decoupled_weight_decay:
                param = on.scale_(param, 1 - o.lr * o.weight_decay)
            else:
                grad = on.add(grad, param, o.weight_decay)
        state.exp_avg = on.lerp_(state.exp_avg, grad, 1 - beta1)
        state.exp_avg_sq = on.addcmul_(state.exp_avg_sq, grad, grad, 1 - beta2, beta2)
        # As in Adam: √v̂ + eps = (√v + eps * root) / root, corrected in numbers and not in arrays.
        root = np.sqrt(1 - power(beta2, step))
        denominator = on.shift_(on(np.sqrt, state.exp_avg_sq), o.eps * root)
        mu, mu_next = _momentum(o, step), _momentum(o, step + 1)
        param = on.addcdiv_(param, grad, denominator, ratio(-o.lr * (1 - mu), 1 - mu_product) * root)
        return on.addcdiv_(param, state.exp_avg, denominator, ratio(-o.lr * mu_next, 1 - mu_product * mu_next) * root)


def _momentum(o, step: float):
    return o.betas[0] * (1.0 - 0.5 * 0.96 ** (step * o.momentum_decay))
