"""Backward hooks: in the graph, a module's call is fenced by two identities that see the gradients pass."""

from __future__ import annotations

import warnings

from ...functional.views import view_of
from ...graph import Pick, Rule, Vertex
from ...modes import is_grad_enabled
from ...tensor import Tensor, wrap


class BackwardFence:
    """Two vertices round one call: at one the gradients of all outputs meet, at the other those of all inputs.

    At the first the pre-hooks are called with `grad_output`, at the second the hooks, with `grad_input` too.
    Positions that hold no Tensor, or that no gradient reached, have None. Differs from torch in that the
    module may work in place on its input, and others on its output.
    """

    def __init__(self, module, hooks, pre_hooks):
        self.module = module
        self.hooks = hooks
        self.pre_hooks = pre_hooks
        self.grad_output = None
        self.inputs = self.outputs = None
        self.n_inputs = self.n_outputs = 0

    def around_inputs(self, args: tuple) -> tuple:
        """The arguments, with a fence between them and the module."""
        self.n_inputs = len(args)
        args, self.inputs = _fenced(args, self._leave, gaps=False)
        return args

    def around_outputs(self, output):
        """The module's output, with a fence behind it."""
        outputs = output if isinstance(output, tuple) else (output,)
        self.n_outputs = len(outputs)
        outputs, self.outputs = _fenced(outputs, self._enter, gaps=True)
        return outputs if isinstance(output, tuple) else outputs[0]

    def _enter(self, gradients, parents, saved):
        """Backward arrives at the outputs."""
        grads = _spread(_shown(gradients), self.outputs, self.n_outputs)
        for hook in self.pre_hooks:
            grads = _replaced(grads, hook(self.module, grads), "pre hook", "grad_output")
        self.grad_output = grads
        if self.inputs is None:
            self._call_without_inputs()
        return _as_given(grads, self.outputs, gradients)

    def _leave(self, gradients, parents, saved):
        """Backward arrives at the inputs."""
        if self.grad_output is None:
            return gradients
        grads = _spread(_shown(gradients), self.inputs, self.n_inputs)
        for hook in self.hooks:
            grads = _replaced(grads, hook(self.module, grads, self.grad_output), "hook", "grad_input")
        self.grad_output = None
        return _as_given(grads, self.inputs, gradients)

    def _call_without_inputs(self):
        """No input asked for a gradient, so there is no second fence: the hooks are called here."""
        warnings.warn(
            "Full backward hook is firing when gradients are computed with respect to module outputs since "
            "no inputs require gradients.",
            stacklevel=6,
        )
        for hook in self.hooks:
            result = hook(self.module, (None,) * self.n_inputs, self.grad_output)
            if result is not None and not (isinstance(result, tuple) and all(g is None for g in result)):
                raise RuntimeError(
                    "Backward hook for Modules where no input requires gradient should always return None "
                    "or None for all gradients."
                )
        self.grad_output = None


def _fenced(values, pull, gaps):
    """`values` with its Tensors hung on one new vertex, and their positions; or as they are, and None."""
    tensors = {i: value for i, value in enumerate(values) if isinstance(value, Tensor)}
    if not is_grad_enabled() or not any(t.requires_grad for t in tensors.values()):
        return values, None
    vertex = Vertex(
        Rule("BackwardHookFunctionBackward", pull, gaps=gaps),
        tuple([t.vertex for t in tensors.values()]),
        (),
        [t.array.shape for t in tensors.values()],
        [t.array.dtype for t in tensors.values()],
    )
    fenced = list(values)
    for output, (i, t) in enumerate(tensors.items()):
        if t.requires_grad:
            fenced[i] = view_of(t, wrap(t.array, Pick(vertex, output)))
    return (tuple(fenced) if type(values) is tuple else type(values)(*fenced)), tuple(tensors)


def _spread(values, positions, n):
    """A tuple of `n`, with the values at their positions and None elsewhere."""
    spread = [None] * n
    for i, value in zip(positions, values, strict=True):
        spread[i] = value
    return tuple(spread)


def _replaced(before, result, kind, what):
    if result is None:
        return before
    if len(result) != len(before):
        raise RuntimeError(
            f"Backward {kind} returned an invalid number of {what}, got {len(result)}, but expected {len(before)}"
        )
    return result


def _shown(gradients):
    """As hooks see them: Tensors in torch's convention. A walk carries arrays or Tensors, conjugated."""
    return [None if g is None else _conjugate(g if isinstance(g, Tensor) else wrap(g)) for g in gradients]


def _conjugate(g):
    return g.conj() if g.is_complex() else g


def _as_given(grads, positions, gradients):
    """The inverse of `_shown`, for the Tensors at `positions`."""
    recorded = any(isinstance(g, Tensor) for g in gradients)
    grads = [None if grads[i] is None else _conjugate(grads[i]) for i in positions]
    return grads if recorded else [None if g is None else g.array for g in grads]


def watch_last_operation(module, hooks, args, output):
    """Has `hooks` see the gradients of the operation that made the output, as the older kind of hook does."""
    vertex = _first_tensor(output).grad_fn
    if vertex is None:
        return
    _warn_if_incomplete(vertex, args, output)
    rule = vertex.rule

    def pull(g, parents, saved):
        gradients = list(rule.pull(g, parents, saved))
        arrived = g if isinstance(g, list) else [g]
        grads = tuple(_shown(gradients))
        for hook in hooks:
            grads = _replaced(grads, hook(module, grads, tuple(_shown(arrived))), "hook", "grad_input")
        return _as_given(grads, range(len(grads)), arrived)

    vertex.rule = Rule(rule.name, pull, rule.links, rule.gaps)


def _first_tensor(output):
    while not isinstance(output, Tensor):
        if isinstance(output, dict):
            return next(value for value in output.values() if isinstance(value, Tensor))
        output = output[0]
    return output


def _warn_if_incomplete(vertex, args, output):
    why = _incomplete(vertex, args, output)
    if why:
        warnings.warn(
            f"Using a non-full backward hook {why} is deprecated: it will be missing some of the gradients. "
            "Please use register_full_backward_hook to get the documented behavior.",
            FutureWarning,
            stacklevel=6,
        )


def _incomplete(vertex, args, output):
    """Why the last operation's gradients are not the module's, or None."""
    outputs = output if isinstance(output, tuple) else (output,)
    if not all(isinstance(t, Tensor) for t in outputs):
        return "on a Module that does not return a single Tensor or a tuple of Tensors"
    if not all(isinstance(t, Tensor) for t in args):
        return "on a Module that does not take as input a single Tensor or a tuple of Tensors"
    if {t.grad_fn for t in outputs} - {None} != {vertex}:
        return "when outputs are generated by different autograd Nodes"
    sources = {source.parents[0] if isinstance(source, Pick) else source for source in vertex.parents}
    if {t.grad_fn for t in args} - {None} != sources:
        return "when the forward contains multiple autograd Nodes"
    return None
