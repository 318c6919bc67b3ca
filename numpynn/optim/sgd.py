"""Stochastic gradient descent."""

from __future__ import annotations

from .elementwise import Elementwise
from .options import check_fused, check_single, require
from .state import zeros_like


class SGD(Elementwise):
    """Stochastic gradient descent, with momentum where asked for.

    g += weight_decay * p;  b = momentum * b + (1 - dampening) * g, but b = g in the first step;
    p -= lr * b, or lr * (g + momentum * b) with `nesterov`. Under `maximize` the gradient's sign is turned.

    Raises ValueError for negative options, and for `nesterov` without momentum or with dampening.
    Source: Sutskever et al., "On the importance of initialization and momentum in deep learning", 2013, where the
    learning rate stands inside the velocity.

    >>> import numpynn
    >>> p = numpynn.tensor([1.0, 2.0], requires_grad=True)
    >>> optimizer = numpynn.optim.SGD([p], lr=0.25)
    >>> (p * p).sum().backward()
    >>> optimizer.step()
    >>> p.tolist()
    [0.5, 1.0]
    """

    _later_options = {
        "nesterov": False,
        "maximize": False,
        "foreach": None,
        "differentiable": False,
        "fused": False,
    }
    _counters = ()
    _foreach_differentiable = True

    def __init__(
        self,
        params,
        lr=1e-3,
        momentum=0,
        dampening=0,
        weight_decay=0,
        nesterov=False,
        *,
        maximize=False,
        foreach=None,
        differentiable=False,
        fused=None,
    ):
        check_single("lr", lr)
        require(not lr < 0.0, f"Invalid learning rate: {lr}")
        require(not momentum < 0.0, f"Invalid momentum value: {momentum}")
        require(not weight_decay < 0.0, f"Invalid weight_decay value: {weight_decay}")
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum requires a momentum and zero dampening")
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "foreach": foreach,
            "differentiable": differentiable,
            "fused": fused,
        }
        super().__init__(params, defaults)
        check_fused(fused, foreach, differentiable)

    def _arrays(self, group):
        return ("momentum_buffer",) if group["momentum"] != 0 else ()

    def _new_state(self, param, group):
        return {"momentum_buffer": None}

    def _advance(self, param, state, o):
        """Whether this is the first step with momentum."""
        if o.momentum == 0 or state.get("momentum_buffer") is not None:
            return False
        state["momentum_buffer"] = zeros_like(param)
        return True

    @staticmethod
    def rule(on, param, grad, state, o, first):
        if o.weight_decay != 0:
            grad = on.add(grad, param, o.weight_decay)
        if o.momentum != 0:
            buffer = state.momentum_buffer
            if first:
                buffer = on.copy_(buffer, on.detach(grad))
            else:
                buffer = on.add_(buffer, grad, 1 - o.dampening, o.momentum)
            state.momentum_buffer = buffer
            grad = on.add(grad, buffer, o.momentum) if o.nesterov else buffer
        return on.add_(param, grad, -o.lr)
