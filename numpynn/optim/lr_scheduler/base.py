"""The base of the schedulers: what a step of one does to the optimizer, and the state that it is saved as."""

from __future__ import annotations

import functools
import types
import warnings
import weakref
from contextlib import contextmanager

from ...tensor import Tensor
from ..optimizer import Optimizer

_HOW_TO = "https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate"


class LRScheduler:
    """Base class of all schedulers, which set the learning rate of each group of an optimizer, step by step.

    A subclass gives `get_lr()`, the rates for step `last_epoch`, mostly computed from those of the step before, so that
    schedulers can be combined; and `_get_closed_form_lr()`, where there is a formula from `base_lrs` alone.
    Making a scheduler sets the rates of its first step. `last_epoch` is -1 for a fresh start, else where to go on.

    Raises TypeError where `optimizer` is none, and KeyError where a group has no "initial_lr" to go on from.
    """

    _get_lr_called_within_step = False
    _is_initial = False

    def __init__(self, optimizer: Optimizer, last_epoch: int = -1):
        check_optimizer(optimizer)
        self.optimizer = optimizer
        if last_epoch == -1:
            for group, lr in zip(optimizer.param_groups, values_of(optimizer, "lr"), strict=True):
                group.setdefault("initial_lr", lr)
        else:
            _check_initial_lr(optimizer)
        self.base_lrs = values_of(optimizer, "initial_lr")
        self.last_epoch = last_epoch
        _track_steps(optimizer)
        self._initial_step()

    def _initial_step(self):
        self._step_count = 0
        with flag(self, "_is_initial"):
            self.step()

    def state_dict(self) -> dict:
        """All variables of the scheduler but the optimizer."""
        return {name: value for name, value in self.__dict__.items() if name != "optimizer"}

    def load_state_dict(self, state_dict: dict) -> None:
        """Take over what `state_dict` returned."""
        self.__dict__.update(state_dict)

    def get_last_lr(self) -> list:
        """The rates that the last step set, one a group."""
        return self._last_lr

    def get_lr(self) -> list:
        """The rates for step `last_epoch`, one a group."""
        raise NotImplementedError(f"{self.__class__.__name__}.get_lr: a subclass must give it")

    def step(self, epoch=None) -> None:
        """Set the rates of the next step; call it after the optimizer's step. `epoch`, where to jump, is deprecated."""
        if self._step_count == 1:
            self._warn_of_order()
        self._step_count += 1
        if epoch is not None:
            warn_of_epoch()
        self._update_lr(epoch)

    def _warn_of_order(self):
        if not hasattr(self.optimizer.step, "_wrapped_by_lr_sched"):
            _warn(
                "Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. Please "
                f"make sure to call `optimizer.step()` before `lr_scheduler.step()`. See more details at {_HOW_TO}"
            )
        elif not getattr(self.optimizer, "_opt_called", False):
            _warn(
                "Detected call of `lr_scheduler.step()` before `optimizer.step()`. They should be called in the opposite "
                "order: `optimizer.step()` before `lr_scheduler.step()`. Failure to do this will skip the first value of "
                f"the learning rate schedule. See more details at {_HOW_TO}"
            )

    def _update_lr(self, epoch=None):
        with flag(self, "_get_lr_called_within_step"):
            if epoch is None:
                self.last_epoch += 1
                values = self.get_lr()
            else:
                self.last_epoch = epoch
                closed_form = getattr(self, "_get_closed_form_lr", None)
                values = self.get_lr() if closed_form is None else closed_form()
        self._set_lr(values)

    def _set_lr(self, values):
        for group, lr in zip(self.optimizer.param_groups, values, strict=True):
            set_value(group, "lr", lr)
        self._last_lr = values_of(self.optimizer, "lr")

    def _warn_outside_step(self):
        if not self._get_lr_called_within_step:
            _warn("To get the last learning rate computed by the scheduler, please use `get_last_lr()`.")


class _LRScheduler(LRScheduler):
    """The name that older programs derive their schedulers from."""


@contextmanager
def flag(scheduler, name):
    """Set an attribute of a scheduler to True for a while."""
    setattr(scheduler, name, True)
    try:
        yield
    finally:
        setattr(scheduler, name, False)


def check_optimizer(optimizer) -> None:
    """Raise TypeError unless it is an Optimizer."""
    if not isinstance(optimizer, Optimizer):
        raise TypeError(f"{type(optimizer).__name__} is not an Optimizer")


def _check_initial_lr(optimizer):
    for i, group in enumerate(optimizer.param_groups):
        if "initial_lr" not in group:
            raise KeyError(
                f"param 'initial_lr' is not specified in param_groups[{i}] when resuming scheduler with last_epoch >= 0: "
                "load the optimizer's state first, or start with last_epoch=-1"
            )


def _track_steps(optimizer):
    """Have the optimizer remember that its step was called."""
    step = optimizer.step
    if hasattr(step, "_wrapped_by_lr_sched"):
        return
    function, reference = step.__func__, weakref.ref(optimizer)

    @functools.wraps(function)
    def tracked(*args, **kwargs):
        owner = reference()
        owner._opt_called = True
        return function.__get__(owner, type(owner))(*args, **kwargs)

    tracked._wrapped_by_lr_sched = True
    optimizer.step = tracked


def _warn(message):
    warnings.warn(message, UserWarning, stacklevel=4)  # where the scheduler's method was called


def warn_of_epoch() -> None:
    """Say that `step(epoch)` is deprecated."""
    _warn(
        "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use "
        "`scheduler.step()` to step the scheduler. If epoch is different from None, the closed form is used instead of the "
        "chainable form, where available."
    )


def values_of(optimizer, name) -> list:
    """An option of every group, Tensors as copies."""
    return [_copy(group[name]) for group in optimizer.param_groups]


def set_value(group, name, value) -> None:
    """Set an option of a group; one that is a Tensor takes the value in place."""
    if isinstance(group[name], Tensor):
        group[name].fill_(value.reshape(()) if isinstance(value, Tensor) else value)
    else:
        group[name] = value


def per_group(name, optimizer, value) -> list:
    """A value for every group; raises ValueError where a list of them has another length."""
    groups = len(optimizer.param_groups)
    if not isinstance(value, (list, tuple)):
        value = [value] * groups
    elif len(value) != groups:
        raise ValueError(
            f"{name} must have the same length as optimizer.param_groups. "
            f"{name} has {len(value)} values, param_groups has {groups}."
        )
    return [_copy(item) for item in value]


def _copy(value):
    return value.clone() if isinstance(value, Tensor) else value


def saved_function(function):
    """What a state_dict keeps of a function: an object's variables, nothing of a plain function."""
    return None if isinstance(function, types.FunctionType) else function.__dict__.copy()
