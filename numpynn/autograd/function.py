"""Functions of the user's own: `Function`, with a forward and a backward that autograd takes as they are."""

from __future__ import annotations

import functools
import inspect
import warnings
import weakref

import numpy as np

from .. import graph
from ..graph import CONSTANT, Leaf, Pick, Rule, Vertex
from ..modes import is_grad_enabled, no_grad
from ..tensor import Tensor, wrap
from .backward import conjugate

__all__ = ["Function", "FunctionCtx", "NestedIOFunction", "once_differentiable"]


class FunctionCtx:
    """What forward leaves for backward: the first argument of both, on which attributes may be set freely.

    `needs_input_grad` has a bool for each argument of forward; in backward it says which gradients are wanted.
    """

    needs_input_grad: tuple[bool, ...] = ()
    materialize_grads = True
    non_differentiable: tuple = ()
    dirty_tensors: tuple = ()
    to_save: tuple = ()
    _links: tuple = ()
    _node = None

    def save_for_backward(self, *tensors):
        """Keep Tensors (or None) for backward, which finds them in `saved_tensors`; they must not be written until then."""
        self.to_save = tensors

    def save_for_forward(self, *tensors):
        """Not supported: it serves forward-mode derivatives, which numpynn does not have."""
        raise NotImplementedError("save_for_forward() is not supported: there is no forward-mode differentiation")

    def mark_dirty(self, *tensors):
        """Say which inputs forward writes in place; each must be returned too."""
        self.dirty_tensors = tensors

    def mark_non_differentiable(self, *tensors):
        """Say through which outputs no gradient flows."""
        self.non_differentiable = tensors

    def set_materialize_grads(self, value: bool):
        """Whether backward is given zeros (the default), or None, for an output whose gradient did not arrive."""
        self.materialize_grads = value

    @property
    def saved_tensors(self) -> tuple:
        """What `save_for_backward` kept, each with the history it had. Raises RuntimeError once the graph is freed."""
        node = None if self._node is None else self._node()
        if node is None:
            return ()
        if node.saved is None:
            raise graph.freed(node)
        saved = node.saved if node.saved.__class__ is tuple else node.saved.unpacked()
        histories = [Pick(node, link[0]) if isinstance(link, tuple) else link for link in self._links]
        return tuple([a if a is None else wrap(a, v) for a, v in zip(saved, histories, strict=True)])


class CustomVertex(Vertex):
    """The vertex of a call of a Function; it shows the attributes of the call's ctx, as torch's `grad_fn` does."""

    __slots__ = ("ctx",)
    custom = True

    def __getattr__(self, name):
        if name == "ctx":
            raise AttributeError(name)
        return getattr(self.ctx, name)

    def __repr__(self):
        return f"<numpynn.autograd.function.{self.rule.name} object at {id(self):#x}>"


class Function:
    r"""Base of functions with a derivative of their own; they are called by `apply`, never instantiated.

    forward(ctx, \*args) computes; backward(ctx, \*grads) takes a gradient for each output and returns one for each
    argument of forward, None for those that need none. Where `setup_context(ctx, inputs, output)` is defined, forward
    takes no ctx. Forward runs unrecorded; backward is recorded under `create_graph`, so that it can be derived again.
    Differs from torch: no jvp and no vmap.

    >>> import numpynn
    >>> class Cube(numpynn.autograd.Function):
    ...     @staticmethod
    ...     def forward(ctx, x):
    ...         ctx.save_for_backward(x)
    ...         return x**3
    ...     @staticmethod
    ...     def backward(ctx, g):
    ...         (x,) = ctx.saved_tensors
    ...         return g * 3 * x**2
    >>> x = numpynn.tensor([1.0, 2.0], requires_grad=True)
    >>> Cube.apply(x).sum().backward()
    >>> x.grad
    tensor([ 3., 12.])
    """

    generate_vmap_rule = False

    def __init__(self, *args, **kwargs):
        warnings.warn(
            f"{type(self)} should not be instantiated: the methods of an autograd Function are static, use its apply()",
            DeprecationWarning,
            stacklevel=2,
        )

    def __call__(self, *args, **kwargs):
        raise RuntimeError(f"{type(self).__name__}: an autograd Function is called by its static method apply()")

    @staticmethod
    def forward(*args, **kwargs):
        """Compute the outputs: a Tensor, or a tuple with Tensors."""
        raise NotImplementedError("You must implement the forward function for custom autograd.Function.")

    @staticmethod
    def setup_context(ctx, inputs, output):
        """Keep what backward needs; where this is defined, forward takes no ctx."""
        raise NotImplementedError("setup_context is not implemented.")

    @staticmethod
    def backward(ctx, *grad_outputs):
        """The gradients of the arguments of forward, given those of its outputs."""
        raise NotImplementedError(
            "You must implement either the backward or vjp method for your custom autograd.Function to use it with "
            "backward mode AD."
        )

    vjp = backward

    @classmethod
    def apply(cls, *args, **kwargs):
        """Call forward, and record the call."""
        separate = cls.setup_context is not Function.setup_context
        ctx = FunctionCtx()
        if separate or kwargs:
            args = _by_position(cls.forward, () if separate else (ctx,), args, kwargs)
        vertices = [a.vertex if isinstance(a, Tensor) else None for a in args]
        ctx.needs_input_grad = tuple([vertex is not None for vertex in vertices])
        with no_grad():
            output = cls.forward(*args) if separate else cls.forward(ctx, *args)
            if separate:
                cls.setup_context(ctx, args, output)
        return _recorded(cls, ctx, args, vertices, output)


class NestedIOFunction(Function):
    """Not supported: its forward_extended belongs to torch before 0.4. `Function` takes nests as arguments."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("NestedIOFunction is not supported: use autograd.Function")


def _by_position(forward, first, args, kwargs):
    """The arguments of forward after `first`, those by name and the defaults in their places."""
    bound = inspect.signature(forward).bind(*first, *args, **kwargs)
    bound.apply_defaults()
    return bound.args[len(first) :]


def once_differentiable(backward):
    """Decorate a backward whose own computations are not to be derived: deriving them raises RuntimeError."""

    @functools.wraps(backward)
    def wrapper(ctx, *gradients):
        with no_grad():
            results = backward(ctx, *gradients)
        vertices = tuple([g.vertex for g in gradients if isinstance(g, Tensor)])
        if not is_grad_enabled() or not any(vertices):
            return results
        several = isinstance(results, tuple)
        refused = [_refusing(g, vertices) for g in (results if several else (results,))]
        return tuple(refused) if several else refused[0]

    return wrapper


def _refusing(g, vertices):
    if g is None:
        return None
    return wrap(g.array, Vertex(_ONCE, vertices, (), g.array.shape, g.array.dtype))


def _refuse(g, parents, saved):
    raise RuntimeError("trying to differentiate twice a function that was marked with @once_differentiable")


_ONCE = Rule("DelayedError", _refuse)


def _recorded(cls, ctx, args, vertices, output):
    """The output of forward, its Tensors hung on one new vertex if gradients are asked for."""
    several = isinstance(output, tuple)
    outputs = list(output) if several else [output]
    _check_dirty(ctx, args, vertices, outputs)
    node = None
    if is_grad_enabled() and any(vertices):
        node = _vertex(cls, ctx, args, vertices, outputs)
    results = [_output(node, ctx, args, o, i) if isinstance(o, Tensor) else o for i, o in enumerate(outputs)]
    ctx.to_save = ctx.dirty_tensors = ctx.non_differentiable = ()
    return tuple(results) if several else results[0]


def _check_dirty(ctx, args, vertices, outputs):
    for tensor in ctx.dirty_tensors:
        if not _among(tensor, outputs):
            raise RuntimeError(
                "Some elements marked as dirty during the forward method were not returned as output. The inputs that are "
                "modified inplace must all be outputs of the Function."
            )
        if is_grad_enabled() and any(vertices) and tensor.vertex.__class__ is Leaf:
            raise RuntimeError("a leaf Variable that requires grad has been used in an in-place operation.")
        graph.mark_written(tensor.array)


def _vertex(cls, ctx, args, vertices, outputs):
    for i, tensor in enumerate(ctx.to_save):
        if tensor is not None and not isinstance(tensor, Tensor):
            raise TypeError(
                f"save_for_backward can only save variables, but argument {i} is of type {type(tensor).__name__}"
            )
    rule = Rule(cls.__name__ + "Backward", _pull_of(cls, ctx, args), (CONSTANT,) * len(ctx.to_save), gaps=True)
    shapes = [o.array.shape if isinstance(o, Tensor) else None for o in outputs]
    dtypes = [o.array.dtype if isinstance(o, Tensor) else None for o in outputs]
    parents = tuple([v for a, v in zip(args, vertices, strict=True) if isinstance(a, Tensor)])
    saved = tuple([None if t is None else t.array for t in ctx.to_save])
    node = CustomVertex(rule, parents, saved, shapes, dtypes)
    node.ctx = ctx
    ctx._node = weakref.ref(node)
    ctx._links = tuple([_link(t, ctx, args, vertices, outputs) for t in ctx.to_save])
    return node


def _link(tensor, ctx, args, vertices, outputs):
    """The history of a saved Tensor: a vertex, None, or (i,) for output i, whose vertex must not be held: a circle."""
    if tensor is None:
        return None
    dirty = _among(tensor, ctx.dirty_tensors)
    for arg, vertex in zip(args, vertices, strict=True):
        if arg is tensor and not dirty:
            return vertex
    for i, output in enumerate(outputs):
        if output is tensor:
            return (i,) if _differentiable(output, ctx) else None
    return tensor.vertex


def _output(node, ctx, args, tensor, i):
    """Output `i`: a dirty input itself; for an input returned as it came, a view of it."""
    dirty = _among(tensor, ctx.dirty_tensors)
    if not dirty and _among(tensor, args):
        tensor = tensor.view_as(tensor)
    if node is None:
        return tensor
    vertex = Pick(node, i) if _differentiable(tensor, ctx) else None
    if dirty and (tensor._base is not None or tensor._views):
        with_history = wrap(tensor.array.copy(), vertex)
        return tensor.copy_(with_history)
    tensor.vertex = vertex
    return tensor


def _differentiable(tensor, ctx):
    return tensor.array.dtype.kind in "fc" and not _among(tensor, ctx.non_differentiable)


def _among(tensor, others):
    return any(tensor is other for other in others)


def _pull_of(cls, ctx, args):
    """The pull of one call: backward, between the arrays (or Tensors) of the walk and the Tensors of the user."""
    name = cls.__name__ + "Backward"
    shapes = [a.array.shape if isinstance(a, Tensor) else None for a in args]
    backward = _backward_of(cls)

    def pull(g, parents, saved):
        recorded = any(isinstance(part, Tensor) for part in g)
        wanted = iter(parents)
        ctx.needs_input_grad = tuple([shape is not None and next(wanted) is not None for shape in shapes])
        result = backward(ctx, *_shown(g, ctx))
        gradients = _checked(result if isinstance(result, tuple) else (result,), shapes, name)
        return [g if g is None or recorded else g.array for g in gradients]

    return pull


def _backward_of(cls):
    own, by_vjp = cls.backward is not Function.backward, cls.vjp is not Function.vjp
    if own and by_vjp:
        raise RuntimeError(
            f"{cls.__name__}: implementing both 'backward' and 'vjp' is not allowed; implement one of them."
        )
    return cls.vjp if by_vjp else cls.backward


def _shown(gradients, ctx):
    """The gradients of the outputs as backward sees them, zeros in place of those that did not arrive."""
    node = ctx._node()
    shown = []
    for i, g in enumerate(gradients):
        if g is not None:
            g = conjugate(g if isinstance(g, Tensor) else wrap(g))
        elif ctx.materialize_grads and node.shape[i] is not None:
            g = wrap(np.zeros(node.shape[i], node.dtype[i]))
        shown.append(g)
    return shown


def _checked(gradients, shapes, name):
    """The gradients of the Tensors among the arguments, conjugated as the walk carries them."""
    extra = gradients[len(shapes) :]
    if len(gradients) < len(shapes) or any(g is not None for g in extra):
        raise RuntimeError(
            f"function {name} returned an incorrect number of gradients (expected {len(shapes)}, got {len(gradients)})"
        )
    for i, (g, shape) in enumerate(zip(gradients, shapes, strict=False)):
        _check_gradient(g, shape, i, name)
    kept = zip(gradients, shapes, strict=False)
    return [None if g is None else conjugate(g) for g, shape in kept if shape is not None]


def _check_gradient(g, shape, i, name):
    if g is None:
        return
    if shape is None:
        raise RuntimeError(
            f"function {name} returned a gradient different than None at position {i + 1}, but the corresponding forward "
            "input was not a Variable"
        )
    if not isinstance(g, Tensor):
        raise RuntimeError(f"expected Variable or None (got {type(g).__name__})")
    if not _sums_to(g.array.shape, shape):
        raise RuntimeError(
            f"Function {name} returned an invalid gradient at index {i} - got {list(g.array.shape)} but expected shape "
            f"compatible with {list(shape)}"
        )


def _sums_to(given, shape):
    """Whether a gradient of shape `given` can be summed to `shape`."""
    if len(given) < len(shape):
        return False
    tail = given[len(given) - len(shape) :]
    return all(size in (1, other) for size, other in zip(shape, tail, strict=True))
