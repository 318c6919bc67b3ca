"""The engine sees what it should: torch agrees with itself, and not with a torch that is broken on purpose."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
import torch

from .accuracy import Pair, ratios, worst
from .case import Case, bools, complexes, distinct, expr, fixed, ints, module, probs, refuses, spd, unit, values
from .collect import all_cases
from .library import Library, with_broken
from .run import check

TORCH = Library(torch)

SOUND = [
    expr("F.softmax(x, dim=1)", x=(2, 3, 4)),
    expr("y = x.clone(); y[:, 0] = w; y", x=(3, 4), w=(3,)),
    expr("x.view(-1)", x=(3, 4), why="torch refuses this of strided inputs"),
    expr("out = torch.max(x, 1)", x=distinct((3, 4))),
    expr("torch.fft.fft(x)", x=complexes((3,))),
    expr("x.sum()", x=(), y=fixed(())),
    expr("torch.where(c, x, 0), {'a': [x.shape, x.dtype, repr(x)]}", x=(3, 2), c=bools((3, 2))),
    expr(
        "F.ctc_loss(x.log_softmax(-1), y, (5, 5), (2, 2))",
        x=(5, 2, 4),
        y=ints((2, 2), 1, 4),
        why="no second derivative",
    ),
    expr("F.binary_cross_entropy(x, y) + F.kl_div(p.log(), p)", x=unit((4,)), y=unit((4,)), p=probs((2, 3))),
    expr("torch.linalg.eigvalsh(x)", x=spd(3)),
    expr("F.dropout(x)", x=(3, 4)),
    expr("torch.arange(5)"),
    expr("x.exp()", x=values([0.0, float("inf"), float("nan")]), second=False, why="infinite"),
    module("nn.Conv2d(3, 4, 3, stride=2)", (2, 3, 8, 8)),
    module("nn.BatchNorm2d(3)", (2, 3, 4, 4)),
    module("nn.MultiMarginLoss()", (4, 3), ints((4,), 0, 3), empty=False, why="torch: uninitialised memory"),
    module("nn.NLLLoss(torch.ones(3, dtype=dtype))", (2, 3, 2, 2), ints((2, 2, 2), 0, 3)),
    module("nn.LSTM(3, 4)", (5, 2, 3), call="m(x)[0]"),
    module("nn.LazyLinear(3)", (5, 2, 3)),
    module("nn.Dropout(0.3)", (5, 2, 3)),
    module("nn.Embedding(3, 5)", ints((4,), 0, 3)),
    module("nn.CrossEntropyLoss(label_smoothing=0.1)", (3, 5), ints((3,), 0, 5)),
    module("nn.MultiheadAttention(4, 2)", query=(2, 3, 4), key=(2, 3, 4), value=(2, 3, 4)),
    refuses("F.linear(x, w)", x=(2, 3), w=(4, 5), why="inner sizes differ"),
    refuses("nn.Conv2d(3, 4, 3)(x)", x=(2, 4, 8, 8), says="channels"),
]


@pytest.mark.parametrize("case", SOUND, ids=lambda case: case.id)
def test_torch_agrees_with_itself(case):
    check(case, TORCH, TORCH)


class WithoutSecond(torch.autograd.Function):
    """A softmax whose backward is a constant to autograd."""

    @staticmethod
    def forward(ctx, x):
        y = torch.softmax(x, 1)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, g):
        (y,) = ctx.saved_tensors
        return y.detach() * (g - (g * y.detach()).sum(1, keepdim=True))


def _writes(x, dim):
    y = torch.softmax(x, dim)
    x.data.add_(1)
    return y


def _empty(x, dim):
    if x.shape[0] == 0:
        raise RuntimeError("no empties")
    return torch.softmax(x, dim)


def _raises(x, dim):
    raise KeyError("lost")


BROKEN = {
    "float64: result: 24 of 24 elements differ": lambda x, dim: torch.softmax(x, dim) * (1 + 1e-9),
    "float32: result: dtype float64, expected float32": lambda x, dim: torch.softmax(x, dim).double(),
    "which results require grad": lambda x, dim: torch.softmax(x, dim).detach(),
    "float64, strided inputs: result: numpynn raises": lambda x, dim: torch.softmax(x.view(-1).view(x.shape), dim),
    "float64: gradient of x: 24 of 24": lambda x, dim: torch.softmax(x, dim) + (x - x.detach()) * 1e-9,
    "second derivative by x: 24 of 24": lambda x, dim: WithoutSecond.apply(x),
    "x afterwards": _writes,
    "numpynn raises KeyError: 'lost'": _raises,
    "float32, empty inputs: result: numpynn raises RuntimeError: no empties": _empty,
    "result: str 'tuple of 1', expected a Tensor": lambda x, dim: (torch.softmax(x, dim),),
    "shape (2, 4, 3), expected (2, 3, 4)": lambda x, dim: torch.softmax(x, dim).mT,
    "float32: result: 2": lambda x, dim: torch.softmax(x, dim) * (1 if x.dtype == torch.float64 else 1 + 1e-4),
}


@pytest.mark.parametrize("found", BROKEN)
def test_a_broken_function_is_found(found):
    with pytest.raises(AssertionError) as failure:
        check(SOUND[0], with_broken(TORCH, softmax=BROKEN[found]), TORCH)
    assert found in str(failure.value)


def _raising(error):
    def linear(x, w):
        raise error

    return linear


@pytest.mark.parametrize(
    ("linear", "found"),
    [
        (lambda x, w: x, "numpynn accepts this"),
        (_raising(ValueError("2x3 and 5x4")), "another type: numpynn raises ValueError"),
        (_raising(NotImplementedError("2x3 and 5x4")), "another type: numpynn raises NotImplementedError"),
        (_raising(RuntimeError("2x3 and others")), "without the number 4, 5"),
    ],
)
def test_a_wrong_refusal_is_found(linear, found):
    case = refuses("F.linear(x, w)", x=(2, 3), w=(4, 5))
    with pytest.raises(AssertionError, match=found):
        check(case, with_broken(TORCH, linear=linear), TORCH)
    with pytest.raises(AssertionError, match="torch itself accepts this"):
        check(refuses("F.linear(x, w)", x=(2, 3), w=(4, 3)), TORCH, TORCH)


class OtherEps(torch.nn.BatchNorm2d):
    def __init__(self, features):
        super().__init__(features, eps=1e-4)


class OtherStatistics(torch.nn.BatchNorm2d):
    def forward(self, x):
        y = super().forward(x)
        if self.training and self.num_batches_tracked == 3:
            self.running_var *= 1.001
        return y


class OtherStart(torch.nn.BatchNorm2d):
    def reset_parameters(self):
        super().reset_parameters()
        torch.nn.init.constant_(self.weight, 1 + 1e-6)


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (OtherEps, "built: repr"),
        (OtherStatistics, "float64: buffer running_var in train mode, pass 3"),
        (OtherStart, "built: initial weight"),
    ],
)
def test_a_broken_module_is_found(kind, found):
    kind.__name__ = "BatchNorm2d"
    broken = Library(torch, nn=SimpleNamespace(**{**vars(torch.nn), "BatchNorm2d": kind}))
    with pytest.raises(AssertionError, match=found):
        check(module("nn.BatchNorm2d(3)", (2, 3, 4, 4)), broken, TORCH)


def test_what_is_left_out_needs_a_reason():
    with pytest.raises(ValueError, match="second needs a reason"):
        expr("x.exp()", x=(2,), second=False)
    with pytest.raises(ValueError, match="tol needs a reason"):
        expr("x.exp()", x=(2,), tol=(1, 1))


def test_accuracy_finds_a_loss_of_precision():
    case = expr("F.logsigmoid(x)", x=(32, 32))
    careless = with_broken(TORCH, logsigmoid=lambda x: torch.log(torch.sigmoid(x)))
    assert ratios(Pair(case, TORCH, TORCH), 4.0)["result"] == 1
    assert ratios(Pair(case, careless, TORCH), 4.0)["result"] > 2


def test_accuracy_finds_a_few_roundings_too_many():
    case = module("nn.Linear(3, 4)", (5, 3), call="F.softmax(m(x), dim=1)")
    careless = with_broken(TORCH, softmax=lambda x, dim: torch.softmax(x, dim).log().sub(4).exp().mul(math.exp(4)))
    assert worst(case, TORCH, TORCH)[0] == 1
    assert worst(case, careless, TORCH)[0] > 2


def test_every_case_is_a_case():
    assert all(isinstance(case, Case) for _, case in all_cases())
