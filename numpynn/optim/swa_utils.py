"""torch.optim.swa_utils: averages of a model over training, and the learning rates that go with them."""

from __future__ import annotations

import copy
import math
from itertools import chain

import numpy as np

from .. import graph, modes
from ..nn import Module
from ..tensor import wrap
from .arithmetic import lerp_
from .lr_scheduler.base import LRScheduler, per_group

__all__ = [
    "AveragedModel",
    "SWALR",
    "get_ema_avg_fn",
    "get_ema_multi_avg_fn",
    "get_swa_avg_fn",
    "get_swa_multi_avg_fn",
    "update_bn",
]


def get_ema_avg_fn(decay=0.999):
    """The function decay * average + (1 - decay) * current. Raises ValueError unless 0 <= decay <= 1."""
    _check_decay(decay)

    @modes.no_grad()
    def ema_update(ema_param, current_param, num_averaged):
        return decay * ema_param + (1 - decay) * current_param

    return ema_update


def get_swa_avg_fn():
    """The function average + (current - average) / (num_averaged + 1)."""

    @modes.no_grad()
    def swa_update(averaged_param, current_param, num_averaged):
        return averaged_param + (current_param - averaged_param) / (num_averaged + 1)

    return swa_update


def get_ema_multi_avg_fn(decay=0.999):
    """The function that does `get_ema_avg_fn` in place, for a list of averages and a list of current values.

    Raises ValueError unless 0 <= decay <= 1.
    """
    _check_decay(decay)

    @modes.no_grad()
    def ema_update(ema_param_list, current_param_list, _):
        floating = _is_floating(ema_param_list[0])
        for average, current in zip(ema_param_list, current_param_list, strict=True):
            if floating:
                _lerp_(average, current, 1 - decay)
            else:
                average.copy_(average * decay + current * (1 - decay))

    return ema_update


def get_swa_multi_avg_fn():
    """The function that does `get_swa_avg_fn` in place, for a list of averages and a list of current values.

    Raises RuntimeError for integers, as torch's does.
    """

    @modes.no_grad()
    def swa_update(averaged_param_list, current_param_list, num_averaged):
        weight = float(1 / (num_averaged + 1))
        if not _is_floating(averaged_param_list[0]):
            raise RuntimeError("For integral input tensors, argument alpha must not be a floating point number.")
        for average, current in zip(averaged_param_list, current_param_list, strict=True):
            _lerp_(average, current, weight)

    return swa_update


def _check_decay(decay):
    if decay < 0.0 or decay > 1.0:
        raise ValueError(f"Invalid decay value {decay} provided. Please provide a value in [0,1] range.")


def _lerp_(average, current, weight):
    lerp_(average.array, current.array, weight)
    graph.ledger.mark(average.array)


def _is_floating(tensor) -> bool:
    return tensor.array.dtype.kind in "fc"


class AveragedModel(Module):
    """A copy of `model` whose parameters average those of the model over training.

    `update_parameters(model)` copies them the first time, then calls avg_fn(average, current, n_averaged), which returns
    the new average, or multi_avg_fn(averages, currents, n_averaged), which sets them, for all Tensors of one dtype at once;
    without either it is the mean of all. Buffers are averaged too with `use_buffers`, else copied.

    Raises AssertionError where both functions are given. Source: Izmailov et al., "Averaging Weights Leads to Wider Optima
    and Better Generalization", 2018.
    """

    def __init__(self, model, device=None, avg_fn=None, multi_avg_fn=None, use_buffers=False):
        super().__init__()
        if avg_fn is not None and multi_avg_fn is not None:
            raise AssertionError("Only one of avg_fn and multi_avg_fn should be provided")
        self.module = copy.deepcopy(model)
        if device is not None:
            self.module = self.module.to(device)
        self.register_buffer("n_averaged", wrap(np.array(0, np.int64)))
        self.avg_fn = avg_fn
        self.multi_avg_fn = multi_avg_fn
        self.use_buffers = use_buffers

    def forward(self, *args, **kwargs):
        """What the averaged model gives."""
        return self.module(*args, **kwargs)

    def update_parameters(self, model) -> None:
        """Take the model's present parameters into the average."""
        averages = [tensor.detach() for tensor in self._averaged(self.module)]
        currents = [tensor.detach() for tensor in self._averaged(model)]
        if self.n_averaged == 0:
            for average, current in zip(averages, currents, strict=False):
                average.copy_(current)
        elif self.multi_avg_fn is not None:
            self._update_together(averages, currents)
        else:
            function = self.avg_fn or get_swa_avg_fn()
            for average, current in zip(averages, currents, strict=False):
                average.copy_(function(average, current, self.n_averaged))
        if not self.use_buffers:
            for average, current in zip(self.module.buffers(), model.buffers(), strict=True):
                average.detach().copy_(current.detach())
        self.n_averaged += 1

    def _averaged(self, model):
        return chain(model.parameters(), model.buffers()) if self.use_buffers else model.parameters()

    def _update_together(self, averages, currents):
        by_dtype: dict = {}
        for average, current in zip(averages, currents, strict=False):
            pair = by_dtype.setdefault(average.array.dtype, ([], []))
            pair[0].append(average)
            pair[1].append(current)
        for some_averages, some_currents in by_dtype.values():
            self.multi_avg_fn(some_averages, some_currents, self.n_averaged)


@modes.no_grad()
def update_bn(loader, model, device=None) -> None:
    """Set the running statistics of all BatchNorm layers to the mean over one pass of `loader`.

    A batch is a Tensor, or a list or tuple whose first element is one.
    """
    from ..nn.modules.batchnorm import _BatchNorm

    momenta = {module: module.momentum for module in model.modules() if isinstance(module, _BatchNorm)}
    if not momenta:
        return
    was_training = model.training
    model.train()
    for module in momenta:
        module.reset_running_stats()
        module.momentum = None  # the mean of all batches
    for batch in loader:
        batch = batch[0] if isinstance(batch, (list, tuple)) else batch
        model(batch if device is None else batch.to(device))
    for module, momentum in momenta.items():
        module.momentum = momentum
    model.train(was_training)


class SWALR(LRScheduler):
    """lr from what it is to `swa_lr` in `anneal_epochs` steps, along a cosine or a line, and then constant.

    Raises ValueError for an unknown strategy, a negative number of epochs, and a wrong number of rates.
    Source: Izmailov et al., "Averaging Weights Leads to Wider Optima and Better Generalization", 2018.
    """

    def __init__(self, optimizer, swa_lr, anneal_epochs=10, anneal_strategy="cos", last_epoch=-1):
        for group, lr in zip(optimizer.param_groups, per_group("swa_lr", optimizer, swa_lr), strict=True):
            group["swa_lr"] = lr
        if anneal_strategy not in ("cos", "linear"):
            raise ValueError(f"anneal_strategy must be one of 'cos' or 'linear', instead got {anneal_strategy}")
        self._anneal_strategy = anneal_strategy
        if not isinstance(anneal_epochs, int) or anneal_epochs < 0:
            raise ValueError(f"anneal_epochs must be equal or greater than 0, got {anneal_epochs}")
        self.anneal_epochs = anneal_epochs
        super().__init__(optimizer, last_epoch)

    def anneal_func(self, t):
        """How far the rate has come when a part t of the steps is done."""
        return (1 - math.cos(math.pi * t)) / 2 if self._anneal_strategy == "cos" else t

    def get_lr(self) -> list:
        """The rates for this step, one a group."""
        self._warn_outside_step()
        step = self._step_count - 1
        if self.anneal_epochs == 0:
            step = max(1, step)
        before, now = self._progress(step - 1), self._progress(step)
        rates = []
        for group in self.optimizer.param_groups:
            target = group["swa_lr"]
            # The rate where the annealing began, whatever else has changed the rate since.
            start = target if before == 1 else (group["lr"] - before * target) / (1 - before)
            rates.append(target * now + start * (1 - now))
        return rates

    def _progress(self, step):
        return self.anneal_func(max(0, min(1, step / max(1, self.anneal_epochs))))
