"""Resilient backpropagation."""

from __future__ import annotations

import numpy as np

from .arithmetic import scalar
from .elementwise import Elementwise
from .options import check_single, require
from .state import counter, full_like, zeros_like


class Rprop(Elementwise):
    """Steps by the sign of the gradient alone, each element's step growing while the sign holds.

    Where the sign is that of the step before, the step size is multiplied by etas[1]; where it turned, by etas[0] and the
    gradient is taken as 0; sizes stay within `step_sizes` and start at `lr`.  p -= size * sign(g).

    Raises ValueError unless 0 <= lr and 0 < etas[0] < 1 < etas[1].
    Source: Riedmiller and Braun, "A Direct Adaptive Method for Faster Backpropagation Learning", 1993.
    """

    _later_options = {"foreach": None, "maximize": False, "differentiable": False, "capturable": False}

    def __init__(
        self,
        params,
        lr=1e-2,
        etas=(0.5, 1.2),
        step_sizes=(1e-6, 50),
        *,
        capturable=False,
        foreach=None,
        maximize=False,
        differentiable=False,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Invalid learning rate: {lr}")
        require(0.0 < etas[0] < 1.0 < etas[1], f"Invalid eta values: {etas[0]}, {etas[1]}")
        defaults = {
            "lr": lr,
            "etas": etas,
            "step_sizes": step_sizes,
            "foreach": foreach,
            "maximize": maximize,
            "differentiable": differentiable,
            "capturable": capturable,
        }
        super().__init__(params, defaults)

    def _arrays(self, group):
        return ("prev", "step_size")

    def _new_state(self, param, group):
        return {
            "step": counter(0.0, group),
            "prev": zeros_like(param),
            "step_size": full_like(param, scalar(group["lr"])),
        }

    @staticmethod
    def rule(on, param, grad, state, o, step):
        agreement = on(np.multiply, grad, state.prev)
        factor = on.choose(np.less, agreement, on.number(o.etas[0]), on.number(1.0))
        factor = on.choose(np.greater, agreement, on.number(o.etas[1]), factor)
        size = on(np.multiply, state.step_size, factor, into=state.step_size)
        size = on(np.maximum, size, on.number(o.step_sizes[0]), into=size)
        state.step_size = on(np.minimum, size, on.number(o.step_sizes[1]), into=size)
        state.prev = on.copy_(state.prev, on.choose(np.less, agreement, on.number(0.0), grad))
        return on.addcmul_(param, on.sign(state.prev), state.step_size, -1)
