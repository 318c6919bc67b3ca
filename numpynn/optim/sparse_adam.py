"""SparseAdam, which refuses: numpynn has no sparse gradients."""

from __future__ import annotations

from .. import modes
from .optimizer import Optimizer
from .options import check_betas, check_single, require


class SparseAdam(Optimizer):
    """Adam for sparse gradients, which numpynn has not: `step` refuses dense ones as torch's does.

    Raises ValueError for options that are not positive, betas outside [0, 1), and complex parameters.
    """

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, maximize=False):
        check_single("lr", lr)
        require(0.0 < lr, f"Invalid learning rate: {lr}")
        require(0.0 < eps, f"Invalid epsilon value: {eps}")
        check_betas(betas)
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "maximize": maximize})
        complex_params = [
            [i, j]
            for i, group in enumerate(self.param_groups)
            for j, param in enumerate(group["params"])
            if param.array.dtype.kind == "c"
        ]
        require(
            not complex_params,
            f"Complex params at indices {complex_params}: SparseAdam does not support complex parameters",
        )

    def step(self, closure=None):
        """Refuse every gradient there is. Raises RuntimeError: no gradient is sparse."""
        loss = None
        if closure is not None:
            with modes.enable_grad():
                loss = closure()
        for group in self.param_groups:
            if any(param.grad is not None for param in group["params"]):
                raise RuntimeError("SparseAdam does not support dense gradients, please consider Adam instead")
        return loss
