"""Module: attributes, the walk over the tree, conversion, copies."""

import copy
import gc
import pickle
import weakref

import numpy as np
import pytest

import numpynn as nt
from numpynn import nn


class Scale(nn.Module):
    def __init__(self, factor=2.0):
        super().__init__()
        self.factor = nn.Parameter(nt.tensor(factor))
        self.register_buffer("calls", nt.zeros(1, dtype=nt.int64))

    def forward(self, x):
        return self.factor * x

    def extra_repr(self):
        return "scale"


def net():
    return nn.Sequential(Scale(2.0), nn.Sequential(Scale(3.0), nn.Identity()))


def test_assignment_registers():
    m = Scale()
    assert list(m._parameters) == ["factor"]
    assert list(m._buffers) == ["calls"]
    m.inner = nn.Identity()
    assert list(m._modules) == ["inner"]
    m.inner = nn.Parameter(nt.ones(1))
    assert list(m._parameters) == ["factor", "inner"]
    assert not m._modules


@pytest.mark.parametrize(
    ("name", "value", "error", "says"),
    [
        ("factor", 3, TypeError, "cannot assign 'int' as parameter 'factor'"),
        ("calls", "text", TypeError, "cannot assign 'str' as buffer 'calls'"),
    ],
)
def test_wrong_assignments(name, value, error, says):
    m = Scale()
    with pytest.raises(error, match=says):
        setattr(m, name, value)
    assert m.factor.item() == 2.0
    assert m.calls.item() == 0


def test_nothing_can_be_assigned_before_init():
    class Early(nn.Module):
        def __init__(self, value):
            self.value = value

    for value in (nn.Identity(), nn.Parameter(nt.ones(1)), nn.Buffer(nt.ones(1))):
        with pytest.raises(AttributeError, match=r"before Module\.__init__\(\) call"):
            Early(value)


@pytest.mark.parametrize("name", ["", "a.b", "training", "forward", 3])
def test_names_that_are_refused(name):
    m = nn.Module()
    for register in (m.register_parameter, m.register_buffer, m.add_module):
        with pytest.raises(TypeError if name == 3 else KeyError):
            register(name, None)
    assert not (m._parameters or m._buffers or m._modules)


def test_a_computed_tensor_is_no_parameter():
    with pytest.raises(TypeError, match=r"'torch\.FloatTensor' object to parameter 'p'"):
        nn.Module().register_parameter("p", nt.ones(1) * 2)


def test_names_of_the_tree():
    m = net()
    assert [name for name, _ in m.named_modules()] == ["", "0", "1", "1.0", "1.1"]
    assert [name for name, _ in m.named_parameters()] == ["0.factor", "1.0.factor"]
    assert [name for name, _ in m.named_buffers(prefix="net")] == ["net.0.calls", "net.1.0.calls"]
    assert m.get_submodule("1.0") is m[1][0]
    assert m.get_parameter("1.0.factor") is m[1][0].factor
    with pytest.raises(AttributeError, match="has no attribute `7`"):
        m.get_submodule("1.7")


def test_shared_modules_are_met_once():
    shared = Scale()
    m = nn.Sequential(shared, nn.Sequential(shared))
    assert len(list(m.parameters())) == 1
    assert len(list(m.named_parameters(remove_duplicate=False))) == 2
    assert list(m.state_dict()) == ["0.factor", "0.calls", "1.0.factor", "1.0.calls"]


def test_repr_of_a_tree():
    assert repr(net()) == (
        "Sequential(\n  (0): Scale(scale)\n  (1): Sequential(\n    (0): Scale(scale)\n    (1): Identity()\n  )\n)"
    )


def test_conversion_keeps_the_parameters_themselves():
    m = Scale()
    factor = m.factor
    m(nt.ones(2)).sum().backward()
    m.double()
    assert m.factor is factor
    assert factor.dtype is nt.float64
    assert factor.grad.dtype is nt.float64
    assert m.calls.dtype is nt.int64
    m(nt.ones(2, dtype=nt.float64)).sum().backward()
    assert factor.grad.item() == 4.0


def test_only_the_cpu():
    m = Scale()
    with pytest.raises(AssertionError, match="CUDA"):
        m.to("cuda")
    with pytest.raises(TypeError, match="floating point"):
        m.to(nt.int64)
    with pytest.raises(NotImplementedError, match="bfloat16"):
        m.bfloat16()
    with pytest.raises(NotImplementedError, match="share_memory"):
        m.share_memory()
    assert m.to("cpu") is m


def test_zero_grad():
    m = Scale()
    m(nt.ones(3)).sum().backward()
    held = m.factor.grad
    m.zero_grad(set_to_none=False)
    assert m.factor.grad is held
    assert held.item() == 0.0
    m.zero_grad()
    assert m.factor.grad is None


@pytest.mark.parametrize(
    "duplicate", [copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))], ids=["deepcopy", "pickle"]
)
def test_copies_share_nothing(duplicate):
    m = nn.Sequential(*[Scale(5.0)] * 2)
    m[0].factor.note = "kept"
    other = duplicate(m)
    other[0].factor.data.fill_(7.0)
    assert m[0].factor.item() == 5.0
    assert other[1].factor.item() == 7.0
    assert other[0] is other[1]
    assert isinstance(other[0].factor, nn.Parameter)
    assert other[0].factor.requires_grad


def test_a_parameter_shares_memory_and_is_trained():
    data = nt.ones(2)
    p = nn.Parameter(data)
    data[0] = 5.0
    assert p.tolist() == [5.0, 1.0]
    with nt.no_grad():
        assert nn.Parameter(nt.ones(1)).requires_grad
    with pytest.raises(RuntimeError, match="floating point"):
        nn.Parameter(nt.ones(1, dtype=nt.int64))
    assert repr(nn.Parameter(nt.ones(1))) == "Parameter containing:\ntensor([1.], requires_grad=True)"


def test_a_call_leaves_no_garbage():
    gc.collect()
    gc.disable()
    try:
        m = net()
        handles = [m.register_full_backward_hook(lambda *seen: None), m.register_forward_hook(lambda *seen: None)]
        x = nt.ones(3, requires_grad=True)
        y = m(x)
        y.sum().backward()
        seen = weakref.ref(y), weakref.ref(x)
        del x, y
        assert [reference() for reference in seen] == [None, None]
        assert len(handles) == 2
    finally:
        gc.enable()


def test_lazy_linear():
    m = nn.LazyLinear(3)
    assert repr(m) == "LazyLinear(in_features=0, out_features=3, bias=True)"
    with pytest.raises(ValueError, match="uninitialized"):
        m.weight + 1
    assert m(nt.ones(5, 2)).shape == (5, 3)
    assert type(m) is nn.Linear
    assert m.weight.shape == (3, 2)
    assert not m._forward_pre_hooks
    assert not m._load_state_dict_pre_hooks


def test_linear_is_affine():
    m = nn.Linear(2, 3)
    x = np.array([[1.0, 2.0], [0.5, -1.0]], np.float32)
    expected = x @ m.weight.detach().numpy().T + m.bias.detach().numpy()
    np.testing.assert_allclose(m(nt.from_numpy(x)).detach().numpy(), expected, rtol=1e-6)
    assert nn.Linear(2, 3, bias=False).bias is None
    with pytest.raises(RuntimeError, match="2x2 and 4x1"):
        nn.Linear(4, 1)(nt.from_numpy(x))
