"""to, float, double, apply and their like."""

from __future__ import annotations


def _net(torch):
    net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.Identity())
    net.register_buffer("count", torch.zeros(1, dtype=torch.int64))
    net.register_buffer("mean", torch.zeros(1))
    return net


def _dtypes(net):
    return {name: str(value.dtype) for name, value in net.state_dict().items()}


def dtypes(torch, note):
    net = _net(torch)
    for convert in (
        lambda: net.double(),
        lambda: net.half(),
        lambda: net.float(),
        lambda: net.to(torch.float64),
        lambda: net.to("cpu", torch.float32),
        lambda: net.to(device="cpu"),
        lambda: net.to(dtype=torch.float64),
        lambda: net.to(torch.zeros(1)),
        lambda: net.to(tensor=torch.zeros(1, dtype=torch.float64)),
        lambda: net.to(torch.device("cpu"), torch.float32, True),
        lambda: net.to(),
        lambda: net.cpu(),
        lambda: net.type(torch.float64),
        lambda: net.type("torch.FloatTensor"),
        lambda: net.to_empty(device="cpu"),
    ):
        note(convert() is net, _dtypes(net))


def parameters_stay_themselves(torch, note):
    net = _net(torch)
    weight, mean = net[0].weight, net.mean
    net(torch.ones(1, 2)).sum().backward()
    net.double()
    note(net[0].weight is weight, net.mean is mean, weight.grad, weight.requires_grad, weight.is_leaf)
    net(torch.ones(1, 2, dtype=torch.float64)).sum().backward()
    note(weight.grad)


def refusals(torch, note):
    net = _net(torch)
    for call in (
        lambda: net.to(torch.int64),
        lambda: net.to(torch.zeros(1, dtype=torch.int64)),
        lambda: net.to("cuda"),
        lambda: net.cuda(),
        lambda: net.to("nowhere"),
        lambda: torch.nn.Identity().to("nowhere"),
        lambda: net.to("cpu", wrong=1),
        lambda: net.type(torch.int64),
        lambda: net.type("nothing"),
    ):
        note.refused(call)
    note(_dtypes(net))
    note(repr(torch.nn.Identity().cuda()), repr(torch.nn.Identity().to("cuda")))


def complex_modules(torch, note):
    note.warned(lambda: _dtypes(_net(torch).to(torch.complex64)))


def applying(torch, note):
    net = torch.nn.Sequential(torch.nn.Sequential(torch.nn.Linear(1, 1)), torch.nn.Identity())
    note(net.apply(lambda m: note(type(m).__name__)) is net)
    note(net._apply(lambda t: t * 0) is net, [p.detach() for p in net.parameters()])
    outer = torch.nn.Module()
    outer.p, outer.inner = torch.nn.Parameter(torch.ones(1)), torch.nn.Linear(1, 1)
    outer._apply(lambda t: t.double(), recurse=False)
    note(_dtypes(outer))


def compiling_changes_nothing(torch, note):
    net = torch.nn.Identity()
    net.compile(backend="eager")
    note(net(torch.ones(1)))
