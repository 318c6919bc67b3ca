"""Functions of the user's own in the graph, what a graph tells of itself, and derivatives of functions."""

import gc
import weakref

import numpy as np
import pytest

import numpynn as nt
from numpynn.autograd import Function
from numpynn.autograd.function import once_differentiable


def leaf(*values):
    return nt.tensor(list(values), dtype=nt.float64, requires_grad=True)


def function(forward, backward):
    return type("Own", (Function,), {"forward": staticmethod(forward), "backward": staticmethod(backward)})


class Exp(Function):
    """Saves its output."""

    @staticmethod
    def forward(ctx, x):
        out = x.exp()
        ctx.save_for_backward(out)
        return out

    @staticmethod
    def backward(ctx, g):
        return g * ctx.saved_tensors[0]


def same(tensor, values):
    np.testing.assert_allclose(tensor.detach().numpy(), values, rtol=1e-12)


def test_derivatives_of_every_order():
    x = leaf(0.5, -1.0)
    g = Exp.apply(x)
    for _ in range(3):
        (g,) = nt.autograd.grad(g.sum(), x, create_graph=True)
        same(g, np.exp([0.5, -1.0]))


def test_a_call_is_freed_with_its_output():
    out = Exp.apply(leaf(1.0))
    node = weakref.ref(out.grad_fn)
    gc.disable()
    try:
        del out
        assert node() is None
    finally:
        gc.enable()


def test_backward_learns_which_gradients_are_wanted():
    seen = []

    def backward(ctx, g):
        seen.append(ctx.needs_input_grad)
        return g * 2, None, g * 3

    own = function(lambda ctx, x, k, y: x * 2 + y * 3, backward)
    x, y = leaf(1.0), leaf(2.0)
    out = own.apply(x, "k", y)
    same(nt.autograd.grad(out, y, retain_graph=True)[0], [3.0])
    out.backward()
    same(x.grad, [2.0])
    assert seen == [(False, False, True), (True, False, True)]


def test_gradients_that_did_not_arrive():
    seen = []

    def forward(ctx, x, materialize):
        ctx.set_materialize_grads(materialize)
        return x * 2, x * 3

    def backward(ctx, g, h):
        seen.append(h)
        return g * 2, None

    own = function(forward, backward)
    own.apply(leaf(1.0), True)[0].backward()
    own.apply(leaf(1.0), False)[0].backward()
    same(seen[0], [0.0])
    assert seen[1] is None


def test_dirty_input_takes_the_place_of_the_output():
    def forward(ctx, x):
        ctx.mark_dirty(x)
        return x.mul_(2)

    own = function(forward, lambda ctx, g: g * 7)
    for views in (0, 1):
        p = leaf(1.0, 2.0)
        q = p * 1
        held = [q[:1] for _ in range(views)]
        assert own.apply(q) is q
        (q * q).sum().backward()
        same(p.grad, [28.0, 56.0])
        assert len(held) == views
    with pytest.raises(RuntimeError, match="leaf"):
        own.apply(leaf(1.0))


def test_view_returned_by_a_function_is_not_to_be_written():
    own = function(lambda ctx, x: x, lambda ctx, g: g * 3)
    out = own.apply(leaf(1.0) * 1)
    with pytest.raises(RuntimeError, match="OwnBackward is a view"):
        out.mul_(2)


def test_non_differentiable_and_integer_outputs():
    def forward(ctx, x):
        second = x * 2
        ctx.mark_non_differentiable(second)
        return x * 3, second, x > 1, None

    first, second, third, fourth = function(forward, lambda ctx, *gs: gs[0] * 3).apply(leaf(2.0))
    assert (first.requires_grad, second.requires_grad, third.requires_grad, fourth) == (True, False, False, None)
    first.backward()


def test_setup_context():
    class Scale(Function):
        @staticmethod
        def forward(x, factor=3):
            return x * factor

        @staticmethod
        def setup_context(ctx, inputs, output):
            ctx.factor = inputs[1]

        @staticmethod
        def backward(ctx, g):
            return g * ctx.factor, None

    x = leaf(1.0)
    out = Scale.apply(x)
    assert out.grad_fn.factor == 3
    (out + Scale.apply(x, factor=5)).backward()
    same(x.grad, [8.0])


def test_once_differentiable():
    own = function(lambda ctx, x: x * x, once_differentiable(lambda ctx, g: g * 2))
    x = leaf(1.0)
    (g,) = nt.autograd.grad((own.apply(x) * x).sum(), x, create_graph=True)
    with pytest.raises(RuntimeError, match="once_differentiable"):
        g.backward()


@pytest.mark.parametrize(
    ("backward", "message"),
    [
        (lambda ctx, g: (g, g), r"expected 1, got 2"),
        (lambda ctx, g: (), r"expected 1, got 0"),
        (lambda ctx, g: 3.0, "got float"),
        (lambda ctx, g: nt.ones(5), r"index 0 - got \[5\] but expected shape compatible with \[2\]"),
    ],
)
def test_wrong_gradients(backward, message):
    out = function(lambda ctx, x: x * 2, backward).apply(leaf(1.0, 2.0))
    with pytest.raises(RuntimeError, match=message):
        out.sum().backward()


def test_saved_values_are_guarded():
    out = Exp.apply(leaf(1.0))
    out.add_(1)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        out.backward()
    out = Exp.apply(leaf(1.0))
    node = out.grad_fn
    out.backward()
    with pytest.raises(RuntimeError, match="a second time"):
        out.backward()
    with pytest.raises(RuntimeError, match="a second time"):
        node.saved_tensors  # noqa: B018


def test_a_graph_tells_of_itself():
    x = leaf(1.0)
    total = (x * 2).sum()
    assert repr(total.grad_fn).startswith("<SumBackward0 object at 0x")
    ((product, index),) = total.grad_fn.next_functions
    assert (product.name(), index) == ("MulBackward0", 0)
    (end, _), nothing = product.next_functions
    assert (end.name(), end.next_functions, end.variable is x, nothing) == (
        "torch::autograd::AccumulateGrad",
        (),
        True,
        (None, 0),
    )
    assert repr(end).startswith("<AccumulateGrad object at 0x")
    assert repr(Exp.apply(x).grad_fn).startswith("<numpynn.autograd.function.ExpBackward object at 0x")
