"""Hooks of modules: order, results, removal; and backward hooks by their values."""

import pytest

import numpynn as nt
from numpynn import nn
from numpynn.nn.modules import module as everywhere


class Double(nn.Module):
    def forward(self, x):
        return x * 2


def test_order():
    m, seen = Double(), []
    m.register_forward_hook(lambda *_: seen.append("hook"))
    m.register_forward_pre_hook(lambda *_: seen.append("pre"))
    m.register_forward_hook(lambda *_: seen.append("first hook"), prepend=True)
    with everywhere.register_module_forward_pre_hook(lambda *_: seen.append("global pre")):
        m(nt.ones(1))
    assert seen == ["global pre", "pre", "first hook", "hook"]
    m(nt.ones(1))
    assert seen[4:] == ["pre", "first hook", "hook"]


def test_results_replace():
    m = Double()
    pre = m.register_forward_pre_hook(lambda module, args: args[0] + 1)
    hook = m.register_forward_hook(lambda module, args, output: (args, output))
    args, output = m(nt.ones(1))
    assert args[0].item() == 2.0
    assert output.item() == 4.0
    pre.remove()
    hook.remove()
    assert m(nt.ones(1)).item() == 2.0


def test_always_called_after_an_error():
    class Fails(nn.Module):
        def forward(self, x):
            raise ValueError("forward")

    m, seen = Fails(), []
    m.register_forward_hook(lambda *_: seen.append("never"))
    m.register_forward_hook(
        lambda module, args, kwargs, output: seen.append(output), always_call=True, with_kwargs=True
    )
    with pytest.raises(ValueError, match="forward"):
        m(1)
    assert seen == [None]


def test_backward_hooks_see_gradients():
    m, seen = Double(), []
    m.register_full_backward_hook(lambda module, grad_input, grad_output: seen.append((grad_input, grad_output)))
    x = nt.ones(2, requires_grad=True)
    (m(x) * 3).sum().backward()
    ((grad_input, grad_output),) = seen
    assert grad_input[0].tolist() == [6.0, 6.0]
    assert grad_output[0].tolist() == [3.0, 3.0]
    assert x.grad.tolist() == [6.0, 6.0]


def test_backward_hooks_change_gradients():
    m = nn.Linear(2, 1, bias=False)
    m.weight.data = nt.tensor([[1.0, 2.0]])
    m.register_full_backward_pre_hook(lambda module, grad_output: (grad_output[0] * 3,))
    m.register_full_backward_hook(lambda module, grad_input, grad_output: (grad_input[0] * 10,))
    x = nt.ones(2, requires_grad=True)
    m(x).sum().backward()
    assert x.grad.tolist() == [30.0, 60.0]
    assert m.weight.grad.tolist() == [[3.0, 3.0]]


def test_no_work_in_place_between_the_fences():
    class InPlace(nn.Module):
        def forward(self, x):
            x *= 3
            return x

    x = nt.ones(2, requires_grad=True)
    for module in (InPlace(), Double()):
        module.register_full_backward_hook(lambda *_: None)
        with pytest.raises(RuntimeError, match=r"BackwardHookFunction.* is a view and is being modified inplace"):
            module(x * 2).add_(1)
    m = InPlace()
    m.register_full_backward_hook(lambda *_: None)
    assert m(nt.ones(2)).tolist() == [3.0, 3.0]


def test_both_kinds_of_backward_hooks_do_not_mix():
    m = Double()
    m.register_full_backward_hook(lambda *_: None)
    with pytest.raises(RuntimeError, match="Cannot use both"):
        m.register_backward_hook(lambda *_: None)


def test_hooks_of_the_state_dict():
    m = nn.Linear(1, 1)
    m.register_state_dict_post_hook(lambda module, state, prefix, metadata: state.update(more=1))
    assert list(m.state_dict()) == ["weight", "bias", "more"]
    m.register_load_state_dict_post_hook(lambda module, keys: keys.unexpected_keys.clear())
    assert str(m.load_state_dict(m.state_dict())) == "<All keys matched successfully>"
