"""Adafactor."""

from __future__ import annotations

import numpy as np

from .. import graph, modes
from ..tensor import Tensor, wrap
from .arithmetic import lerp_, scalar
from .optimizer import Optimizer
from .options import check_single, require
from .state import count, counter


class Adafactor(Optimizer):
    """Adam without momentum that keeps only row and column means of the squares of a matrix.

    ρ = min(lr, 1 / √t);  α = max(eps₂, rms(p)) ρ;  p *= 1 - lr * weight_decay;  β = 1 - t^beta2_decay;
    r = β r + (1 - β) mean(g², -1), c likewise over -2, v = r c / mean(r), or v = β v + (1 - β) g² for vectors;
    u = g / √max(v, eps₁²);  p -= α u / max(1, rms(u) / d). eps₁ is the machine epsilon where it is None.
    As in torch, no momentum, and the step size is relative to the size of the parameter.

    Raises ValueError for negative options, d < 1 and beta2_decay > 0; RuntimeError for complex parameters.
    Source: Shazeer and Stern, "Adafactor: Adaptive Learning Rates with Sublinear Memory Cost", 2018.
    """

    def __init__(
        self,
        params,
        lr=1e-2,
        beta2_decay=-0.8,
        eps=(None, 1e-3),
        d=1.0,
        weight_decay=0.0,
        *,
        foreach=None,
        maximize=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Learning rate should be >= 0 but is: {lr}")
        require(0.0 >= beta2_decay, f"beta2_decay should be <= 0 but is: {beta2_decay}")
        require(eps[0] is None or 0.0 <= eps[0], f"epsilon1 should be >= 0 but is: {eps[0]}")
        require(0.0 <= eps[1], f"epsilon2 should be >= 0 but is: {eps[1]}")
        require(1.0 <= d, f"Clipping threshold d should be >= 1 but is: {d}")
        require(0.0 <= weight_decay, f"weight_decay should be >= 0 but is: {weight_decay}")
        defaults = {
            "lr": lr,
            "beta2_decay": beta2_decay,
            "eps": eps,
            "d": d,
            "weight_decay": weight_decay,
            "foreach": foreach,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            group.setdefault("foreach", None)
            for param in group["params"]:
                own = self.state.get(param, {})
                if own and not isinstance(own["step"], Tensor):
                    own["step"] = counter(float(own["step"]), group)

    def step(self, closure=None):
        """Update every parameter that has a gradient once, in place; `closure`, if given, computes the loss first."""
        loss = None
        if closure is not None:
            with modes.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [param for param in group["params"] if param.grad is not None]
            for param in params:
                if param.array.dtype.kind == "c":
                    raise RuntimeError("Adafactor does not support complex parameters")
                if not self.state[param]:
                    self.state[param].update(_new_state(param.grad.array, group))
            if params:
                modes.thread.state.run(self._update, params, group)
        return loss

    def _update(self, params, group):
        eps1, eps2 = group["eps"]
        if eps1 is None:  # of the first parameter's dtype for all: so does torch
            eps1 = float(np.finfo(params[0].array.dtype).eps)
        lr, d, weight_decay = scalar(group["lr"]), group["d"], scalar(group["weight_decay"])
        for param in params:
            state = self.state[param]
            p, grad = param.array, param.grad.array
            step = float(count(state["step"]))
            alpha = max(eps2, _rms(p)) * min(lr, 1 / step**0.5)
            if weight_decay != 0:
                p *= p.dtype.type(1 - lr * weight_decay)
            variance = _variance(grad, state, step ** group["beta2_decay"], eps1)
            update = grad / np.sqrt(np.maximum(variance, p.dtype.type(eps1 * eps1)))
            clipped = max(1.0, _rms(update) / d)
            update *= p.dtype.type((alpha if group["maximize"] else -alpha) / clipped)
            p += update
            for array in (p, *[value.array for value in state.values()]):
                graph.ledger.mark(array)


def _new_state(grad, group):
    state = {"step": counter(0.0, group)}
    if grad.ndim > 1:
        state["row_var"] = wrap(np.zeros((*grad.shape[:-1], 1), grad.dtype))
        state["col_var"] = wrap(np.zeros((*grad.shape[:-2], 1, grad.shape[-1]), grad.dtype))
    else:
        state["variance"] = wrap(np.zeros_like(grad))
    return state


def _variance(grad, state, weight, eps1):
    """The running mean of g², for a matrix rebuilt from the means of its rows and columns."""
    square = grad * grad
    if grad.ndim <= 1:
        return lerp_(state["variance"].array, square, weight)
    row = lerp_(state["row_var"].array, square.mean(-1, keepdims=True), weight)
    column = lerp_(state["col_var"].array, square.mean(-2, keepdims=True), weight)
    return row * column / np.maximum(row.mean(-2, keepdims=True), grad.dtype.type(eps1))


def _rms(array) -> float:
    return float(np.linalg.norm(array)) / array.size**0.5
