"""nn.init: the draws of torch, bit for bit, and the generator left where torch leaves it."""

from __future__ import annotations

import math

SHAPES = (4, 3), (3, 5), (6, 2, 3), (4, 4, 3, 2), (2, 3, 1, 2, 2), (40, 30)
RANDOM = "uniform_ normal_ xavier_uniform_ xavier_normal_ kaiming_uniform_ kaiming_normal_ trunc_normal_".split()


def _draw(torch, note, name, shape, dtype, *args, **kwargs):
    tensor = torch.empty(shape, dtype=dtype)
    note(name, getattr(torch.nn.init, name)(tensor, *args, **kwargs) is tensor)
    note.bits(tensor, torch.rand(2))


def defaults(torch, note):
    for name in RANDOM:
        for shape in SHAPES:
            for dtype in (torch.float32, torch.float64):
                _draw(torch, note, name, shape, dtype)


def options(torch, note):
    for shape in SHAPES:
        _draw(torch, note, "uniform_", shape, torch.float32, -0.3, 2.7)
        _draw(torch, note, "normal_", shape, torch.float32, 1.5, 0.2)
        _draw(torch, note, "xavier_uniform_", shape, torch.float32, gain=1.7)
        _draw(torch, note, "xavier_normal_", shape, torch.float64, 1.7)
        _draw(torch, note, "kaiming_uniform_", shape, torch.float32, a=math.sqrt(5))
        _draw(torch, note, "kaiming_uniform_", shape, torch.float32, mode="fan_out", nonlinearity="relu")
        _draw(torch, note, "kaiming_normal_", shape, torch.float64, 0.1, "FAN_OUT", "leaky_relu")
        _draw(torch, note, "kaiming_normal_", shape, torch.float32, nonlinearity="tanh")


def truncated(torch, note):
    for shape in SHAPES:
        for bounds in ((0, 1, -2, 2), (0.5, 2.0, 0.1, 0.9), (0, 1, 1.5, 3), (0, 1, -0.01, 0.01), (1, 0.3, 0.5, 9)):
            _draw(torch, note, "trunc_normal_", shape, torch.float32, *bounds)
    note.warned(lambda: repr(torch.nn.init.trunc_normal_(torch.empty(3), 5.0, 1.0, -1.0, 1.0)))


def with_a_generator(torch, note):
    for name in RANDOM:
        generator = torch.Generator().manual_seed(7)
        _draw(torch, note, name, (4, 5), torch.float32, generator=generator)
        note.bits(torch.rand(2, generator=generator))
    generator = torch.Generator().manual_seed(7)
    _draw(torch, note, "sparse_", (6, 5), torch.float32, 0.4, generator=generator)


def sparse_and_orthogonal(torch, note):
    for sparsity in (0.0, 0.1, 0.5, 1.0):
        _draw(torch, note, "sparse_", (5, 4), torch.float32, sparsity, 0.2)
    for shape in ((3, 3), (2, 5), (5, 2), (3, 2, 2), (0, 3)):
        for gain in (1, 1.7):
            note(torch.nn.init.orthogonal_(torch.empty(shape), gain), torch.rand(1))
            note(torch.nn.init.orthogonal_(torch.empty(shape, dtype=torch.float64), gain))


def constants(torch, note):
    init = torch.nn.init
    note(init.constant_(torch.empty(2), 0.3), init.ones_(torch.empty(2)), init.zeros_(torch.empty(2)))
    note(init.eye_(torch.empty(3, 3)), init.eye_(torch.empty(2, 4)), init.eye_(torch.empty(4, 2)))
    for shape in ((3, 3, 3), (4, 2, 5), (2, 4, 2, 3), (2, 2, 3, 3, 3), (6, 3, 1, 1)):
        note(init.dirac_(torch.empty(shape)), init.dirac_(torch.empty(shape), groups=shape[0] // 2))


def parameters_are_filled_unseen(torch, note):
    p = torch.nn.Parameter(torch.zeros(2, 2))
    for name in ("uniform_", "orthogonal_", "zeros_", "eye_", "trunc_normal_"):
        note(getattr(torch.nn.init, name)(p) is p, p.requires_grad, p.is_leaf)


def gains(torch, note):
    gain = torch.nn.init.calculate_gain
    names = "linear conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d sigmoid tanh relu selu"
    note([gain(name) for name in names.split()], gain("leaky_relu"), gain("leaky_relu", 0.2), gain("leaky_relu", 1))
    for call in (lambda: gain("leaky_relu", True), lambda: gain("leaky_relu", "a"), lambda: gain("swish")):
        note.refused(call)


def refusals(torch, note):
    init = torch.nn.init
    for call in (
        lambda: init.eye_(torch.empty(3)),
        lambda: init.dirac_(torch.empty(3, 3)),
        lambda: init.dirac_(torch.empty(3, 3, 3), groups=2),
        lambda: init.xavier_uniform_(torch.empty(3)),
        lambda: init.xavier_normal_(torch.empty(())),
        lambda: init.kaiming_uniform_(torch.empty(3)),
        lambda: init.kaiming_normal_(torch.empty(3, 3), mode="fan"),
        lambda: init.kaiming_normal_(torch.empty(3, 3), nonlinearity="gelu"),
        lambda: init.orthogonal_(torch.empty(3)),
        lambda: init.sparse_(torch.empty(3), 0.1),
        lambda: init.sparse_(torch.empty(3, 3, 3), 0.1),
        lambda: init.trunc_normal_(torch.empty(3), std=0.0),
        lambda: init.xavier_uniform_(torch.empty(0, 0)),
        lambda: init.uniform_(torch.empty(3, dtype=torch.int64)),
        lambda: init.normal_(torch.empty(3), std=-1.0),
    ):
        note.refused(call)


def empty_tensors(torch, note):
    for name in ("kaiming_uniform_", "kaiming_normal_"):
        note.warned(lambda: getattr(torch.nn.init, name)(torch.empty(0, 3)))  # noqa: B023
    note(torch.nn.init.xavier_uniform_(torch.empty(0, 3)), torch.nn.init.orthogonal_(torch.empty(3, 0)))


def fans(torch, note):
    fans = torch.nn.init._calculate_fan_in_and_fan_out
    note([fans(torch.empty(shape)) for shape in SHAPES])


def old_names(torch, note):
    for name in "uniform normal constant eye xavier_uniform xavier_normal kaiming_uniform kaiming_normal".split():
        args = (0.5,) if name == "constant" else ()
        tensor = note.warned(lambda: getattr(torch.nn.init, name)(torch.empty(3, 3), *args))  # noqa: B023
        note.bits(tensor)
    note.warned(lambda: torch.nn.init.sparse(torch.empty(3, 3), 0.5))
    note.warned(lambda: torch.nn.init.dirac(torch.empty(3, 3, 3)))
    note.warned(lambda: torch.nn.init.orthogonal(torch.empty(3, 3)))


def layers(torch, note):
    nn = torch.nn
    for make in (
        lambda: nn.Linear(5, 3),
        lambda: nn.Linear(30, 20, dtype=torch.float64),
        lambda: nn.Linear(3, 5, bias=False),
        lambda: nn.Bilinear(3, 4, 2),
        lambda: nn.Bilinear(3, 4, 2, bias=False, dtype=torch.float64),
    ):
        m = make()
        note.bits(*m.parameters(), torch.rand(1))
    lazy = nn.LazyLinear(3)
    lazy(torch.zeros(2, 4))
    note.bits(*lazy.parameters(), torch.rand(1))


def linear_layers(torch, note):
    nn = torch.nn
    m, b = nn.Linear(3, 2), nn.Bilinear(2, 3, 4)
    note(repr(m), repr(b), repr(nn.Identity(5, a=3)), repr(nn.Linear(3, 2, False)), nn.Identity()(3))
    note(m(torch.ones(3)).detach(), m(torch.ones(2, 5, 3)).detach(), m(torch.ones(0, 3)).detach())
    note(b(torch.ones(2), torch.ones(3)).detach(), b(torch.ones(5, 4, 2), torch.ones(5, 4, 3)).detach())
    quantizable = nn.modules.linear.NonDynamicallyQuantizableLinear(2, 2)
    note(repr(quantizable), isinstance(quantizable, nn.Linear))
    for call in (
        lambda: nn.Bilinear(0, 1, 1),
        lambda: nn.Linear(2, 3, dtype=torch.int64),
        lambda: nn.Linear(2, 3, device="cuda"),
        lambda: m(torch.ones(4)),
        lambda: m(torch.ones(3, dtype=torch.float64)),
        lambda: b(torch.ones(2), torch.ones(2)),
    ):
        note.refused(call)
    note.warned(lambda: repr(nn.Linear(0, 2)))


def flattening(torch, note):
    nn = torch.nn
    x = torch.arange(24.0).reshape(2, 3, 4)
    note(nn.Flatten()(x), nn.Flatten(0, 1)(x), repr(nn.Flatten(0)), repr(nn.Unflatten(1, (3, -1))))
    note(nn.Unflatten(1, (3, 1))(x), nn.Unflatten(-1, [2, 2])(x), nn.Unflatten(2, torch.Size([2, -1]))(x))
    for call in (
        lambda: nn.Unflatten(1, 3),
        lambda: nn.Unflatten(1, (1.5, 2)),
        lambda: nn.Unflatten(1, (2, 2))(x),
        lambda: nn.Flatten(2, 1)(x),
        lambda: nn.Flatten(5)(x),
    ):
        note.refused(call)
