"""Checkpointing: a part of a network is computed again in backward instead of being remembered."""

from __future__ import annotations

import contextlib
import warnings
import weakref

from ..graph import ArrayAlgebra, Rule, Vertex, clock
from ..modes import enable_grad, is_grad_enabled, no_grad
from ..random import fork_rng, get_rng_state, set_rng_state
from ..tensor import Tensor

__all__ = ["CheckpointError", "checkpoint", "checkpoint_sequential", "noop_context_fn"]


class CheckpointError(RuntimeError):
    """What was computed again is not what was computed at first."""


def noop_context_fn():
    """Contexts for forward and for the second computation that do nothing."""
    return contextlib.nullcontext(), contextlib.nullcontext()


def checkpoint(
    function, *args, use_reentrant=None, context_fn=noop_context_fn, determinism_check="default", debug=False,
    early_stop=True, **kwargs,
):  # fmt: skip
    r"""function(\*args, \*\*kwargs), of which backward remembers the arguments alone and computes the rest again.

    use_reentrant: where true, no keywords are taken, and nothing is recorded unless an argument requires grad.
    preserve_rng_state (a keyword, by default true): draw the same random numbers again. context_fn gives the contexts
    of the first and of the second computation. CheckpointError if the second one's operations or shapes differ, unless
    determinism_check="none". Differs from torch: both forms allow autograd.grad(), and early_stop stops nothing.
    """
    if debug:
        raise NotImplementedError("checkpoint(): debug=True is not supported")
    if determinism_check not in ("default", "none"):
        raise ValueError(f"determinism_check should be one of ('default', 'none') but got {determinism_check}")
    preserve = kwargs.pop("preserve_rng_state", True)
    if _reentrant(use_reentrant, "checkpoint"):
        if kwargs:
            raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
        if is_grad_enabled() and not any(isinstance(a, Tensor) and a.requires_grad for a in args):
            warnings.warn("None of the inputs have requires_grad=True. Gradients will be None", stacklevel=2)
            with no_grad():
                return function(*args)
    first, second = context_fn()
    if not is_grad_enabled():
        with first:
            return function(*args, **kwargs)
    frame = _Frame(lambda: function(*args, **kwargs), second, preserve, determinism_check == "default")
    return frame.run(first)


def checkpoint_sequential(functions, segments, input, use_reentrant=None, **kwargs):
    """The functions (or a Sequential) one after the other, in `segments` parts, all but the last checkpointed."""
    use_reentrant = _reentrant(use_reentrant, "checkpoint_sequential")
    preserve = kwargs.pop("preserve_rng_state", True)
    if kwargs:
        raise ValueError("Unexpected keyword arguments: " + ",".join(kwargs))
    functions = list(functions)
    size = len(functions) // segments
    last = size * (segments - 1)
    for start in range(0, last, size):
        part = _chain(functions[start : start + size])
        input = checkpoint(part, input, use_reentrant=use_reentrant, preserve_rng_state=preserve)
    return _chain(functions[last:])(input)


def _chain(functions):
    def run(value):
        for function in functions:
            value = function(value)
        return value

    return run


def _reentrant(wanted, name):
    if wanted is not None:
        return wanted
    warnings.warn(
        f"{name}: the use_reentrant parameter should be passed explicitly; it is taken to be True, and False is recommended.",
        stacklevel=3,
    )
    return True


class _Frame:
    """One checkpointed call. Its vertices forget what they saved until backward comes to the first of them."""

    def __init__(self, call, second, preserve, check):
        self.call, self.second, self.check = call, second, check
        self.state = get_rng_state() if preserve else None
        # Weak: the vertices hold this frame.
        self.vertices = []
        self.rules = []

    def run(self, first):
        start = clock()
        with first:
            output = self.call()
        for vertex in _vertices_since(start, output):
            self.vertices.append(weakref.ref(vertex))
            self.rules.append(vertex.rule)
            vertex.rule = Rule(vertex.rule.name, self._pull_of(self.vertices[-1]), gaps=True)
            vertex.saved = ()
        return output

    def _pull_of(self, reference):
        def pull(g, parents, saved):
            self._remember()
            vertex = reference()
            parts = g if isinstance(g, list) else [g]
            algebra = _algebra(any(isinstance(part, Tensor) for part in parts))
            if isinstance(g, list) and not vertex.rule.gaps:
                g = [_zeros(vertex, i, algebra) if part is None else part for i, part in enumerate(g)]
            return vertex.rule.pull(g, parents, algebra.saved(vertex))

        return pull

    def _remember(self):
        """Compute again, and give each vertex its rule and what its twin saved."""
        start = clock()
        with contextlib.ExitStack() as stack:
            if self.state is not None:
                stack.enter_context(fork_rng())
                set_rng_state(self.state)
            stack.enter_context(self.second)
            stack.enter_context(enable_grad())
            output = self.call()
        twins = _vertices_since(start, output)
        if len(twins) != len(self.vertices):
            raise CheckpointError(
                f"checkpoint: {len(self.vertices)} operations were recorded at first, but {len(twins)} when computed again"
            )
        for reference, rule, twin in zip(self.vertices, self.rules, twins, strict=True):
            vertex = reference()
            if vertex is not None:
                self._check_same(vertex, rule, twin)
                vertex.rule, vertex.saved = rule, twin.saved

    def _check_same(self, vertex, rule, twin):
        if self.check and (rule.name, vertex.shape, vertex.dtype) != (twin.rule.name, twin.shape, twin.dtype):
            raise CheckpointError(
                f"checkpoint: recorded at first was {rule.name} of shape {vertex.shape} and {vertex.dtype}, but when computed "
                f"again {twin.rule.name} of shape {twin.shape} and {twin.dtype}"
            )


def _algebra(recorded):
    # Imported when called: autograd itself uses utils.
    from ..autograd.algebra import TensorAlgebra

    return TensorAlgebra if recorded else ArrayAlgebra


def _zeros(vertex, index, algebra):
    dtype = vertex.dtype[index]
    return algebra.zeros(vertex.shape[index], dtype) if dtype.kind in "fc" else None


def _vertices_since(start, output):
    """The vertices younger than `start` from which the output was computed, oldest first."""
    stack = [tensor.vertex for tensor in _tensors(output)]
    seen = set()
    while stack:
        vertex = stack.pop()
        if vertex is not None and vertex.age > start and vertex not in seen:
            seen.add(vertex)
            stack.extend(vertex.parents)
    return sorted([vertex for vertex in seen if isinstance(vertex, Vertex)], key=lambda vertex: vertex.age)


def _tensors(output):
    """The Tensors in nested tuples, lists and dictionaries."""
    if isinstance(output, Tensor):
        return [output]
    if isinstance(output, dict):
        output = output.values()
    elif not isinstance(output, (tuple, list)):
        return []
    return [tensor for part in output for tensor in _tensors(part)]
