"""Parametrizations, weight norm and spectral norm, of both kinds."""

from __future__ import annotations

import copy
import pickle
import warnings


def _linear(torch):
    m = torch.nn.Linear(3, 3)
    m.weight.data = torch.tensor([[1.0, 2.0, 3.0], [3.0, -4.0, 1.0], [0.5, 0.0, 2.0]])
    m.bias.data = torch.tensor([5.0, 6.0, 7.0])
    return m


def _parametrizations(torch):
    class Symmetric(torch.nn.Module):
        def forward(self, x):
            return x.triu() + x.triu(1).T

        def right_inverse(self, x):
            return x.triu()

    class Double(torch.nn.Module):
        def forward(self, x):
            return x * 2

    class Sum(torch.nn.Module):
        def forward(self, a, b):
            return a + b

        def right_inverse(self, x):
            return x * 0.25, x * 0.75

    return Symmetric, Double, Sum


def registering(torch, note):
    parametrize = torch.nn.utils.parametrize
    symmetric, double, _ = _parametrizations(torch)
    m = _linear(torch)
    weight = m.weight
    note(parametrize.register_parametrization(m, "weight", symmetric()) is m, repr(m), m.weight.detach())
    note(m.parametrizations.weight.original is weight, list(dict(m.named_parameters())), list(m.state_dict()))
    note(type(m).__name__, parametrize.type_before_parametrizations(m).__name__, isinstance(m, torch.nn.Linear))
    parametrize.register_parametrization(m, "weight", double())
    parametrize.register_parametrization(m, "bias", double())
    note(repr(m), m.weight.detach(), m.bias.detach(), m(torch.ones(3)).detach())
    m(torch.ones(3)).sum().backward()
    note(m.parametrizations.weight.original.grad)
    note(parametrize.is_parametrized(m), parametrize.is_parametrized(m, "bias"), parametrize.is_parametrized(m, "x"))
    note(len(m.parametrizations.weight), m.parametrizations.weight.is_tensor, m.parametrizations.weight.unsafe)


def assigning(torch, note):
    parametrize = torch.nn.utils.parametrize
    symmetric, double, several = _parametrizations(torch)
    m = parametrize.register_parametrization(_linear(torch), "weight", symmetric())
    m.weight = torch.arange(9.0).reshape(3, 3)
    note(m.weight.detach(), m.parametrizations.weight.original)
    note.refused(lambda: setattr(m, "weight", torch.nn.Parameter(torch.ones(3, 3))), says=True)
    note.refused(lambda: setattr(m, "weight", torch.ones(3, 3, dtype=torch.float64)))
    parametrize.register_parametrization(m, "weight", double())
    note.refused(lambda: setattr(m, "weight", torch.ones(3, 3)), says=True)
    m = parametrize.register_parametrization(_linear(torch), "weight", several())
    m.weight = torch.full((3, 3), 4.0)
    note(m.state_dict(), m.weight.detach())


def removing(torch, note):
    parametrize = torch.nn.utils.parametrize
    symmetric, _, several = _parametrizations(torch)
    for leave in (True, False):
        m = parametrize.register_parametrization(_linear(torch), "weight", symmetric())
        original = m.parametrizations.weight.original
        parametrize.remove_parametrizations(m, "weight", leave_parametrized=leave)
        note(
            m.weight,
            m.weight is original,
            repr(m),
            type(m).__name__,
            list(m._parameters),
            hasattr(m, "parametrizations"),
        )
    m = parametrize.register_parametrization(_linear(torch), "weight", several())
    note.refused(lambda: parametrize.remove_parametrizations(m, "weight", leave_parametrized=False), says=True)
    note(parametrize.remove_parametrizations(m, "weight").weight)
    note.refused(lambda: parametrize.remove_parametrizations(m, "weight"), says=True)


def refused_parametrizations(torch, note):
    parametrize, module = torch.nn.utils.parametrize, torch.nn.Module
    symmetric, *_ = _parametrizations(torch)

    def returning(function):
        made = module()
        made.forward = function
        return made

    for parametrization in (
        returning(lambda x: x[0]),
        returning(lambda x: x.double()),
        returning(lambda x: 3),
    ):
        m = _linear(torch)
        note.refused(lambda: parametrize.register_parametrization(m, "weight", parametrization))  # noqa: B023
        note(m.weight, type(m).__name__)
        m = parametrize.register_parametrization(_linear(torch), "weight", symmetric())
        note.refused(lambda: parametrize.register_parametrization(m, "weight", parametrization))  # noqa: B023
        note(m.weight.detach(), len(m.parametrizations.weight))
    unsafe = parametrize.register_parametrization(
        _linear(torch), "weight", returning(lambda x: x.double()), unsafe=True
    )
    note(unsafe.weight.detach(), unsafe.parametrizations.weight.unsafe)
    note.refused(lambda: parametrize.register_parametrization(_linear(torch), "none", symmetric()), says=True)
    note.refused(lambda: parametrize.ParametrizationList([], torch.ones(1)), says=True)


def caching(torch, note):
    parametrize = torch.nn.utils.parametrize
    _, double, _ = _parametrizations(torch)
    m = parametrize.register_parametrization(_linear(torch), "weight", double())
    note(m.weight is m.weight)
    with parametrize.cached():
        note(m.weight is m.weight)
        with parametrize.cached():
            first = m.weight
        note(m.weight is first)
        m.parametrizations.weight.original.data.fill_(0.0)
        note(m.weight.detach())
    note(m.weight.detach())


def copying_and_transferring(torch, note):
    parametrize = torch.nn.utils.parametrize
    _, double, several = _parametrizations(torch)
    m = parametrize.register_parametrization(_linear(torch), "weight", double())
    other = copy.deepcopy(m)
    m.parametrizations.weight.original.data.fill_(0.0)
    note(
        other.weight.detach(), type(other) is type(m), other.parametrizations.weight[0] is m.parametrizations.weight[0]
    )
    note.refused(lambda: pickle.dumps(m))
    for parametrization in (double(), several()):
        source = parametrize.register_parametrization(_linear(torch), "weight", parametrization)
        target = parametrize.transfer_parametrizations_and_params(source, _linear(torch))
        note(repr(target), target.weight.detach(), list(target.state_dict()))
    note(parametrize.transfer_parametrizations_and_params(_linear(torch), m) is m)


def buffers(torch, note):
    parametrize = torch.nn.utils.parametrize
    _, double, _ = _parametrizations(torch)
    m = torch.nn.Module()
    m.register_buffer("b", torch.ones(2))
    parametrize.register_parametrization(m, "b", double())
    note(m.b, dict(m.named_buffers()))
    parametrize.remove_parametrizations(m, "b")
    note(m.b, dict(m.named_buffers()))


def _old(torch, name, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return getattr(torch.nn.utils, name)(*args, **kwargs)


def weight_norm(torch, note):
    x = torch.tensor([[1.0, 2.0, 3.0]])
    for dim in (0, 1, None, -1, -2):
        m = _old(torch, "weight_norm", _linear(torch), dim=dim)
        note(m.weight_g, m.weight_v, m.weight.detach(), list(m.state_dict()))
        m(x).square().sum().backward()
        note(m.weight_g.grad, m.weight_v.grad)
        m.weight_g.data *= 2
        note(m(x).detach())
        new = torch.nn.utils.parametrizations.weight_norm(_linear(torch), dim=dim)
        note(repr(new), new.weight.detach(), list(new.state_dict()))
        new(x).square().sum().backward()
        note([p.grad for p in new.parameters()])
        note(repr(new.load_state_dict(m.state_dict())), new.weight.detach())
        torch.nn.utils.parametrize.remove_parametrizations(new, "weight")
        note(new.weight, torch.nn.utils.remove_weight_norm(m).weight, list(m._parameters), len(m._forward_pre_hooks))


def refused_weight_norms(torch, note):
    m = _old(torch, "weight_norm", _linear(torch))
    note.refused(lambda: _old(torch, "weight_norm", m), says=True)
    note.refused(lambda: _old(torch, "weight_norm", torch.nn.LazyLinear(2)))
    note.refused(lambda: torch.nn.utils.remove_weight_norm(_linear(torch)), says=True)
    note.warned(lambda: repr(torch.nn.utils.weight_norm(_linear(torch))))


def spectral_norm(torch, note):
    x = torch.tensor([[1.0, 2.0, 3.0]])
    for options in ({}, {"n_power_iterations": 3}, {"dim": 1}, {"eps": 0.1}):
        for module in (torch.nn.utils, torch.nn.utils.parametrizations):
            torch.manual_seed(3)
            m = module.spectral_norm(_linear(torch), **options)
            note(repr(m), m.state_dict(), m.state_dict()._metadata)
            m(x).sum().backward()
            note(m.state_dict(), [p.grad for p in m.parameters()])
            m(x)
            m.eval()
            note(m(x).detach(), m.state_dict())


def spectral_norm_called_twice_before_backward(torch, note):
    x = torch.tensor([[1.0, 2.0, 3.0]])
    for module in (torch.nn.utils, torch.nn.utils.parametrizations):
        torch.manual_seed(3)
        m = module.spectral_norm(_linear(torch))
        (m(x) + m(x * 2)).sum().backward()
        note([p.grad for p in m.parameters()])


def undoing_spectral_norm(torch, note):
    m = torch.nn.utils.spectral_norm(_linear(torch))
    m(torch.ones(3))
    note(torch.nn.utils.remove_spectral_norm(m).weight, list(m.state_dict()), len(m._forward_pre_hooks))
    note.refused(lambda: torch.nn.utils.remove_spectral_norm(m), says=True)
    m = torch.nn.utils.parametrizations.spectral_norm(_linear(torch)).eval()
    note(torch.nn.utils.parametrize.remove_parametrizations(m, "weight").weight)


def spectral_norm_of_a_vector(torch, note):
    m = torch.nn.utils.parametrizations.spectral_norm(_linear(torch), "bias")
    note(m.bias.detach(), list(m.state_dict()))


def loading_spectral_norm(torch, note):
    m = torch.nn.utils.spectral_norm(_linear(torch))
    m(torch.ones(3))
    m.eval()
    m(torch.ones(3))
    state, other = m.state_dict(), torch.nn.utils.spectral_norm(_linear(torch)).eval()
    note(repr(other.load_state_dict(state)), other(torch.ones(3)).detach())
    old = {key: value for key, value in state.items() if not key.endswith("_v")}
    old["weight"] = m.weight.detach()
    note(repr(other.load_state_dict(dict(old))), other(torch.ones(3)).detach())
    del old["weight_u"]
    note.refused(lambda: other.load_state_dict(old), says=True)


def refused_spectral_norms(torch, note):
    utils = torch.nn.utils
    for call in (
        lambda: utils.spectral_norm(utils.spectral_norm(_linear(torch))),
        lambda: utils.spectral_norm(_linear(torch), n_power_iterations=0),
        lambda: utils.spectral_norm(torch.nn.LazyLinear(1)),
        lambda: utils.spectral_norm(torch.nn.Linear(1, 1, bias=False), "bias"),
        lambda: utils.spectral_norm(_linear(torch), "none"),
        lambda: utils.parametrizations.spectral_norm(_linear(torch), dim=2),
        lambda: utils.parametrizations.spectral_norm(_linear(torch), n_power_iterations=0),
        lambda: utils.parametrizations.spectral_norm(_linear(torch), "none"),
    ):
        note.refused(call)
