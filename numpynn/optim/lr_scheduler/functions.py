"""Rates by a function of the step."""

from __future__ import annotations

from .base import LRScheduler, saved_function, values_of


class _ByFunction(LRScheduler):
    """Base of the schedulers that call a function of the step for every group."""

    def __init__(self, optimizer, lr_lambda, last_epoch=-1):
        self.optimizer = optimizer
        groups = len(optimizer.param_groups)
        if not isinstance(lr_lambda, (list, tuple)):
            lr_lambda = [lr_lambda] * groups
        elif len(lr_lambda) != groups:
            raise ValueError(f"Expected {groups} lr_lambdas, but got {len(lr_lambda)}")
        self.lr_lambdas = list(lr_lambda)
        self._check_functions()
        super().__init__(optimizer, last_epoch)

    def _check_functions(self):
        pass

    def state_dict(self) -> dict:
        """All variables of the scheduler but the optimizer; of the functions, the variables of those that are objects."""
        state = super().state_dict()
        state["lr_lambdas"] = [saved_function(function) for function in state.pop("lr_lambdas")]
        return state

    def load_state_dict(self, state_dict: dict) -> None:
        """Take over what `state_dict` returned; functions that are objects get their variables back."""
        state = dict(state_dict)
        saved = state.pop("lr_lambdas")
        self.__dict__.update(state)
        for function, variables in zip(self.lr_lambdas, saved, strict=False):
            if variables is not None:
                function.__dict__.update(variables)

    def _factors(self):
        return [function(self.last_epoch) for function in self.lr_lambdas]


class LambdaLR(_ByFunction):
    """lr = initial lr * lr_lambda(t), with one function, or one a group. Raises ValueError for a wrong number of them.

    >>> import numpynn
    >>> optimizer = numpynn.optim.SGD([numpynn.ones(2)], lr=0.5)
    >>> scheduler = numpynn.optim.lr_scheduler.LambdaLR(optimizer, lambda t: 0.5**t)
    >>> optimizer.step()
    >>> scheduler.step()
    >>> scheduler.get_last_lr()
    [0.25]
    """

    def get_lr(self) -> list:
        """The rates for step `last_epoch`, one a group."""
        self._warn_outside_step()
        return [lr * factor for lr, factor in zip(self.base_lrs, self._factors(), strict=True)]


class MultiplicativeLR(_ByFunction):
    """lr *= lr_lambda(t), from the first step on. Raises ValueError for a wrong number of functions, TypeError for no function."""

    def _check_functions(self):
        for function in self.lr_lambdas:
            if not callable(function):
                raise TypeError(f"lr_lambda should be a function, but got {type(function).__name__}")

    def get_lr(self) -> list:
        """The rates for step `last_epoch`, one a group."""
        self._warn_outside_step()
        rates = values_of(self.optimizer, "lr")
        if self._is_initial:
            return rates
        return [lr * factor for lr, factor in zip(rates, self._factors(), strict=True)]
