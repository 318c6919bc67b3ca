"""backward() and grad(): from tensors into the walk over the graph, and from the walk back to tensors."""

from __future__ import annotations

import numpy as np

from .. import graph
from ..derivatives.arithmetic import add
from ..modes import enable_grad, thread
from ..tensor import Tensor, mark_written, wrap
from .algebra import TensorAlgebra


def backward(tensors, grad_tensors=None, retain_graph=None, create_graph=False, inputs=None) -> None:
    """Accumulate the gradients of `tensors` in the leaves they were computed from, or in `inputs` alone.

    grad_tensors: the vector of the vector-Jacobian product, one for each tensor that is not a scalar.
    retain_graph: keep what the graph saved, to walk it again; by default as `create_graph`.
    create_graph: record the gradients themselves, so that they can be derived again.

    Raises RuntimeError for a tensor without history, a missing or misshapen gradient, or a graph already freed.
    """
    tensors = _tuple(tensors)
    if inputs is not None:
        inputs = _tuple(inputs)
        if not inputs:
            raise RuntimeError("'inputs' argument to 'backward' cannot be empty.")
    wanted = None if inputs is None else [_vertex_of(tensor) for tensor in inputs]
    found = _walk(tensors, grad_tensors, retain_graph, create_graph, wanted)
    homes = None if inputs is None else dict(zip(wanted, inputs, strict=True))
    for vertex, g in found:
        tensor = vertex.tensor() if homes is None else homes.get(vertex)
        if tensor is not None:
            _accumulate(tensor, g, create_graph)


def grad(
    outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None,
    is_grads_batched=False, materialize_grads=False,
):  # fmt: skip
    """The gradients of the sum of `outputs` with respect to `inputs`, as a tuple; no `.grad` is touched.

    allow_unused: give None for an input that the outputs do not depend on, instead of raising RuntimeError.
    materialize_grads: give zeros for it.
    is_grads_batched: every one of grad_outputs has an axis of samples in front, and so have the gradients: they are computed
        together, as under vmap. The graph is kept then.
    """
    if is_grads_batched:
        return _batched().grads(outputs, inputs, grad_outputs, create_graph, allow_unused, materialize_grads)
    if allow_unused is False and materialize_grads:
        raise ValueError("Expected allow_unused to be True or not passed when materialize_grads=True, but got: False.")
    outputs, inputs = _tuple(outputs), _tuple(inputs)
    if not inputs:
        raise RuntimeError("`inputs` argument to `grad()` cannot be empty.")
    wanted = [_vertex_of(tensor) for tensor in inputs]
    found = dict(_walk(outputs, grad_outputs, retain_graph, create_graph, wanted))
    if not (allow_unused or materialize_grads):
        _check_used(wanted, found)
    return tuple([_present(found.get(v), t, materialize_grads) for v, t in zip(wanted, inputs, strict=True)])


def _tuple(tensors):
    if isinstance(tensors, Tensor) or hasattr(tensors, "ownership_token"):
        return (tensors,)
    return tuple(tensors)


def _vertex_of(tensor):
    if not isinstance(tensor, Tensor):
        return tensor.vertex
    if tensor.vertex is None:
        raise RuntimeError("One of the differentiated Tensors does not require grad")
    return tensor.vertex


def _check_used(wanted, found):
    if any(vertex not in found for vertex in wanted):
        raise RuntimeError(
            "One of the differentiated Tensors appears to not have been used in the graph. Set allow_unused=True if this is "
            "the desired behavior."
        )


def _walk(tensors, grad_tensors, retain_graph, create_graph, wanted):
    """[(vertex, gradient)], the gradients as Tensors of memory of their own; recorded under create_graph."""
    if grad_tensors is None:
        grad_tensors = (None,) * len(tensors)
    seeds = [_seed(t, g) for t, g in zip(tensors, _tuple(grad_tensors), strict=True)]
    roots = [_root(t, i) for i, t in enumerate(tensors)]
    keep = create_graph if retain_graph is None else retain_graph
    if graph.batches and (batched := _batched()).is_batched(roots):
        return [(v, conjugate(g)) for v, g in batched.walk(roots, seeds, create_graph, keep, wanted)]
    if create_graph:
        with enable_grad():
            found = graph.walk(roots, seeds, algebra=TensorAlgebra, keep=keep, wanted=wanted)
            return [(vertex, conjugate(g)) for vertex, g, _ in found]
    seeds = [seed.array for seed in seeds]
    found = thread.state.aside(graph.walk, roots, seeds, graph.ArrayAlgebra, keep, wanted)
    return [(vertex, wrap(g if owned and g.dtype.kind != "c" else _own(g))) for vertex, g, owned in found]


def _batched():
    from . import batched  # only where vmap was called

    return batched


def _root(tensor, i):
    if tensor.vertex is None:
        raise RuntimeError(f"element {i} of tensors does not require grad and does not have a grad_fn")
    return tensor.vertex


def _seed(tensor, g):
    """The gradient to start from, conjugated as the walk carries it."""
    if g is None:
        if tensor.array.size != 1:
            raise RuntimeError("grad can be implicitly created only for scalar outputs")
        if tensor.array.dtype.kind == "c":
            raise RuntimeError("grad can be implicitly created only for real scalar outputs but got a complex one")
        return wrap(np.array(1, tensor.array.dtype, ndmin=tensor.array.ndim))
    if not isinstance(g, Tensor):
        raise TypeError(f"gradients can be either Tensors or None, but got {type(g).__name__}")
    if g.array.shape != tensor.array.shape:
        raise RuntimeError(
            f"Mismatch in shape: grad_output has a shape of {g.shape} and output has a shape of {tensor.shape}."
        )
    return conjugate(g)


def conjugate(g):
    """Between torch's convention for complex gradients and the walk's, which lets rows be plain formulas."""
    dtype = g.array.dtype if isinstance(g, Tensor) else g.dtype
    return g if dtype.kind != "c" else np.conjugate(g)


def _own(g):
    """A found gradient in torch's convention, copied: a row may have given a view, or one array to two inputs."""
    return np.conjugate(g) if g.dtype.kind == "c" else np.array(g)


def _present(g, tensor, materialize):
    return wrap(np.zeros(tensor.array.shape, tensor.array.dtype)) if g is None and materialize else g


def _accumulate(tensor, g, create_graph):
    """Add to `tensor.grad`, into its own memory where that cannot be seen by a graph."""
    before = tensor._grad
    if before is None:
        tensor._grad = g
    elif create_graph:
        tensor._grad = add(before, g)
    else:
        before.array += g.array
        mark_written(before)
    hooks = tensor.__dict__.get("_post_accumulate_grad_hooks")
    for hook in tuple(hooks.values()) if hooks else ():
        hook(tensor)
