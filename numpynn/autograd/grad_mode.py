"""Modes of autograd by the names of `torch.autograd.grad_mode`; those that change nothing here are accepted."""

from __future__ import annotations

import functools

from ..modes import enable_grad, inference_mode, no_grad, set_grad_enabled

__all__ = [
    "enable_grad",
    "enforce_grad_layout_policy",
    "inference_mode",
    "no_grad",
    "set_grad_enabled",
    "set_multithreading_enabled",
]


class _Accepted:
    """A mode that is remembered and has no effect: at once as a function, until the end of a block, or of a function."""

    current = True

    def __init__(self, mode: bool = True):
        self.before = type(self).current
        self.mode = type(self).current = bool(mode)

    def __enter__(self):
        type(self).current = self.mode

    def __exit__(self, *exception):
        type(self).current = self.before

    def __call__(self, function):
        type(self).current = self.before

        @functools.wraps(function)
        def wrapped(*args, **kwargs):
            with type(self)(self.mode):
                return function(*args, **kwargs)

        return wrapped


class set_multithreading_enabled(_Accepted):
    """Whether backward may use threads. Here it never does."""


class enforce_grad_layout_policy(_Accepted):
    """Whether a gradient must have its parameter's strides. Here any are accepted."""


def is_multithreading_enabled() -> bool:
    """What `set_multithreading_enabled` was last given."""
    return set_multithreading_enabled.current


def is_view_replay_enabled() -> bool:
    """False: views get their histories anew from their base."""
    return False
