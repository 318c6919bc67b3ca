"""Nothing is exported and forgotten: every public name of numpynn that torch has is proven by a case."""

from __future__ import annotations

import pytest
import torch

import numpynn

from .case import expr, module, refuses
from .collect import all_cases
from .coverage import count_names, names_of, options_set
from .names import FAMILIES, in_scope, names


@pytest.mark.parametrize("family", FAMILIES)
def test_every_public_name_has_a_case(family):
    proven = count_names(case for _, case in all_cases())
    ours = names(numpynn, family) & names(torch, family)
    assert sorted(name for name in ours if in_scope(family, name) and not proven[f"{family}.{name}"]) == []


@pytest.mark.parametrize(
    ("case", "used"),
    [
        (expr("F.softmax(x.exp(), dim=1)", x=(2,)), {"F.softmax", "Tensor.exp"}),
        (expr("torch.nn.functional.relu(x)", x=(2,)), {"F.relu"}),
        (expr("torch.Tensor.sum(x)", x=(2,)), {"Tensor.sum"}),
        (
            expr("m = nn.Linear(2, 3); m.train().weight.sum()"),
            {"nn.Linear", "Module.train", "Tensor.weight", "Tensor.sum"},
        ),
        (
            module("nn.Linear(2, 3)", (2,), call="m.forward(x).sum()"),
            {"nn.Linear", "Module.forward", "Tensor.sum"},
        ),
        (expr("o = torch.optim.SGD([x], 1.0); o.step()", x=(2,)), {"optim.SGD", "Optimizer.step"}),
        (expr("nn.utils.rnn.pad_sequence([x])", x=(2,)), {"nn.utils.rnn.pad_sequence"}),
        (expr("torch.linalg.norm(x)", x=(2,)), {"linalg.norm"}),
        (expr("x * math.sin(1.0) + np.array(2.0)", x=(2,)), set()),
    ],
)
def test_names_of_a_case(case, used):
    assert names_of(case) == used


def test_a_refusal_proves_no_name():
    assert not count_names([refuses("F.linear(x, x)", x=(2, 3))])


def test_options_away_from_their_default():
    cases = [
        module("nn.Conv2d(3, 4, 3, 2, padding=0)", (2, 3, 8, 8)),
        module("nn.Conv2d(3, 4, 3, bias=False)", (2, 3, 8, 8)),
        module("nn.LSTM(3, 4, 2, bidirectional=True)", (2, 2, 3)),
        expr("optim.SGD([x], lr=0.1, nesterov=False)", x=(2,)),
    ]
    assert options_set(cases) == {
        "nn.Conv2d": {"stride", "bias"},
        "nn.LSTM": {"num_layers", "bidirectional"},
        "optim.SGD": {"lr"},
    }
