"""Hooks on the backward of a module."""

from __future__ import annotations


def _mix(nn):
    class Mix(nn.Module):
        def forward(self, a, b, word=None):
            return a * 2, word, a * b

    return Mix()


def _leaf(torch, *values):
    return torch.tensor(list(values), requires_grad=True)


def _shower(note, name, result=None):
    def hook(module, *gradients):
        note(name, type(module).__name__, *gradients)
        return result

    return hook


def what_hooks_see(torch, note):
    m = _mix(torch.nn)
    m.register_full_backward_hook(_shower(note, "hook"))
    m.register_full_backward_pre_hook(_shower(note, "pre"))
    a, b = _leaf(torch, 1.0, 2.0), _leaf(torch, 3.0, 4.0)
    first, word, second = m(a, b, "word")
    note(first.requires_grad, word)
    (first.sum() + second.sum()).backward()
    note(a.grad, b.grad)


def outputs_that_no_gradient_reaches(torch, note):
    m = _mix(torch.nn)
    m.register_full_backward_hook(_shower(note, "hook"))
    m.register_full_backward_pre_hook(_shower(note, "pre"))
    a, b = _leaf(torch, 1.0, 2.0), _leaf(torch, 3.0, 4.0)
    m(a, b)[0].sum().backward()
    note(a.grad, b.grad)


def inputs_that_need_no_gradient(torch, note):
    m = _mix(torch.nn)
    m.register_full_backward_hook(_shower(note, "hook"))
    a = _leaf(torch, 1.0, 2.0)
    m(a, torch.ones(2))[2].sum().backward()
    note(a.grad)


def order_through_a_network(torch, note):
    nn = torch.nn
    m = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 2), nn.Identity()))
    for parameter in m.parameters():
        parameter.data = torch.ones_like(parameter)
    names = {module: name for name, module in m.named_modules()}
    for module in m.modules():
        module.register_full_backward_hook(lambda module, gi, go: note("hook", names[module], gi, go))
        module.register_full_backward_pre_hook(lambda module, go: note("pre", names[module], go))
        module.register_forward_hook(lambda module, args, output: note("forward", names[module], output.detach()))
    x = _leaf(torch, 1.0, 2.0)
    m(x).sum().backward()
    note(x.grad, [p.grad for p in m.parameters()])


def global_hooks_come_first(torch, note):
    everywhere = torch.nn.modules.module
    m = torch.nn.Identity()
    m.register_full_backward_hook(_shower(note, "own"))
    m.register_full_backward_hook(_shower(note, "prepended"), prepend=True)
    m.register_full_backward_pre_hook(_shower(note, "own pre"))
    m.register_full_backward_pre_hook(_shower(note, "prepended pre"), prepend=True)
    handles = [
        everywhere.register_module_full_backward_hook(_shower(note, "global")),
        everywhere.register_module_full_backward_pre_hook(_shower(note, "global pre")),
    ]
    m(_leaf(torch, 1.0) * 2).backward()
    for handle in handles:
        handle.remove()
    m(_leaf(torch, 1.0) * 2).backward()


def results_replace_gradients(torch, note):
    m = torch.nn.Linear(2, 1)
    m.weight.data = torch.tensor([[1.0, 2.0]])
    m.register_full_backward_pre_hook(lambda module, grad_output: (grad_output[0] * 3,))
    m.register_full_backward_hook(lambda module, grad_input, grad_output: (grad_input[0] * 10,))
    m.register_full_backward_hook(_shower(note, "last"))
    x = _leaf(torch, 1.0, 1.0)
    m(x).sum().backward()
    note(x.grad, m.weight.grad)


def wrong_number_of_results(torch, note):
    for register in ("register_full_backward_hook", "register_full_backward_pre_hook"):
        m = torch.nn.Linear(2, 1)
        getattr(m, register)(lambda module, *gradients: (gradients[0][0],) * 3)
        note.refused(lambda: m(_leaf(torch, 1.0, 1.0)).sum().backward(), says=True)  # noqa: B023


def no_input_needs_a_gradient(torch, note):
    m = torch.nn.Linear(2, 1)
    m.register_full_backward_hook(_shower(note, "hook"))
    note.warned(lambda: m(torch.ones(2)).sum().backward())
    note(m.bias.grad)
    m.register_full_backward_hook(_shower(note, "wrong", (torch.ones(2),)))
    note.refused(lambda: note.warned(lambda: m(torch.ones(2)).sum().backward()), says=True)


def outputs_that_are_no_tensors(torch, note):
    class Dictionary(torch.nn.Module):
        def forward(self, x):
            return {"a": x * 2}

    m = Dictionary()
    m.register_full_backward_hook(_shower(note, "never"))
    x = _leaf(torch, 1.0)
    output = note.warned(lambda: m(x)["a"].detach() * 0 + 1)
    note(output)


def without_recording(torch, note):
    m = torch.nn.Linear(2, 1)
    m.register_full_backward_hook(_shower(note, "never"))
    with torch.no_grad():
        note(m(torch.ones(2)).requires_grad)
    for p in m.parameters():
        p.requires_grad_(False)
    note(m(torch.ones(2)).requires_grad)


def only_for_what_is_asked(torch, note):
    m = torch.nn.Linear(2, 1)
    m.register_full_backward_hook(_shower(note, "hook"))
    m.register_full_backward_pre_hook(_shower(note, "pre"))
    x = _leaf(torch, 1.0, 1.0)
    note(torch.autograd.grad(m(x).sum(), m.bias))
    note("now the input")
    note(torch.autograd.grad(m(x).sum(), m.bias)[0].shape, torch.autograd.grad(m(x).sum(), x)[0].shape)


def derived_twice(torch, note):
    class Cube(torch.nn.Module):
        def forward(self, x):
            return x**3

    m = Cube()
    m.register_full_backward_hook(lambda module, gi, go: (gi[0] * 2,))
    m.register_full_backward_hook(lambda module, gi, go: note(gi[0].requires_grad))
    x = _leaf(torch, 2.0)
    (g,) = torch.autograd.grad(m(x).sum(), x, create_graph=True)
    (h,) = torch.autograd.grad(g.sum(), x)
    note(g.detach(), h)


def twice_with_a_retained_graph(torch, note):
    m = torch.nn.Linear(1, 1)
    m.weight.data.fill_(3.0)
    m.register_full_backward_hook(_shower(note, "hook"))
    x = _leaf(torch, 1.0)
    y = m(x).sum()
    y.backward(retain_graph=True)
    y.backward()
    note(x.grad)


def the_older_kind(torch, note):
    class Double(torch.nn.Module):
        def forward(self, x):
            return x * 2

    m = Double()
    m.register_backward_hook(lambda module, grad_input, grad_output: note(grad_output))
    m.register_backward_hook(lambda module, grad_input, grad_output: (grad_input[0] * 5, *grad_input[1:]))
    x = _leaf(torch, 1.0)
    note.warned(lambda: m(x + 0).sum().backward())
    note(x.grad)
    note.refused(lambda: m.register_full_backward_hook(print), says=True)
    full = Double()
    full.register_full_backward_hook(print)
    note.refused(lambda: full.register_backward_hook(print), says=True)


def the_older_kind_warns_where_it_sees_too_little(torch, note):
    class Two(torch.nn.Module):
        def forward(self, x):
            return x * 2, x * 3

    class Nested(torch.nn.Module):
        def forward(self, x):
            return [x * 2]

    for m in (torch.nn.Linear(1, 1), Two(), Nested()):
        m.register_backward_hook(lambda module, grad_input, grad_output: None)
        note.warned(lambda: m(_leaf(torch, 1.0) * 1) and None)  # noqa: B023


def work_in_place_between_the_fences(torch, note):
    class InPlace(torch.nn.Module):
        def forward(self, x):
            x *= 3
            return x

    for register in ("register_full_backward_hook", "register_full_backward_pre_hook"):
        for module in (InPlace(), torch.nn.Identity()):
            getattr(module, register)(lambda *_: None)
            x = torch.ones(2, requires_grad=True)
            note.refused(lambda m=module, x=x: m(x * 2).add_(1))
            note(module(torch.ones(2)).add_(1))
