"""Hooks round forward: who is called, in which order, with what, and what comes of the results."""

from __future__ import annotations

from contextlib import ExitStack


def _double(nn):
    class Double(nn.Module):
        def forward(self, x, scale=2.0):
            if scale is None:
                raise ValueError("no scale")
            return x * scale

    return Double()


def _tracer(note):
    def tracing(name, result=None):
        def hook(module, *seen):
            note(name, type(module).__name__, *seen)
            return result

        return hook

    return tracing


def order_of_all_hooks(torch, note):
    m, hook = _double(torch.nn), _tracer(note)
    everywhere = torch.nn.modules.module
    with ExitStack() as stack:
        for register, name in (
            (m.register_forward_hook, "hook 1"),
            (everywhere.register_module_forward_hook, "global hook"),
            (m.register_forward_pre_hook, "pre 1"),
            (everywhere.register_module_forward_pre_hook, "global pre"),
            (m.register_forward_hook, "hook 2"),
            (m.register_forward_pre_hook, "pre 2"),
        ):
            stack.enter_context(register(hook(name)))
        stack.enter_context(m.register_forward_hook(hook("hook 0"), prepend=True))
        stack.enter_context(m.register_forward_pre_hook(hook("pre 0"), prepend=True))
        note(m(torch.ones(1)))
        note(m(torch.ones(1), scale=3.0))
    note("all removed", m(torch.ones(1)), len(m._forward_hooks), len(m._forward_pre_hooks))


def keyword_arguments(torch, note):
    m, hook = _double(torch.nn), _tracer(note)
    m.register_forward_pre_hook(hook("pre with", ((torch.ones(2),), {"scale": 5.0})), with_kwargs=True)
    m.register_forward_pre_hook(hook("pre without"))
    m.register_forward_hook(hook("with"), with_kwargs=True)
    m.register_forward_hook(hook("without"))
    handle = torch.nn.modules.module.register_module_forward_hook(hook("global with"), with_kwargs=True)
    note(m(torch.zeros(1), scale=7.0))
    handle.remove()


def results_replace(torch, note):
    m = _double(torch.nn)
    m.register_forward_pre_hook(lambda module, args: args[0] + 1)
    m.register_forward_pre_hook(lambda module, args: (args[0] + 1, 10.0))
    m.register_forward_hook(lambda module, args, output: output + 0.5)
    m.register_forward_hook(lambda module, args, output: (output, args))
    note(m(torch.zeros(1)))


def wrong_result_of_a_pre_hook(torch, note):
    m = _double(torch.nn)
    m.register_forward_pre_hook(lambda module, args, kwargs: args, with_kwargs=True)
    note.refused(lambda: m(torch.zeros(1)))


def always_called(torch, note):
    m, hook = _double(torch.nn), _tracer(note)
    m.register_forward_hook(hook("not always"))
    m.register_forward_hook(hook("always"), always_call=True)
    m.register_forward_hook(hook("always with"), always_call=True, with_kwargs=True)
    handle = torch.nn.modules.module.register_module_forward_hook(hook("global always"), always_call=True)
    note.refused(lambda: m(torch.zeros(1), scale=None), says=True)
    note(m(torch.zeros(1)))
    handle.remove()


def always_called_once_if_a_hook_fails(torch, note):
    m, hook = _double(torch.nn), _tracer(note)

    def fails(module, args, output):
        note("fails")
        raise KeyError("first")

    m.register_forward_hook(hook("before", 5.0), always_call=True)
    m.register_forward_hook(fails, always_call=True)
    m.register_forward_hook(hook("after"), always_call=True)
    note.refused(lambda: m(torch.zeros(1)), says=True)


def errors_of_always_called_hooks_are_warnings(torch, note):
    m = _double(torch.nn)

    def fails(module, args, output):
        raise KeyError("second")

    def call():
        note.refused(lambda: m(torch.zeros(1), scale=None), says=True)

    m.register_forward_hook(fails, always_call=True)
    note.warned(call)


def handles(torch, note):
    m, hook = _double(torch.nn), _tracer(note)
    first = m.register_forward_hook(hook("first"), always_call=True, with_kwargs=True)
    second = m.register_forward_hook(hook("second"))
    note(first.id < second.id, list(m._forward_hooks) == [first.id, second.id])
    note(list(m._forward_hooks_with_kwargs) == [first.id], list(m._forward_hooks_always_called) == [first.id])
    first.remove()
    first.remove()
    note(m(torch.zeros(1)), len(m._forward_hooks_with_kwargs), len(m._forward_hooks_always_called))
    with m.register_forward_pre_hook(hook("inside")):
        m(torch.zeros(1))
    m(torch.zeros(1))


def a_hook_that_removes_itself(torch, note):
    m = _double(torch.nn)
    handles = []

    def once(module, args, output):
        note("once")
        handles[0].remove()

    handles.append(m.register_forward_hook(once))
    m.register_forward_hook(lambda *seen: note("other"))
    m(torch.zeros(1))
    m(torch.zeros(1))


def registration_hooks(torch, note):
    nn = torch.nn
    everywhere = nn.modules.module

    def hook(kind):
        return lambda module, name, value: note(kind, type(module).__name__, name, type(value).__name__)

    with ExitStack() as stack:
        stack.enter_context(everywhere.register_module_parameter_registration_hook(hook("parameter")))
        stack.enter_context(everywhere.register_module_buffer_registration_hook(hook("buffer")))
        stack.enter_context(everywhere.register_module_module_registration_hook(hook("module")))
        m = nn.Sequential(nn.Linear(1, 1, bias=False), nn.Identity())
        m.b = nn.Buffer(torch.zeros(1))
        m.register_buffer("none", None)
        m[0].weight = nn.Parameter(torch.zeros(1, 1))
        m[0].register_parameter("gone", None)
        m.add_module("2", None)
        m[1] = nn.Flatten()
    replaced = nn.Parameter(torch.full((1,), 9.0))
    with everywhere.register_module_parameter_registration_hook(lambda module, name, p: replaced):
        m.p = nn.Parameter(torch.zeros(1))
    note(m.p is replaced)


def hooks_survive_a_copy(torch, note):
    import copy

    m = torch.nn.Sequential(torch.nn.Linear(1, 1))
    m[0].register_forward_hook(_count, with_kwargs=True)
    m[0].register_forward_pre_hook(_pass)
    for other in (copy.deepcopy(m), copy.copy(m)):
        note([len(k._forward_hooks) for k in other.modules()], len(other[0]._forward_hooks_with_kwargs))
        note(other(torch.ones(1, 1)).shape)


def _count(module, args, kwargs, output):
    return output.sum()


def _pass(module, args):
    return None
