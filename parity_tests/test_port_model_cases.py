"""Porting whole models, corner by corner: what is written, what is refused, the command line, from_torch."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

import numpynn
from numpynn.parity import twin
from numpynn.port import from_torch, leaves, operators, port
from numpynn.port.errands import Refusal

from . import ported_leaves, ported_ordinary
from .ported_models import unclean
from .ported_transformers import GPT


class Nested(nn.Module):
    """Inputs and outputs in dicts, lists and tuples; one that is None, one that is a number."""

    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(3, 4)

    def forward(self, x, state, scale=None, unused=None):
        output, (h, c) = self.lstm(x, state["hc"])
        return output if scale is None else output * scale, {"h": h, "c": [c, None]}, 3


class Inner(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x):
        return torch.relu(self.layer(x)).reshape(x.shape[0], x.shape[1])


class Twice(nn.Module):
    """Modules that are called more than once, in the same way and in another."""

    def __init__(self):
        super().__init__()
        self.norm = nn.Sequential(nn.Linear(4, 4), nn.Tanh())
        self.inner = Inner()

    def forward(self, x, y):
        return self.norm(x) - self.norm(y) + self.inner(x) + self.inner(torch.cat([y, y])[: x.shape[0]])


class Kept(nn.Module):
    """Parameters in lists and dicts, frozen ones, a module that is never called, a constant, a buffer that is counted."""

    def __init__(self):
        super().__init__()
        self.first, self.dead = nn.Linear(3, 3), nn.Conv2d(2, 3, 3)
        self.first.requires_grad_(False)
        self.scales = nn.ParameterList([nn.Parameter(torch.randn(3)) for _ in range(2)])
        self.named = nn.ParameterDict({"shift": nn.Parameter(torch.randn(3))})
        self.heads = nn.ModuleDict({"x": nn.Linear(3, 2), "y": nn.Linear(3, 2)})
        self.conv = nn.Conv1d(1, 2, 3, padding=1, padding_mode="circular")
        self.constant = torch.arange(3.0)

    def forward(self, x):
        x = self.first(x) * self.scales[0] + self.scales[1] * self.named["shift"] + self.constant
        x = self.conv(x[:, None]).sum(1) + torch.tensor([1.0, float("inf"), 2.0]).clamp(max=1.0)
        return {key: head(x) for key, head in self.heads.items()}, x.shape[0]


class Modes(nn.Module):
    """Options that depend on the mode, some of them only in the call of a function."""

    def __init__(self):
        super().__init__()
        self.norm = nn.BatchNorm1d(4)

    def forward(self, x):
        x = F.dropout(self.norm(x), 0.3, self.training)[:, None, None].expand(-1, 2, 3, -1)
        return F.scaled_dot_product_attention(x, x, x, dropout_p=0.5 if self.training else 0.0, is_causal=True)


class NoGrad(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 3)

    def forward(self, x):
        with torch.no_grad():
            y = self.layer(x)
            z = y.exp()
        return y + z + self.layer(x)


class InPlace(nn.Module):
    """Writes into parts of tensors, and into a buffer."""

    def __init__(self):
        super().__init__()
        self.register_buffer("seen", torch.zeros(3))

    def forward(self, x):
        self.seen.add_(1)
        y = x * 2
        y[:, 0] = 0.5
        y[:, 1] += x[:, 2]
        y[x > 1] = 0.0
        return y.mul_(3) + self.seen


class Functions(nn.Module):
    """A good many operators."""

    def __init__(self):
        super().__init__()
        self.layer, self.embedding = nn.Linear(4, 8), nn.Embedding(5, 4)

    def forward(self, x, i):
        a, b = self.layer(x).chunk(2, -1)
        values, where = torch.max(a, dim=1)
        d = torch.stack([a, b, self.embedding(i)], 1).mean((1, 2))
        normal = F.normalize(d, dim=-1) + F.cosine_similarity(a, b, dim=-1).mean()
        waves = torch.cumsum(d, -1) ** 2 / (1 + d.abs()) - 2 * torch.sigmoid(d) + torch.roll(d, 1, -1) - d**-2
        picked = torch.gather(a, 1, i[:, :1, None].expand(-1, -1, 4) % 3) + torch.where(a > b, a, 0.5)
        made = torch.zeros(x.shape[0], 3) + torch.full((3,), 2.0) + torch.arange(3) + torch.eye(3).sum(0)
        turned = x.permute(1, 0, 2).flip(0).contiguous().view(x.shape[1], -1).T
        spread = x.var(1, unbiased=False) + x.std(1) + a.amax(1) + a.logsumexp(1) + torch.linalg.norm(a, dim=1)
        first, second = torch.split(x, [1, 2], 1)
        curves = (
            F.softplus(d) + F.hardswish(d) + F.elu(d) + F.mish(d) + F.leaky_relu(d, 0.2) + F.relu6(d) + F.logsigmoid(d)
        )
        masked = torch.tril(torch.bmm(a, b.transpose(1, 2))).masked_fill(torch.eye(3, dtype=torch.bool), -1e38)
        lowest = torch.minimum(d, waves).clamp(-3, 3) + torch.lerp(d, waves, 0.3) + torch.atan2(d, d + 3)
        losses = F.mse_loss(a, b) + F.cross_entropy(a.flatten(0, 1), i.flatten() % 4, reduction="sum")
        words = F.one_hot(i, 5).float() + (~(i == 2) & (i > 0)).float()[..., None]
        top, _ = torch.topk(b, 2, dim=-1)
        turned = second - first.sum() + turned.sum()
        together = normal, waves, picked, made, turned, spread, curves, masked, lowest, losses, words
        return values + top.sum(), where, together


class Spectra(nn.Module):
    def forward(self, x):
        spectrum = torch.fft.rfft(x, n=8)
        return torch.fft.irfft(spectrum * torch.conj(spectrum), n=8), spectrum.abs(), torch.fft.fft2(x).real


class Half(nn.Module):
    """Half of a network with words in and words out."""

    def __init__(self, shared):
        super().__init__()
        self.embed, self.layer = shared, nn.Linear(4, 4)

    def forward(self, x):
        return self.layer(self.embed(x))


class Shared(nn.Module):
    """A module that stands in three places, as the embedding of T5 does."""

    def __init__(self):
        super().__init__()
        self.shared = nn.Embedding(7, 4)
        self.encoder, self.decoder = Half(self.shared), Half(self.shared)

    def forward(self, x, y):
        return self.encoder(x).sum(1) @ self.decoder(y).sum(1).T + self.shared(y).sum()


class Wrapped(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 4)

    def forward(self, x, function):
        return function(self.layer(x)) * 2


class Borrowing(nn.Module):
    """A module that calls what belongs to another; constants that are written into."""

    def __init__(self):
        super().__init__()
        self.wrapped, self.other = Wrapped(), nn.Linear(4, 4)

    def forward(self, x):
        weights = torch.tensor([1.0, 2.0, 3.0, 4.0])
        weights[0] = 0.5
        return self.wrapped(x, lambda y: self.other(y) + 1) * weights + torch.tensor([1.0, 2.0, 3.0, 4.0])


class Residual(nn.Module):
    """In evaluation, torch.export takes what dropout gives for what it was given; in training they differ."""

    def __init__(self):
        super().__init__()
        self.drop, self.norm = nn.Dropout(0.5), nn.BatchNorm1d(4)

    def forward(self, x):
        return self.norm(x + self.drop(x)) + F.dropout(x, 0.2, False) + x


def drawn(*sizes):
    return torch.randn(*sizes, generator=torch.Generator().manual_seed(0))


MODELS = {
    "nested": (Nested, (drawn(5, 2, 3), {"hc": (drawn(1, 2, 4), drawn(1, 2, 4))}), {"scale": drawn(4)}),
    "twice": (Twice, (drawn(3, 4), drawn(3, 4)), {}),
    "kept": (Kept, (drawn(4, 3),), {}),
    "modes": (Modes, (drawn(4, 4),), {}),
    "no_grad": (NoGrad, (drawn(4, 3),), {}),
    "in place": (InPlace, (drawn(4, 3),), {}),
    "functions": (Functions, (drawn(3, 3, 4), torch.tensor([[0, 1, 2], [3, 4, 0], [1, 1, 2]])), {}),
    "spectra": (Spectra, (drawn(4, 8),), {}),
    "shared": (Shared, (torch.tensor([[0, 1], [2, 3]]), torch.tensor([[4, 5], [6, 0]])), {}),
    "borrowing": (Borrowing, (drawn(3, 4),), {}),
    "dropout": (Residual, (drawn(6, 4),), {}),
    "leaves": (ported_leaves.Leaves, ported_leaves.INPUTS, {}),
    "float64": (lambda: nn.Sequential(nn.Linear(3, 3), nn.BatchNorm1d(3)).double(), (drawn(4, 3).double(),), {}),
    "one example": (lambda: nn.Linear(4, 3), (drawn(1, 4),), {}),
    "no batch": (lambda: nn.Linear(4, 3), (drawn(4),), {}),
    "attention and view": (ported_ordinary.CausalAttention, (drawn(3, 5, 8),), {}),
    "rotary": (ported_ordinary.Rotary, (drawn(3, 5, 2, 4),), {}),
    "spatial transformer": (ported_ordinary.SpatialTransformer, (drawn(3, 1, 16, 16),), {}),
    "weight norm": (ported_ordinary.Temporal, (drawn(3, 2, 9),), {}),
    "more functions": (ported_ordinary.MoreFunctions, (drawn(3, 4),), {}),
}


@cache
def ported(name):
    build, inputs, named = MODELS[name]
    torch.manual_seed(0)
    module = build()
    return module, port(module, *inputs, **named)


@pytest.mark.parametrize("name", MODELS)
def test_the_port_agrees(name):
    module, made = ported(name)
    made.report.assert_close()
    made.training.assert_close()
    assert module.training, "the module is in another mode than before"
    loaded = made.model.state_dict()
    assert set(module.state_dict()) <= set(loaded)


def test_a_module_is_told_from_its_operator():
    source = ported("leaves")[1].source
    assert [name for name in leaves.LEAVES if f"nn.{name}(" not in source] == []
    assert source.count("class ") == 1


def test_the_sources_are_clean(tmp_path):
    for name in MODELS:
        (tmp_path / f"{name.replace(' ', '_')}.py").write_text(ported(name)[1].source)
    assert unclean(tmp_path) == ""


def test_the_batch_is_open_and_other_sizes_if_told():
    batch, length = torch.export.Dim.DYNAMIC, torch.export.Dim.DYNAMIC
    theirs = Inner().eval()
    ours = port(theirs, drawn(3, 4)).model
    assert ours(numpynn.ones(7, 4)).shape == (7, 4)

    class Mean(nn.Module):
        def forward(self, x):
            return (x.reshape(x.shape[0] * x.shape[1], 4) / x.shape[1]).view(x.shape[0], -1).sum(1)

    gpt = GPT(width=8, layers=2).eval()
    made = port(gpt, torch.randint(0, 20, (2, 7)), open_dims=(0, 1))
    words = np.random.default_rng(0).integers(0, 20, (3, 11))
    twin(gpt, made.model).run(words).assert_close()
    assert "for layer in" in made.source

    made = port(Mean(), drawn(3, 5, 4), dynamic_shapes=({0: batch, 1: length},))
    x = drawn(2, 7, 4)
    np.testing.assert_allclose(made.model(numpynn.from_numpy(x.numpy())).numpy(), Mean()(x).numpy(), rtol=1e-5)


def test_what_differs_in_numbers_alone_is_one_class():
    class Block(nn.Module):
        def __init__(self, inputs, outputs, kernel):
            super().__init__()
            self.conv = nn.Conv1d(inputs, outputs, kernel)
            self.norm = nn.BatchNorm1d(outputs)

        def forward(self, x):
            return F.relu(self.norm(self.conv(x)))

    model = nn.Sequential(Block(2, 4, 3), Block(4, 8, 5), Block(8, 8, 3))
    source = port(model, drawn(3, 2, 16)).source
    assert source.count("class Block") == 1
    assert "Block(in_channels=2, out_channels=4, kernel_size=3), Block(" in source.replace("\n            ", " ")


def test_everything_that_is_not_supported_is_told_at_once():
    class Special(nn.Module):
        def forward(self, x):
            return torch.special.bessel_j0(x)

    class Odd(nn.Module):
        def __init__(self):
            super().__init__()
            self.special = Special()

        def forward(self, x):
            return (
                self.special(x) + torch._foreach_abs([x])[0] + torch.special.zeta(x, x) + torch.special.zeta(x + 1, x)
            )

    with pytest.raises(Refusal) as caught:
        port(Odd(), drawn(2, 2))
    told = str(caught.value)
    assert "special_zeta in the model itself (test_port_model_cases.py:" in told
    assert "special_bessel_j0 in special (test_port_model_cases.py:" in told and told.count("bessel") == 1


def test_what_was_no_tensor_stays_what_it_was():
    class Power(nn.Module):
        def forward(self, x, power=3, mask=None, kind="a"):
            return x**power if mask is None and kind == '"{x}"' else x

    model = port(Power(), drawn(2, 2), 2, None, '"{x}"').model
    x = numpynn.full((3, 2), 3.0)
    assert model(x).tolist() == model(x, 2, None).tolist() == [[9.0, 9.0]] * 3
    with pytest.raises(ValueError, match="not 'b'"):
        model(x, kind="b")
    with pytest.raises(ValueError, match="was ported with power=2, not 3"):
        model(x, 3)
    with pytest.raises(ValueError, match="was ported with mask=None"):
        model(x, mask=x)


def test_what_cannot_be_returned_is_told():
    class Pair(NamedTuple):
        first: torch.Tensor
        second: torch.Tensor

    class Pairs(nn.Module):
        def forward(self, x):
            return Pair(x + 1, x + 2)

    with pytest.raises(Refusal, match="the model returns a Pair; tensors, tuples, lists and dicts can be ported"):
        port(Pairs(), drawn(2, 2))


class Scaled(nn.Module):
    def __init__(self, scale=2.0):
        super().__init__()
        self.layer, self.scale = nn.Linear(4, 3), scale

    def forward(self, x):
        return self.layer(x) * self.scale


def test_a_name_that_is_none_is_refused():
    model = nn.Sequential()
    model.add_module("x = 1; import os", nn.Linear(2, 2))
    with pytest.raises(Refusal, match="cannot be a name in Python"):
        port(model, drawn(2, 2))


# from_torch


def shared():
    first = nn.Linear(3, 3)
    return nn.Sequential(first, nn.ReLU(), first)


DIRECT = {
    "Linear": (lambda: nn.Linear(3, 2, bias=False), (drawn(4, 3),)),
    "Conv2d": (lambda: nn.Conv2d(2, 4, 3, padding=1, groups=2, padding_mode="circular"), (drawn(2, 2, 5, 5),)),
    "LSTM": (lambda: nn.LSTM(3, 4, 2, bidirectional=True), (drawn(5, 2, 3),)),
    "attention": (
        lambda: nn.MultiheadAttention(4, 2, kdim=3, vdim=3, add_bias_kv=True),
        (drawn(3, 2, 4), *2 * [drawn(5, 2, 3)]),
    ),
    "Transformer": (
        lambda: nn.Transformer(4, 2, 1, 2, 8, batch_first=True, activation=F.gelu),
        (drawn(2, 3, 4), drawn(2, 2, 4)),
    ),
    "Sequential": (lambda: nn.Sequential(nn.Linear(3, 3), nn.Sequential(nn.Identity(), nn.Softmax(1))), (drawn(4, 3),)),
    "shared": (shared, (drawn(4, 3),)),
    "float64": (lambda: nn.Linear(3, 2).double(), (drawn(4, 3).double(),)),
}


@pytest.mark.parametrize("name", DIRECT)
def test_from_torch_builds_what_torch_has(name):
    build, inputs = DIRECT[name]
    theirs = build()
    ours = from_torch(theirs)
    assert repr(ours) == repr(theirs) and ours.training
    for (key, one), other in zip(theirs.named_parameters(), ours.parameters()):
        np.testing.assert_array_equal(one.detach().numpy(), other.detach().numpy(), err_msg=key)
    twin(theirs, ours).run(*inputs, training=False).assert_close()


def test_from_torch_keeps_modes_and_what_is_frozen():
    theirs = nn.Sequential(nn.Linear(3, 3), nn.Dropout(), nn.ModuleDict({"a": nn.PReLU()}))
    theirs[0].weight.requires_grad_(False)
    theirs[1].eval()
    ours = from_torch(theirs)
    assert [module.training for module in ours.modules()] == [module.training for module in theirs.modules()]
    assert [each.requires_grad for each in ours.parameters()] == [False, True, True]


def test_from_torch_exports_what_has_a_forward_of_its_own():
    theirs = Scaled(0.5)
    with pytest.raises(TypeError, match="Scaled has a forward of its own: give inputs"):
        from_torch(theirs)
    ours = from_torch(theirs, drawn(2, 4))
    assert ours.training and type(ours).__name__ == "Scaled"
    twin(theirs, ours).run(drawn(5, 4)).assert_close()
    with pytest.raises(Refusal, match="not supported"):
        from_torch(nn.Sequential(Odd()), drawn(2, 2))


class Odd(nn.Module):
    def forward(self, x):
        return torch.special.zeta(x, x)


def test_every_operator_is_one_of_torch():
    """Or one that torch.export writes, with the arguments that the row names."""
    missing = []
    for name in operators.OPERATORS:
        operator, _, overload = name.partition(".")
        packet = getattr(torch.ops.aten, operator, None)
        if packet is None or (overload and not hasattr(packet, overload)):
            missing.append(name)
    assert missing == []
