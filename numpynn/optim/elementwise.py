"""The base of the optimizers whose rule treats every element alike."""

from __future__ import annotations

from functools import partial
from types import SimpleNamespace

import numpy as np

from .. import graph, modes
from ..tensor import Tensor
from .arithmetic import Recorded, differentiable_scalar, double_scalar, scalar
from .optimizer import Optimizer
from .pieces import Workshop
from .state import count, counter, zeros_like

_RECORDED = Recorded()
# Options of these kinds have nothing to convert; Tensors do, and tuples of them.
_PLAIN = {float, int, bool, type(None), list}


class Elementwise(Optimizer):
    """Base of the optimizers that update each element from its own gradient and state alone.

    A subclass names its state arrays (`_arrays`), makes the state (`_new_state`), counts a step (`_advance`), and states
    its `rule(on, param, grad, state, o, at)`: `on` carries it out, `state` holds the state arrays, `o` the options of the
    group, `at` what `_advance` returned. The rule leaves the new state in `state` and returns the new parameter.
    """

    # Options that checkpoints of older releases lack, with their values there.
    _later_options: dict = {}
    # State that counts: 0-dim tensors, but plain numbers in checkpoints of older releases.
    _counters = ("step",)
    _foreach_differentiable = False
    _workshop = None

    def _arrays(self, group) -> tuple:
        """The names of the state arrays, all of the parameter's shape."""
        raise NotImplementedError(f"{self.__class__.__name__}._arrays: a subclass must give it")

    def _new_state(self, param, group) -> dict:
        """The state of a parameter before its first step."""
        return {"step": counter(0.0, group)} | {name: zeros_like(param) for name in self._arrays(group)}

    def _advance(self, param, state, o):
        """Count the step in `state`; return what the rule must know of it. Parameters with equal answers go together."""
        return count(state["step"])

    @staticmethod
    def rule(on, param, grad, state, o, at):
        """One step, as a mathematical statement."""
        raise NotImplementedError("a subclass must give its rule")

    def step(self, closure=None):
        """Update every parameter that has a gradient once, in place.

        `closure`, where given, is called first: it clears the gradients, computes the loss, calls its backward and
        returns it, and so does `step`. Raises AssertionError under capturable=True, which needs an accelerator in torch.
        """
        loss = None
        if closure is not None:
            with modes.enable_grad():
                loss = closure()
        for group in self.param_groups:
            params = [param for param in group["params"] if param._grad is not None]
            if not params:
                continue
            states = self._prepare(params, group)
            if self.defaults["differentiable"]:
                with modes.enable_grad():
                    self._update_recorded(params, states, group)
            else:
                modes.thread.state.run(self._update_arrays, params, states, group)
        return loss

    def _prepare(self, params, group):
        """The states of the parameters, once it is sure that the step can be made."""
        if group.get("fused"):
            _check_floating(params)
        if not self._arrays(group):
            states = [{}] * len(params)
        else:
            states = [self.state[param] for param in params]
            if not all(states):
                for param, state in zip(params, states):
                    if not state:
                        state.update(self._new_state(param, group))
        if group.get("capturable"):
            raise AssertionError(
                "If capturable=True, params and state_steps must be on supported devices: "
                "['cuda', 'xpu', 'hpu', 'privateuseone', 'xla']."
            )
        if group["foreach"] and group["differentiable"] and not self._foreach_differentiable:
            raise AssertionError("_foreach ops don't support autograd")
        return states

    def _update_arrays(self, params, states, group):
        names = self._arrays(group)
        o = _numbers(group)
        advance = self._advance
        ats = [advance(param, state, o) for param, state in zip(params, states)]
        columns = [params, [param._grad for param in params], *[[state[name] for state in states] for name in names]]
        if self._workshop is None:
            self._workshop = Workshop()
        for at, (some, grads, *kinds) in _alike(ats, columns):
            written = self._workshop.update(partial(self._apply, names, o, at), some, grads, kinds)
            graph.ledger.mark_all(written)

    def _apply(self, names, o, at, on, arrays):
        """The rule on a piece of parameter, gradient and state arrays."""
        param, grad, *arrays = arrays
        if o.maximize:
            grad = on(np.negative, grad)
        self.rule(on, param, grad, SimpleNamespace(**dict(zip(names, arrays))), o, at)

    def _update_recorded(self, params, states, group):
        names = self._arrays(group)
        o = _options(group, differentiable_scalar)
        numbers = _numbers(group)
        if any(param.array.dtype.kind == "c" for param in params):
            raise NotImplementedError(f"{self.__class__.__name__}: differentiable=True with complex parameters")
        for param, state in zip(params, states):
            at = self._advance(param, state, numbers)
            arrays = SimpleNamespace(**{name: state[name] for name in names})
            grad = -param.grad if o.maximize else param.grad
            # The rule's vertices may save their operands, and the parameter is about to be overwritten.
            new = self.rule(_RECORDED, param.clone(), grad, arrays, o, at)
            state.update(vars(arrays))
            param.copy_(new)

    def __setstate__(self, state):
        super().__setstate__(state)
        for group in self.param_groups:
            for name, value in self._later_options.items():
                group.setdefault(name, value)
            for param in group["params"]:
                self._update_counters(self.state.get(param, {}), group)

    def _update_counters(self, state, group):
        for name in self._counters:
            if name in state and not isinstance(state[name], Tensor):
                state[name] = counter(float(state[name]), group)


def _alike(ats, columns):
    """The columns, divided into such that go together: of one dtype, and alike in what `_advance` said."""
    dtypes = [param.array.dtype for param in columns[0]]
    if ats.count(ats[0]) == dtypes.count(dtypes[0]) == len(ats):
        yield ats[0], columns
        return
    kinds = list(zip(ats, dtypes))
    for kind in dict.fromkeys(kinds):
        yield (
            kind[0],
            [[tensor for tensor, other in zip(column, kinds) if other == kind] for column in columns],
        )


def _options(group, convert) -> SimpleNamespace:
    o = SimpleNamespace(**group)
    for name, value in group.items():
        if value.__class__ not in _PLAIN:
            setattr(o, name, convert(value))
    return o


def _numbers(group) -> SimpleNamespace:
    return _options(group, double_scalar if group.get("fused") else scalar)


def _check_floating(params):
    for param in params:
        if param.array.dtype.kind != "f":
            raise RuntimeError(
                "`fused=True` requires all the params to be floating point Tensors of supported devices: ['cpu'] "
                f"but {param.dtype} and cpu"
            )
