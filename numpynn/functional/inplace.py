"""In-place operations: the result of a recorded call, written into the tensor, which then hangs where the result did."""

from __future__ import annotations

import numpy as np

from .. import graph
from ..derivatives.selection import where
from ..derivatives.shape import as_strided, as_strided_input, contiguous, lay_out
from ..graph import OUT, Leaf, Pick, Rule, Vertex
from ..kernels import promotion
from ..modes import thread
from ..tensor import Tensor
from .views import live_views


def check_writable(tensor: Tensor) -> None:
    """Raise RuntimeError where autograd forbids to write into `tensor`."""
    if tensor._inference and not thread.state.inference:
        raise RuntimeError(
            "Inplace update to inference tensor outside InferenceMode is not allowed. You can make a clone to get a normal tensor "
            "before doing inplace update."
        )
    if not thread.state.enabled:
        return
    if tensor.vertex.__class__ is Leaf:
        raise RuntimeError("a leaf Variable that requires grad is being used in an in-place operation.")
    if tensor._base is not None and tensor._base.vertex.__class__ is Leaf:
        raise RuntimeError("a view of a leaf Variable that requires grad is being used in an in-place operation.")
    if tensor._base is not None and tensor.vertex.__class__ is Pick and not tensor.grad_fn.custom:
        raise RuntimeError(
            f"Output {tensor.vertex.index} of {tensor.grad_fn.name()} is a view and is being modified inplace. This view is the "
            "output of a function that returns multiple views. Such functions do not allow the output views to be modified "
            "inplace. You should replace the inplace operation by an out-of-place one."
        )
    if tensor._base is not None and tensor.vertex is not None and tensor.grad_fn.custom:
        raise RuntimeError(
            f"Output {getattr(tensor.vertex, 'index', 0)} of {tensor.grad_fn.name()} is a view and is being modified inplace: "
            "its custom backward would be lost. Clone the output of the custom Function first."
        )


# What torch lets write to a tensor whose elements share memory.
_MAY_OVERLAP = frozenset(("fill_", "zero_", "masked_fill_", "tril_", "triu_", "index_fill_", "fill_diagonal_"))


def check_overlap(array: np.ndarray, others) -> None:
    """Raise RuntimeError for a write to elements that share memory, with each other or with part of another operand."""
    if 0 in array.strides and any([step == 0 and n > 1 for step, n in zip(array.strides, array.shape)]) and array.size:
        raise RuntimeError(
            "unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please "
            "clone() the tensor before performing the operation."
        )
    for other in others:
        if isinstance(other, Tensor) and other.array is not array and np.may_share_memory(array, other.array):
            if not _same(array, other.array):
                check_apart(array, other.array)


def _same(a, b):
    return a.shape == b.shape and a.strides == b.strides and _start(a) == _start(b)


def _start(array):
    return array.address if isinstance(array, graph.Lookalike) else array.__array_interface__["data"][0]


def is_itself(array: np.ndarray, value: np.ndarray) -> bool:
    """Whether an assignment would write the same memory to itself, dimensions of size one aside."""
    return _start(array) == _start(value) and _steps(array) == _steps(value)


def _steps(array):
    return [(n, step) for n, step in zip(array.shape, array.strides) if n > 1]


def check_apart(array: np.ndarray, other: np.ndarray) -> None:
    """Raise RuntimeError where two arrays, each without holes, share memory."""
    if np.may_share_memory(array, other) and _is_dense(array) and _is_dense(other):
        raise RuntimeError(
            "unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. "
            "Please clone() the tensor before performing the operation."
        )


def _is_dense(array):
    span = array.itemsize + sum([(n - 1) * step for n, step in zip(array.shape, array.strides)])
    return array.size > 0 and span == array.nbytes


def in_place(function, name=None, replaces=False):
    """The in-place form of a function: the Tensor method `name`, by default the function's name with an underscore.

    replaces: the result does not depend on the tensor, to whose old history zeros are passed.
    """
    name = name or function.__name__ + "_"

    may_overlap = name in _MAY_OVERLAP

    def method(self, *args, **kwargs):
        check_writable(self)
        if replaces and args and args[0] is self:
            return self
        if not may_overlap:
            check_overlap(self.array, args)
        try:
            result = function(self, *args, **kwargs)
        except NotImplementedError:
            _check_cast(self, args, name)
            raise
        if replaces and self.vertex is not None and thread.state.enabled:
            parents = (self.vertex, result.vertex)
            result.vertex = Vertex(_REPLACED, parents, (), result.array.shape, result.array.dtype)
        write_back(self, result, name)
        return self

    method.__name__ = method.__qualname__ = name
    method.__wrapped__ = function
    method.__doc__ = f"`{function.__name__}`, in place."
    setattr(Tensor, name, method)
    return method


def _check_cast(tensor, args, name):
    """Where the result would not fit anyway, say that first, as torch does."""
    operands = [a for a in args[:1] if isinstance(a, (Tensor, int, float, complex))]
    if operands:
        arrays = [o.array if isinstance(o, Tensor) else o for o in operands]
        common = promotion.result_type(tensor.array, *arrays)
        if not promotion.can_cast(common, tensor.array.dtype):
            raise RuntimeError(
                f"result type {common} can't be cast to the desired output type {tensor.dtype} in {name}"
            )


def write_back(tensor: Tensor, result: Tensor, name: str) -> None:
    """Write the result of an operation on `tensor` into it, and record that."""
    array, values = tensor.array, result.array
    if values.shape != array.shape:
        raise RuntimeError(
            f"output with shape {list(array.shape)} doesn't match the broadcast shape {list(values.shape)} in {name}"
        )
    if not promotion.can_cast(values.dtype, array.dtype):
        raise RuntimeError(
            f"result type {result.dtype} can't be cast to the desired output type {tensor.dtype} in {name}"
        )
    vertex = result.vertex
    if vertex is not None and vertex.__class__ is Vertex:
        _keep_original(vertex, array)
    np.copyto(array, values, casting="unsafe")
    if vertex is None:
        overwritten(tensor)
    else:
        graph.mark_written(array)
        hang_anew(tensor, _renewed(vertex, values, array))


def overwritten(tensor: Tensor) -> None:
    """Enter that all of `tensor` was overwritten with values without a history."""
    graph.mark_written(tensor.array)
    if tensor.vertex is not None and thread.state.enabled:
        hang_anew(tensor, _severed(tensor))


def _keep_original(vertex, array):
    """Copies of what the vertex saved of the memory that is about to be overwritten."""
    if any([value is array for value in vertex.saved]):
        vertex.saved = tuple([value.copy() if value is array else value for value in vertex.saved])


def _renewed(vertex, values, array):
    """The vertex with the written tensor as its output, dated after the write."""
    if vertex.__class__ is Vertex and vertex.saved and array.dtype == values.dtype:
        links = vertex.rule.links
        vertex.saved = tuple(
            [array if link == OUT and v is values else v for v, link in zip(vertex.saved, links, strict=True)]
        )
    vertex.age = graph.clock()
    return vertex


def _severed(tensor):
    """A vertex through which no gradient passes: the old values are gone."""
    return Vertex(_SEVERED, (tensor.vertex,), (), tensor.array.shape, tensor.array.dtype)


_REPLACED = Rule("CopyBackwards", lambda g, parents, saved: (np.zeros_like(g), g))
_SEVERED = Rule("ZeroBackward0", lambda g, parents, saved: (np.zeros_like(g),))


def hang_anew(tensor: Tensor, vertex) -> None:
    """`tensor` now comes from `vertex`; so does, in part, its base, and every view of that."""
    base = tensor if tensor._base is None else tensor._base
    if base is not tensor:
        base.vertex = _patched(base, tensor, vertex)
    else:
        tensor.vertex = vertex
    if base._views:
        for view in live_views(base):
            view.vertex = _seen(base, view).vertex


def _seen(base, view):
    """What a view sees of its base, with the base's history."""
    if view.array.dtype == base.array.dtype:
        return as_strided(base, *_window(base.array, view.array))
    from ..derivatives.complex_numbers import view_as_complex, view_as_real

    if base.array.dtype.kind == "c":
        return as_strided(view_as_real(base), *_window(base.array.real, view.array))
    return view_as_complex(as_strided(base, *_window(base.array, _parts(view.array))))


def _parts(array):
    """An array as real numbers: the parts of complex ones along a last axis."""
    if array.dtype.kind != "c":
        return array
    from ..kernels.complex_numbers import view_as_real

    return view_as_real(array)


def _window(base, view):
    """Where a view looks: sizes, strides and offset in elements, relative to the first element of its base."""
    step = base.itemsize
    offset = _start(view) - _start(base)
    # What is empty may lie anywhere.
    return view.shape, tuple([s // step for s in view.strides]), offset // step if view.size else 0


def _patched(base, view, vertex):
    """The vertex of a base of which a view was overwritten."""
    parents = (base.vertex, vertex)
    if view.array.dtype == base.array.dtype:
        saved = base.array.strides, _window(base.array, view.array)
        return Vertex(_PATCH, parents, saved, base.array.shape, base.array.dtype)
    parts = _parts(base.array)
    saved = parts.strides, _window(parts, _parts(view.array))
    return Vertex(_PATCH_OF_PARTS, parents, saved, base.array.shape, base.array.dtype)


def _pull_patch(g, parents, saved):
    """The window's gradient goes to the view, the rest to the old base."""
    strides, window = saved
    g = lay_out(g, strides)
    part = as_strided(g, *window)
    if parents[0] is None:
        return None, part
    # Cut out, not subtracted: what reaches the view may be infinite.
    written = as_strided_input(np.ones(part.shape, getattr(g, "array", g).dtype), tuple(g.shape), strides, *window)
    return where(np.not_equal(written, 0), 0, g), part


def _pull_patch_of_parts(g, parents, saved):
    """The same where one of the two is the other's parts: between real numbers, and back."""
    from ..derivatives.complex_numbers import view_as_complex, view_as_real

    def parts(g):
        return view_as_real(np.conjugate(g))

    def whole(g):
        return np.conjugate(view_as_complex(contiguous(g)))

    of_complex = getattr(g, "array", g).dtype.kind == "c"
    rest, part = _pull_patch(parts(g) if of_complex else g, parents, saved)
    if of_complex:
        return None if rest is None else whole(rest), part
    return rest, whole(part)


_PATCH = Rule("CopySlices", _pull_patch, links=(None, None))
_PATCH_OF_PARTS = Rule("CopySlices", _pull_patch_of_parts, links=(None, None))
