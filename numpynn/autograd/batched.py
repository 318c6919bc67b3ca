"""The walk over a graph in which something was, or is to be, computed for many samples together."""

from __future__ import annotations

from .. import graph
from ..batching.array import Batch
from ..batching.vmapping import enter, leave, together, total, vmap
from ..modes import set_grad_enabled, thread
from ..tensor import Tensor, wrap
from .algebra import TensorAlgebra
from .backward import grad

_RULES = (enter.rule, leave.rule)


def is_batched(roots) -> bool:
    """Whether the walk from these roots meets Batches: inside a vmap, and where something came out of one."""
    if hasattr(thread.state.run, "quiet"):
        return True
    return any([getattr(vertex, "rule", None) in _RULES for vertex in graph._youngest_first(roots)])


class BatchAlgebra(TensorAlgebra):
    """Gradients are Tensors that may hold Batches.

    What was computed before a vmap began is the same for all its samples: there their gradients are summed.
    """

    @staticmethod
    def fit(g, vertex):
        return TensorAlgebra.fit(settled(g, vertex.age), vertex)


def settled(g, age):
    """The gradient of what was computed at that age, the samples of later levels summed."""
    if g.array.__class__ is Batch:
        for level in g.array.levels:
            if not level.active and age < level.start:
                g = total(g, level)
    return g


def walk(roots, seeds, create_graph, keep, wanted):
    """[(vertex, gradient)] as `graph.walk` gives it, the gradients as Tensors."""
    with together(), set_grad_enabled(create_graph):
        found = graph.walk(roots, seeds, algebra=BatchAlgebra, keep=keep, wanted=wanted)
    # What is not recorded may be written to, so it must not be shared.
    return [(vertex, g if create_graph else wrap(g.array.copy())) for vertex, g, _ in found]


def grads(outputs, inputs, cotangents, create_graph, allow_unused, materialize):
    """`autograd.grad` for many cotangents at a time."""
    outputs = (outputs,) if isinstance(outputs, Tensor) else tuple(outputs)
    cotangents = (cotangents,) if isinstance(cotangents, Tensor) else tuple(cotangents or ())
    _check(outputs, cotangents)
    missing = []

    def pull(*vectors):
        found = grad(
            outputs, inputs, vectors, retain_graph=True, create_graph=create_graph, allow_unused=allow_unused,
            materialize_grads=materialize,
        )  # fmt: skip
        missing[:] = [g is None for g in found]
        return tuple([outputs[0].detach() if g is None else g for g in found])

    found = vmap(pull)(*cotangents)
    return tuple([None if none else g for none, g in zip(missing, found, strict=True)])


def _check(outputs, cotangents):
    for i, (out, v) in enumerate(zip(outputs, cotangents, strict=False)):
        if v is not None and v.array.shape[1:] != out.array.shape:
            raise RuntimeError(
                "If `is_grads_batched=True`, we interpret the first dimension of each grad_output as the batch dimension. The "
                "sizes of the remaining dimensions are expected to match the shape of corresponding output, but a mismatch was "
                f"detected: grad_output[{i}] has a shape of {v.shape} and output[{i}] has a shape of {out.shape}. "
                "If you only want some tensors in `grad_output` to be considered batched, consider using vmap."
            )
