"""Checks of optimizer options, shared by the constructors."""

from __future__ import annotations

from ..tensor import Tensor


def require(condition, message: str) -> None:
    """Raise ValueError with `message` unless `condition`."""
    if not condition:
        raise ValueError(message)


def check_single(name: str, value) -> None:
    """Raise ValueError where `value` is a Tensor that has not exactly one element."""
    if isinstance(value, Tensor):
        require(value.array.size == 1, f"Tensor {name} must be 1-element")


def check_betas(betas) -> None:
    """Raise ValueError unless both decay rates of Adam's family are in [0, 1)."""
    for i in (0, 1):
        require(0.0 <= betas[i] < 1.0, f"Invalid beta parameter at index {i}: {betas[i]}")


def check_fused(fused, foreach, differentiable) -> None:
    """Raise RuntimeError where `fused` is asked for with an option that excludes it."""
    if fused and differentiable:
        raise RuntimeError("`fused` does not support `differentiable`")
    if fused and foreach:
        raise RuntimeError("`fused` and `foreach` cannot be `True` together.")
