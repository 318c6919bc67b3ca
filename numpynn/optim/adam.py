"""Adam and its relatives in torch's class of that name: AMSGrad, and weight decay of either kind."""

from __future__ import annotations

import numpy as np

from ..tensor import Tensor
from .arithmetic import power, ratio, square_root
from .elementwise import Elementwise
from .options import check_betas, check_fused, check_single, require


class Adam(Elementwise):
    """Gradient descent by running means of the gradient and of its square, both corrected for their start at 0.

    g += weight_decay * p, or p *= 1 - lr * weight_decay with `decoupled_weight_decay`;
    m += (1 - β₁)(g - m);  v = β₂ v + (1 - β₂) g²;  p -= lr * m̂ / (√v̂ + eps), where m̂ = m / (1 - β₁ᵗ) and
    v̂ = v / (1 - β₂ᵗ); with `amsgrad` v̂ is made of the greatest v so far.

    Raises ValueError for negative options, betas outside [0, 1), and betas of which only one is a Tensor.
    Sources: Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015; Reddi, Kale and Kumar, "On the Convergence
    of Adam and Beyond", 2018.
    """

    _later_options = {
        "amsgrad": False,
        "maximize": False,
        "foreach": None,
        "capturable": False,
        "differentiable": False,
        "decoupled_weight_decay": False,
        "fused": None,
    }

    def __init__(
        self,
        params,
        lr=1e-3,
        betas=(0.9, 0.999),
        eps=1e-8,
        weight_decay=0,
        amsgrad=False,
        *,
        foreach=None,
        maximize=False,
        capturable=False,
        differentiable=False,
        fused=None,
        decoupled_weight_decay=False,
    ):
        _refuse_foreach_tensor("lr", lr, foreach, capturable)
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        kinds = [Tensor if isinstance(beta, Tensor) else type(beta) for beta in betas[:2]]
        require(
            kinds[0] is kinds[1] and issubclass(kinds[0], (float, Tensor)),
            "betas must be either both floats or both Tensors",
        )
        for i in (0, 1):
            _refuse_foreach_tensor(f"betas[{i}]", betas[i], foreach, capturable)
            check_single(f"betas[{i}]", betas[i])
        defaults = {
            "lr": lr,
            "betas": tuple(beta.squeeze() if isinstance(beta, Tensor) else beta for beta in betas),
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
            "foreach": foreach,
            "capturable": capturable,
            "differentiable": differentiable,
            "fused": fused,
            "decoupled_weight_decay": decoupled_weight_decay,
        }
        super().__init__(params, defaults)
        check_fused(fused, foreach, differentiable)

    def _arrays(self, group):
        return ("exp_avg", "exp_avg_sq", "max_exp_avg_sq") if group["amsgrad"] else ("exp_avg", "exp_avg_sq")

    def _prepare(self, params, group):
        states = super()._prepare(params, group)
        if group["foreach"] and isinstance(group["lr"], Tensor):
            raise RuntimeError("lr as a Tensor is not supported for capturable=False and foreach=True")
        return states

    @staticmethod
    def rule(on, param, grad, state, o, step):
        beta1, beta2 = o.betas
        step = on.counter(step)
        if o.weight_decay != 0:
            if o.decoupled_weight_decay:
                param = on.scale_(param, 1 - o.lr * o.weight_decay)
            else:
                grad = on.add(grad, param, o.weight_decay)
        state.exp_avg = on.lerp_(state.exp_avg, grad, 1 - _in_precision_of(param, beta1))
        state.exp_avg_sq = on.addcmul_(state.exp_avg_sq, grad, grad, 1 - beta2, beta2)
        square = state.exp_avg_sq
        if o.amsgrad:
            square = state.max_exp_avg_sq = on(np.maximum, state.max_exp_avg_sq, square, into=state.max_exp_avg_sq)
        # lr * m̂ / (√v̂ + eps) = lr * root / (1 - β₁ᵗ) * m / (√v + eps * root): corrected in numbers, not in arrays.
        root = square_root(1 - power(beta2, step))
        denominator = on.shift_(on(np.sqrt, square), o.eps * root)
        return on.addcdiv_(param, state.exp_avg, denominator, -ratio(o.lr, 1 - power(beta1, step)) * root)


def _refuse_foreach_tensor(name, value, foreach, capturable):
    if isinstance(value, Tensor) and foreach and not capturable:
        raise ValueError(f"{name} as a Tensor is not supported for capturable=False and foreach=True")


def _in_precision_of(param, beta):
    """A beta given as a Tensor in the parameter's precision."""
    if isinstance(beta, Tensor):
        return beta.to(param.dtype)
    return param.dtype.type(beta) if isinstance(beta, np.generic) else beta
