"""The same seed gives the same run: weights, batches and dropout byte for byte, and the generator's state at the end."""

import pytest
import torch
import torch.utils.data

import numpynn
import numpynn.utils.data

from .same_seed import drift, train


@pytest.mark.parametrize(("dtype", "allowed"), [("float64", 1e-11), ("float32", 1e-3)])
def test_lenet_with_dropout_follows_torch(dtype, allowed):
    ours = train(numpynn, numpynn.utils.data, dtype=dtype)
    theirs = train(torch, torch.utils.data, dtype=dtype)
    assert ours.initial == theirs.initial
    assert ours.batches == theirs.batches
    assert ours.masks == theirs.masks
    assert ours.state == theirs.state
    assert max(drift(ours, theirs)) <= allowed


def test_another_seed_is_another_run():
    ours = train(numpynn, numpynn.utils.data, epochs=1, images=64, seed=1)
    theirs = train(torch, torch.utils.data, epochs=1, images=64, seed=2)
    assert ours.initial != theirs.initial
    assert ours.batches != theirs.batches
    assert ours.masks != theirs.masks
