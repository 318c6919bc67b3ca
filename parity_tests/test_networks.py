"""Whole networks trained side by side: 20 steps of each optimizer, everything compared in float64 and float32."""

from __future__ import annotations

import pytest
import torch

import numpynn
from numpynn import parity

from .networks import NETWORKS

STEPS = 20

OPTIMIZERS = {
    "SGD": lambda lib, p: lib.optim.SGD(p, lr=0.05),
    "SGD with momentum": lambda lib, p: lib.optim.SGD(p, lr=0.02, momentum=0.9, nesterov=True, weight_decay=1e-3),
    "RMSprop": lambda lib, p: lib.optim.RMSprop(p, lr=1e-3, momentum=0.5, centered=True),
    "Adagrad": lambda lib, p: lib.optim.Adagrad(p, lr=0.01, lr_decay=0.01),
    "Adadelta": lambda lib, p: lib.optim.Adadelta(p),
    "Adam": lambda lib, p: lib.optim.Adam(p, lr=1e-3, amsgrad=True),
    "AdamW": lambda lib, p: lib.optim.AdamW(p, lr=1e-3),
}


def twins_of(network, dtype="float32"):
    """The network in both libraries, with torch's weights."""
    torch.manual_seed(0)
    theirs, ours = network.build(torch).to(getattr(torch, dtype)), network.build(numpynn).to(getattr(numpynn, dtype))
    return parity.twin(theirs, ours)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("name", NETWORKS)
def test_forward_and_backward(name, dtype):
    network = NETWORKS[name]
    for training in (True, False):
        twins_of(network, dtype).run(*network.inputs, loss=network.loss, training=training).assert_close()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("rule", OPTIMIZERS)
@pytest.mark.parametrize("name", NETWORKS)
def test_training(name, rule, dtype):
    network = NETWORKS[name]
    twins = twins_of(network, dtype)
    report = twins.train(*network.inputs, loss=network.loss, optimizer=OPTIMIZERS[rule], steps=STEPS)
    report.assert_close()


@pytest.mark.parametrize("name", NETWORKS)
def test_the_same_seed_gives_the_same_network(name):
    network = NETWORKS[name]
    states = []
    for lib in (torch, numpynn):
        lib.manual_seed(3)
        states.append({key: value.numpy() for key, value in network.build(lib).state_dict().items()})
    theirs, ours = states
    assert list(theirs) == list(ours)
    assert [key for key in theirs if not (theirs[key] == ours[key]).all()] == []
