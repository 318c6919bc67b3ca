"""Derivatives of functions: Jacobians, Hessians, and their products with vectors."""

from __future__ import annotations

import numpy as np

from ..modes import enable_grad, is_grad_enabled, set_grad_enabled
from ..tensor import Tensor, wrap
from .backward import grad

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]


def jacobian(func, inputs, create_graph=False, strict=False, vectorize=False, strategy="reverse-mode"):
    """The Jacobian of `func` at `inputs`: out.shape + in.shape, in a tuple for outputs and for inputs that come in one.

    create_graph: record the result. strict: raise RuntimeError where an output does not depend on an input, which
    otherwise gives zeros. vectorize: compute all rows together, as under vmap, instead of one by one; forbids `strict`.
    Differs from torch: strategy="forward-mode", which asks for `vectorize`, walks backwards too, with the same result; an
    empty output, which torch refuses, gives an empty Jacobian.

    >>> import numpynn
    >>> numpynn.autograd.functional.jacobian(lambda x: x * x, numpynn.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """
    _check_strategy(strategy, vectorize, strict, "jacobian")
    if strategy == "forward-mode" and create_graph:
        raise NotImplementedError('jacobian: create_graph=True and strategy="forward-mode" are not supported together')
    call = _Call(func, inputs, "jacobian", create_graph, strict)
    with enable_grad():
        rows = [
            _rows_together(call, o) if vectorize else _jacobian_rows(call, i, o) for i, o in enumerate(call.outputs)
        ]
    rows = [call.one_input_or_all(row) for row in _finished(rows, create_graph)]
    if strategy == "forward-mode":
        rows = [list(row) if isinstance(row, tuple) else row for row in rows]  # as torch does
        return rows if call.several_outputs else rows[0]
    return call.one_output_or_all(rows)


def _check_strategy(strategy, vectorize, strict, name):
    if strategy not in ("forward-mode", "reverse-mode"):
        raise AssertionError(f'{name}: expected strategy to be "forward-mode" or "reverse-mode", but got {strategy!r}')
    if strategy == "forward-mode" and strict:
        raise RuntimeError(f'{name}: strict=True and strategy="forward-mode" are not supported together')
    if strategy == "forward-mode" and not vectorize:
        raise NotImplementedError(f'{name}: strategy="forward-mode" is only implemented for vectorize=True')
    if vectorize and strict:
        raise RuntimeError(f"{name}: strict=True and vectorize=True are not supported together")


def _jacobian_rows(call, i, out):
    """The Jacobians of one output by each input."""
    flat = out.reshape(-1)
    rows = [[] for _ in call.inputs]
    for j in range(out.array.size):
        gradients = _grad((flat[j],), call.inputs, None, call.create_graph, retain_graph=True)
        for k, (row, g) in enumerate(zip(rows, gradients, strict=True)):
            row.append(_row(call, g, i, k))
    return tuple([_stacked(row, out, x) for row, x in zip(rows, call.inputs, strict=True)])


def _rows_together(call, out):
    """As `_jacobian_rows`, all rows at a time."""
    n, shapes = out.array.size, [out.array.shape + x.array.shape for x in call.inputs]
    if not n or not out.requires_grad:
        return tuple([wrap(np.zeros(shape, x.array.dtype)) for shape, x in zip(shapes, call.inputs, strict=True)])
    units = wrap(np.eye(n, dtype=out.array.dtype).reshape(n, *out.array.shape))
    found = grad(
        out, call.inputs, units, create_graph=call.create_graph, allow_unused=True, is_grads_batched=True,
        materialize_grads=True,
    )  # fmt: skip
    return tuple([g.reshape(shape) for g, shape in zip(found, shapes, strict=True)])


def _row(call, g, i, k):
    if g is None:
        if call.strict:
            raise RuntimeError(
                f"Output {i} of the function given to {call.name} is independent of input {k}. This is not allowed in "
                "strict mode."
            )
        return wrap(np.zeros_like(call.inputs[k].array))
    if call.strict and call.create_graph and not g.requires_grad:
        raise RuntimeError(
            f"The jacobian of the function given to {call.name} is independent of input {i}. This is not allowed in strict "
            "mode when create_graph=True."
        )
    return g


def _stacked(row, out, x):
    shape = out.array.shape + x.array.shape
    if not row:
        return wrap(np.zeros(shape, x.array.dtype))
    return np.stack(row).reshape(shape)


def hessian(
    func, inputs, create_graph=False, strict=False, vectorize=False, outer_jacobian_strategy="reverse-mode"
):  # fmt: skip
    """The Hessian of `func`, which gives one number, at `inputs`: in.shape + in.shape, for a tuple a tuple of tuples.

    Options as for `jacobian`. Raises RuntimeError if func gives more than one element.

    >>> import numpynn
    >>> numpynn.autograd.functional.hessian(lambda x: (x**3).sum(), numpynn.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    several, inputs = _tuple_of_tensors(inputs, "inputs", "hessian")
    _check_strategy(outer_jacobian_strategy, vectorize, strict, "hessian")

    def gradient(*xs):
        found = jacobian(lambda *xs: _scalar(func(*xs), strict, "hessian"), xs, create_graph=True)
        if strict:
            _check_recorded(found, "The jacobian of the function given to hessian with respect to input {}")
        return found

    result = jacobian(gradient, inputs, create_graph=create_graph, strict=strict, vectorize=vectorize)
    return result if several else result[0][0]


def _scalar(out, strict, name):
    several, (out, *others) = _tuple_of_tensors(out, "outputs of the user-provided function", name)
    if several or others:
        raise RuntimeError(f"The function given to {name} should return a single Tensor")
    if out.array.size != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {name} should contain a single element, but has shape "
            f"{list(out.array.shape)}"
        )
    if strict:
        _check_recorded((out,), "Output {} of the function given to " + name)
    return out.squeeze()


def vjp(func, inputs, v=None, create_graph=False, strict=False):
    """(outputs, v J): the product of `v`, shaped as the outputs, with the Jacobian of `func` at `inputs`."""
    call = _Call(func, inputs, "vjp", create_graph, strict)
    v = call.vector_like_outputs(v)
    with set_grad_enabled(create_graph or is_grad_enabled()):
        gradients = _grad(call.outputs, call.inputs, v, create_graph)
        product = _filled(gradients, call.inputs, strict, create_graph, _BACK)
    return call.finished_outputs(), call.one_input_or_all(_finished(product, create_graph))


def jvp(func, inputs, v=None, create_graph=False, strict=False):
    """(outputs, J v): the product of the Jacobian of `func` at `inputs` with `v`, shaped as the inputs.

    It is the derivative by u of the product u J, which is linear in u; so it costs a backward of a backward.
    """
    call = _Call(func, inputs, "jvp", create_graph, strict)
    v = call.vector_like_inputs(v)
    with enable_grad():
        product = _through(call.outputs, call.inputs, v, create_graph, strict, _BACK, _BACK_TRICK)
    return call.finished_outputs(), call.one_output_or_all(_finished(product, create_graph))


def vhp(func, inputs, v=None, create_graph=False, strict=False):
    """(output, v H): the product of `v` with the Hessian of `func`, which gives one number, at `inputs`."""
    call = _Call(func, inputs, "vhp", create_graph, strict)
    v = call.vector_like_inputs(v)
    with enable_grad():
        slopes = call.slopes()
    with set_grad_enabled(create_graph or is_grad_enabled()):
        gradients = _grad(slopes, call.inputs, v, create_graph)
        product = _filled(gradients, call.inputs, strict, create_graph, _DOUBLE)
    return call.finished_outputs(), call.one_input_or_all(_finished(product, create_graph))


def hvp(func, inputs, v=None, create_graph=False, strict=False):
    """(output, H v): the product of the Hessian of `func`, which gives one number, with `v`.

    As H is symmetric this equals `vhp`, which is cheaper.
    """
    call = _Call(func, inputs, "hvp", create_graph, strict)
    v = call.vector_like_inputs(v)
    with enable_grad():
        slopes = call.slopes()
        product = _through(slopes, call.inputs, v, create_graph, strict, _DOUBLE, _DOUBLE_TRICK)
    return call.finished_outputs(), call.one_input_or_all(_finished(product, create_graph))


def _through(outputs, inputs, v, create_graph, strict, stage, trick):
    """J v of outputs that were computed from inputs."""
    probes = tuple([wrap(np.zeros_like(out.array)).requires_grad_() for out in outputs])
    pulled = _filled(_grad(outputs, inputs, probes, True), inputs, strict, True, stage)
    pushed = _grad(pulled, probes, v, create_graph)
    return _filled(pushed, probes, strict, create_graph, trick)


class _Call:
    """One call of a function at its inputs, with what was asked for."""

    def __init__(self, func, inputs, name, create_graph, strict):
        self.name, self.create_graph, self.strict = name, create_graph, strict
        with enable_grad():
            self.several_inputs, inputs = _tuple_of_tensors(inputs, "inputs", name)
            self.inputs = _anew(inputs, create_graph, requires_grad=True)
            outputs = func(*self.inputs)
            what = "outputs of the user-provided function"
            self.several_outputs, self.outputs = _tuple_of_tensors(outputs, what, name)
        if strict:
            _check_recorded(self.outputs, "Output {} of the function given to " + name)

    def slopes(self):
        """The recorded gradients of a scalar function."""
        _scalar(self.one_output_or_all(self.outputs), self.strict, self.name)
        return _filled(_grad(self.outputs, self.inputs, None, True), self.inputs, self.strict, True, _BACK)

    def vector_like_outputs(self, v):
        return self._vector(v, self.outputs, self.several_outputs, "function returns")

    def vector_like_inputs(self, v):
        return self._vector(v, self.inputs, self.several_inputs, "function takes")

    def _vector(self, v, others, several, where):
        if v is not None:
            v = _anew(_tuple_of_tensors(v, "v", self.name)[1], self.create_graph, requires_grad=False)
            _check_vector(v, others, several, self.name)
        elif len(others) != 1 or others[0].array.size != 1:
            raise RuntimeError(
                f"{self.name}: v can only be None if the {where} a single Tensor with a single element, but there are shapes "
                f"{', '.join(str(list(other.array.shape)) for other in others)}"
            )
        return v

    def one_input_or_all(self, values):
        return tuple(values) if self.several_inputs else values[0]

    def one_output_or_all(self, values):
        return tuple(values) if self.several_outputs else values[0]

    def finished_outputs(self):
        return self.one_output_or_all(_finished(self.outputs, self.create_graph))


def _tuple_of_tensors(values, what, name):
    """Whether it is a tuple, and the tuple."""
    several = isinstance(values, tuple)
    values = values if several else (values,)
    for i, value in enumerate(values):
        if not isinstance(value, Tensor):
            where = f"value at index {i}" if several else f"given {what}"
            raise TypeError(
                f"The {what} given to {name} must be either a Tensor or a tuple of Tensors but the {where} has type "
                f"{type(value).__name__}."
            )
    return several, values


def _anew(tensors, create_graph, requires_grad):
    """New Tensors, so that the same ones, used by the function without being passed, are not taken for arguments."""
    return tuple(
        [
            t.view_as(t) if create_graph and t.requires_grad else t.detach().requires_grad_(requires_grad)
            for t in tensors
        ]
    )


def _check_vector(v, others, several, name):
    if len(v) != len(others):
        raise RuntimeError(f"{name}: v should hold {len(others)} Tensors, but has {len(v)}")
    for i, (part, other) in enumerate(zip(v, others, strict=True)):
        if part.array.shape != other.array.shape:
            entry = f"entry {i} of v" if several else "v"
            raise RuntimeError(f"{name}: {entry} has invalid size: should be {other.shape} but got {part.shape}.")


def _check_recorded(tensors, subject):
    for i, tensor in enumerate(tensors):
        if not tensor.requires_grad:
            raise RuntimeError(
                f"{subject.format(i)} does not require gradients, so it is independent of the inputs. This is not allowed in "
                "strict mode."
            )


def _grad(outputs, inputs, v, create_graph, retain_graph=None):
    """`autograd.grad` of those outputs that have a history; None for inputs that nothing depends on."""
    v = (None,) * len(outputs) if v is None else v
    pairs = [(out, part) for out, part in zip(outputs, v, strict=True) if out.requires_grad]
    if not pairs:
        return (None,) * len(inputs)
    outputs, v = zip(*pairs, strict=True)
    return grad(outputs, inputs, v, allow_unused=True, create_graph=create_graph, retain_graph=retain_graph)


_BACK = ("output", "jacobian", "input")
_BACK_TRICK = ("gradient", "jacobian", "entry of v")
_DOUBLE = ("jacobian", "hessian", "input")
_DOUBLE_TRICK = ("hessian", "hessian", "entry of v")


def _filled(gradients, references, strict, create_graph, stage):
    """Zeros for gradients that did not arrive; in strict mode an error that names what is independent of what."""
    derived, recorded, of = stage
    filled = []
    for i, (g, reference) in enumerate(zip(gradients, references, strict=True)):
        missing = derived if g is None else recorded if create_graph and not g.requires_grad else None
        if strict and missing:
            raise RuntimeError(
                f"The {missing} of the user-provided function is independent of {of} {i}. This is not allowed in strict mode."
            )
        filled.append(wrap(np.zeros_like(reference.array)) if g is None else g)
    return tuple(filled)


def _finished(values, create_graph):
    """Without a history, unless it was asked for."""
    if create_graph:
        return values
    return tuple([v.detach() if isinstance(v, Tensor) else _finished(v, create_graph) for v in values])
