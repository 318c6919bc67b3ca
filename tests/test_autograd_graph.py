"""torch.autograd.graph: hooks on what is saved, hooks on several gradients, edges, versions."""

import pytest

import numpynn as torch

G = torch.autograd.graph


def test_saved_tensors_go_through_the_hooks():
    packed = []

    def pack(tensor):
        packed.append(tensor.tolist())
        return tensor.numpy(force=True).copy()

    x = torch.tensor([1.0, 2.0], requires_grad=True)
    with G.saved_tensors_hooks(pack, torch.from_numpy):
        y = (x * x).sum()
    assert packed == [[1.0, 2.0], [1.0, 2.0]]
    y.backward()
    assert x.grad.tolist() == [2.0, 4.0]


def test_what_unpack_gives_is_what_backward_uses():
    x = torch.tensor([1.0, 2.0], requires_grad=True)
    with G.saved_tensors_hooks(lambda t: t.detach().clone(), lambda t: t * 10):
        y = (x * x).sum()
    y.backward()
    assert x.grad.tolist() == [20.0, 40.0]


def test_an_unpack_that_gives_no_tensor_is_refused():
    x = torch.ones(2, requires_grad=True)
    with G.saved_tensors_hooks(lambda t: 1, lambda t: t):
        y = (x * x).sum()
    with pytest.raises(TypeError, match="unpack_hook expected to be a Tensor"):
        y.backward()


def test_hooks_can_be_forbidden():
    with G.disable_saved_tensors_hooks("not here"), pytest.raises(RuntimeError, match="not here"):
        with G.saved_tensors_hooks(lambda t: t, lambda t: t):
            pass


def test_save_on_cpu_changes_nothing():
    x = torch.tensor([3.0], requires_grad=True)
    with G.save_on_cpu():
        y = (x**3).sum()
    y.backward()
    assert x.grad.tolist() == [27.0]


def test_saved_tensors_may_be_written_to_if_that_is_allowed():
    with G.allow_mutation_on_saved_tensors():
        x = torch.tensor([2.0], requires_grad=True)
        y = x.clone()
        z = (y * y).sum()
        y.mul_(100)
        z.backward()
    assert x.grad.tolist() == [4.0]


def test_a_hook_on_several_gradients():
    x = torch.ones(2, requires_grad=True)
    a, b = x * 2, x * 3
    seen = []
    handle = G.register_multi_grad_hook((a, b), lambda gs: seen.append([g if g is None else g.tolist() for g in gs]))
    (a * b).sum().backward(retain_graph=True)
    a.sum().backward(retain_graph=True)
    handle.remove()
    a.sum().backward()
    assert seen == [[[3.0, 3.0], [2.0, 2.0]], [[1.0, 1.0], None]]


def test_a_hook_on_the_first_of_several_gradients():
    x = torch.ones(1, requires_grad=True)
    a, b = x * 2, x * 3
    seen = []
    G.register_multi_grad_hook((a, b), lambda g: seen.append(g.tolist()), mode="any")
    (a * b).sum().backward()
    assert len(seen) == 1
    with pytest.raises(ValueError, match="mode"):
        G.register_multi_grad_hook((a, b), print, mode="some")


def test_an_edge_stands_for_its_tensor():
    x = torch.tensor([2.0], requires_grad=True)
    parts = (x * 3).split(1)
    edge = G.get_gradient_edge(parts[0])
    assert edge.node.name() == "SplitBackward0"
    assert edge.output_nr == 0
    (g,) = torch.autograd.grad((parts[0] ** 2).sum(), edge)
    assert g.tolist() == [12.0]
    assert G.get_gradient_edge(x).node.variable is x
    with pytest.raises(RuntimeError, match="gradient edge"):
        G.get_gradient_edge(torch.ones(1))


def test_hooks_on_nodes():
    x = torch.ones(2, requires_grad=True)
    y = x * 2
    seen = []
    y.grad_fn.register_prehook(lambda gs: (gs[0] * 10,))
    y.grad_fn.register_hook(lambda inputs, outputs: seen.append((inputs[0].tolist(), outputs[0].tolist())))
    y.sum().backward()
    assert x.grad.tolist() == [20.0, 20.0]
    assert seen == [([20.0, 20.0], [10.0, 10.0])]


def test_nodes_and_versions():
    x = torch.ones(1, requires_grad=True)
    assert isinstance((x * 2).grad_fn, G.Node)
    assert not isinstance(x, G.Node)
    y = torch.ones(1)
    G.increment_version(y)
    G.increment_version([y, y])
    assert y._version == 3


def test_names_that_are_refused():
    with pytest.raises(NotImplementedError, match="make_dual"):
        torch.autograd.forward_ad.make_dual(torch.ones(1), torch.ones(1))
    with pytest.raises(NotImplementedError, match="NestedIOFunction"):
        torch.autograd.NestedIOFunction()


def test_modes_without_effect_are_remembered():
    with torch.autograd.set_multithreading_enabled(False):
        assert not torch.autograd.is_multithreading_enabled()
    assert torch.autograd.is_multithreading_enabled()
