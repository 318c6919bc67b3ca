"""Anomaly detection names the call that failed in backward, and costs nothing when it is off."""

import warnings

import pytest

import numpynn as torch
from numpynn import graph
from numpynn.graph import Vertex

PLAIN = Vertex.__init__, graph._pull, graph.watch


def failing():
    x = torch.tensor([-1.0, 1.0], requires_grad=True)
    return x, torch.sqrt(x).sum()  # the line that is told


def test_nan_is_told_with_the_line_of_the_forward_call():
    with warnings.catch_warnings(record=True) as told, torch.autograd.set_detect_anomaly(True):
        warnings.simplefilter("always")
        _, y = failing()
        with pytest.raises(RuntimeError, match="Function 'SqrtBackward0' returned nan values in its 0th output"):
            y.backward()
    (warning,) = told
    assert str(warning.message).startswith("Error detected in SqrtBackward0. Traceback of forward call")
    assert "# the line that is told" in str(warning.message)


def test_without_check_nan_nothing_is_raised():
    with torch.autograd.set_detect_anomaly(True, check_nan=False):
        assert not torch.is_anomaly_check_nan_enabled()
        x, y = failing()
        y.backward()
    assert torch.isnan(x.grad).tolist() == [True, False]


def test_a_graph_made_before_has_no_traceback():
    _, y = failing()
    with torch.autograd.set_detect_anomaly(True), pytest.warns(UserWarning, match="No forward pass information"):
        with pytest.raises(RuntimeError, match="nan values"):
            y.backward()


def test_a_backward_that_fails_is_told():
    class Fails(torch.autograd.Function):
        @staticmethod
        def forward(ctx, x):
            return x * 2

        @staticmethod
        def backward(ctx, g):
            raise KeyError("oh")

    x = torch.ones(2, requires_grad=True)
    with torch.autograd.set_detect_anomaly(True), pytest.warns(UserWarning, match="Error detected in FailsBackward"):
        y = Fails.apply(x).sum()
        with pytest.raises(KeyError):
            y.backward()


def test_off_again_nothing_is_left_behind():
    with pytest.warns(UserWarning, match="Anomaly Detection has been enabled"):
        context = torch.autograd.detect_anomaly()
    with context:
        assert torch.is_anomaly_enabled()
        assert graph.watch is not None
    assert not torch.is_anomaly_enabled()
    assert (Vertex.__init__, graph._pull, graph.watch) == PLAIN
