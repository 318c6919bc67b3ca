"""The CTC kernel: against the sum over all paths, gradients through a log_softmax, and samples without a path."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from kernel_checks import check_gradients

from numpynn.kernels.ctc import ctc_loss, ctc_loss_backward
from numpynn.kernels.softmax import log_softmax, log_softmax_backward


@pytest.fixture(autouse=True)
def quiet():
    """Kernels run in a quiet context in the package too: log(0) is -inf, and no news."""
    with np.errstate(all="ignore"):
        yield


def _spelled(path, blank):
    """What a path spells: repeats are one label, blanks none."""
    return [label for label, _ in itertools.groupby(path) if label != blank]


def _by_enumeration(log_probs, target, blank):
    times, classes = log_probs.shape
    total = 0.0
    for path in itertools.product(range(classes), repeat=times):
        if _spelled(path, blank) == target:
            total += np.exp(log_probs[np.arange(times), list(path)].sum())
    return -np.log(total) if total else np.inf


@pytest.mark.parametrize("blank", [0, 2])
def test_sum_over_all_paths(blank):
    rng = np.random.default_rng(0)
    log_probs = log_softmax(rng.standard_normal((5, 7, 4)), 2)
    labels = [c for c in range(4) if c != blank]
    targets = rng.choice(labels, (7, 3))
    targets[0], targets[1] = labels[0], [labels[0], labels[0], labels[1]]
    inputs, lengths = np.array([5, 5, 4, 5, 3, 2, 0]), np.array([2, 3, 2, 0, 1, 3, 0])
    loss, *_ = ctc_loss(log_probs, targets, inputs, lengths, blank, False)
    for n in range(7):
        expected = _by_enumeration(log_probs[: inputs[n], n], list(targets[n, : lengths[n]]), blank)
        assert loss[n] == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert np.isinf(loss[5])


def test_gradient_of_the_scores():
    rng = np.random.default_rng(1)
    scores, g = rng.standard_normal((6, 4, 5)), rng.standard_normal(4)
    targets = rng.integers(1, 5, (4, 3))
    options = (targets, np.array([6, 5, 6, 4]), np.array([3, 2, 0, 1]), 0, False)
    log_probs = log_softmax(scores, 2)
    _, nll, alpha = ctc_loss(log_probs, *options)
    gradient = ctc_loss_backward(g, log_probs, *options, nll, alpha)
    # A gradient that sums to 0 over the classes passes the log_softmax unchanged.
    np.testing.assert_allclose(log_softmax_backward(gradient, log_probs, 2), gradient, rtol=1e-10, atol=1e-13)
    check_gradients(lambda s: ctc_loss(log_softmax(s, 2), *options)[0], [scores], [gradient], g, rng)


@pytest.mark.parametrize("zero_infinity", [False, True])
def test_no_path(zero_infinity):
    log_probs = log_softmax(np.random.default_rng(2).standard_normal((3, 2, 4)), 2)
    targets = np.array([[1, 1, 1], [1, 2, 3]])
    options = (targets, np.array([3, 3]), np.array([3, 3]), 0, zero_infinity)
    loss, nll, alpha = ctc_loss(log_probs, *options)
    gradient = ctc_loss_backward(np.ones(2), log_probs, *options, nll, alpha)
    assert loss[0] == (0 if zero_infinity else np.inf)
    assert np.isfinite(loss[1])
    assert np.isfinite(gradient[:, 1]).all()
    assert (gradient[:, 0] == 0).all() if zero_infinity else np.isnan(gradient[:, 0]).all()


def test_what_lies_beyond_the_lengths_does_not_count():
    rng = np.random.default_rng(3)
    log_probs = log_softmax(rng.standard_normal((6, 1, 4)), 2)
    short = ctc_loss(log_probs[:4], np.array([[1, 2]]), np.array([4]), np.array([2]), 0, False)
    options = (np.array([[1, 2, -7]]), np.array([4]), np.array([2]), 0, False)
    padded = ctc_loss(log_probs, *options)
    np.testing.assert_allclose(padded[0], short[0], rtol=1e-14)
    assert not ctc_loss_backward(np.ones(1), log_probs, *options, *padded[1:])[4:].any()


def test_impossible_emissions_and_float32():
    """Probabilities of exactly 0 are -inf, and long sequences neither underflow nor lose their dtype."""
    log_probs = np.log(np.array([[[0.5, 0.5, 0.0]], [[0.25, 0.75, 0.0]]]), where=[True, True, False],
                       out=np.full((2, 1, 3), -np.inf))  # fmt: skip
    options = (np.array([[1]]), np.array([2]), np.array([1]), 0, False)
    loss, nll, alpha = ctc_loss(log_probs, *options)
    np.testing.assert_allclose(loss, -np.log(0.5 * 0.75 + 0.5 * 0.25 + 0.5 * 0.75), rtol=1e-14)
    assert np.isfinite(ctc_loss_backward(np.ones(1), log_probs, *options, nll, alpha)).all()
    long = log_softmax(np.zeros((2000, 1, 3), np.float32), 2)
    options = (np.array([[1, 2]]), np.array([2000]), np.array([2]), 0, False)
    out = ctc_loss(long, *options)[0]
    exact = ctc_loss(long.astype(np.float64), *options)[0]
    assert out.dtype == np.float32
    # 2000 roundings of a number near 2000 in units of 1e-4.
    np.testing.assert_allclose(out, exact, atol=0.2)
