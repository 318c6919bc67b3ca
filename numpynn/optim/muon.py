"""Muon."""

from __future__ import annotations

import math

import numpy as np

from .. import graph, modes
from .arithmetic import lerp_, scalar
from .optimizer import Optimizer
from .options import check_single, require
from .state import zeros_like


class Muon(Optimizer):
    """Momentum for matrices, with every update made nearly orthogonal.

    b += (1 - momentum)(g - b);  u = b, or g + momentum * (b - g) with `nesterov`;  u ← near to U Vᵀ of its singular value
    decomposition, by `ns_steps` Newton-Schulz iterations X ← a X + (b G + c G²) X with G = X Xᵀ, in bfloat16 as in torch;
    p *= 1 - lr * weight_decay;  p -= lr * ratio * u, where ratio is √max(1, rows / columns), or with
    adjust_lr_fn="match_rms_adamw" 0.2 √max(rows, columns).

    Differs from torch where a sum comes so near to the middle between two bfloat16 numbers that the order of its terms
    decides: of random updates 1 in 4 of 64 x 64, and all of 256 x 256, had such a sum, and the iterations spread it. Those
    differ by 0.7% at most, in rms; torch's own differ as much between a processor with AVX2 and one with AVX-512.

    Raises ValueError for negative options, an unknown `adjust_lr_fn`, parameters that are no matrices, and from `step` for
    100 iterations or more, or other than three coefficients.
    Source: Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024.
    """

    def __init__(
        self,
        params,
        lr=1e-3,
        weight_decay=0.1,
        momentum=0.95,
        nesterov=True,
        ns_coefficients=(3.4445, -4.775, 2.0315),
        eps=1e-7,
        ns_steps=5,
        adjust_lr_fn=None,
    ):
        check_single("lr", lr)
        require(0.0 <= lr, f"Learning rate should be >= 0 but is: {lr}")
        require(0.0 <= momentum, f"momentum should be >= 0 but is: {momentum}")
        require(0.0 <= weight_decay, f"weight decay should be >= 0 but is: {weight_decay}")
        require(
            adjust_lr_fn in (None, "original", "match_rms_adamw"),
            f"Adjust learning rate function {adjust_lr_fn} is not supported",
        )
        defaults = {
            "lr": lr,
            "weight_decay": weight_decay,
            "momentum": momentum,
            "nesterov": nesterov,
            "ns_coefficients": ns_coefficients,
            "eps": eps,
            "ns_steps": ns_steps,
            "adjust_lr_fn": adjust_lr_fn,
        }
        super().__init__(params, defaults)
        for group in self.param_groups:
            for param in group["params"]:
                require(
                    param.ndim == 2,
                    f"Muon only supports 2D parameters whereas we found a parameter with size: {param.shape}",
                )

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
                    raise RuntimeError("Muon does not support complex parameters")
                if "momentum_buffer" not in self.state[param]:
                    self.state[param]["momentum_buffer"] = zeros_like(param.grad)
            for param in params:
                modes.thread.state.run(self._update, param, self.state[param]["momentum_buffer"], group)
        return loss

    @staticmethod
    def _update(param, buffer, group):
        momentum, lr, weight_decay = group["momentum"], scalar(group["lr"]), scalar(group["weight_decay"])
        p, grad, b = param.array, param.grad.array, buffer.array
        if grad.ndim != 2:
            raise ValueError("Param gradient must be a 2D matrix")
        lerp_(b, grad, 1 - momentum)
        update = lerp_(grad.copy(), b, momentum) if group["nesterov"] else b
        update = _orthogonal(update, group["ns_coefficients"], group["ns_steps"], group["eps"])
        p *= p.dtype.type(1 - lr * weight_decay)
        p -= p.dtype.type(lr * _ratio(group["adjust_lr_fn"], *p.shape)) * update
        graph.ledger.mark(p)
        graph.ledger.mark(b)


def _ratio(adjust_lr_fn, rows, columns) -> float:
    if adjust_lr_fn == "match_rms_adamw":
        return 0.2 * math.sqrt(max(rows, columns))
    return math.sqrt(max(1, rows / columns))


def _orthogonal(matrix, coefficients, steps, eps):
    """The factor U Vᵀ of a matrix, nearly: its singular values come near to 1."""
    if steps >= 100:
        raise ValueError("Number of steps must be less than 100 for computational efficiency")
    if len(coefficients) != 3:
        raise ValueError("Coefficients must be a tuple of exactly 3 values")
    a, b, c = coefficients
    x = _bfloat16(matrix.astype(np.float32))
    if x.shape[0] > x.shape[1]:
        return _orthogonal(matrix.T, coefficients, steps, eps).T
    x = _bfloat16(x / np.maximum(_bfloat16(np.linalg.norm(x)), _bfloat16(np.float32(eps))))
    for _ in range(steps):
        gram = _bfloat16(x @ x.T)
        x = _addmm(a, x, 1, _addmm(b, gram, c, gram, gram), x)
    return x


def _addmm(beta, c, alpha, a, b):
    """beta c + alpha a b, where beta c is added before anything is rounded, as oneDNN does for torch."""
    product = np.float32(alpha) * (a @ b)
    return _bfloat16((np.float64(np.float32(beta)) * c + product).astype(np.float32))


def _bfloat16(x):
    """float32 numbers rounded to 8 bits of precision, half to even."""
    bits = np.asarray(x).view(np.uint32)
    rounded = (bits + (np.uint32(0x7FFF) + ((bits >> 16) & 1))) & np.uint32(0xFFFF0000)
    return np.where(np.isnan(x), x, rounded.view(np.float32))
