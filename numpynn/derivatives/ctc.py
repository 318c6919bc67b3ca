"""The derivative of connectionist temporal classification; it has no second one."""

from __future__ import annotations

from ..kernels import ctc as kernel
from ..primitive import differentiable


def _slope(g, log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, out):
    return ctc_loss_backward(g, log_probs, targets, input_lengths, target_lengths, blank, zero_infinity, out[1], out[2])


def _refuse(h):
    raise RuntimeError("derivative for ctc_loss_backward is not implemented")


ctc_loss = differentiable(kernel.ctc_loss, kept=2, log_probs=_slope)
ctc_loss_backward = differentiable(kernel.ctc_loss_backward, constants=("nll", "alpha"), g=_refuse, log_probs=_refuse)
