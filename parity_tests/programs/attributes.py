"""What may be assigned to the attributes of a module, and how they are found."""

from __future__ import annotations


def _parts(nn):
    class Parts(nn.Module):
        def __init__(self):
            super().__init__()
            self.weight = nn.Parameter(nn.init.ones_(nn.Parameter()).new_ones(2))
            self.register_buffer("kept", self.weight.detach() * 2)
            self.register_buffer("passing", None, persistent=False)
            self.register_parameter("absent", None)
            self.child = nn.Sequential(nn.Identity(), nn.Linear(2, 1))
            self.nothing = None
            self.plain = 5

    return Parts()


def kinds_of_attributes(torch, note):
    m = _parts(torch.nn)
    note(list(m._parameters), list(m._buffers), list(m._modules), m._non_persistent_buffers_set)
    note(m.weight, m.kept, m.passing, m.absent, m.plain, m.nothing, "weight" in vars(m), "plain" in vars(m))
    note([name for name in dir(m) if name in ("weight", "kept", "child", "plain", "0")])
    note([name for name in dir(m.child) if name.isdigit()])


def assignment_changes_the_kind(torch, note):
    nn = torch.nn
    m = _parts(nn)
    m.plain = nn.Parameter(torch.zeros(1))
    m.kept = nn.Parameter(torch.zeros(1))
    m.child = nn.Parameter(torch.zeros(1))
    m.passing = nn.Identity()
    note(list(m._parameters), list(m._buffers), list(m._modules), m._non_persistent_buffers_set, "plain" in vars(m))
    m.plain = None
    m.passing = None
    note(list(m._parameters), list(m._modules), m.plain, m.passing)


def buffers_by_assignment(torch, note):
    nn = torch.nn
    m = _parts(nn)
    m.kept = torch.ones(3)
    m.passing = torch.ones(3)
    m.added = nn.Buffer(torch.ones(1))
    m.temporary = nn.Buffer(torch.ones(1), persistent=False)
    m.tensor = torch.ones(1)
    note(dict(m.named_buffers()), list(m.state_dict()), "tensor" in vars(m))
    note(isinstance(m.added, nn.Buffer), isinstance(m.kept, nn.Buffer), type(m.added).__name__, m.added.persistent)
    m.kept = nn.Buffer(torch.ones(2), persistent=False)
    note(list(m.state_dict()))
    m.register_buffer("temporary", torch.ones(1))
    m.register_buffer("kept", torch.ones(1))
    note(list(m.state_dict()))
    m.kept = None
    note(m.kept, list(m._buffers))


def refused_assignments(torch, note):
    nn = torch.nn
    m = _parts(nn)
    for name, value in {"weight": torch.ones(1), "kept": "text", "child": torch.ones(1), "absent": 3}.items():
        note.refused(lambda: setattr(m, name, value), says=True)  # noqa: B023
    note.refused(lambda: setattr(m, "plain", nn.Buffer(torch.ones(1))), says=True)
    note.refused(lambda: m.unknown, says=True)
    note.refused(lambda: delattr(m, "unknown"), says=True)
    note.refused(lambda: setattr(m, "weight", nn.Identity()))


def refused_registrations(torch, note):
    nn = torch.nn
    m = _parts(nn)
    tensor, parameter = torch.ones(1), nn.Parameter(torch.ones(1))
    for register, value in ((m.register_parameter, parameter), (m.register_buffer, tensor), (m.add_module, m.child)):
        for name in (3, "a.b", "", "plain", "training", "forward"):
            note.refused(lambda: register(name, value))  # noqa: B023
    note.refused(lambda: m.register_parameter("p", tensor), says=True)
    note.refused(lambda: m.register_buffer("b", 3), says=True)
    note.refused(lambda: m.add_module("m", 3), says=True)
    note.refused(lambda: m.add_module("a.b", m.child), says=True)
    note(list(m._parameters), list(m._buffers), list(m._modules))


def before_init(torch, note):
    nn = torch.nn

    class Early(nn.Module):
        def __init__(self, value):
            self.value = value

    for value in (nn.Parameter(torch.ones(1)), nn.Identity(), nn.Buffer(torch.ones(1))):
        note.refused(lambda: Early(value), says=True)  # noqa: B023
    note(Early(3).value)
    note.refused(lambda: Early(3)(1))
    note.refused(lambda: list(Early(3).parameters()))


def init_arguments(torch, note):
    nn = torch.nn

    class Other:
        def __init__(self, value):
            self.value = value

    class Both(nn.Module, Other):
        call_super_init = True

    note.refused(lambda: nn.Module(1), says=True)
    note.refused(lambda: nn.Module(a=1), says=True)
    note(Both(7).value)
    note.refused(lambda: nn.Module()(1), says=True)


def deletion(torch, note):
    m = _parts(torch.nn)
    del m.weight, m.kept, m.child, m.plain, m.passing
    note(list(m._parameters), list(m._buffers), list(m._modules), m._non_persistent_buffers_set, hasattr(m, "plain"))


def look_up_by_path(torch, note):
    nn = torch.nn
    m = _parts(nn)
    note(m.get_submodule("") is m, m.get_submodule("child.1") is m.child[1], m.get_parameter("child.1.bias").shape)
    note(m.get_buffer("kept"))
    for call in (
        lambda: m.get_submodule("child.7"),
        lambda: m.get_submodule("weight"),
        lambda: m.get_parameter("kept"),
        lambda: m.get_parameter("child.weight"),
        lambda: m.get_buffer("weight"),
        lambda: m.get_buffer("none"),
        lambda: m.set_submodule("", nn.Identity()),
        lambda: m.set_submodule("child", 3),
        lambda: m.set_submodule("weight", nn.Identity()),
        lambda: m.set_submodule("fresh", nn.Identity(), strict=True),
        lambda: m.set_submodule("child.9.x", nn.Identity()),
    ):
        note.refused(call, says=True)
    m.set_submodule("child.0", nn.Flatten())
    m.set_submodule("fresh", nn.Identity())
    note(repr(m))


def shared_members_are_yielded_once(torch, note):
    nn = torch.nn
    a = nn.Linear(2, 2)
    b = nn.Linear(2, 2)
    b.weight = a.weight
    m = nn.Sequential(a, nn.Sequential(b, a), a)
    m.register_buffer("x", torch.zeros(1))
    m[1].register_buffer("y", m.x)
    for once in (True, False):
        note([name for name, _ in m.named_parameters(remove_duplicate=once)])
        note([name for name, _ in m.named_buffers(remove_duplicate=once)])
        note([name for name, _ in m.named_modules(remove_duplicate=once)])
        note(len(list(m.modules(remove_duplicate=once))))
    note([name for name, _ in m.named_children()], len(list(m.children())))
    note([name for name, _ in m.named_parameters(prefix="net", recurse=False)])
    note([name for name, _ in m.named_parameters("net")], [name for name, _ in m.named_modules(prefix="net")])
    note(len(list(m.parameters())), len(list(m.buffers(recurse=False))), list(m.state_dict()))


def training_mode_and_gradients(torch, note):
    nn = torch.nn
    m = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Linear(2, 1)))
    note([k.training for k in m.eval().modules()], [k.training for k in m[1].train().modules()], m.training)
    note.refused(lambda: m.train(1), says=True)
    m(torch.ones(1, 2)).sum().backward()
    held = m[0].bias.grad
    m.zero_grad(set_to_none=False)
    note(held is m[0].bias.grad, held, [p.grad is None for p in m.parameters()])
    m.zero_grad()
    note([p.grad is None for p in m.parameters()])
    note([p.requires_grad for p in m.requires_grad_(False).parameters()])
    note([p.requires_grad for p in m[0].requires_grad_().parameters()])


def parameters_and_buffers_alone(torch, note):
    nn = torch.nn
    data = torch.ones(2)
    p = nn.Parameter(data)
    data[0] = 5.0
    note(p, repr(p), repr(nn.Parameter()), p.is_leaf, isinstance(p, nn.Parameter), isinstance(data, nn.Parameter))
    note(nn.Parameter(torch.ones(1, dtype=torch.int64), requires_grad=False), nn.Parameter(p) is p)
    with torch.no_grad():
        note(nn.Parameter(torch.ones(1)).requires_grad)
    note(nn.Parameter(p * 2).is_leaf, type(p + 1).__name__, nn.Buffer(p).requires_grad)
    note.refused(lambda: nn.Parameter(torch.ones(1, dtype=torch.int64)))
    note.refused(lambda: nn.Parameter(3))
