"""RMSprop."""

from __future__ import annotations

import numpy as np

from .elementwise import Elementwise
from .options import check_single, require


class RMSprop(Elementwise):
    """Gradient descent with each element divided by the root of the running mean of its squares.

    g += weight_decay * p;  s = alpha * s + (1 - alpha) * g²;  v = s, or s - m² with `centered`, where m is the running mean
    of g;  p -= lr * g / (√v + eps), or with momentum: b = momentum * b + g / (√v + eps);  p -= lr * b.

    Raises ValueError for negative options.
    Source: Hinton, lecture notes; centered: Graves, "Generating Sequences With Recurrent Neural Networks", 2013.
    """

    _later_options = {
        "momentum": 0,
        "centered": False,
        "foreach": None,
        "maximize": False,
        "differentiable": False,
        "capturable": False,
    }

    def __init__(
        self,
        params,
        lr=1e-2,
        alpha=0.99,
        eps=1e-8,
        weight_decay=0,
        momentum=0,
        centered=False,
        capturable=False,
        foreach=None,
        maximize=False,
        differentiable=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 <= eps, f"Invalid epsilon value: {eps}")
        require(0.0 <= momentum, f"Invalid momentum value: {momentum}")
        require(0.0 <= weight_decay, f"Invalid weight_decay value: {weight_decay}")
        require(0.0 <= alpha, f"Invalid alpha value: {alpha}")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "alpha": alpha,
            "eps": eps,
            "centered": centered,
            "weight_decay": weight_decay,
            "capturable": capturable,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        names = ["square_avg"]
        if group["momentum"] > 0:
            names.append("momentum_buffer")
        if group["centered"]:
            names.append("grad_avg")
        return tuple(names)

    @staticmethod
    def rule(on, param, grad, state, o, step):
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        state.square_avg = on.addcmul_(state.square_avg, grad, grad, 1 - o.alpha, o.alpha)
        if o.centered:
            state.grad_avg = on.lerp_(state.grad_avg, grad, 1 - o.alpha)
            variance = on(np.multiply, state.grad_avg, state.grad_avg)
            variance = on(np.subtract, state.square_avg, variance, into=variance)
            deviation = on(np.sqrt, variance, into=variance)
        else:
            deviation = on(np.sqrt, state.square_avg)
        deviation = on.shift_(deviation, o.eps)
        if o.momentum > 0:
            buffer = on.scale_(state.momentum_buffer, o.momentum)
            state.momentum_buffer = on.addcdiv_(buffer, grad, deviation, 1)
            return on.add_(param, state.momentum_buffer, -o.lr)
        return on.addcdiv_(param, grad, deviation, -o.lr)
