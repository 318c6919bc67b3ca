"""Random small programs: both libraries give the same values, gradients and errors.

A thousand times as many are run by `python -m parity_tests.random_programs --programs 200000`.
"""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import numpynn

from .random_programs import running
from .random_programs.__main__ import shortest
from .random_programs.drawing import Chance, draw_program


@settings(
    max_examples=250,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
@given(st.integers(0, 2**32), st.integers(3, 10))
def test_programs(seed, statements):
    lines = program(seed, statements)
    found = running.difference(lines)
    assert found is None, "\n".join(["", *shortest(lines, found), str(found)])


def program(seed, statements):
    import random

    return draw_program(Chance(random.Random(seed)), statements)


def test_a_wrong_value_is_found(monkeypatch):
    lines = ["v1 = torch.tensor([1.0, 2.0])", "v2 = v1.sin()"]
    assert running.difference(lines) is None
    monkeypatch.setattr(numpynn.Tensor, "sin", numpynn.Tensor.cos)
    assert "v2 has 2 of 2 elements differ" in running.difference(lines)


def test_a_wrong_gradient_is_found(monkeypatch):
    lines = ["v1 = torch.tensor([1.0, 2.0], dtype=torch.float64).requires_grad_()", "v2 = v1 * v1"]
    assert running.difference(lines) is None
    monkeypatch.setattr(numpynn.Tensor, "__mul__", lambda self, other: numpynn.Tensor.mul(self, other.detach()))
    assert running.difference(lines).startswith("the gradient of v2")


def test_an_error_that_is_missing_is_found(monkeypatch):
    lines = ["v1 = torch.ones(2)", "v2 = v1.view(3)"]
    assert running.difference(lines) is None
    monkeypatch.setattr(numpynn.Tensor, "view", lambda self, *sizes: self)
    assert "raises nothing, expected RuntimeError" in running.difference(lines)


def test_a_view_that_is_a_copy_is_found(monkeypatch):
    lines = ["v1 = torch.ones(2, 3)", "v2 = v1.t()", "v2.fill_(2)"]
    assert running.difference(lines) is None
    monkeypatch.setattr(numpynn.Tensor, "t", lambda self: self.clone().transpose(0, 1))
    assert "v1 has 6 of 6 elements differ" in running.difference(lines)
