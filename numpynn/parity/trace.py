"""What every module of a network gave and got, in order of execution; and the first that differs.

A trace hooks each module twice: before its forward each input is cloned, so that the gradient that arrives
there is this module's alone; after its forward the outputs are noted. Inner modules end before the outer
ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from .compare import compare, largest
from .side import Side
from .structure import is_tensor, map_tensors, tensors, to_array


class Step(NamedTuple):
    """One call of one module."""

    name: str
    outputs: list  # arrays, as they were when the module returned
    received: list  # the gradients of the outputs, None where there is none
    passed_on: list  # the gradients of the inputs and of the module's own parameters

    def lies_within(self, other: Step) -> bool:
        """Whether this module is part of the other one."""
        return other.name != self.name and (not other.name or self.name.startswith(f"{other.name}."))


def trace(side: Side, inputs: dict, loss, dtype: str, seed: int, training: bool) -> list[Step]:
    """Run a module forward and back and note every step on the way."""
    with side.prepared(dtype, seed, training):
        calls = []
        handles = [h for name, m in side.module.named_modules() for h in _watch(m, name, calls)]
        try:
            value = side.loss(side.call(side.given(inputs, dtype)), loss)
            if is_tensor(value) and value.requires_grad:
                value.backward()
        finally:
            for handle in handles:
                handle.remove()
        return [_step(*call) for call in calls]


def _watch(module, name, calls):
    entered = []

    def before(module, arguments):
        entered.append(map_tensors(_clone, arguments))
        return entered[-1]

    def after(module, arguments, output):
        noted = [to_array(tensor).copy() for tensor in tensors(output)]
        calls.append((name, module, tensors(entered.pop()), [_retained(t) for t in tensors(output)], noted))

    return module.register_forward_pre_hook(before), module.register_forward_hook(after)


def _clone(tensor):
    return _retained(tensor.clone()) if tensor.requires_grad else tensor


def _retained(tensor):
    if tensor.requires_grad and not tensor.is_leaf:
        tensor.retain_grad()
    return tensor


def _step(name, module, given, outputs, noted):
    own = module.parameters(recurse=False)
    return Step(name, noted, _gradients(outputs), _gradients([*given, *own]))


def _gradients(of):
    return [None if tensor.grad is None else to_array(tensor.grad).copy() for tensor in of]


def first_output(ours: list[Step], theirs: list[Step], named=str) -> str | None:
    """The name of the first module, in order of execution, whose output differs; `named(name)` is ours for torch's."""
    for mine, torchs in zip(ours, theirs):
        if mine.name != named(torchs.name) or not _agree(mine.outputs, torchs.outputs):
            return torchs.name
    return None


def first_gradient(ours: list[Step], theirs: list[Step]) -> str | None:
    """The name of the first module, in order of the way back, that turns the same gradient into another one.

    Of modules within one another this is the innermost.
    """
    suspects = [torchs for mine, torchs in zip(ours, theirs) if _turns(mine, torchs)][::-1]
    inner = (s for s in suspects if not any(other.lies_within(s) for other in suspects))
    return next((suspect.name for suspect in inner), None)


def _turns(mine, torchs):
    return _agree(mine.received, torchs.received) and not _agree(mine.passed_on, torchs.passed_on)


def _agree(ours, theirs):
    among = largest(theirs)
    return len(ours) == len(theirs) and all(_close(a, b, among) for a, b in zip(ours, theirs))


def _close(a, b, among):
    if a is None or b is None:
        return not np.any(a) and not np.any(b)
    return compare(a, b, among=among).close
