"""Lazy modules and what they are made of."""

from __future__ import annotations

import copy
import pickle


def a_lazy_linear_becomes_linear(torch, note):
    m = torch.nn.LazyLinear(3)
    note(repr(m), repr(m.weight), [repr(p) for p in m.parameters()], {k: repr(v) for k, v in m.state_dict().items()})
    note(m.has_uninitialized_params(), m.weight.requires_grad, str(m.weight.dtype), m.weight.is_leaf)
    note(m(torch.ones(5, 2)).shape, repr(m), type(m).__name__, m.weight.shape, type(m.weight).__name__)
    note(
        m.weight.detach(), m.bias.detach(), m.weight.requires_grad, hasattr(m, "_load_hook"), len(m._forward_pre_hooks)
    )
    note.refused(lambda: m(torch.ones(5, 4)))


def options(torch, note):
    m = torch.nn.LazyLinear(2, bias=False, dtype=torch.float64)
    note(m(torch.ones(3, dtype=torch.float64)).shape, str(m.weight.dtype), m.bias)
    m = torch.nn.Sequential(torch.nn.LazyLinear(4), torch.nn.LazyLinear(1)).double()
    note(m(torch.ones(3, dtype=torch.float64)).shape, repr(m))


def loading(torch, note):
    m, plain = torch.nn.LazyLinear(3), torch.nn.Linear(2, 3)
    lazy_state = m.state_dict()
    note(repr(m.load_state_dict(torch.nn.LazyLinear(3).state_dict())), m.has_uninitialized_params())
    note(repr(m.load_state_dict(plain.state_dict())), type(m).__name__, m.weight.shape, m.in_features)
    note.refused(lambda: m(torch.ones(5)), says=True)
    note(m(torch.ones(2)).shape, repr(m))
    note.refused(lambda: plain.load_state_dict(lazy_state), says=True)
    note.refused(lambda: torch.nn.LazyLinear(3).load_state_dict({}), says=True)


def copies(torch, note):
    m = torch.nn.Sequential(torch.nn.LazyLinear(3))
    for other in (copy.deepcopy(m), pickle.loads(pickle.dumps(m))):
        note(other[0].weight is m[0].weight, repr(other), other(torch.ones(4)).shape, repr(other), repr(m))


def what_has_no_shape_refuses(torch, note):
    p = torch.nn.UninitializedParameter()
    for call in (lambda: p + 1, lambda: p.sum(), lambda: p[0], lambda: len(p), lambda: p.detach(), lambda: p.zero_()):
        note.refused(call)
    note.refused(lambda: p.shape, says=True)
    note.refused(lambda: p.share_memory_(), says=True)
    note.refused(lambda: p.requires_grad_(False))
    note(p.double().dtype == torch.float64, p.is_floating_point(), p.size(), p.grad, p.requires_grad)
    p.materialize((2, 3), dtype=torch.float64)
    note(type(p).__name__, p.shape, str(p.dtype), p.requires_grad)
    b = torch.nn.UninitializedBuffer()
    note(repr(b), b.requires_grad, isinstance(b, torch.nn.Buffer), b.persistent)
    b.materialize((2,))
    note(type(b).__name__, b.shape, b.requires_grad, torch.nn.parameter.is_lazy(b), torch.nn.parameter.is_lazy(p))


def your_own_lazy_module(torch, note):
    mixin = torch.nn.modules.lazy.LazyModuleMixin

    class Scale(torch.nn.Module):
        def forward(self, x, offset=0.0):
            return x * self.factor + offset

    class LazyScale(mixin, Scale):
        cls_to_become = Scale

        def __init__(self):
            super().__init__()
            self.factor = torch.nn.UninitializedParameter()
            self.register_buffer("kept", torch.nn.UninitializedBuffer())

        def initialize_parameters(self, x, offset=0.0):
            note("initialise", offset)
            with torch.no_grad():
                self.factor.materialize(x.shape)
                self.factor.fill_(2.0)
                self.kept.materialize((1,))

    m = LazyScale()
    note(m(torch.ones(2), offset=1.0), type(m).__name__, m(torch.ones(2)), list(m.state_dict()))


def unfinished_lazy_modules(torch, note):
    mixin = torch.nn.modules.lazy.LazyModuleMixin

    class Undefined(mixin, torch.nn.Module):
        pass

    class Unshaped(mixin, torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.p = torch.nn.UninitializedParameter()

        def initialize_parameters(self, x):
            pass

    note.refused(lambda: Undefined()(1), says=True)
    note.refused(lambda: Unshaped()(1), says=True)
