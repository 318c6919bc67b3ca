"""Checkpointed parts give the gradients that they gave without, and forget what they saved."""

import gc
import weakref

import numpy as np
import pytest

import numpynn as nt
from numpynn import nn
from numpynn.utils.checkpoint import CheckpointError, checkpoint, checkpoint_sequential


def network():
    nt.manual_seed(0)
    return nn.Sequential(nn.Linear(4, 5), nn.Tanh(), nn.Dropout(0.5), nn.Linear(5, 3), nn.Sigmoid()).double()


def gradients(run):
    net = network()
    x = nt.tensor(np.linspace(-1, 1, 8).reshape(2, 4), requires_grad=True)
    nt.manual_seed(1)
    out = run(net, x)
    out.square().sum().backward()
    return [out.detach().numpy(), x.grad.numpy(), *(p.grad.numpy() for p in net.parameters())]


@pytest.mark.parametrize("reentrant", [True, False])
@pytest.mark.parametrize("segments", [0, 1, 2, 5])
def test_gradients_are_the_same(reentrant, segments):
    def run(net, x):
        if segments == 0:
            return checkpoint(net, x, use_reentrant=reentrant)
        return checkpoint_sequential(net, segments, x, use_reentrant=reentrant)

    for actual, expected in zip(gradients(run), gradients(lambda net, x: net(x)), strict=True):
        np.testing.assert_array_equal(actual, expected)


def test_second_derivatives():
    x = nt.tensor([0.5, 1.0], dtype=nt.float64, requires_grad=True)
    y = checkpoint(lambda x: (x.exp() * x).sin().sum(), x, use_reentrant=False)
    (g,) = nt.autograd.grad(y, x, create_graph=True)
    (h,) = nt.autograd.grad(g.sum(), x)
    plain = nt.autograd.functional.hessian(lambda x: (x.exp() * x).sin().sum(), x)
    np.testing.assert_allclose(h.numpy(), plain.numpy().sum(0), rtol=1e-12)


def test_intermediate_values_are_forgotten():
    held = []

    def function(x):
        middle = x.exp()
        held.append(weakref.ref(middle.array))
        return middle * middle

    x = nt.ones(3, requires_grad=True)
    gc.disable()
    try:
        out = checkpoint(function, x, use_reentrant=False)
        assert held[0]() is None
        out.sum().backward()
        assert len(held) == 2
        node = weakref.ref(out.grad_fn)
        del out
        assert node() is None
    finally:
        gc.enable()
    np.testing.assert_allclose(x.grad.numpy(), np.full(3, 2 * np.exp(2)), rtol=1e-6)


def test_several_outputs_of_which_one_is_used():
    x = nt.tensor([3.0, 1.0, 2.0], requires_grad=True)
    first, _ = checkpoint(lambda x: x.exp().unbind()[:2], x, use_reentrant=False)
    first.backward()
    np.testing.assert_allclose(x.grad.numpy(), [np.exp(3.0), 0, 0], rtol=1e-6)


def test_another_computation_is_caught():
    calls = []

    def function(x):
        calls.append(1)
        return x.exp() if len(calls) == 1 else x.sin()

    out = checkpoint(function, nt.ones(3, requires_grad=True), use_reentrant=False)
    with pytest.raises(CheckpointError, match=r"ExpBackward0.*SinBackward0"):
        out.sum().backward()


def test_arguments():
    x = nt.ones(3)
    with pytest.warns(UserWarning, match="use_reentrant"):
        checkpoint(nt.exp, nt.ones(3, requires_grad=True))
    with pytest.warns(UserWarning, match="None of the inputs"):
        assert not checkpoint(nn.Linear(3, 3), x, use_reentrant=True).requires_grad
    assert checkpoint(nn.Linear(3, 3), x, use_reentrant=False).requires_grad
    with pytest.raises(ValueError, match="foo"):
        checkpoint(nt.exp, x, use_reentrant=True, foo=3)
    with pytest.raises(ValueError, match="determinism_check"):
        checkpoint(nt.exp, x, use_reentrant=False, determinism_check="all")
