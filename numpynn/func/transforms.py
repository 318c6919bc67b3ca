"""Derivatives of functions as functions: grad, vjp, jvp, Jacobians, Hessians.

A transformed function gives its inputs a place of their own in the graph, calls the function and walks back. The results
keep a history only where something outside asks for gradients, so transforms nest in each other, in vmap, and in
`backward()`. What goes forward (jvp, jacfwd, linearize) is the derivative of u J by u, which is linear in u.
"""

from __future__ import annotations

import functools

import numpy as np

from ..autograd.backward import grad as gradients_of
from ..batching import trees, vmap
from ..derivatives.shape import reshape
from ..graph import Leaf
from ..modes import enable_grad, is_grad_enabled
from ..tensor import Tensor, wrap


def grad(func, argnums=0, has_aux: bool = False):
    """The function that gives the gradient of `func`, which gives one number, by its arguments `argnums`.

    argnums: an int, or a tuple of ints, which gives a tuple; arguments may be nests of Tensors. has_aux: func gives
    (number, anything), and the result is (gradient, anything). Raises RuntimeError where func gives no 0-dim Tensor.

    >>> import numpynn
    >>> numpynn.func.grad(numpynn.func.grad(lambda x: x**3))(numpynn.tensor(2.0))
    tensor(12.)
    """
    both = grad_and_value(func, argnums, has_aux)

    @functools.wraps(func)
    def gradient(*args, **kwargs):
        found, value = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def grad_and_value(func, argnums=0, has_aux: bool = False):
    """The function that gives (gradient, value) of `func`, or (gradient, (value, anything)) with `has_aux`: see `grad`."""

    @functools.wraps(func)
    def both(*args, **kwargs):
        run = _Run(func, args, kwargs, argnums, has_aux, "grad_and_value(f)(*args)")
        output = run.result
        _check_scalar(output)
        with enable_grad():
            found = run.pulled([output], None)
        value = run.outside(output)
        return run.like_arguments(found), (value, run.aux) if has_aux else value

    return both


def _check_scalar(output):
    if not isinstance(output, Tensor):
        raise RuntimeError(f"grad_and_value(f)(*args): Expected f(*args) to return a Tensor, got {type(output)}")
    if output.array.ndim:
        raise RuntimeError(
            f"grad_and_value(f)(*args): Expected f(*args) to return a scalar Tensor, got tensor with {output.array.ndim} dims. "
            "Maybe you wanted to use the vjp or jacrev APIs instead?"
        )


class _Run:
    """A call of a function on inputs that have a place of their own in the graph."""

    def __init__(self, func, args, kwargs, argnums, has_aux, name):
        self.argnums = argnums
        self.positions = _positions(argnums, len(args))
        recorded = is_grad_enabled()
        with enable_grad():
            self.inputs, args = self._placed(args, recorded)
            result = func(*args, **kwargs)
        self.result, self.aux = _with_aux(result, name) if has_aux else (result, None)
        self.outputs = trees.leaves(self.result)
        places = {tensor.vertex for tensor in self.inputs}
        self.wanted_outside = recorded and _reaches_outside(self.outputs, places)
        self.aux = trees.mapped(self.outside, self.aux) if has_aux else None

    def _placed(self, args, recorded):
        """The inputs, and the arguments with these in their places."""
        self.chosen = tuple([args[i] for i in self.positions])
        inputs = [_place(leaf, recorded) for leaf in trees.leaves(self.chosen)]
        chosen = dict(zip(self.positions, trees.rebuilt(self.chosen, inputs), strict=True))
        return inputs, [chosen.get(i, arg) for i, arg in enumerate(args)]

    def pulled(self, outputs, cotangents, keep_graph=False, create_graph=False):
        """The gradients of all inputs, zeros where nothing depends on one."""
        cotangents = [None] * len(outputs) if cotangents is None else cotangents
        pairs = [(out, v) for out, v in zip(outputs, cotangents, strict=True) if out.vertex is not None]
        if not pairs:
            return [_zeros(x) for x in self.inputs]
        outputs, cotangents = zip(*pairs, strict=True)
        found = gradients_of(
            outputs, self.inputs, cotangents, retain_graph=keep_graph or None, allow_unused=True,
            create_graph=self.wanted_outside or create_graph,
        )  # fmt: skip
        return [_zeros(x) if g is None else g for g, x in zip(found, self.inputs, strict=True)]

    def outside(self, value):
        """A result as it leaves: without the history that only leads to the inputs' places."""
        return value if self.wanted_outside or not isinstance(value, Tensor) else value.detach()

    def like_arguments(self, values):
        """Values for all inputs, as the arguments hold them."""
        found = trees.rebuilt(self.chosen, values)
        return found[0] if isinstance(self.argnums, int) else found


def _positions(argnums, count):
    if not isinstance(argnums, (int, tuple)):
        raise RuntimeError(f"argnums must be int or Tuple[int, ...], got: {type(argnums)}")
    positions = (argnums,) if isinstance(argnums, int) else argnums
    if not positions:
        raise RuntimeError("argnums must be non-empty")
    for i in positions:
        if not isinstance(i, int):
            raise RuntimeError(f"argnums elements must be int, got {type(i)}")
        if not -count <= i < count:
            raise RuntimeError(f"Got argnum={i}, but only {count} positional inputs")
    positions = tuple([i % count for i in positions])
    if len(set(positions)) < len(positions):
        raise RuntimeError(f"argnums elements must be unique, got {argnums}")
    return positions


def _place(value, recorded):
    """The same values at a place of their own in the graph."""
    if not isinstance(value, Tensor):
        raise ValueError(f"Thing passed to transform API must be Tensor, got {type(value)}")
    if value.array.dtype.kind not in "fc":
        raise RuntimeError("only Tensors of floating point dtype can require gradients")
    if recorded and value.vertex is not None:
        return reshape(value, value.array.shape)
    return wrap(value.array).requires_grad_()


def _with_aux(result, name):
    if not isinstance(result, tuple) or len(result) != 2:
        raise RuntimeError(f"{name}: output of function f should be a tuple: (output, aux) if has_aux is True")
    value, aux = result
    for leaf in trees.leaves(aux):
        if not isinstance(leaf, Tensor):
            raise RuntimeError(f"Expected tensors, got unsupported type {type(leaf)}")
    return value, aux


def _reaches_outside(outputs, places):
    """Whether the outputs depend on a tensor that requires grad, other than through what stands in `places` alone."""
    stack = [out.vertex for out in outputs if isinstance(out, Tensor) and out.vertex is not None]
    seen = set(stack)
    while stack:
        vertex = stack.pop()
        if vertex.__class__ is Leaf and vertex not in places:
            return True
        for parent in vertex.parents:
            if parent is not None and parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return False


def _zeros(like):
    return wrap(np.zeros(like.array.shape, like.array.dtype))


def vjp(func, *primals, has_aux: bool = False):
    """(func(*primals), pull) or, with `has_aux`, (result, pull, anything).

    pull(cotangents) gives v J, the product of a vector shaped as the result with the Jacobian: a Tensor (or nest) for one
    primal, a tuple for several. Raises RuntimeError where the result holds anything but Tensors.

    >>> import numpynn
    >>> y, pull = numpynn.func.vjp(lambda x: x * x, numpynn.tensor([1.0, 2.0]))
    >>> pull(numpynn.tensor([1.0, 1.0]))
    (tensor([2., 4.]),)
    """
    run = _Run(func, primals, {}, tuple(range(len(primals))), has_aux, "vjp(f, *primals)")
    _check_tensors(run, "vjp(f, *primals)")

    def pull(cotangents, retain_graph=True, create_graph=None):
        found = _vectors(cotangents, run)
        recorded = is_grad_enabled() if create_graph is None else create_graph
        create_graph = recorded and any([v.vertex is not None for v in found])
        with enable_grad():
            values = run.pulled(run.outputs, found, keep_graph=retain_graph, create_graph=create_graph)
        return trees.rebuilt(run.chosen, values)

    value = trees.mapped(run.outside, run.result)
    return (value, pull, run.aux) if has_aux else (value, pull)


def _check_tensors(run, name):
    for leaf in run.outputs:
        if not isinstance(leaf, Tensor):
            raise RuntimeError(
                f"{name}: expected f(*primals) to return only tensors, got unsupported type {type(leaf)}"
            )


def _vectors(cotangents, run):
    """The leaves of cotangents, which must be shaped as the result."""
    matched = trees.matched(run.result, cotangents)
    found = trees.leaves(cotangents)
    if matched is None or len(found) != len(run.outputs):
        raise RuntimeError(
            "Expected pytree structure of cotangents to be the same as pytree structure of outputs to the function. "
            f"cotangents: {len(found)} tensors, primal output: {len(run.outputs)}"
        )
    for i, (v, out) in enumerate(zip(found, run.outputs, strict=True)):
        if v.array.shape != out.array.shape:
            raise RuntimeError(
                f"Mismatch in shape: grad_output[{i}] has a shape of {v.shape} and output[{i}] has a shape of {out.shape}."
            )
    return found


class _Push:
    """J v for many v: the derivative by u of u J, of which the graph is kept."""

    def __init__(self, run):
        self.run = run
        with enable_grad():
            self.probes = [wrap(np.zeros(o.array.shape, o.array.dtype)).requires_grad_() for o in self._smooth()]
            self.pulled = run.pulled(self._smooth(), self.probes, create_graph=True)

    def _smooth(self):
        return [out for out in self.run.outputs if out.array.dtype.kind in "fc"]

    def __call__(self, tangents):
        """The tangents of all outputs."""
        pairs = [(g, v) for g, v in zip(self.pulled, tangents, strict=True) if g.vertex is not None]
        found = [None] * len(self.probes)
        if pairs and self.probes:
            pulled, vectors = zip(*pairs, strict=True)
            create_graph = self.run.wanted_outside or any([v.vertex is not None for v in vectors])
            with enable_grad():
                found = gradients_of(
                    pulled, self.probes, vectors, retain_graph=True, create_graph=create_graph, allow_unused=True
                )
        found = iter(found)
        return [self._tangent(next(found) if out.array.dtype.kind in "fc" else None, out) for out in self.run.outputs]

    @staticmethod
    def _tangent(found, out):
        return _zeros(out) if found is None else found


def jvp(func, primals, tangents, *, strict: bool = False, has_aux: bool = False):
    """(func(*primals), J v) or, with `has_aux`, (result, J v, anything): the product of the Jacobian with the tangents v.

    primals, tangents: tuples of one structure. strict: raises RuntimeError where the result does not depend on the primals.
    Computed as the derivative of v J by v, so everything in `func` needs a second derivative.

    >>> import numpynn
    >>> numpynn.func.jvp(lambda x: x * x, (numpynn.tensor(3.0),), (numpynn.tensor(1.0),))
    (tensor(9.), tensor(6.))
    """
    if not isinstance(primals, tuple):
        raise RuntimeError(
            "jvp(f, primals, tangents): Expected primals to be a tuple. E.g. it should be valid to call f(*primals)."
        )
    vectors = _tangents(primals, tangents, "jvp(f, primals, tangents)")
    run = _Run(func, primals, {}, tuple(range(len(primals))), has_aux, "jvp(f, primals, tangents)")
    _check_tensors(run, "jvp(f, primals, tangents)")
    if strict and not all([out.vertex is not None for out in run.outputs]):
        raise RuntimeError(
            "jvp(f, primals, tangents, strict=True): The output of f is independent of the inputs. This is not allowed with "
            "strict=True."
        )
    pushed = trees.rebuilt(run.result, _Push(run)(vectors))
    value = trees.mapped(run.outside, run.result)
    return (value, pushed, run.aux) if has_aux else (value, pushed)


def _tangents(primals, tangents, name):
    """The leaves of tangents, which must be like the primals."""
    found, given = trees.leaves(tangents), trees.leaves(primals)
    if trees.matched(primals, tangents) is None or len(found) != len(given):
        raise RuntimeError(
            f"{name}: Expected primals and tangents to have the same python structure. For example, if primals is a tuple of 3 "
            f"tensors, tangents also must be. Got {len(given)} primals and {len(found)} tangents"
        )
    for v, x in zip(found, given, strict=True):
        if isinstance(x, Tensor) and isinstance(v, Tensor) and v.array.shape != x.array.shape:
            raise RuntimeError(
                "Trying to set a forward gradient that has a different size than that of the original Tensor, this is not "
                f"supported. Tensor is of size {list(x.shape)} while the given forward gradient is of size {list(v.shape)}."
            )
    return found


def linearize(func, *primals):
    """(func(*primals), push): push(*tangents) gives J v, again and again, from one evaluation of `func`."""
    run = _Run(func, primals, {}, tuple(range(len(primals))), False, "linearize(f, *primals)")
    _check_tensors(run, "linearize(f, *primals)")
    push = _Push(run)

    def pushed(*tangents):
        return trees.rebuilt(run.result, push(_tangents(primals, tangents, "linearize(f, *primals)")))

    return trees.mapped(run.outside, run.result), pushed


def jacrev(func, argnums=0, *, has_aux: bool = False, chunk_size: int | None = None):
    """The function that gives the Jacobian of `func` by its arguments `argnums`, out.shape + in.shape, row by row.

    All rows are pulled together, as under vmap, `chunk_size` at a time. The result is a nest like that of func, of nests like
    the arguments. has_aux: as for `grad`.

    >>> import numpynn
    >>> numpynn.func.jacrev(lambda x: x * x)(numpynn.tensor([1.0, 2.0]))
    tensor([[2., 0.],
            [0., 4.]])
    """
    if chunk_size is not None and chunk_size <= 0:
        raise ValueError("jacrev: `chunk_size` should be greater than 0.")

    @functools.wraps(func)
    def jacobian(*args, **kwargs):
        run = _Run(func, args, kwargs, argnums, has_aux, "jacrev(f)(*args)")
        _check_tensors(run, "vjp(f, *primals)")
        found = trees.rebuilt(run.result, [run.like_arguments(_rows(run, out, chunk_size)) for out in run.outputs])
        return (found, run.aux) if has_aux else found

    return jacobian


def _rows(run, out, chunk_size):
    """The Jacobians of one output by each input."""
    shapes = [out.array.shape + x.array.shape for x in run.inputs]
    if out.vertex is None or not out.array.size:
        return [wrap(np.zeros(shape, x.array.dtype)) for shape, x in zip(shapes, run.inputs, strict=True)]

    def pull(v):
        return tuple(run.pulled([out], [v], keep_graph=True))

    with enable_grad():
        found = vmap(pull, chunk_size=chunk_size)(_unit_vectors(out))
        return [g.reshape(shape) for g, shape in zip(found, shapes, strict=True)]


def _unit_vectors(like):
    n = like.array.size
    return wrap(np.eye(n, dtype=like.array.dtype).reshape(n, *like.array.shape))


def jacfwd(func, argnums=0, has_aux: bool = False, *, randomness: str = "error"):
    """The function that gives the Jacobian of `func`, as `jacrev` does, column by column: for more outputs than inputs."""

    @functools.wraps(func)
    def jacobian(*args, **kwargs):
        run = _Run(func, args, kwargs, argnums, has_aux, "jacfwd(f)(*args)")
        _check_tensors(run, "jvp(f, primals, tangents)")
        columns = _columns(run, randomness)
        found = [run.like_arguments([by_input[i] for by_input in columns]) for i in range(len(run.outputs))]
        found = trees.rebuilt(run.result, found)
        return (found, run.aux) if has_aux else found

    return jacobian


def _columns(run, randomness):
    """For each input the Jacobians of all outputs by it."""
    push = _Push(run)
    return [_columns_of(run, push, i, randomness) for i in range(len(run.inputs))]


def _columns_of(run, push, i, randomness):
    x = run.inputs[i]
    shapes = [out.array.shape + x.array.shape for out in run.outputs]
    if not x.array.size:
        return [wrap(np.zeros(shape, out.array.dtype)) for shape, out in zip(shapes, run.outputs, strict=True)]
    zeros = [_zeros(other) for other in run.inputs]

    def pushed(v):
        return tuple(push([*zeros[:i], v, *zeros[i + 1 :]]))

    with enable_grad():
        found = vmap(pushed, out_dims=-1, randomness=randomness)(_unit_vectors(x))
        return [g.reshape(shape) for g, shape in zip(found, shapes, strict=True)]


def hessian(func, argnums=0):
    """The function that gives the Hessian of `func`: the Jacobian of its Jacobian, out.shape + in.shape + in.shape.

    torch goes forward over reverse; here it is reverse over reverse, with the same result.

    >>> import numpynn
    >>> numpynn.func.hessian(lambda x: (x**3).sum())(numpynn.tensor([1.0, 2.0]))
    tensor([[ 6.,  0.],
            [ 0., 12.]])
    """
    return jacrev(jacrev(func, argnums), argnums)
